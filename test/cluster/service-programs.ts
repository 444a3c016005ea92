import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import {
  Accelerator, Cluster, Config, ConfigChange, Cpu, DeviceClass, Exposure, Identity, ImagePullPolicy, KubernetesVersion, Metric, ModelServer, Monitoring, NodePool, OffHours,
  OnlineInferenceProps, Placement, Probe, Release, Resources, Rollout, Scaling, ScalingPace, SecretSource, Spread, TaintEffect,
} from '../../src';

/** Nodes that hold whatever the programs ask for. */
const NODE = { cpu: Cpu.units(128), memory: Size.tebibytes(4), ephemeralStorage: Size.tebibytes(4), maxNodes: 500 };
const gpu = (card: string, accelerator: Accelerator, deviceClass?: DeviceClass) => NodePool.gpu(card, { ...NODE, accelerator, perNode: 8, labels: { card }, deviceClass });

/** A cluster with pools of every kind. */
export const CLUSTER = Cluster.of('test', {
  version: KubernetesVersion.V1_36,
  dnsCidrs: ['169.254.20.10/32'],
  apiServerCidrs: ['10.0.0.1/32'],
  pools: [
    NodePool.cpu('general', NODE),
    NodePool.cpu('spot', { ...NODE, spot: true, labels: { pool: 'spot' }, taints: [{ key: 'spot', value: 'true', effect: TaintEffect.NO_EXECUTE }] }),
    gpu('l4', Accelerator.NVIDIA_L4),
    gpu('a100', Accelerator.NVIDIA_A100_80GB),
    gpu('slices', Accelerator.NVIDIA_A100_40GB.mig('1g.5gb+me')),
    gpu('claimed', Accelerator.NVIDIA_H100, DeviceClass.NVIDIA_GPU),
    gpu('claimed-slices', Accelerator.NVIDIA_H100.mig('1g.10gb'), DeviceClass.NVIDIA_MIG),
  ],
});

const seconds = (min: number, max: number) => fc.integer({ min, max }).map((amount) => Duration.seconds(amount));
const mebibytes = (min: number, max: number) => fc.integer({ min, max }).map((amount) => Size.mebibytes(amount));
const millis = (min: number, max: number) => fc.integer({ min, max }).map((amount) => Cpu.millis(amount));
const maybe = { requiredKeys: [] };
const text = fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }).filter((s) => s.trim() !== '');
const name = fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/);
const path = fc.stringMatching(/^(\/[a-z0-9.-]{1,8}){1,3}$/);
const port = fc.integer({ min: 1024, max: 60000 });
const cidrs = fc.uniqueArray(fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '203.0.113.7/32', '2001:db8::/32'), { minLength: 1, maxLength: 3 });
const labels = fc.dictionary(fc.stringMatching(/^example\.com\/[a-z]{1,10}$/), fc.stringMatching(/^([A-Za-z0-9][-A-Za-z0-9_.]{0,20}[A-Za-z0-9])?$/), { maxKeys: 3 });

const release = fc.record({
  model: text, version: text, dataset: text, codeRevision: text, evaluationId: text, featureContract: text,
}, { requiredKeys: ['model', 'version'] }).map((props) => Release.of(props));

const ownServer = {
  image: fc.constantFrom('registry.example.com/m:1', `registry.example.com:5000/a/b@sha256:${'0'.repeat(64)}`),
  loadTime: seconds(1, 1800),
  longestRequest: seconds(1, 600),
  command: fc.constant<string[]>(['python', '-m', 'server']),
  args: fc.array(text, { maxLength: 3 }),
  writablePaths: fc.uniqueArray(fc.record({ path, size: mebibytes(1, 4096) }, { requiredKeys: ['path'] }), { maxLength: 3, selector: (writable) => writable.path }),
  threadsFromCpu: fc.boolean(),
  sharedMemory: mebibytes(1, 512),
  cudaVersion: fc.constantFrom('11.8', '12.8', '13.0'),
  uid: fc.integer({ min: 1, max: 100000 }),
  imagePullPolicy: fc.constantFrom(...Object.values(ImagePullPolicy)),
  metricsPort: port,
  metricsPath: path,
  port,
};
const server = fc.oneof(
  fc.record({ ...ownServer, readinessPath: path, livenessPath: path }, { requiredKeys: ['image'] }).map((props) => ModelServer.http(props)),
  fc.record({ ...ownServer, readinessService: name, livenessService: name }, { requiredKeys: ['image'] }).map((props) => ModelServer.grpc(props)),
  fc.dictionary(path, fc.json(), { minKeys: 1, maxKeys: 3 }).map((routes) => ModelServer.mock({ routes })),
);

const resources = fc.oneof(
  fc.record({ cpu: millis(1, 8000), memory: mebibytes(1, 65536), ephemeralStorage: mebibytes(100, 9000) }, { requiredKeys: ['cpu', 'memory'] }).map((props) => Resources.guaranteed(props)),
  fc.record({ cpu: millis(1, 1000), memory: mebibytes(1, 1024), cpuLimit: millis(1000, 8000), memoryLimit: mebibytes(1024, 65536) }, { requiredKeys: ['cpu', 'memory'] })
    .map((props) => Resources.burstable(props)),
  fc.record({
    steadyCpu: millis(1, 4000), peakCpu: millis(1, 8000), steadyMemory: mebibytes(1, 4096), startUpPeakMemory: mebibytes(1, 8192), batchPeakMemory: mebibytes(1, 8192),
  }, { requiredKeys: ['steadyCpu', 'steadyMemory', 'startUpPeakMemory'] }).map((props) => Resources.fromMeasured(props)),
);

const step = fc.oneof(
  fc.constantFrom(ScalingPace.AT_ONCE, ScalingPace.ONE_BY_ONE, ScalingPace.SLOW, ScalingPace.NEVER),
  fc.record({
    stabilization: seconds(0, 3600),
    percent: fc.integer({ min: 1, max: 300 }),
    pods: fc.integer({ min: 1, max: 50 }),
    period: seconds(1, 1800),
    tolerancePercent: fc.integer({ min: 0, max: 50 }),
  }, maybe),
);
const metric = fc.oneof(
  fc.integer({ min: 1, max: 100 }).map((percent) => Metric.cpuUtilization(percent)),
  fc.integer({ min: 1, max: 100 }).map((percent) => Metric.memoryUtilization(percent)),
  fc.constantFrom(
    Metric.pods('requests_in_flight', '500m', { route: 'predict' }),
    Metric.external('queue_length', '30', { queue: 'requests' }),
    Metric.object('requests-per-second', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'front' }, '2k'),
  ),
);
const scaling = fc.oneof(
  fc.integer({ min: 1, max: 20 }).map((replicas) => Scaling.fixed(replicas)),
  fc.record({
    min: fc.integer({ min: 1, max: 5 }), max: fc.integer({ min: 5, max: 50 }), metrics: fc.array(metric, { minLength: 1, maxLength: 3 }), scaleUp: step, scaleDown: step,
  }, { requiredKeys: ['min', 'max', 'metrics'] }).map((props) => Scaling.onMetrics(props)),
);

const exposure = fc.oneof(
  fc.record({ port, onlyAllowed: fc.boolean() }, maybe).map((props) => Exposure.clusterInternal(props)),
  fc.record({ sourceRanges: cidrs, port, annotations: labels, loadBalancerClass: fc.constant('example.com/internal') }, { requiredKeys: ['sourceRanges'] })
    .map((props) => Exposure.loadBalancer(props)),
  fc.record({
    gateway: name, gatewayNamespace: name, hostnames: fc.constantFrom<string[]>(['models.example.com'], ['*.example.com', 'a.b']), path, sourceRanges: cidrs, port,
  }, { requiredKeys: ['gateway', 'gatewayNamespace'] }).map((props) => Exposure.gateway(props)),
  fc.record({
    host: fc.constantFrom('models.example.com', '*.example.com'), className: name, path, tlsSecretName: name, controllerNamespace: name, sourceRanges: cidrs, annotations: labels, port,
  }, { requiredKeys: ['host'] }).map((props) => Exposure.ingress(props)),
);

const pools = (...names: string[]) => names.map((pool) => CLUSTER.pool(pool));
const placement = fc.constantFrom(
  Placement.of({ pools: pools('general') }),
  Placement.of({ pools: pools('spot') }),
  Placement.of({ pools: pools('l4'), gpus: 1 }),
  Placement.of({ pools: pools('l4', 'a100'), gpus: 2 }),
  Placement.of({ pools: pools('slices'), gpus: 2 }),
  Placement.of({ pools: pools('claimed'), gpus: 4 }),
  Placement.of({ pools: pools('claimed-slices'), gpus: 1 }),
  Placement.of({ pools: pools('a100'), gpus: 8, nodeSelector: { 'kubernetes.io/arch': 'amd64' } }),
);

const rollout = fc.oneof(
  fc.record({ progressDeadline: seconds(600, 90000), minReady: seconds(0, 60), revisionHistoryLimit: fc.integer({ min: 1, max: 50 }) }, maybe)
    .chain((options) => fc.constantFrom(Rollout.surge(options), Rollout.replaceInPlace(options), Rollout.rolling({ maxSurge: 3, maxUnavailable: 2, ...options }))),
  fc.record({ maxSurgePercent: fc.integer({ min: 1, max: 200 }), maxUnavailablePercent: fc.integer({ min: 0, max: 100 }) }).map((props) => Rollout.rollingPercent(props)),
);

const timing = fc.record({ initialDelay: seconds(0, 100), period: seconds(6, 60), timeout: seconds(1, 6), failureThreshold: fc.integer({ min: 1, max: 100 }) }, maybe);
const probe = fc.oneof(
  timing.map((options) => Probe.timed(options)),
  fc.tuple(path, timing).map(([at, options]) => Probe.httpGet(at, options)),
  timing.map((options) => Probe.tcpSocket(options)),
  timing.map((options) => Probe.grpc({ service: 'health', port: 50051, ...options })),
  timing.map((options) => Probe.command(['/bin/check', '--fast'], options)),
  fc.constant(Probe.none()),
);

const data = fc.dictionary(fc.stringMatching(/^[a-z][-._a-z0-9]{0,12}$/), fc.string({ unit: 'grapheme', maxLength: 200 }), { minKeys: 1, maxKeys: 4 });
const onChange = fc.constantFrom(ConfigChange.ROLL, ConfigChange.KEEP);
const configs = fc.record({ files: data, keys: data, onChange }).map((given) => [
  Config.asFiles('/etc/model', given.files, { onChange: given.onChange }),
  Config.asKeys(given.keys, { FROM_CONFIG: Object.keys(given.keys)[0] }, { name: 'settings' }),
]);
const secrets = fc.constantFrom<SecretSource[]>(
  [SecretSource.asFiles('credentials', '/var/run/secrets/registry')],
  [SecretSource.asFiles('credentials', '/var/run/secrets/registry', ['token', 'user.name']), SecretSource.asEnv('keys', { API_KEY: 'key' })],
);

const offHours = fc.record({
  down: fc.constantFrom('0 18 * * *', '30 20 * * 1-5', '0 22 1,15 * *'),
  up: fc.constantFrom('0 7 * * *', '15 6 * * mon-fri'),
  timeZone: fc.constantFrom('Etc/UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'),
  downReplicas: fc.integer({ min: 0, max: 3 }),
  upReplicas: fc.integer({ min: 4, max: 5 }),
}, { requiredKeys: ['down', 'up', 'timeZone'] }).chain((props) => fc.constantFrom(OffHours.byCronJobs(props), OffHours.byKeda(props), OffHours.byCronJobs({ ...props, image: 'example.com/kubectl:1', downName: 'evening', upName: 'morning' })));

const monitoring = fc.oneof(
  fc.record({ prometheusNamespace: name }, maybe).map((options) => Monitoring.annotations(options)),
  fc.record({ prometheusNamespace: name, labels, interval: seconds(1, 600) }, maybe)
    .chain((options) => fc.constantFrom(Monitoring.podMonitor(options), Monitoring.serviceMonitor(options))),
);

const identity = fc.constantFrom(
  Identity.aws('arn:aws:iam::123456789012:role/model-reader'),
  Identity.gcp('model-reader@my-project.iam.gserviceaccount.com'),
  Identity.azure('00000000-0000-0000-0000-000000000000'),
);

const availability = fc.record({
  maxDisrupted: fc.integer({ min: 1, max: 3 }), zones: fc.constantFrom(...Object.values(Spread)), hosts: fc.constantFrom(...Object.values(Spread)), priorityClassName: fc.constant('system-cluster-critical'),
}, maybe);

const drain = fc.record({ longestRequest: seconds(1, 600), preStopSleep: seconds(0, 30) }, maybe);
const env = fc.dictionary(fc.stringMatching(/^[A-Z][A-Z_]{0,10}$/), fc.string({ unit: 'grapheme', maxLength: 50 }), { maxKeys: 4 });

/** Properties of a service: every one there or not, with values from all over their ranges. Some are refused by the library; the rest has to be legal. */
export const SERVICE_PROPS: fc.Arbitrary<OnlineInferenceProps> = fc.record({
  release,
  server,
  resources,
  scaling,
  exposure,
  placement,
  rollout,
  drain,
  startup: probe,
  readiness: probe,
  liveness: probe,
  env,
  configs,
  secrets,
  availability,
  monitoring,
  offHours,
  identity,
  recommendResources: fc.boolean(),
  labels,
}, { requiredKeys: ['release', 'server', 'resources'] });
