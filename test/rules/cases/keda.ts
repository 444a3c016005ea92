import { Cases } from './case';
import { object, scaled, template } from '../manifests';

const cron = { type: 'cron', metadata: { timezone: 'UTC', start: '0 7 * * *', end: '0 18 * * *', desiredReplicas: '2' } };
const cpu = { type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } };
const memory = { type: 'memory', metricType: 'Utilization', metadata: { value: '70' } };
const redis = (metadata: object = {}) => ({ type: 'redis', metadata: { address: 'redis.queues:6379', listName: 'documents', ...metadata } });
const rabbit = (metadata: object) => ({ type: 'rabbitmq', metadata: { queueName: 'documents', ...metadata } });
const scaledObject = (spec: object): any => object('keda.sh/v1alpha1', 'ScaledObject', 'chat', { spec: { scaleTargetRef: { name: 'chat' }, ...spec } });
const scaledJob = (...triggers: object[]): any => object('keda.sh/v1alpha1', 'ScaledJob', 'embedder', { spec: { jobTargetRef: {}, triggers } });

/** A ScaledJob with pods. */
const worker = (spec: object = {}): any => ({ ...scaledJob(redis()), spec: { jobTargetRef: { template: template({ restartPolicy: 'Never', ...spec }, { app: 'embedder' }) }, triggers: [redis()] } });
const selecting = (matchLabels: object): any => object('networking.k8s.io/v1', 'NetworkPolicy', `selects-${Object.keys(matchLabels).length}`, { spec: { podSelector: { matchLabels } } });

/** What KEDA is told. */
export const keda: Cases = {
  broken: [
    {
      rule: 'ML-SCALE-009',
      name: 'nothing but what pods use, of which there may be none',
      objects: [scaled(), scaledObject({ triggers: [cpu, cpu] })],
      says: ["ScaledObject 'chat' goes down to 0 replicas and looks at cpu only, of which pods that are not there use none; set minReplicaCount to 1, or add a trigger that stands upstream of them"],
    },
    {
      rule: 'ML-SCALE-009',
      name: 'bounds that contradict each other',
      objects: [scaled(), scaledObject({ minReplicaCount: 5, maxReplicaCount: 4, idleReplicaCount: 5, triggers: [redis()] })],
      says: [
        "ScaledObject 'chat' has a minReplicaCount of 5 and a maxReplicaCount of 4; lower the one or raise the other",
        "ScaledObject 'chat' keeps 5 replicas while it is idle (idleReplicaCount), not fewer than the 5 while it is not; lower it, or leave it out",
      ],
    },
    {
      rule: 'ML-SCALE-009',
      name: 'one while it is idle, and one at the least',
      objects: [scaled(), scaledObject({ idleReplicaCount: 1, triggers: [redis()] })],
      says: ["ScaledObject 'chat' keeps 1 replicas while it is idle (idleReplicaCount), not fewer than the 1 while it is not; lower it, or leave it out"],
    },
    {
      rule: 'ML-SCALE-009',
      name: 'no trigger',
      objects: [scaled(), scaledObject({ triggers: [] })],
      says: ["ScaledObject 'chat' has no trigger; give it one"],
    },
    {
      rule: 'ML-SCALE-009',
      name: 'a name that leaves no room for what KEDA adds',
      objects: [scaled(), object('keda.sh/v1alpha1', 'ScaledObject', 'a'.repeat(55), { spec: { scaleTargetRef: { name: 'chat' }, triggers: [redis()] } })],
      says: [`ScaledObject '${'a'.repeat(55)}' makes an autoscaler 'keda-hpa-${'a'.repeat(55)}', whose name of 64 characters is longer than the 63 of a label; shorten it`],
    },
    {
      rule: 'ML-SCALE-010',
      name: 'user and password in an address',
      objects: [scaledJob(redis(), rabbit({ host: 'amqp://user:s3cret@rabbitmq.queues:5672/' }))],
      says: ["ScaledJob 'embedder' has credentials in its trigger rabbitmq (metadata.host); put them into a Secret and name it in a TriggerAuthentication"],
    },
    {
      rule: 'ML-SCALE-010',
      name: 'a password of its own, and the key of an account',
      objects: [scaled(), scaledObject({ triggers: [redis({ password: 's3cret' }), { type: 'azure-queue', metadata: { queueName: 'documents', connection: 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=s3cret' } }] })],
      says: [
        "ScaledObject 'chat' has credentials in its trigger redis (metadata.password); put them into a Secret and name it in a TriggerAuthentication",
        "ScaledObject 'chat' has credentials in its trigger azure-queue (metadata.connection); put them into a Secret and name it in a TriggerAuthentication",
      ],
    },
    {
      rule: 'ML-SCALE-011',
      name: 'a fallback to nothing',
      objects: [scaled(), scaledObject({ fallback: { failureThreshold: 3, replicas: 0 }, triggers: [redis()] })],
      says: ["ScaledObject 'chat' falls back to 0 replicas, so that KEDA takes away the pods of a queue that it cannot ask; leave fallback out to keep them"],
    },
    {
      rule: 'ML-SCALE-011',
      name: 'a fallback to nothing of one that rests when it is idle',
      objects: [scaled(), scaledObject({ minReplicaCount: 2, idleReplicaCount: 0, fallback: { failureThreshold: 3 }, triggers: [redis()] })],
      says: ["ScaledObject 'chat' falls back to 0 replicas, so that KEDA takes away the pods of a queue that it cannot ask; leave fallback out to keep them"],
    },
  ],
  nearMisses: [
    { rule: 'ML-SCALE-009', name: 'cpu from one replica on, or beside the clock; idle below the fewest', objects: [scaled(), scaledObject({ minReplicaCount: 1, triggers: [cpu, memory] }), { ...scaledObject({ triggers: [cpu, cron] }), metadata: { name: 'other', namespace: 'team-a' } }, { ...scaledObject({ minReplicaCount: 2, idleReplicaCount: 0, triggers: [redis()] }), metadata: { name: 'rests', namespace: 'team-a' } }] },
    { rule: 'ML-SCALE-009', name: 'a long name with a shorter one for the autoscaler; the longest', objects: [scaled(), object('keda.sh/v1alpha1', 'ScaledObject', 'a'.repeat(60), { spec: { advanced: { horizontalPodAutoscalerConfig: { name: 'chat' } }, scaleTargetRef: { name: 'chat' }, triggers: [redis()] } }), object('keda.sh/v1alpha1', 'ScaledObject', 'a'.repeat(54), { spec: { scaleTargetRef: { name: 'chat' }, triggers: [redis()] } })] },
    { rule: 'ML-NET-003', name: 'the pods of a ScaledJob, by their own label and by KEDA\'s', objects: [selecting({ app: 'embedder' }), selecting({ 'app': 'embedder', 'scaledjob.keda.sh/name': 'embedder' }), worker()] },
    { rule: 'ML-SCALE-010', name: 'an address, the name of a variable, an empty password', objects: [scaledJob(rabbit({ host: 'http://rabbitmq.queues:15672/team@a' }), rabbit({ hostFromEnv: 'AMQP_URL' }), redis({ password: '', passwordFromEnv: 'REDIS_PASSWORD' }))] },
    { rule: 'ML-SCALE-010', name: 'metadata that is no map', objects: [scaledJob({ type: 'redis', metadata: 'address' })] },
    { rule: 'ML-SCALE-011', name: 'a fallback to one; none from one on; nothing', objects: [scaled(), scaledObject({ fallback: { failureThreshold: 3, replicas: 1 }, triggers: [redis()] }), { ...scaledObject({ minReplicaCount: 1, fallback: { failureThreshold: 3, replicas: 0 }, triggers: [redis()] }), metadata: { name: 'b', namespace: 'team-a' } }, { ...scaledObject({ triggers: [redis()] }), metadata: { name: 'c', namespace: 'team-a' } }] },
  ],
};
