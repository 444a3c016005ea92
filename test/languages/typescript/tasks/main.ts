import { Duration, Size } from 'cdk8s';
import {
  Accelerator, AccessMode, AlertSeverity, ArtifactCredentials, ArtifactLoader, ArtifactRefresh, BatchScoringJob, CacheStorage, Checkpoint, Cluster, Consumers, Cpu,
  Disruption, ExitCodes, FastNetwork, GangTopology, GpuTrainingJob, Identity, ImagePrePull, ImagePullPolicy, KafkaSasl, Launcher, MetricsPipeline, MlApp, MlChart,
  MlNamespace, ModelArtifact, ModelCache, ModelServer, NetworkPeer, NodePool, OnlineInference, OnlineInferenceProps, Overlap, Placement, PoolQuota, PostgreSqlTls,
  QueueAlert, QueuePreemption, QueueWorker, RabbitMqProtocol, Release, Resources, RunIdentity, Scaling, Schedule, SecretSource, Tracking, TrainingBackend, TrainingQueue,
  Trigger, TriggerAuth, WorkloadPriority,
} from 'cdk8s-ml';

// the twin of python/tasks.py, line by line
const lab = Cluster.of('lab', {
  metrics: [MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })],
  ruleLabels: { role: 'alert-rules' },
  pools: [
    NodePool.cpu('general', { cpu: Cpu.units(32), memory: Size.gibibytes(128), maxNodes: 60, labels: { pool: 'general' } }),
    NodePool.cpu('spot', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 20, spot: true, labels: { pool: 'spot' } }),
    NodePool.gpu('h100', {
      accelerator: Accelerator.NVIDIA_H100,
      perNode: 8,
      cpu: Cpu.units(192),
      memory: Size.gibibytes(2048),
      maxNodes: 8,
      labels: { pool: 'h100', block: 'b1' },
      resources: { 'vpc.amazonaws.com/efa': '32', 'hugepages-2Mi': '5120Mi' },
    }),
    NodePool.gpu('l4', { accelerator: Accelerator.NVIDIA_L4, perNode: 1, cpu: Cpu.units(12), memory: Size.gibibytes(48), maxNodes: 30, spot: true, labels: { pool: 'l4' } }),
  ],
  storageClasses: [
    { name: 'disk', isDefault: true, accessModes: [AccessMode.READ_WRITE_ONCE, AccessMode.READ_WRITE_ONCE_POD, AccessMode.READ_ONLY_MANY], canClone: true, canSnapshot: true },
    { name: 'files', accessModes: [AccessMode.READ_WRITE_MANY] },
  ],
});

export const app = new MlApp();
const chart = new MlChart(app, 'tasks', { cluster: lab });
const team = new MlNamespace(chart, 'ml-tasks', { owner: 'nlp', costCenter: 'cc-17' });
const small = Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(6) });
const h100 = Placement.of({ pools: [lab.pool('h100')], gpus: 8 });
const l4 = Placement.of({ pools: [lab.pool('l4')], gpus: 1 });
const aws = Identity.aws('arn:aws:iam::123456789012:role/ml-tasks');
const DIGEST = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

// ---- scoring in shards ----
new BatchScoringJob(team, 'churn', {
  image: 'registry.example.com/churn:v2.0.0',
  release: Release.of({ model: 'churn', version: '2.0.0' }),
  schedule: Schedule.cron('0 4 * * *', { timeZone: 'Europe/Berlin', overlap: Overlap.REPLACE, startingDeadline: Duration.hours(2), succeededRuns: 2, failedRuns: 5 }),
  shards: 16,
  parallelism: 8,
  retries: 2,
  maxFailedShards: 3,
  enoughShards: 13,
  input: 's3://warehouse/customers',
  output: 's3://scores/churn',
  resources: small,
  placement: Placement.of({ pools: [lab.pool('spot'), lab.pool('general')] }),
  exitCodes: ExitCodes.of({ badInput: [65], fatal: [78] }),
  deadline: Duration.hours(3),
  ttl: Duration.days(1),
  gracePeriod: Duration.seconds(20),
  writablePaths: [{ path: '/tmp', size: Size.gibibytes(2) }, { path: '/scratch' }],
  env: { ZETA: '1', ALPHA: '2' },
  identity: aws,
});

// ---- consumers of queues ----
const rabbit = TriggerAuth.fromSecret('rabbitmq', { username: 'username', password: 'password' });
const embedder = new QueueWorker(team, 'embedder', {
  image: 'registry.example.com/embedder:1.4.0',
  resources: small,
  queue: Trigger.rabbitMq({
    queue: 'documents', address: 'http://rabbitmq.queues:15672', vhost: '/ml', messagesPerReplica: 100, consumerTimeout: Duration.minutes(40), auth: rabbit,
  }),
  alsoOn: [Trigger.cron({ start: '45 7 * * 1-5', end: '0 18 * * 1-5', timeZone: 'Europe/Berlin', desiredReplicas: 1 })],
  consumers: Consumers.longLived({
    max: 20, cooldown: Duration.minutes(10), fallbackReplicas: 2, scaleUp: { pods: 4, period: Duration.seconds(30) }, scaleDown: { percent: 25, period: Duration.seconds(60) },
  }),
  longestUnit: Duration.seconds(30),
  prefetch: 16,
  loadTime: Duration.seconds(40),
  imageSize: Size.gibibytes(3),
  secrets: [SecretSource.asFiles('rabbitmq', '/var/run/secrets/rabbitmq')],
  alerts: [QueueAlert.oldestAge({ limit: Duration.minutes(30), severity: AlertSeverity.CRITICAL })],
});
embedder.allowTo(NetworkPeer.pods({ app: 'rabbitmq' }, 'queues'), 5672, 5671);

function worker(name: string, queue: Trigger, consumers: Consumers, identity?: Identity): void {
  const made = new QueueWorker(team, name, { image: 'registry.example.com/worker:1.0.0', resources: small, queue, consumers, longestUnit: Duration.seconds(20), identity });
  made.allowTo(NetworkPeer.cidrs('10.20.0.0/16'), 443);
}

const few = Consumers.longLived({ max: 4 });
const redis = TriggerAuth.fromSecret('redis', { password: 'password' });
const azure = TriggerAuth.azure('00000000-0000-0000-0000-000000000000');
worker('rabbit-client', Trigger.rabbitMq({ queue: 'images', protocol: RabbitMqProtocol.HTTP, auth: TriggerAuth.fromSecret('rabbitmq', { host: 'url' }) }), few);
worker('redis-list', Trigger.redisList({ address: 'redis.queues:6379', list: 'jobs', database: 2, auth: redis }), Consumers.longLived({ min: 1, max: 3 }));
worker('redis-stream', Trigger.redisStream({ address: 'redis.queues:6379', stream: 'collections', consumerGroup: 'reindexer', tls: true, auth: redis }),
  Consumers.perUnit({ max: 6, retries: 4, keepFailed: 2 }));
worker('sqs', Trigger.sqs({
  queueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/documents', visibilityTimeout: Duration.minutes(2), auth: TriggerAuth.awsOfWorkload(),
}), few, aws);
worker('kafka', Trigger.kafka({
  bootstrapServers: ['k1.queues:9092', 'k2.queues:9092'],
  topic: 'clicks',
  consumerGroup: 'features',
  partitions: 4,
  sasl: KafkaSasl.SCRAM_SHA512,
  tls: true,
  auth: TriggerAuth.fromSecret('kafka', { username: 'user', password: 'password' }),
}), few);
worker('pub-sub', Trigger.pubSub({ subscription: 'projects/acme/subscriptions/documents', ackDeadline: Duration.seconds(60), auth: TriggerAuth.gcp() }), few);
worker('service-bus', Trigger.serviceBusQueue({ queue: 'documents', namespace: 'acme-queues', auth: azure }), few);
worker('service-topic', Trigger.serviceBusSubscription({ topic: 'documents', subscription: 'embedder', namespace: 'acme-queues', lockDuration: Duration.minutes(1), auth: azure }), few);
worker('storage-queue', Trigger.storageQueue({ queue: 'documents', account: 'acme', auth: azure }), few);
worker('nats', Trigger.natsJetStream({ monitoring: 'nats.queues:8222', stream: 'documents', consumer: 'embedder', ackWait: Duration.minutes(1) }), few);
worker('prometheus', Trigger.prometheus({ query: 'sum(backlog{queue="documents"})', perReplica: 2.5, countsInFlight: true }), few);
worker('postgres', Trigger.postgreSql({
  query: 'select count(*) from jobs where done = false',
  perReplica: 10,
  host: 'postgres.queues',
  database: 'jobs',
  user: 'keda',
  tls: PostgreSqlTls.VERIFY_FULL,
  auth: TriggerAuth.fromSecret('postgres', { password: 'password' }),
}), few);

// ---- queues for trainings ----
new WorkloadPriority(chart, 'production', { value: 1000, description: 'models that serve' });
const research = new TrainingQueue(team, 'research', {
  quotas: [
    PoolQuota.nodes(lab.pool('h100'), 4, { borrowingLimit: 2, lendingLimit: 1, topology: ['block'] }),
    PoolQuota.accelerators(lab.pool('l4'), 6, { topology: [] }),
    PoolQuota.all(lab.pool('spot'), { flavorName: 'spot-cpu', topology: ['zone'] }),
  ],
  cohort: 'ml',
  preemption: QueuePreemption.PRIORITY,
  strictOrder: true,
});
const there = TrainingQueue.fromExisting(team, 'shared');

// ---- trainings ----
const multi = new GpuTrainingJob(team, 'language-model', {
  runId: '2026-11-21-a',
  image: 'registry.example.com/trainer:v3.2.0',
  launcher: Launcher.torchrun({ script: 'train.py', args: ['--epochs', '3'], processesPerNode: 8 }),
  nodes: 4,
  placement: h100,
  queue: research.withPriority('production'),
  topology: GangTopology.preferred('block'),
  network: FastNetwork.EFA,
  backend: TrainingBackend.JOB_SET,
  checkpoint: Checkpoint.onObjectStorage('s3://checkpoints/language-model', { every: Duration.minutes(20), saveTime: Duration.seconds(20) }),
  disruption: Disruption.RESUME,
  retries: 3,
  runTime: Duration.days(2),
  deadline: Duration.days(4),
  sharedMemory: Size.gibibytes(64),
  identity: aws,
  run: RunIdentity.of({
    dataset: 'corpus-2026-10',
    codeRevision: '9a7be01',
    tracking: Tracking.mlflow('https://mlflow.example.com', { experiment: 'language-model', credentialsSecret: 'mlflow' }),
  }),
});
multi.allowTo(NetworkPeer.anywhere(), 443);
new GpuTrainingJob(team, 'retraining', {
  image: 'registry.example.com/trainer:v3.2.0',
  launcher: Launcher.xgboost({ script: 'retrain.py' }),
  placement: l4,
  queue: there,
  artifact: ModelArtifact.fromHuggingFace('intfloat/e5-large-v2', {
    revision: '0123456789abcdef0123456789abcdef01234567',
    size: Size.gibibytes(2),
    files: ['*.safetensors', '*.json'],
    credentials: ArtifactCredentials.fromSecret('hugging-face', 'token'),
  }),
  schedule: Schedule.cron('@weekly'),
  checkpoint: Checkpoint.onVolume(Size.gibibytes(20), { every: Duration.minutes(10), storageClassName: 'disk', mountPath: '/saves' }),
  runTime: Duration.hours(2),
  ttl: Duration.days(2),
  retries: 2,
  finalExitCodes: [64, 78],
  run: RunIdentity.of({ dataset: 'clicks', experiment: 'ranking', tracking: Tracking.wandb('ranking', { entity: 'acme', credentialsSecret: 'wandb' }) }),
});
new GpuTrainingJob(team, 'simulation', {
  runId: 's1',
  image: 'registry.example.com/simulation:v1.0.0',
  launcher: Launcher.custom({ command: ['mpi', 'run'], rendezvous: { address: 'HEAD', rank: 'RANK', nodes: 'NODES', port: 'HEAD_PORT' } }),
  nodes: 2,
  placement: h100,
  backend: TrainingBackend.JOB,
  queue: research,
  checkpoint: Checkpoint.onClaim('simulation', { every: Duration.minutes(30), accessMode: AccessMode.READ_WRITE_MANY }),
  runTime: Duration.hours(5),
});
new GpuTrainingJob(team, 'jax', {
  runId: 'j1',
  image: 'registry.example.com/jax:v1.0.0',
  launcher: Launcher.jax({ script: 'train.py' }),
  nodes: 2,
  placement: h100,
  backend: TrainingBackend.trainJob('jax-distributed'),
  runTime: Duration.hours(1),
  queue: research,
});

// ---- the model's way to the pod ----
const loader = ArtifactLoader.of({
  image: 'registry.example.com/mirror/storage-initializer:v0.20.0', imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT, env: { HTTPS_PROXY: 'http://proxy:3128' },
});
const cache = new ModelCache(team, 'mistral', {
  artifact: ModelArtifact.fromS3('s3://models/mistral/2.3.0/', { size: Size.gibibytes(14), manifestDigest: DIGEST, region: 'eu-central-1' }),
  storage: CacheStorage.snapshotted({ storageClass: 'disk', size: Size.gibibytes(20) }),
  loader,
  identity: aws,
  placement: Placement.of({ pools: [lab.pool('general')] }),
});
const shared = new ModelCache(team, 'e5', {
  artifact: ModelArtifact.fromGcs('gs://models/e5/', { size: Size.gibibytes(3), manifestDigest: DIGEST }),
  storage: CacheStorage.shared({ storageClass: 'files', size: Size.gibibytes(20), versions: 4 }),
});
new ImagePrePull(team, 'images', { images: ['registry.example.com/assistant:v2.3.0'], pools: [lab.pool('l4')], maxUnavailable: 2 });

function service(name: string, artifact: ModelArtifact, scaling: Scaling, props: Partial<OnlineInferenceProps> = {}): void {
  new OnlineInference(team, name, {
    release: Release.of({ model: name, version: '1.0.0' }),
    server: ModelServer.http({ image: 'registry.example.com/assistant:v2.3.0', loadTime: Duration.minutes(2) }),
    resources: Resources.guaranteed({ cpu: Cpu.units(8), memory: Size.gibibytes(32) }),
    artifact,
    scaling,
    ...props,
  });
}

service('assistant', cache.artifact, Scaling.onQueue({
  min: 0,
  max: 4,
  queue: Trigger.sqs({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/questions', auth: TriggerAuth.aws('arn:aws:iam::123456789012:role/keda') }),
}), { placement: l4 });
service('vectors', shared.artifact, Scaling.onCron({ min: 1, max: 3, start: '0 7 * * 1-5', end: '0 18 * * 1-5', timeZone: 'Europe/Berlin', desiredReplicas: 3 }));
service('ranker', ModelArtifact.fromHttps('https://files.example.com/ranker/', {
  size: Size.gibibytes(1), refresh: ArtifactRefresh.every(Duration.minutes(15)), mountPath: '/models',
}), Scaling.onPrometheus({ min: 0, max: 4, query: 'sum(rate(gateway_requests_total[2m]))', perReplica: 2 }), { artifactLoader: loader });
service('registered', ModelArtifact.fromMlflow('ranker', { trackingUri: 'https://mlflow.example.com', version: '7', size: Size.gibibytes(1), manifestDigest: DIGEST }), Scaling.fixed(2));
service('packed', ModelArtifact.fromImageVolume('registry.example.com/models/ranker:7', { subPath: 'files', size: Size.gibibytes(1) }), Scaling.fixed(2));
service('claimed', ModelArtifact.fromClaim('ranker', { subPath: '7' }), Scaling.fixed(1));

app.synth();
