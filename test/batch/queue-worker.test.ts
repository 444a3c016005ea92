import { Duration, Size, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { LEAST, RABBIT, refused, worker } from './workers';
import { Consumers } from '../../src/batch/consumers';
import { QueueWorker } from '../../src/batch/queue-worker';
import { QueueWorkerProps } from '../../src/batch/queue-worker-props';
import { Release } from '../../src/model/release';
import { Monitoring } from '../../src/observability/monitoring';
import { Identity } from '../../src/pod/identity/identity';
import { Probe } from '../../src/pod/lifecycle/probe';
import { NetworkPeer } from '../../src/pod/network/network-peer';
import { judge } from '../../src/rules/judge';
import { ScalingPace } from '../../src/trigger/scaling-pace';
import { Trigger } from '../../src/trigger/trigger';
import { TriggerAuth } from '../../src/trigger/trigger-auth';
import { kinds, objects, one, prod } from '../serving/service';
import { LEAST as TRIGGERS } from '../trigger/triggers';

const list = Trigger.redisList({ address: 'redis.queues:6379', list: 'documents' });
const stream = Trigger.redisStream({ address: 'redis.queues:6379', stream: 'documents', consumerGroup: 'embedders' });
const perUnit = Consumers.perUnit({ max: 10 });
const scaledObject = (props: Partial<QueueWorkerProps> = {}) => one(worker(props), 'ScaledObject').spec;
const scaledJob = (props: Partial<QueueWorkerProps> = {}) => one(worker({ consumers: perUnit, ...props }), 'ScaledJob').spec;

describe('consumers that stay', () => {
  test('by default: to zero, each object once', () => {
    expect(kinds(worker())).toEqual([
      'ServiceAccount/embedder', 'NetworkPolicy/embedder', 'TriggerAuthentication/embedder-trigger', 'Deployment/embedder', 'PodDisruptionBudget/embedder', 'ScaledObject/embedder',
    ]);
    expect(scaledObject()).toEqual({
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: {
            scaleDown: { policies: [{ periodSeconds: 60, type: 'Percent', value: 50 }], selectPolicy: 'Max', stabilizationWindowSeconds: 300 },
            scaleUp: { policies: [{ periodSeconds: 15, type: 'Percent', value: 100 }], selectPolicy: 'Max', stabilizationWindowSeconds: 0 },
          },
        },
      },
      cooldownPeriod: 300,
      maxReplicaCount: 20,
      minReplicaCount: 0,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'embedder' },
      triggers: [{
        authenticationRef: { name: 'embedder-trigger' },
        metadata: { activationValue: '0', host: 'http://rabbitmq.queues:15672', mode: 'QueueLength', protocol: 'http', queueName: 'documents', value: '20' },
        type: 'rabbitmq',
      }],
    });
  });

  test('the Deployment leaves its number to KEDA, rolls without room for one more, and lets each finish its unit', () => {
    const { spec } = one(worker(), 'Deployment');
    expect(spec).not.toHaveProperty('replicas');
    expect(spec.strategy).toEqual({ rollingUpdate: { maxSurge: 0, maxUnavailable: '25%' }, type: 'RollingUpdate' });
    expect(spec.selector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'embedder' });
    expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    expect(spec.template.spec).toMatchObject({ terminationGracePeriodSeconds: 120 + 30, restartPolicy: 'Always', containers: [{ name: 'worker', image: LEAST.image }] });
    expect(spec.template.spec.containers[0]).not.toHaveProperty('livenessProbe');
    expect(spec.template.spec.containers[0]).not.toHaveProperty('lifecycle');
    // provisioning is not known, 36 s to pull, 90 s to load: below the 600 s of Kubernetes
    expect(spec.progressDeadlineSeconds).toBe(600);
  });

  test('a disruption budget, which one alone does not need', () => {
    expect(one(worker(), 'PodDisruptionBudget').spec).toEqual({ maxUnavailable: 1, selector: { matchLabels: { 'app.kubernetes.io/name': 'embedder' } }, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    expect(kinds(worker({ consumers: Consumers.longLived({ max: 1 }) }))).not.toContain('PodDisruptionBudget/embedder');
  });

  test('everything', () => {
    const made = worker({
      alsoOn: [Trigger.cron({ start: '0 7 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: 2 })],
      consumers: Consumers.longLived({
        min: 2,
        max: 8,
        restsWhenIdle: true,
        cooldown: Duration.minutes(20),
        pollingInterval: Duration.seconds(10),
        fallbackReplicas: 3,
        scaleUp: ScalingPace.ONE_BY_ONE,
        scaleDown: ScalingPace.SLOW,
      }),
      longestUnit: Duration.minutes(20),
      prefetch: 1,
      loadTime: Duration.minutes(10),
      imageSize: Size.gibibytes(10),
      liveness: Probe.httpGet('/alive'),
      metricsPort: 9100,
      metricsPath: '/stats',
      monitoring: Monitoring.podMonitor({ labels: { release: 'prometheus' } }),
      release: Release.of({ model: 'embedder', version: '1.4.0' }),
    });
    expect(one(made, 'ScaledObject').spec).toMatchObject({
      advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1 }] }, scaleDown: { policies: [{ type: 'Percent', value: 10 }] } } } },
      cooldownPeriod: 1200,
      fallback: { replicas: 3 },
      idleReplicaCount: 0,
      maxReplicaCount: 8,
      minReplicaCount: 2,
      pollingInterval: 10,
      triggers: [{ type: 'rabbitmq' }, { type: 'cron' }],
    });
    const { spec } = one(made, 'Deployment');
    expect(spec.progressDeadlineSeconds).toBe(180 + 900 + 1230 + 1);
    expect(spec.template.spec.containers[0]).toMatchObject({
      livenessProbe: { failureThreshold: 6, httpGet: { path: '/alive', port: 9100 }, initialDelaySeconds: 900, periodSeconds: 10, timeoutSeconds: 5 },
      ports: [{ containerPort: 9100, name: 'metrics' }],
    });
    expect(one(made, 'PodMonitor')).toMatchObject({
      metadata: { labels: { release: 'prometheus' } }, spec: { podMetricsEndpoints: [{ path: '/stats', port: 'metrics' }], selector: { matchLabels: { 'app.kubernetes.io/name': 'embedder' } } },
    });
    expect(one(made, 'NetworkPolicy').spec.ingress).toEqual([
      { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }], ports: [{ port: 9100, protocol: 'TCP' }] },
    ]);
    expect(made.monitor?.name).toBe('embedder');
    expect(made.triggerAuthentications).toHaveLength(1);
  });

  test('the last stays for as long as it would take to get it back', () => {
    expect(scaledObject({ loadTime: Duration.minutes(10) }).cooldownPeriod).toBe(36 + 900);
  });

  describe('what a consumer of Redis has in hand', () => {
    const sharesOf = ({ metadata: { lagCount, listLength, pendingEntriesCount } }: any) => ({ lagCount, listLength, pendingEntriesCount });
    const triggersOf = (props: Partial<QueueWorkerProps>) => scaledObject(props).triggers.map(sharesOf);

    test('of a stream is counted where there may be no other, so that nobody rests on it', () => {
      expect(triggersOf({ queue: stream })).toEqual([{ lagCount: '5' }, { pendingEntriesCount: '5' }]);
      expect(triggersOf({ queue: stream, consumers: Consumers.longLived({ min: 2, max: 3, restsWhenIdle: true }) })).toEqual([{ lagCount: '5' }, { pendingEntriesCount: '5' }]);
      expect(triggersOf({ queue: list, alsoOn: [stream] })).toEqual([{ listLength: '5' }, { lagCount: '5' }, { pendingEntriesCount: '5' }]);
      expect(scaledObject({ queue: stream, longestUnit: Duration.hours(1) }).cooldownPeriod).toBe(300);
    });

    test('needs no second question where another consumer is there, or a Job has it until it is done', () => {
      expect(triggersOf({ queue: stream, consumers: Consumers.longLived({ min: 1, max: 3 }) })).toEqual([{ lagCount: '5' }]);
      expect(scaledJob({ queue: stream }).triggers).toHaveLength(1);
    });

    test('of a list is counted by nobody: the last stays for the longest unit, and until another works', () => {
      // 36 s to pull, 90 s to load, and the time to end a unit
      expect(scaledObject({ queue: list, longestUnit: Duration.hours(1) }).cooldownPeriod).toBe(36 + 90 + 3630);
      expect(scaledObject({ alsoOn: [list], longestUnit: Duration.minutes(10) }).cooldownPeriod).toBe(36 + 90 + 630);
      expect(scaledObject({ queue: list, longestUnit: Duration.seconds(20) }).cooldownPeriod).toBe(300);
      expect(scaledObject({ queue: list, consumers: Consumers.longLived({ max: 3, cooldown: Duration.minutes(7) }) }).cooldownPeriod).toBe(420);
    });

    test('is found by no rule, however long a unit is, unless the cooldown is the user\'s', () => {
      const found = (props: Partial<QueueWorkerProps>) => judge(objects(worker({ longestUnit: Duration.hours(1), ...props })).map((manifest) => ({ manifest, path: 'prod' })), [])
        .map(({ rule }) => rule).filter((rule) => rule.startsWith('ML-SCALE'));
      const soon = Consumers.longLived({ max: 3, cooldown: Duration.minutes(7) });
      expect([found({ queue: list }), found({ queue: stream }), found({ queue: stream, consumers: soon })]).toEqual([[], [], []]);
      expect(found({ queue: list, consumers: soon })).toEqual(['ML-SCALE-012']);
    });
  });
});

describe('a Job for each unit', () => {
  test('by default', () => {
    const made = worker({ consumers: perUnit });
    expect(kinds(made)).toEqual(['ServiceAccount/embedder', 'NetworkPolicy/embedder', 'TriggerAuthentication/embedder-trigger', 'ScaledJob/embedder']);
    expect(made.autoscaler).toBeUndefined();
    expect(made.disruptionBudget).toBeUndefined();
    const { jobTargetRef, ...spec } = one(made, 'ScaledJob').spec;
    expect(spec).toEqual({
      failedJobsHistoryLimit: 10,
      maxReplicaCount: 10,
      rollout: { strategy: 'gradual' },
      scalingStrategy: { strategy: 'default' },
      successfulJobsHistoryLimit: 3,
      triggers: [{ authenticationRef: { name: 'embedder-trigger' }, metadata: expect.objectContaining({ value: '1' }), type: 'rabbitmq' }],
    });
    expect(jobTargetRef).toMatchObject({
      backoffLimit: 0, completions: 1, parallelism: 1, podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ status: 'True', type: 'DisruptionTarget' }] }] },
    });
    // 36 s to pull 2 GiB, 1.5 times the 60 s to load, 2 minutes of work, 30 s
    expect(jobTargetRef.template.spec).toMatchObject({ activeDeadlineSeconds: 36 + 90 + 120 + 30, restartPolicy: 'Never', terminationGracePeriodSeconds: 150 });
  });

  test('everything', () => {
    const consumers = Consumers.perUnit({ max: 5, retries: 2, deadline: Duration.hours(1), pollingInterval: Duration.seconds(5), keepSucceeded: 0, keepFailed: 50 });
    const { jobTargetRef, ...spec } = scaledJob({ consumers });
    expect(spec).toMatchObject({ failedJobsHistoryLimit: 50, maxReplicaCount: 5, pollingInterval: 5, successfulJobsHistoryLimit: 0 });
    expect(jobTargetRef).toMatchObject({ backoffLimit: 2, template: { spec: { activeDeadlineSeconds: 3600 } } });
  });

  test.each([['list', list], ['stream', stream]])('of a Redis %s, which gives what was taken to nobody else: it is tried again, and its pods have one name', (_, queue) => {
    const { backoffLimit, template } = scaledJob({ queue }).jobTargetRef;
    expect(backoffLimit).toBe(6);
    expect(template.spec.containers[0].env).toContainEqual({ name: 'CONSUMER_NAME', valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } } });
    expect(scaledJob({ queue, consumers: Consumers.perUnit({ max: 1, retries: 0 }) }).jobTargetRef.backoffLimit).toBe(0);
    expect(refused({ queue, consumers: perUnit, env: { CONSUMER_NAME: 'me' } })).toEqual(["environment variable 'CONSUMER_NAME' is given by 'env' and by 'consumers'; remove one of them"]);
  });

  test('the program says when it has taken its message, and until then KEDA takes the Job for one that waits for it', () => {
    const { scalingStrategy, jobTargetRef } = scaledJob({ queue: list, consumers: Consumers.perUnit({ max: 6, taken: Probe.command(['test', '-e', '/tmp/taken']) }) });
    expect(scalingStrategy).toEqual({ pendingPodConditions: ['Ready'], strategy: 'accurate' });
    expect(jobTargetRef.template.spec.containers[0].readinessProbe).toEqual({ exec: { command: ['test', '-e', '/tmp/taken'] }, failureThreshold: 1, periodSeconds: 5, timeoutSeconds: 5 });
    expect(scaledJob({ queue: list }).scalingStrategy).toEqual({ strategy: 'accurate' });
    expect(scaledJob({ queue: list }).jobTargetRef.template.spec.containers[0]).not.toHaveProperty('readinessProbe');
  });

  test('no other broker keeps what was taken, and consumers that stay are called as they like', () => {
    const env = (props: Partial<QueueWorkerProps>, kind: string) => JSON.stringify(one(worker(props), kind).spec);
    expect(env({ consumers: perUnit }, 'ScaledJob')).not.toContain('CONSUMER_NAME');
    expect(env({ queue: stream }, 'Deployment')).not.toContain('CONSUMER_NAME');
    expect(Object.entries(TRIGGERS).filter(([, { _facts }]) => _facts.keepsTaken).map(([kind]) => kind)).toEqual(['redisList', 'redisStream']);
  });

  test('one message may be said, and a question may count in whatever it likes', () => {
    expect(refused({ consumers: perUnit, queue: Trigger.redisList({ address: 'redis.queues:6379', list: 'documents', messagesPerReplica: 1 }) })).toEqual([]);
    expect(refused({ consumers: perUnit, queue: TRIGGERS.postgreSql })).toEqual([]);
  });

  test('how many more is reckoned by what the trigger counts', () => {
    const strategy = (queue: Trigger) => scaledJob({ queue }).scalingStrategy.strategy;
    expect(strategy(RABBIT)).toBe('default');
    expect(strategy(Trigger.rabbitMq({ queue: 'documents', address: 'amqp://rabbitmq.queues:5672' }))).toBe('accurate');
    expect(strategy(list)).toBe('accurate');
  });
});

describe('what follows from the longest unit', () => {
  test('the time to finish it, whatever it is, and whether a node autoscaler would wait for it', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 20_000 }), (seconds) => {
      const pod = objects(worker({ queue: list, longestUnit: Duration.seconds(seconds) })).find(({ kind }) => kind === 'Deployment').spec.template;
      expect(pod.spec.terminationGracePeriodSeconds).toBe(seconds + 30);
      const safe = seconds + 30 <= 600;
      expect(pod.metadata.annotations['cluster-autoscaler.kubernetes.io/safe-to-evict']).toBe(`${safe}`);
      expect(pod.metadata.annotations['karpenter.sh/do-not-disrupt']).toBe(safe ? undefined : 'true');
    }), { numRuns: 30 });
  });

  const SQS = (more: object = {}) => Trigger.sqs({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/documents', auth: TriggerAuth.aws(), ...more });
  const PUBSUB = Trigger.pubSub({ subscription: 'documents', auth: TriggerAuth.gcp(), ackDeadline: Duration.minutes(10) });

  test.each<[string, Partial<QueueWorkerProps>, string]>([
    ['RabbitMQ closes the channel', { longestUnit: Duration.minutes(30) },
      "'longestUnit' must be below consumer_timeout (1800 s), after which a RabbitMQ queue gives the message to another consumer, got \"1800 s\"; set consumer_timeout to more than 1800 s on the broker's side and tell queue.consumerTimeout, or cut the work into smaller units"],
    ['the last of several waits for the others', { longestUnit: Duration.minutes(10), prefetch: 5 },
      "'longestUnit' must be below consumer_timeout (1800 s), after which a RabbitMQ queue gives the message to another consumer, got \"600 s × 5 messages = 3000 s\"; set consumer_timeout to more than 3000 s on the broker's side and tell queue.consumerTimeout, or take fewer messages at once, or cut the work into smaller units"],
    ['SQS shows it again', { queue: SQS() },
      "'longestUnit' must be below the visibility timeout (30 s), after which an SQS queue gives the message to another consumer, got \"120 s\"; set the visibility timeout to more than 120 s on the broker's side and tell queue.visibilityTimeout, or have the consumer renew it while it works (ChangeMessageVisibility) and give renewsHold: true, or cut the work into smaller units"],
    ['Pub/Sub knows no more than ten minutes', { queue: PUBSUB, longestUnit: Duration.minutes(11) },
      "'longestUnit' must be below the acknowledgement deadline (600 s), after which a Pub/Sub subscription gives the message to another consumer, got \"660 s\"; have the consumer renew it while it works (modifyAckDeadline, as Google's client libraries do) and give renewsHold: true, or cut the work into smaller units"],
    ['Kafka gives the partitions away', { queue: Trigger.kafka({ bootstrapServers: ['kafka.queues:9092'], topic: 'documents', consumerGroup: 'embedders' }), longestUnit: Duration.minutes(6) },
      "'longestUnit' must be below max.poll.interval.ms (300 s), after which a Kafka topic gives the message to another consumer, got \"360 s\"; set max.poll.interval.ms to more than 360 s in the consumer and tell queue.maxPollInterval, "
        + 'or have the consumer renew it while it works (poll() while the partitions are paused) and give renewsHold: true, or cut the work into smaller units'],
    ['RabbitMQ cannot be asked for more', { renewsHold: true }, "'renewsHold' is given and consumer_timeout of a RabbitMQ queue cannot be lengthened by a consumer; leave it out"],
    ['a list has nothing to renew', { queue: list, renewsHold: true }, "'renewsHold' is given and a Redis list has nothing that a consumer could renew; leave it out"],
  ])('%s: refused', (_, props, message) => {
    expect(refused(props)).toEqual([message]);
  });

  test('fine where the broker is told, or asked', () => {
    expect(refused({ queue: SQS({ visibilityTimeout: Duration.minutes(3) }) })).toEqual([]);
    expect(refused({ queue: SQS(), renewsHold: true })).toEqual([]);
    expect(refused({ queue: PUBSUB, longestUnit: Duration.hours(1), renewsHold: true })).toEqual([]);
    expect(refused({ queue: list, longestUnit: Duration.hours(10) })).toEqual([]);
  });
});

test.each<[string, Partial<QueueWorkerProps>, string]>([
  ['no consumers', { consumers: Consumers.longLived({ max: 0 }) }, "'consumers.max' must be a whole number of at least 1, got 0; give a whole number in that range"],
  ['who says that a message is taken where that is counted anyway', { consumers: Consumers.perUnit({ max: 1, taken: Probe.command(['test', '-e', '/tmp/taken']) }), queue: TRIGGERS.postgreSql },
    "'consumers.taken' tells KEDA which messages are taken, and a query to PostgreSQL counts them until they are done; leave it out"],
  ['a question that is none', { consumers: Consumers.perUnit({ max: 1, taken: Probe.timed({ period: Duration.seconds(1) }) }), queue: list },
    "'consumers.taken' has numbers and no question, and a worker has none of its own; give for example Probe.command(['test', '-e', '/tmp/taken'])"],
  ['no Jobs', { consumers: Consumers.perUnit({ max: 0 }) }, "'consumers.max' must be a whole number of at least 1, got 0; give a whole number in that range"],
  ['fewest above most', { consumers: Consumers.longLived({ min: 3, max: 2 }) }, "'consumers.min' must be at most max (2), got 3; lower min or raise max"],
  ['more than partitions', { queue: Trigger.kafka({ bootstrapServers: ['k:9092'], topic: 't', consumerGroup: 'g', partitions: 12 }) },
    "'consumers.max' must be at most the 12 partitions of the topic in queue, got 20; lower it; the others would get no message"],
  ['more by the clock than there may be', { alsoOn: [Trigger.cron({ start: '0 7 * * *', end: '0 18 * * *', desiredReplicas: 21 })] },
    "'alsoOn[0].desiredReplicas' must be at most the 20 replicas of consumers.max, got 21; lower it"],
  ['the clock as a queue of units', { consumers: perUnit, queue: Trigger.cron({ start: '0 7 * * *', end: '0 18 * * *', desiredReplicas: 2 }) },
    "'queue' is the clock and 'consumers' are a Job for each unit, of which the clock has none; use BatchScoringJob with a Schedule"],
  ['the clock beside a queue of units', { consumers: perUnit, alsoOn: [list, Trigger.cron({ start: '0 7 * * *', end: '0 18 * * *', desiredReplicas: 2 })] },
    "'alsoOn[1]' is the clock and 'consumers' are a Job for each unit, of which the clock has none; leave it out: a Job that it made would find no message"],
  ['one Job for several messages', { consumers: perUnit, queue: Trigger.redisList({ address: 'redis.queues:6379', list: 'documents', messagesPerReplica: 10 }) },
    "'queue.messagesPerReplica' is 10 and 'consumers' are a Job for each unit, which takes one message; leave it out"],
  ['two Jobs for a message', { consumers: perUnit, alsoOn: [Trigger.rabbitMq({ queue: 'documents', address: 'http://rabbitmq.queues:15672', messagesPerReplica: 0.5 })] },
    "'alsoOn[0].messagesPerReplica' is 0.5 and 'consumers' are a Job for each unit, which takes one message; leave it out"],
  ['several messages for one Job', { consumers: perUnit, prefetch: 2 }, "'prefetch' is given and 'consumers' are a Job for each unit, which takes one message; leave it out"],
  ['a Job that is stopped before its unit is over', { consumers: Consumers.perUnit({ max: 1, deadline: Duration.minutes(2) }) },
    "'consumers.deadline' must be above the longest unit (120 s), got \"120 s\"; lengthen it, or leave it out to have it derived"],
  ['no time at all', { longestUnit: Duration.seconds(0) }, "'longestUnit' must be a whole number of seconds of at least 1 s, got \"0 s\"; give for example Duration.seconds(30)"],
  ['credentials', { queue: Trigger.rabbitMq({ queue: 'documents', address: 'amqp://user:s3cret@rabbitmq:5672' }) },
    "'queue.address' must be an address without credentials, got \"amqp://***@rabbitmq:5672\"; put them into a Secret and give auth: TriggerAuth.fromSecret('<secret>', { username: 'username', password: 'password' })"],
  ['no resources', { resources: undefined }, "'resources' are missing; give for example Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) })"],
  ['metrics from nowhere', { monitoring: Monitoring.podMonitor() }, "'monitoring' is given and the worker has no metrics; give 'metricsPort', or leave monitoring out"],
  ['a monitor of a Service', { monitoring: Monitoring.serviceMonitor(), metricsPort: 9100 },
    "'monitoring' is by a ServiceMonitor, and a worker has no Service; use Monitoring.podMonitor()"],
  ['a question to no port', { liveness: Probe.httpGet('/alive') }, "'liveness' asks a port, and a worker has none of its own; give it a port"],
  ['no question', { liveness: Probe.timed({ period: Duration.seconds(5) }) },
    "'liveness' has numbers and no question, and a worker has none of its own; give for example Probe.command(['/bin/alive'])"],
])('%s: refused', (_, props, message) => {
  expect(refused(props)).toEqual([message]);
});

describe('the role of the workload', () => {
  const queue = Trigger.sqs({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/documents', auth: TriggerAuth.awsOfWorkload(), visibilityTimeout: Duration.minutes(5) });
  const none = "'queue.auth' is the role of the workload on AWS, and the workload has none; give it identity: Identity.aws('arn:aws:iam::123456789012:role/queue-reader'), "
    + 'or a serviceAccount that is annotated with its role';

  test.each([LEAST.consumers, perUnit])('has to be one', (consumers) => {
    expect(refused({ queue, consumers })).toEqual([none]);
    expect(refused({ queue, consumers, identity: Identity.gcp('reader@my-project.iam.gserviceaccount.com') })).toEqual([none]);
    expect(refused({ alsoOn: [queue] })).toEqual([none.replace('queue.auth', 'alsoOn[0].auth')]);
  });

  test('is that of its identity, or of an account that somebody else annotates', () => {
    const made = worker({ queue, identity: Identity.aws('arn:aws:iam::123456789012:role/embedder') });
    expect(one(made, 'TriggerAuthentication').spec).toEqual({ podIdentity: { identityOwner: 'workload', provider: 'aws' } });
    expect(one(made, 'ServiceAccount').metadata.annotations).toEqual({ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/embedder' });
    expect(refused({ queue, serviceAccount: { name: 'embedder' } })).toEqual([]);
  });
});

test('its names leave room for what KEDA adds to them', () => {
  const names = (length: number, props: Partial<QueueWorkerProps> = {}) => refused({ ...props, name: 'a'.repeat(length) });
  expect(names(54)).toEqual([]);
  expect(names(55)).toHaveLength(1);
  expect(names(57, { consumers: perUnit })).toEqual([]);
  expect(names(58, { consumers: perUnit })).toHaveLength(1);
});

test('a probe may have a port of its own, or be a command; none is none', () => {
  const probe = (liveness: Probe) => one(worker({ liveness }), 'Deployment').spec.template.spec.containers[0].livenessProbe;
  expect(probe(Probe.httpGet('/alive', { port: 8080 }))).toMatchObject({ httpGet: { path: '/alive', port: 8080 } });
  expect(probe(Probe.command(['/bin/alive']))).toMatchObject({ exec: { command: ['/bin/alive'] }, initialDelaySeconds: 90 });
  expect(probe(Probe.none())).toBeUndefined();
});

test('Prometheus finds it by annotations of its pods, too', () => {
  const { metadata, spec } = one(worker({ monitoring: Monitoring.annotations(), metricsPort: 9100 }), 'Deployment');
  expect(spec.template.metadata.annotations).toMatchObject({ 'prometheus.io/port': '9100', 'prometheus.io/path': '/metrics' });
  expect(metadata.annotations).toBeUndefined();
});

test('it calls whom it is let call', () => {
  const made = worker();
  made.allowTo(NetworkPeer.pods({ app: 'rabbitmq' }, 'queues'), 5672);
  expect(one(made, 'NetworkPolicy').spec.egress).toContainEqual({
    ports: [{ port: 5672, protocol: 'TCP' }],
    to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'queues' } }, podSelector: { matchLabels: { app: 'rabbitmq' } } }],
  });
});

test('two in one chart, and the same bytes twice', () => {
  const chart = prod();
  new QueueWorker(chart, 'a', LEAST);
  new QueueWorker(chart, 'b', { ...LEAST, consumers: perUnit });
  expect(Testing.synth(chart)).toEqual(Testing.synth(chart));
  expect(kinds(chart).filter((kind) => /^Scaled/.test(kind))).toEqual(['ScaledObject/a', 'ScaledJob/b']);
});

test.each([Consumers.longLived({ max: 3 }), perUnit])('no rule finds anything wrong with it once it may call its broker', (consumers) => {
  const made = worker({ consumers });
  const findings = () => judge(objects(made).map((manifest) => ({ manifest, path: 'prod' })), []);
  expect(findings().map(({ rule }) => rule)).toEqual(['ML-NET-010']);
  made.allowTo(NetworkPeer.namespace('queues'), 5672);
  const found = findings();
  expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
});
