import { Duration } from 'cdk8s';
import { Cluster } from '../../../src/cluster/cluster';
import { MetricsPipeline } from '../../../src/cluster/metrics-pipeline';
import { Identity } from '../../../src/pod/identity/identity';
import { ModelServer } from '../../../src/serving/model-server';
import { OnlineInferenceProps } from '../../../src/serving/online-inference-props';
import { Metric } from '../../../src/serving/scaling/metric';
import { OffHours } from '../../../src/serving/scaling/off-hours';
import { Scaling } from '../../../src/serving/scaling/scaling';
import { Trigger } from '../../../src/trigger/trigger';
import { TriggerAuth } from '../../../src/trigger/trigger-auth';
import { chat, kinds, one, prod, refused } from '../service';

const list = Trigger.redisList({ address: 'redis.queues:6379', list: 'documents' });
const secured = Trigger.rabbitMq({ queue: 'documents', address: 'http://rabbitmq.queues:15672', auth: TriggerAuth.fromSecret('rabbitmq', { username: 'user', password: 'pass' }) });
const keda = Cluster.of('prod', { metrics: [MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })], monitorLabels: {} });
const spec = (scaling: Scaling, props: Partial<OnlineInferenceProps> = {}, cluster?: Cluster) => one(chat({ scaling, ...props }, prod({ cluster })), 'ScaledObject').spec;
const problems = (scaling: Scaling, props: Partial<OnlineInferenceProps> = {}, cluster?: Cluster) => refused({ scaling, ...props }, 'chat', prod({ cluster }));

describe('a queue', () => {
  test('to zero: no fallback, which KEDA would take for an order to leave, and a cooldown of the time that a pod takes', () => {
    expect(spec(Scaling.onQueue({ min: 0, max: 8, queue: list }))).toEqual({
      advanced: { horizontalPodAutoscalerConfig: { behavior: expect.objectContaining({ scaleUp: expect.anything(), scaleDown: expect.anything() }) } },
      cooldownPeriod: 300,
      maxReplicaCount: 8,
      minReplicaCount: 0,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
      triggers: [{ metadata: { activationListLength: '0', address: 'redis.queues:6379', listLength: '5', listName: 'documents' }, type: 'redis' }],
    });
  });

  test('a Redis stream that may find no consumer is asked for what was taken and not acknowledged too', () => {
    const stream = Trigger.redisStream({ address: 'redis.queues:6379', stream: 'documents', consumerGroup: 'embedders' });
    const counts = ({ metadata }: any) => Object.keys(metadata).filter((key) => /^(lag|pending)/.test(key));
    const asked = (bounds: object) => spec(Scaling.onQueue({ min: 2, max: 8, queue: stream, ...bounds })).triggers.map(counts);
    expect(asked({ min: 0 })).toEqual([['lagCount'], ['pendingEntriesCount']]);
    expect(asked({ restsWhenIdle: true })).toEqual([['lagCount'], ['pendingEntriesCount']]);
    expect(asked({})).toEqual([['lagCount']]);
  });

  test('the Deployment has no replicas of its own', () => {
    expect(one(chat({ scaling: Scaling.onQueue({ min: 0, max: 8, queue: list }) }), 'Deployment').spec).not.toHaveProperty('replicas');
  });

  test('with at least one: a fallback to the minimum, and none of what KEDA would call irrelevant', () => {
    const found = spec(Scaling.onQueue({ min: 2, max: 8, queue: list }));
    expect(found).toMatchObject({ fallback: { behavior: 'currentReplicasIfHigher', failureThreshold: 3, replicas: 2 }, minReplicaCount: 2 });
    expect(found).not.toHaveProperty('cooldownPeriod');
    expect(found).not.toHaveProperty('idleReplicaCount');
  });

  test('it grows at once: the queue tells how many replicas it takes, however many of them are loading', () => {
    const server = ModelServer.llamaCpp({ modelPath: '/models/llama.gguf', loadTime: Duration.minutes(10) });
    const period = (metrics?: Metric[]) => spec(Scaling.onQueue({ min: 1, max: 8, queue: list, metrics }), { server }, keda)
      .advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.policies[0].periodSeconds;
    expect(period()).toBe(15);
    expect(period([Metric.queueDepth(5)])).toBeGreaterThan(600);
  });

  test('everything', () => {
    expect(spec(Scaling.onQueue({
      min: 3,
      max: 8,
      queue: list,
      restsWhenIdle: true,
      cooldown: Duration.minutes(20),
      pollingInterval: Duration.seconds(10),
      fallbackReplicas: 4,
      metrics: [Metric.cpuUtilization(70)],
    }))).toMatchObject({
      cooldownPeriod: 1200,
      fallback: { replicas: 4 },
      idleReplicaCount: 0,
      minReplicaCount: 3,
      pollingInterval: 10,
      triggers: [{ type: 'redis' }, { metadata: { value: '70' }, metricType: 'Utilization', type: 'cpu' }],
    });
  });

  test('a model that loads for long is kept for as long', () => {
    const server = ModelServer.http({ image: 'registry.example.com/sentiment:v1.2.0', loadTime: Duration.minutes(20) });
    expect(spec(Scaling.onQueue({ min: 0, max: 8, queue: list }), { server }).cooldownPeriod).toBeGreaterThan(20 * 60);
  });

  test('who KEDA is stands beside it', () => {
    const service = chat({ scaling: Scaling.onQueue({ min: 0, max: 8, queue: secured }) });
    expect(kinds(service)).toContain('TriggerAuthentication/chat-trigger');
    expect(service.triggerAuthentications.map(({ name }) => name)).toEqual(['chat-trigger']);
    expect(one(service, 'TriggerAuthentication')).toMatchObject({
      metadata: { namespace: 'team-a', labels: { 'app.kubernetes.io/name': 'chat' } },
      spec: { secretTargetRef: [{ key: 'user', name: 'rabbitmq', parameter: 'username' }, { key: 'pass', name: 'rabbitmq', parameter: 'password' }] },
    });
    expect(one(service, 'ScaledObject').spec.triggers[0].authenticationRef).toEqual({ name: 'chat-trigger' });
  });
});

describe('Prometheus', () => {
  const gateway = { query: 'sum(rate(gateway_requests_total[2m]))', perReplica: 5 };

  test('the cluster\'s', () => {
    expect(spec(Scaling.onPrometheus({ min: 0, max: 8, ...gateway }), {}, keda)).toMatchObject({
      minReplicaCount: 0,
      triggers: [{ metadata: { ignoreNullValues: 'false', serverAddress: 'http://prometheus.monitoring:9090', query: gateway.query, threshold: '5' }, type: 'prometheus' }],
    });
  });

  test('upstream requests wake it, its own load scales it: of pods that are not there no answer is an answer', () => {
    const server = ModelServer.llamaCpp({ modelPath: '/models/llama.gguf' });
    expect(spec(Scaling.onPrometheus({ min: 0, max: 8, ...gateway, metrics: [Metric.queueDepth(5)] }), { server }, keda).triggers).toMatchObject([
      { metadata: { query: gateway.query } }, { metadata: { ignoreNullValues: 'true', query: expect.stringContaining('llamacpp:requests_deferred'), threshold: '5' } },
    ]);
  });

  test('a metric of the pods themselves wakes nobody', () => {
    const server = ModelServer.llamaCpp({ modelPath: '/models/llama.gguf' });
    const own = { query: 'sum(llamacpp:requests_deferred{namespace="team-a"})', perReplica: 5 };
    expect(problems(Scaling.onPrometheus({ min: 0, max: 8, ...own }), { server }, keda)).toEqual([
      "'scaling.query' must be about something upstream of the pods, where there may be none, got \"sum(llamacpp:requests_deferred{namespace=\\\"team-a\\\"})\"; llamacpp:requests_deferred is a metric of the pods "
      + 'themselves, and where there is no pod nobody says that one is needed; ask for the requests at the gateway, or keep one replica (min: 1)',
    ]);
    expect(problems(Scaling.onPrometheus({ min: 2, max: 8, restsWhenIdle: true, ...own }), { server }, keda)).toHaveLength(1);
    expect(spec(Scaling.onPrometheus({ min: 1, max: 8, ...own }), { server }, keda).minReplicaCount).toBe(1);
    expect(spec(Scaling.onPrometheus({ min: 0, max: 8, query: 'sum(my_llamacpp:requests_deferred_total)', perReplica: 1 }), { server }, keda).minReplicaCount).toBe(0);
  });
});

describe('a question that picks the pods of the service itself', () => {
  const asked = (query: string, more: Partial<OnlineInferenceProps> = {}) => problems(Scaling.onPrometheus({ min: 0, max: 8, query, perReplica: 5 }), more, keda);

  test('is refused with the reason', () => {
    expect(asked('sum(rate(http_requests_total{pod=~"chat-.*"}[1m]))')).toEqual([
      "'scaling.query' must be about something upstream of the pods, where there may be none, got \"sum(rate(http_requests_total{pod=~\\\"chat-.*\\\"}[1m]))\"; pod=~\"chat-.*\" picks the metrics of the pods "
      + 'themselves, and where there is no pod nobody says that one is needed; ask for the requests at the gateway, with the gateway\'s own job or pod beside the service where its metrics have '
      + 'that as a label, or keep one replica (min: 1)',
    ]);
    expect(spec(Scaling.onPrometheus({ min: 1, max: 8, query: 'sum(rate(http_requests_total{pod=~"chat-.*"}[1m]))', perReplica: 5 }), {}, keda).minReplicaCount).toBe(1);
  });

  test.each([
    'sum(up{job="chat"})', "sum(up{job='team-a/chat'})", 'sum(up{namespace="team-a",service="chat"})', 'sum(up{deployment=~"chat|other"})', 'sum(up{pod="chat-5d4f8c7b9d-x7k2p"})',
    'sum({__name__="up", job = "chat"})', 'sum(gateway_requests_total) + sum(up{job=~"chat"})', String.raw`sum(up{pod=~"chat-\\w+-\\w+"})`, 'sum(up{job="other", pod=~"chat.*"})',
    'sum(up{path="a}b\\"", job="chat"})', 'sum(nginx_ingress_controller_requests{pod=~"chat-.*"})',
  ])('%s is one', (query) => {
    expect(asked(query)).toHaveLength(1);
  });

  test.each([
    'sum(up{job="chat-gateway"})', 'sum(up{pod=~"chat-gateway-.*"})', 'sum(up{pod=~".*"})', 'sum(up{job!="chat"})', 'sum(up{pod!~"chat-.*"})', 'sum(up{route="chat"})', 'sum(up{app_job="chat"})',
    'sum(nginx_ingress_controller_requests{service="chat"})', 'sum(requests_total{job="gateway", service="chat"})', 'sum(requests_total{pod=~"gateway-.*", deployment="chat"})',
    'sum(up{job=~"chat("})', 'sum(up{path="job=\\"chat\\""})',
  ])('%s is none', (query) => {
    expect(asked(query)).toEqual([]);
  });

  test('goes by the names that its objects have', () => {
    const names = { deployment: 'talk', service: 'talk-http' };
    expect(asked('sum(up{job="talk-http"})', { names })).toHaveLength(1);
    expect(asked('sum(up{pod=~"talk-.+"})', { names })).toHaveLength(1);
    expect(asked('sum(up{service="chat"})', { names })).toEqual([]);
    expect(asked('sum(up{job="my-chat-model"})', { names: { service: 'my-chat-model' } })).toHaveLength(1);
  });
});

test('the role of the workload, by which KEDA comes, has to be one', () => {
  const queue = Trigger.sqs({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/documents', auth: TriggerAuth.awsOfWorkload() });
  const scaling = Scaling.onQueue({ min: 0, max: 8, queue });
  expect(problems(scaling)).toEqual([
    "'scaling.queue.auth' is the role of the workload on AWS, and the workload has none; give it identity: Identity.aws('arn:aws:iam::123456789012:role/queue-reader'), "
    + 'or a serviceAccount that is annotated with its role',
  ]);
  expect(problems(scaling, { identity: Identity.aws('arn:aws:iam::123456789012:role/chat') })).toEqual([]);
});

test('the clock', () => {
  expect(spec(Scaling.onCron({ min: 0, max: 3, start: '0 7 * * 1-5', end: '0 18 * * 1-5', timeZone: 'Europe/Berlin', desiredReplicas: 3 }))).toMatchObject({
    maxReplicaCount: 3, minReplicaCount: 0, triggers: [{ metadata: { desiredReplicas: '3', end: '0 18 * * 1-5', start: '0 7 * * 1-5', timezone: 'Europe/Berlin' }, type: 'cron' }],
  });
});

test('several of them', () => {
  const triggers = [secured, Trigger.cron({ start: '0 7 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: 2 })];
  expect(spec(Scaling.onTriggers({ min: 0, max: 3, triggers })).triggers).toMatchObject([{ type: 'rabbitmq' }, { type: 'cron' }]);
});

test('where there may be no pod, the pods\' own metrics alone are refused with the reason', () => {
  expect(problems(Scaling.onQueueDepth({ min: 0, max: 8, waitingPerReplica: 5 }), { server: ModelServer.llamaCpp({ modelPath: '/models/llama.gguf' }) })).toEqual([
    "'scaling.min' must be a whole number of at least 1, got 0; keep at least 1; the metric is one of the pods themselves, and where there is no pod nobody says that one is needed "
    + '(OffHours takes it to 0 for the night)',
  ]);
});

test.each<[Scaling, string]>([
  [Scaling.onQueue({ min: -1, max: 8, queue: list }), "'scaling.min' must be a whole number of at least 0, got -1; give 0 for none while there is nothing to do"],
  [Scaling.onQueue({ min: 9, max: 8, queue: list }), "'scaling.min' must be at most max (8), got 9; lower min or raise max"],
  [Scaling.onQueue({ min: 0, max: 8, queue: list, fallbackReplicas: 0 }), "'scaling.fallbackReplicas' must be a whole number from 1 to 8, got 0; leave it out to keep as many as there are"],
  [Scaling.onQueue({ min: 0, max: 8, queue: list, restsWhenIdle: true }), "'scaling.restsWhenIdle' is given and 'scaling.min' is 0, which is the same; leave restsWhenIdle out"],
  [Scaling.onQueue({ min: 1, max: 8, queue: list, cooldown: Duration.minutes(5) }), "'scaling.cooldown' is only looked at where there may be no replica; leave it out, or give min: 0"],
  [Scaling.onQueue({ min: 1, max: 8, queue: list, pollingInterval: Duration.minutes(5) }), "'scaling.pollingInterval' is only looked at where there may be no replica; leave it out, or give min: 0"],
  [Scaling.onTriggers({ min: 1, max: 8, triggers: [] }), "'scaling.triggers' must be at least one trigger, got []; give for example Trigger.redisList({ address: 'redis.queues:6379', list: 'documents' })"],
  [Scaling.onQueue({ min: 0, max: 8, queue: Trigger.kafka({ bootstrapServers: ['kafka:9092'], topic: 't', consumerGroup: 'g', partitions: 6 }) }),
    "'scaling.max' must be at most the 6 partitions of the topic in scaling.queue, got 8; lower it; the others would get no message"],
  [Scaling.onCron({ min: 0, max: 3, start: '0 7 * * *', end: '0 18 * * *', desiredReplicas: 4 }), "'scaling.desiredReplicas' must be at most the 3 replicas of scaling.max, got 4; lower it"],
  [Scaling.onTriggers({ min: 0, max: 3, triggers: [list, Trigger.redisList({ address: 'redis', list: 'a' })] }),
    "'scaling.triggers[1].address' must be host and port, got \"redis\"; write for example \"redis.queues:6379\""],
  [Scaling.onQueue({ min: 0, max: 3, queue: list, metrics: [Metric.pods('requests', '5')] }),
    "'scaling.metrics' has metrics of an adapter, which KEDA cannot ask for; give what it has as a Trigger.prometheus()"],
  [Scaling.onQueue({ min: 0, max: 3, queue: list, metrics: [Metric.gpuUtilization(80)] }),
    "'scaling.metrics' has the load of the pods, for which KEDA has to be told where Prometheus is; declare it with the cluster: metrics: [MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })]"],
])('%#: refused', (scaling, message) => {
  expect(problems(scaling)).toEqual([message]);
});

test.each([OffHours.byKeda, OffHours.byCronJobs])('whoever puts it to rest is undone by the trigger', (by) => {
  expect(problems(Scaling.onQueue({ min: 1, max: 8, queue: list }), { offHours: by({ down: '0 18 * * *', up: '0 7 * * *', timeZone: 'UTC' }) })).toEqual([
    "'offHours' would be undone by 'scaling', whose triggers wake the service at night too; leave offHours out: with min: 0 it rests whenever there is nothing to do, and "
    + 'Scaling.onTriggers() takes a Trigger.cron() for the replicas of the day',
  ]);
});
