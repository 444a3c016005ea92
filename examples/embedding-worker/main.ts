import { Duration, Size } from 'cdk8s';
import {
  Cluster, Consumers, Cpu, MetricsPipeline, MlApp, MlChart, MlNamespace, Monitoring, NetworkPeer, NodePool, Placement, QueueAlert, Quota, QueueWorker, Release, Resources,
  SecretSource, Trigger, TriggerAuth,
} from 'cdk8s-ml';

const prod = Cluster.of('prod', {
  pools: [
    NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), minNodes: 1, maxNodes: 10 }),
    NodePool.cpu('spot', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 10, labels: { pool: 'spot' }, spot: true }),
  ],
  metrics: [MetricsPipeline.keda()],
  monitorLabels: { release: 'prometheus' },
});

export const app = new MlApp();
const chart = new MlChart(app, 'embedding-worker', { cluster: prod });
const team = new MlNamespace(chart, 'embeddings', {
  owner: 'search',
  costCenter: 'cc-17',
  purpose: 'document-search',
  quota: Quota.of({ requestsCpu: Cpu.units(80), requestsMemory: Size.gibibytes(240), limitsMemory: Size.gibibytes(240), pods: 60 }),
});

const release = Release.of({ model: 'document-embedder', version: '1.4.0', codeRevision: '9d2e61c' });
const vectors = NetworkPeer.pods({ app: 'qdrant' }, 'search');

// new documents: half a second each, so consumers stay and keep their model
const embedder = new QueueWorker(team, 'embedder', {
  image: 'registry.example.com/search/document-embedder:1.4.0',
  release,
  resources: Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(6) }),
  placement: Placement.of({ pools: [prod.pool('spot')] }),
  queue: Trigger.rabbitMq({
    queue: 'documents',
    address: 'http://rabbitmq.queues:15672', // the management plugin, which also counts what consumers work on
    messagesPerReplica: 200,
    auth: TriggerAuth.fromSecret('rabbitmq', { username: 'username', password: 'password' }),
  }),
  alsoOn: [Trigger.cron({ start: '45 7 * * 1-5', end: '0 18 * * 1-5', timeZone: 'Europe/Berlin', desiredReplicas: 1 })],
  consumers: Consumers.longLived({ max: 20 }),
  longestUnit: Duration.seconds(30),
  prefetch: 16,
  loadTime: Duration.seconds(40),
  imageSize: Size.gibibytes(3),
  secrets: [SecretSource.asFiles('rabbitmq', '/var/run/secrets/rabbitmq')],
  env: { QUEUE: 'documents', QUEUE_HOST: 'rabbitmq.queues', VECTORS_URL: 'http://qdrant.search:6333' },
  metricsPort: 9100,
  monitoring: Monitoring.podMonitor(),
  alerts: [QueueAlert.oldestAge({ limit: Duration.minutes(30) })], // above the 15 that a document may wait for its first pod and those before it
});
embedder.allowTo(NetworkPeer.pods({ app: 'rabbitmq' }, 'queues'), 5672);
embedder.allowTo(vectors, 6333);

// whole collections, embedded anew with a new model: an hour each at most, which nothing should cut short
const reindexer = new QueueWorker(team, 'reindexer', {
  image: 'registry.example.com/search/document-embedder:1.4.0',
  args: ['reindex'],
  release,
  resources: Resources.guaranteed({ cpu: Cpu.units(4), memory: Size.gibibytes(12) }),
  queue: Trigger.redisStream({
    address: 'redis.queues:6379',
    stream: 'collections',
    consumerGroup: 'reindexer',
    auth: TriggerAuth.fromSecret('redis', { password: 'password' }),
  }),
  consumers: Consumers.perUnit({ max: 6 }),
  longestUnit: Duration.hours(1),
  loadTime: Duration.seconds(40),
  imageSize: Size.gibibytes(3),
  secrets: [SecretSource.asFiles('redis', '/var/run/secrets/redis')],
  env: { GROUP: 'reindexer', STREAM: 'collections', STREAM_HOST: 'redis.queues', VECTORS_URL: 'http://qdrant.search:6333' },
  alerts: [QueueAlert.oldestAge({ limit: Duration.hours(8), labels: { team: 'search' } })],
});
reindexer.allowTo(NetworkPeer.pods({ app: 'redis' }, 'queues'), 6379);
reindexer.allowTo(vectors, 6333);

app.synth();
