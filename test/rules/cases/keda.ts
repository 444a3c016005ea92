import { Cases } from './case';
import { object, scaled, template } from '../manifests';

const cron = { type: 'cron', metadata: { timezone: 'UTC', start: '0 7 * * *', end: '0 18 * * *', desiredReplicas: '2' } };
const cpu = { type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } };
const memory = { type: 'memory', metricType: 'Utilization', metadata: { value: '70' } };
const redis = (metadata: object = {}) => ({ type: 'redis', metadata: { address: 'redis.queues:6379', listName: 'documents', ...metadata } });
const stream = (metadata: object, type = 'redis-streams') => ({ type, metadata: { address: 'redis.queues:6379', stream: 'documents', ...metadata } });
const GROUP = { consumerGroup: 'embedders' };
const lag = (more: object = {}) => stream({ ...GROUP, lagCount: '5', ...more });
const pending = (more: object = {}) => stream({ ...GROUP, pendingEntriesCount: '5', ...more });
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
    {
      rule: 'ML-SCALE-012',
      name: 'a list that is counted until the last entry is taken, and a unit of an hour',
      objects: [scaled({ terminationGracePeriodSeconds: 3630 }), scaledObject({ triggers: [redis()] })],
      says: [
        "ScaledObject 'chat' rests when nothing has waited in Redis list 'documents' for 300 s, and its pods have 3630 s to end what they took, which nothing counts: "
          + 'what one leaves that dies wakes nobody; raise cooldownPeriod to 3630',
      ],
    },
    {
      rule: 'ML-SCALE-012',
      name: 'the lag of a group, of which nobody counts what it has taken, while another is counted',
      objects: [scaled(), scaledObject({ minReplicaCount: 2, idleReplicaCount: 0, cooldownPeriod: 29, triggers: [cron, lag(), pending({ consumerGroup: 'others' }), pending({ databaseIndex: '1' })] })],
      says: [
        "ScaledObject 'chat' rests when nothing has waited in Redis stream 'documents' for 29 s, and its pods have 30 s to end what they took, which nothing counts: "
          + "what one leaves that dies wakes nobody; count it by a second trigger of consumerGroup 'embedders' with pendingEntriesCount in place of lagCount, or raise cooldownPeriod to 30",
      ],
    },
    {
      rule: 'ML-SCALE-013',
      name: 'nothing but what has been read',
      objects: [scaled(), scaledObject({ triggers: [pending(), cpu] })],
      says: [
        "ScaledObject 'chat' may have no pod and counts of Redis stream 'documents' only what group 'embedders' has read and not acknowledged, so that a new entry wakes nobody; "
          + 'add a trigger with lagCount, or set minReplicaCount to 1',
      ],
    },
    {
      rule: 'ML-SCALE-013',
      name: 'a lag of 0, which KEDA takes for none, of a cluster',
      objects: [scaled(), scaledObject({ triggers: [stream({ ...GROUP, lagCount: '0' }, 'redis-cluster-streams')] })],
      says: [
        "ScaledObject 'chat' may have no pod and counts of Redis stream 'documents' only what group 'embedders' has read and not acknowledged, so that a new entry wakes nobody; "
          + 'add a trigger with lagCount, or set minReplicaCount to 1',
      ],
    },
  ],
  nearMisses: [
    {
      rule: 'ML-SCALE-012',
      name: 'a cooldown as long as a unit; a group of which what was taken is counted; the length of a stream; one consumer at least; another queue',
      objects: ['a', 'b', 'c', 'd', 'e'].flatMap((name, i) => {
        const spec = [
          { cooldownPeriod: 3630, triggers: [redis(), lag()] },
          { triggers: [lag(), pending()] },
          { triggers: [stream({})] },
          { minReplicaCount: 1, triggers: [redis(), lag()] },
          { triggers: [rabbit({})] },
        ][i];
        const made = scaled({ terminationGracePeriodSeconds: 3630 });
        return [{ ...made, metadata: { ...made.metadata, name } }, { ...scaledObject({ ...spec, scaleTargetRef: { name } }), metadata: { name, namespace: 'team-a' } }];
      }),
    },
    { rule: 'ML-SCALE-012', name: 'pods that are not among the manifests', objects: [scaledObject({ cooldownPeriod: 1, triggers: [redis()] })] },
    { rule: 'ML-SCALE-013', name: 'beside the lag, beside the clock, with one consumer at least; no trigger', objects: [scaled(), ...[{ triggers: [pending(), lag()] }, { triggers: [pending(), cron] }, { minReplicaCount: 1, triggers: [pending()] }, { triggers: [] }].map((spec, i) => ({ ...scaledObject(spec), metadata: { name: `s${i}`, namespace: 'team-a' } }))] },
    { rule: 'ML-SCALE-009', name: 'cpu from one replica on, or beside the clock; idle below the fewest', objects: [scaled(), scaledObject({ minReplicaCount: 1, triggers: [cpu, memory] }), { ...scaledObject({ triggers: [cpu, cron] }), metadata: { name: 'other', namespace: 'team-a' } }, { ...scaledObject({ minReplicaCount: 2, idleReplicaCount: 0, triggers: [redis()] }), metadata: { name: 'rests', namespace: 'team-a' } }] },
    { rule: 'ML-SCALE-009', name: 'a long name with a shorter one for the autoscaler; the longest', objects: [scaled(), object('keda.sh/v1alpha1', 'ScaledObject', 'a'.repeat(60), { spec: { advanced: { horizontalPodAutoscalerConfig: { name: 'chat' } }, scaleTargetRef: { name: 'chat' }, triggers: [redis()] } }), object('keda.sh/v1alpha1', 'ScaledObject', 'a'.repeat(54), { spec: { scaleTargetRef: { name: 'chat' }, triggers: [redis()] } })] },
    { rule: 'ML-NET-003', name: 'the pods of a ScaledJob, by their own label and by KEDA\'s', objects: [selecting({ app: 'embedder' }), selecting({ 'app': 'embedder', 'scaledjob.keda.sh/name': 'embedder' }), worker()] },
    { rule: 'ML-SCALE-010', name: 'an address, the name of a variable, an empty password', objects: [scaledJob(rabbit({ host: 'http://rabbitmq.queues:15672/team@a' }), rabbit({ hostFromEnv: 'AMQP_URL' }), redis({ password: '', passwordFromEnv: 'REDIS_PASSWORD' }))] },
    { rule: 'ML-SCALE-010', name: 'metadata that is no map', objects: [scaledJob({ type: 'redis', metadata: 'address' })] },
    { rule: 'ML-SCALE-011', name: 'a fallback to one; none from one on; nothing', objects: [scaled(), scaledObject({ fallback: { failureThreshold: 3, replicas: 1 }, triggers: [redis()] }), { ...scaledObject({ minReplicaCount: 1, fallback: { failureThreshold: 3, replicas: 0 }, triggers: [redis()] }), metadata: { name: 'b', namespace: 'team-a' } }, { ...scaledObject({ triggers: [redis()] }), metadata: { name: 'c', namespace: 'team-a' } }] },
  ],
};
