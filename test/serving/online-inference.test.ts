import { App, Chart, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import { chat, containerOf, kinds, MINIMAL, objects, one, podOf, prod } from './service';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { Release } from '../../src/model/release';
import { Monitoring } from '../../src/observability/monitoring';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { Config } from '../../src/pod/config/config';
import { SecretSource } from '../../src/pod/config/secret-source';
import { Identity } from '../../src/pod/identity/identity';
import { ImagePullPolicy } from '../../src/pod/image-pull-policy';
import { Probe } from '../../src/pod/lifecycle/probe';
import { Placement } from '../../src/pod/placement/placement';
import { Spread } from '../../src/pod/placement/spread';
import { Resources } from '../../src/pod/resources/resources';
import { Exposure } from '../../src/serving/exposure';
import { ModelServer } from '../../src/serving/model-server';
import { OnlineInference } from '../../src/serving/online-inference';
import { OnlineInferenceProps } from '../../src/serving/online-inference-props';
import { Rollout } from '../../src/serving/rollout';
import { Metric } from '../../src/serving/scaling/metric';
import { OffHours } from '../../src/serving/scaling/off-hours';
import { Scaling } from '../../src/serving/scaling/scaling';

const LABELS = {
  'app.kubernetes.io/component': 'online-inference',
  'app.kubernetes.io/instance': 'chat',
  'app.kubernetes.io/managed-by': 'cdk8s',
  'app.kubernetes.io/name': 'chat',
  'app.kubernetes.io/part-of': 'sentiment',
  'app.kubernetes.io/version': '1.2.0',
  'cdk8s-ml.dev/model': 'sentiment',
  'cdk8s-ml.dev/model-version': '1.2.0',
};
const METADATA = { labels: LABELS, name: 'chat', namespace: 'team-a' };
const SELECTOR = { 'app.kubernetes.io/name': 'chat' };

describe('with the least that it needs', () => {
  const service = chat();

  test('makes what every service has, and nothing else', () => {
    expect(kinds(service)).toEqual(['ServiceAccount/chat', 'Deployment/chat', 'Service/chat', 'NetworkPolicy/chat', 'PodDisruptionBudget/chat']);
  });

  test('the Deployment: 2 replicas, surge 1 and unavailable 0, 10 revisions, 10 minutes to progress', () => {
    const { template, ...spec } = one(service, 'Deployment').spec;
    expect(spec).toEqual({
      progressDeadlineSeconds: 600,
      replicas: 2,
      revisionHistoryLimit: 10,
      selector: { matchLabels: SELECTOR },
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }, type: 'RollingUpdate' },
    });
    expect(one(service, 'Deployment').metadata).toEqual(METADATA);
    expect(template.metadata).toEqual({ annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' }, labels: LABELS });
  });

  test('the pod: restricted, spread where possible, without a token, gone after 5 + 30 + 5 seconds', () => {
    const { containers, ...pod } = podOf(service);
    expect(containers).toHaveLength(1);
    expect(pod).toEqual({
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { podAffinityTerm: { labelSelector: { matchLabels: SELECTOR }, topologyKey: 'kubernetes.io/hostname' }, weight: 100 },
          ],
        },
      },
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        fsGroup: 65532,
        fsGroupChangePolicy: 'OnRootMismatch',
        runAsGroup: 65532,
        runAsNonRoot: true,
        runAsUser: 65532,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      serviceAccountName: 'chat',
      terminationGracePeriodSeconds: 40,
      topologySpreadConstraints: [{
        labelSelector: { matchLabels: SELECTOR }, matchLabelKeys: ['pod-template-hash'], maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway',
      }],
      volumes: [{ emptyDir: { sizeLimit: '64Mi' }, name: 'writable-0' }],
    });
  });

  test('the container: port 8000, /ready and /live, 1.5 times 60 seconds to load, read-only but for /tmp', () => {
    expect(containerOf(service)).toEqual({
      env: [{ name: 'HOME', value: '/tmp' }, { name: 'MODEL_NAME', value: 'sentiment' }, { name: 'MODEL_VERSION', value: '1.2.0' }],
      image: 'registry.example.com/sentiment:v1.2.0',
      imagePullPolicy: 'Always',
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
      livenessProbe: { failureThreshold: 6, httpGet: { path: '/live', port: 'http' }, periodSeconds: 10, timeoutSeconds: 5 },
      name: 'server',
      ports: [{ containerPort: 8000, name: 'http' }],
      readinessProbe: { failureThreshold: 3, httpGet: { path: '/ready', port: 'http' }, periodSeconds: 10, timeoutSeconds: 5 },
      resources: {
        limits: { 'cpu': '1', 'ephemeral-storage': '114Mi', 'memory': '2Gi' },
        requests: { 'cpu': '1', 'ephemeral-storage': '114Mi', 'memory': '2Gi' },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      startupProbe: { failureThreshold: 18, httpGet: { path: '/ready', port: 'http' }, periodSeconds: 5, timeoutSeconds: 5 },
      volumeMounts: [{ mountPath: '/tmp', name: 'writable-0' }],
    });
  });

  test('the Service: port 80 inside the cluster, to the named port', () => {
    expect(one(service, 'Service')).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: METADATA,
      spec: { ports: [{ appProtocol: 'http', name: 'http', port: 80, targetPort: 'http' }], selector: SELECTOR, type: 'ClusterIP' },
    });
  });

  test('the ServiceAccount: no token', () => {
    expect(one(service, 'ServiceAccount')).toEqual({ apiVersion: 'v1', automountServiceAccountToken: false, kind: 'ServiceAccount', metadata: METADATA });
  });

  test('the NetworkPolicy: the namespace may call it, it may ask DNS', () => {
    expect(one(service, 'NetworkPolicy')).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: METADATA,
      spec: {
        egress: [{
          ports: [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }],
          to: [{
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          }],
        }],
        ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8000, protocol: 'TCP' }] }],
        podSelector: { matchLabels: SELECTOR },
        policyTypes: ['Ingress', 'Egress'],
      },
    });
  });

  test('the PodDisruptionBudget: one at a time, and never a pod that is not ready', () => {
    expect(one(service, 'PodDisruptionBudget').spec).toEqual({ maxUnavailable: 1, selector: { matchLabels: SELECTOR }, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  });

  test('has a typed property for each object, and none for what it does not make', () => {
    expect([service.serviceAccount, service.deployment, service.service, service.networkPolicy, service.disruptionBudget].map((object) => object?.kind))
      .toEqual(['ServiceAccount', 'Deployment', 'Service', 'NetworkPolicy', 'PodDisruptionBudget']);
    expect([service.autoscaler, service.recommender, service.monitor, service.route]).toEqual([undefined, undefined, undefined, undefined]);
    expect(service.configMaps).toEqual([]);
    expect(service.offHoursObjects).toEqual([]);
    expect([service.name, service.serviceName, service.servicePort, service.hasAutoscaler]).toEqual(['chat', 'chat', 80, false]);
  });
});

describe('with everything', () => {
  const pool = NodePool.gpu('a100', {
    accelerator: Accelerator.NVIDIA_A100_80GB, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(1360), maxNodes: 4, labels: { accelerator: 'nvidia-a100' },
  });
  const ALL: OnlineInferenceProps = {
    release: Release.of({ model: 'llama', version: '3.1', dataset: 'd-7', codeRevision: '4f1c2ab', evaluationId: 'e-9', featureContract: 'products/v7' }),
    server: ModelServer.http({
      image: 'registry.example.com/llama@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      port: 9000,
      readinessPath: '/healthz',
      livenessPath: '/alive',
      loadTime: Duration.minutes(4),
      longestRequest: Duration.seconds(90),
      imageSize: Size.gibibytes(10),
      command: ['python'],
      args: ['-m', 'server'],
      writablePaths: [{ path: '/tmp', size: Size.gibibytes(1) }, { path: '/cache', size: Size.gibibytes(2) }],
      uid: 2000,
      gid: 3000,
      imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
      metricsPort: 9100,
      metricsPath: '/stats',
      threadsFromCpu: true,
    }),
    resources: Resources.burstable({
      cpu: Cpu.units(4),
      memory: Size.gibibytes(16),
      cpuLimit: Cpu.units(8),
      memoryLimit: Size.gibibytes(32),
      ephemeralStorage: Size.gibibytes(4),
      ephemeralStorageLimit: Size.gibibytes(5),
    }),
    scaling: Scaling.onMetrics({ min: 3, max: 6, metrics: [Metric.pods('waiting_requests', '5'), Metric.cpuUtilization(80)] }),
    exposure: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'], port: 443, annotations: { 'example.com/internal': 'true' }, loadBalancerClass: 'example.com/nlb' }),
    placement: Placement.of({ pools: [pool], gpus: 2, nodeSelector: { disk: 'fast' } }),
    rollout: Rollout.rolling({ maxSurge: 0, maxUnavailable: 2, minReady: Duration.seconds(10), progressDeadline: Duration.minutes(30), revisionHistoryLimit: 5 }),
    drain: { longestRequest: Duration.seconds(120), preStopSleep: Duration.seconds(20), gracePeriod: Duration.seconds(200) },
    startup: Probe.timed({ failureThreshold: 100 }),
    readiness: Probe.timed({ successThreshold: 2 }),
    liveness: Probe.tcpSocket({ port: 9000 }),
    env: { LOG_LEVEL: 'INFO' },
    configs: [Config.asEnv({ BATCH: '8' }), Config.asFiles('/etc/server', { 'server.toml': 'workers = 2' })],
    secrets: [SecretSource.asFiles('registry', '/var/run/secrets/registry'), SecretSource.asEnv('api', { API_KEY: 'key' })],
    availability: { maxDisrupted: 2, zones: Spread.REQUIRED, hosts: Spread.REQUIRED, priorityClassName: 'serving' },
    monitoring: Monitoring.podMonitor({ labels: { release: 'prometheus' } }),
    offHours: OffHours.byCronJobs({ down: '0 18 * * *', up: '0 7 * * *', timeZone: 'Europe/Berlin' }),
    identity: Identity.aws('arn:aws:iam::123456789012:role/model-reader'),
    recommendResources: true,
    name: 'llama',
    names: {
      deployment: 'llama-server',
      service: 'llama-api',
      serviceAccount: 'llama-account',
      autoscaler: 'llama-hpa',
      disruptionBudget: 'llama-pdb',
      networkPolicy: 'llama-net',
      container: 'llama-main',
    },
    labels: { tier: 'gold' },
  };
  const chart = prod({ cluster: Cluster.of('prod', { pools: [pool] }), imagePullSecrets: ['pull'], priorityClassName: 'low' });
  const service = new OnlineInference(chart, 'chat', ALL);

  test('every object has the name that it was given', () => {
    expect(one(service, 'Deployment').spec.template.spec.containers[0].name).toBe('llama-main');
    expect(kinds(service).filter((kind) => !kind.startsWith('ConfigMap'))).toEqual([
      'ServiceAccount/llama-account', 'Deployment/llama-server', 'Service/llama-api', 'NetworkPolicy/llama-net', 'PodDisruptionBudget/llama-pdb',
      'HorizontalPodAutoscaler/llama-hpa', 'VerticalPodAutoscaler/llama', 'PodMonitor/llama',
      'ServiceAccount/llama-off-hours', 'Role/llama-off-hours', 'RoleBinding/llama-off-hours', 'NetworkPolicy/llama-off-hours',
      'CronJob/llama-down', 'CronJob/llama-up',
    ]);
    expect(service.serviceName).toBe('llama-api');
    expect(service.servicePort).toBe(443);
  });

  test('the release and the labels are on every object of the service', () => {
    const own = objects(service).filter((object) => object.metadata.labels['app.kubernetes.io/name'] === 'llama');
    expect(own).toHaveLength(10);
    for (const object of own) {
      expect(object.metadata.labels).toMatchObject({
        'tier': 'gold',
        'app.kubernetes.io/version': '3.1',
        'cdk8s-ml.dev/model': 'llama',
        'cdk8s-ml.dev/dataset': 'd-7',
        'cdk8s-ml.dev/code-revision': '4f1c2ab',
        'cdk8s-ml.dev/evaluation-id': 'e-9',
      });
    }
  });

  test('what is no label of the release is an annotation', () => {
    expect(one(service, 'Deployment').metadata.annotations['cdk8s-ml.dev/feature-contract']).toBe('products/v7');
    expect(one(service, 'Deployment').spec.template.metadata.annotations).toMatchObject({ 'cdk8s-ml.dev/feature-contract': 'products/v7' });
  });

  test('the Deployment has no replicas, since the autoscaler owns them, and the numbers as given', () => {
    const { template, ...spec } = one(service, 'Deployment').spec;
    expect(spec).toEqual({
      minReadySeconds: 10,
      progressDeadlineSeconds: 1800,
      revisionHistoryLimit: 5,
      selector: { matchLabels: { 'app.kubernetes.io/name': 'llama' } },
      strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 2 }, type: 'RollingUpdate' },
    });
    expect(template.metadata.labels.tier).toBe('gold');
  });

  test('the pod stands where it should, as who it should', () => {
    expect(podOf(service)).toMatchObject({
      affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }] } },
      imagePullSecrets: [{ name: 'pull' }],
      nodeSelector: { accelerator: 'nvidia-a100', disk: 'fast' },
      priorityClassName: 'serving',
      securityContext: { fsGroup: 3000, runAsGroup: 3000, runAsUser: 2000 },
      serviceAccountName: 'llama-account',
      terminationGracePeriodSeconds: 200,
      tolerations: [{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }],
      topologySpreadConstraints: [{ whenUnsatisfiable: 'DoNotSchedule' }],
    });
  });

  test('the container is what was described', () => {
    const [env, files] = service.configMaps.map((map) => map.name);
    expect(containerOf(service)).toEqual({
      args: ['-m', 'server'],
      command: ['python'],
      env: [
        { name: 'API_KEY', valueFrom: { secretKeyRef: { key: 'key', name: 'api' } } },
        { name: 'BATCH', valueFrom: { configMapKeyRef: { key: 'BATCH', name: env } } },
        { name: 'HOME', value: '/tmp' },
        { name: 'LOG_LEVEL', value: 'INFO' },
        { name: 'MKL_NUM_THREADS', value: '8' },
        { name: 'MODEL_CODE_REVISION', value: '4f1c2ab' },
        { name: 'MODEL_DATASET', value: 'd-7' },
        { name: 'MODEL_EVALUATION_ID', value: 'e-9' },
        { name: 'MODEL_FEATURE_CONTRACT', value: 'products/v7' },
        { name: 'MODEL_NAME', value: 'llama' },
        { name: 'MODEL_VERSION', value: '3.1' },
        { name: 'OMP_NUM_THREADS', value: '8' },
        { name: 'OPENBLAS_NUM_THREADS', value: '8' },
      ],
      image: 'registry.example.com/llama@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      imagePullPolicy: 'IfNotPresent',
      lifecycle: { preStop: { sleep: { seconds: 20 } } },
      livenessProbe: { failureThreshold: 6, periodSeconds: 10, tcpSocket: { port: 9000 }, timeoutSeconds: 5 },
      name: 'llama-main',
      ports: [{ containerPort: 9000, name: 'http' }, { containerPort: 9100, name: 'metrics' }],
      readinessProbe: { failureThreshold: 3, httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 10, successThreshold: 2, timeoutSeconds: 5 },
      resources: {
        limits: { 'cpu': '8', 'ephemeral-storage': '5Gi', 'memory': '32Gi', 'nvidia.com/gpu': '2' },
        requests: { 'cpu': '4', 'ephemeral-storage': '4Gi', 'memory': '16Gi', 'nvidia.com/gpu': '2' },
      },
      securityContext: expect.objectContaining({ readOnlyRootFilesystem: false, runAsNonRoot: true }),
      startupProbe: { failureThreshold: 100, httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 5, timeoutSeconds: 5 },
      volumeMounts: [
        { mountPath: '/etc/server', name: 'config-0', readOnly: true },
        { mountPath: '/var/run/secrets/registry', name: 'secret-1', readOnly: true },
        { mountPath: '/tmp', name: 'writable-2' },
        { mountPath: '/cache', name: 'writable-3' },
      ],
    });
    expect(podOf(service).volumes).toEqual([
      { configMap: { name: files }, name: 'config-0' },
      { name: 'secret-1', secret: { defaultMode: 0o440, secretName: 'registry' } },
      { emptyDir: { sizeLimit: '1Gi' }, name: 'writable-2' },
      { emptyDir: { sizeLimit: '2Gi' }, name: 'writable-3' },
    ]);
  });

  test('the budget, the recommender and the account are as asked', () => {
    expect(one(service, 'PodDisruptionBudget').spec.maxUnavailable).toBe(2);
    expect(one(service, 'VerticalPodAutoscaler')).toMatchObject({
      apiVersion: 'autoscaling.k8s.io/v1',
      spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'llama-server' }, updatePolicy: { updateMode: 'Off' } },
    });
    expect(one(service, 'ServiceAccount', 'llama-account').metadata.annotations).toEqual({ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/model-reader' });
  });
});

describe('the tree', () => {
  test('two services in one chart keep to themselves', () => {
    const chart = prod();
    const [a, b] = ['a', 'b'].map((id) => new OnlineInference(chart, id, MINIMAL));
    expect(kinds(chart)).toHaveLength(10);
    expect(one(chart, 'Service', 'a').spec.selector).toEqual({ 'app.kubernetes.io/name': 'a' });
    expect(one(chart, 'Service', 'b').spec.selector).toEqual({ 'app.kubernetes.io/name': 'b' });
    expect(a.deployment).not.toBe(b.deployment);
  });

  test('a second synth gives the same bytes', () => {
    const app = Testing.app();
    chat({ scaling: Scaling.onCpu({ min: 2, max: 4, targetPercent: 70 }), configs: [Config.asEnv({ A: 'b' })] }, new Chart(app, 'prod'));
    const first = app.synthYaml();
    expect(app.synthYaml()).toBe(first);
    expect(first).toContain('kind: HorizontalPodAutoscaler');
  });

  test('the order of keys in what is given changes nothing', () => {
    const bytes = (reverse: boolean) => {
      const map = (pairs: [string, string][]) => Object.fromEntries(reverse ? [...pairs].reverse() : pairs);
      const app = Testing.app();
      const chart = new Chart(app, 'prod');
      chat({
        env: map([['B', '1'], ['A', '2'], ['C', '$(A)/$(B)']]),
        labels: map([['x', '1'], ['w', '2']]),
        configs: [Config.asKeys(map([['k', '1'], ['j', '2']]), map([['K', 'k'], ['J', 'j']]))],
        secrets: [SecretSource.asEnv('s', map([['T', 't'], ['S', 's']]))],
      }, chart);
      new OnlineInference(chart, 'mock', { release: MINIMAL.release, server: ModelServer.mock({ routes: map([['/b', '1'], ['/a', '2']]) }) });
      return app.synthYaml();
    };
    expect(bytes(true)).toBe(bytes(false));
  });

  test('the first writable path is its home, unless something names another', () => {
    const home = (props: Partial<OnlineInferenceProps>) => containerOf(chat(props)).env.filter((variable: any) => variable.name === 'HOME');
    const image = 'example.com/chat:v1';
    expect(home({ server: ModelServer.http({ image, writablePaths: [{ path: '/cache' }, { path: '/tmp' }] }) })).toEqual([{ name: 'HOME', value: '/cache' }]);
    expect(home({ server: ModelServer.http({ image, writablePaths: [] }) })).toEqual([]);
    expect(home({ env: { HOME: '/home/app' } })).toEqual([{ name: 'HOME', value: '/home/app' }]);
    expect(home({ secrets: [SecretSource.asEnv('home', { HOME: 'path' })] })).toEqual([{ name: 'HOME', valueFrom: { secretKeyRef: { key: 'path', name: 'home' } } }]);
  });

  test('values that refer to other variables come after them', () => {
    const env = containerOf(chat({ env: { AURL: 'http://$(PLACE):80', HOST: 'a', PLACE: '$(HOST)' } })).env.map((variable: any) => variable.name);
    expect(env).toEqual(['HOME', 'HOST', 'MODEL_NAME', 'MODEL_VERSION', 'PLACE', 'AURL']);
  });

  test('JSON patches survive, also of resources that cdk8s-plus does not know', () => {
    const service = chat();
    service.deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/resources/limits/nvidia.com~1gpu', 8));
    service.service.addJsonPatch(JsonPatch.replace('/spec/ports/0/port', 8080));
    service.networkPolicy.addJsonPatch(JsonPatch.remove('/spec/ingress/0'));
    expect(containerOf(service).resources.limits['nvidia.com/gpu']).toBe(8);
    expect(one(service, 'Service').spec.ports[0].port).toBe(8080);
    expect(one(service, 'NetworkPolicy').spec.ingress).toEqual([]);
  });

  test('metadata can be added, and objects can depend on each other', () => {
    const service = chat();
    service.deployment.metadata.addAnnotation('example.com/contact', 'nlp');
    service.deployment.addDependency(service.networkPolicy);
    expect(one(service, 'Deployment').metadata.annotations).toEqual({ 'example.com/contact': 'nlp' });
    expect(kinds(service).indexOf('NetworkPolicy/chat')).toBeLessThan(kinds(service).indexOf('Deployment/chat'));
  });

  test('stands in a stock chart of a stock App too, with the names that it says', () => {
    const chart = new Chart(new App(), 'stock', { labels: { team: 'nlp' } });
    new OnlineInference(chart, 'chat', MINIMAL);
    expect(kinds(chart)).toContain('Deployment/chat');
    expect(one(chart, 'Deployment').metadata).toEqual({ labels: { ...LABELS, team: 'nlp' }, name: 'chat' });
  });

  test('takes namespace, labels and owner from the MlNamespace above', () => {
    const team = new MlNamespace(prod(), 'nlp', { owner: 'nlp', costCenter: 'cc-17', purpose: 'all that is talked about, and more', commonLabels: { stage: 'prod' } });
    const service = chat({}, team);
    for (const kind of ['Deployment', 'Service', 'ServiceAccount', 'PodDisruptionBudget']) {
      expect(one(service, kind).metadata.namespace).toBe('nlp');
      expect(one(service, kind).metadata.labels).toEqual({ ...LABELS, 'stage': 'prod', 'owner': 'nlp', 'cdk8s-ml.dev/owner': 'nlp', 'cdk8s-ml.dev/cost-center': 'cc-17' });
    }
    expect(one(service, 'Deployment').metadata.annotations).toEqual({ 'cdk8s-ml.dev/purpose': 'all that is talked about, and more' });
  });

  test('labels of the scope never change what selectors find', () => {
    const team = new MlNamespace(prod(), 'nlp', { owner: 'nlp', costCenter: 'cc', commonLabels: { 'app.kubernetes.io/name': 'nlp', 'app.kubernetes.io/part-of': 'assistants' } });
    const { labels } = one(chat({}, team), 'Deployment').spec.template.metadata;
    expect(labels['app.kubernetes.io/name']).toBe('chat');
    expect(labels['app.kubernetes.io/part-of']).toBe('assistants');
  });

  test('is refused with every violation in one error', () => {
    const make = () => new OnlineInference(prod(), 'My_Chat', {
      release: Release.of({ model: '', version: '1' }),
      server: ModelServer.http({ image: 'chat:latest', port: 0 }),
      scaling: Scaling.fixed(0),
    });
    expect(make).toThrow(new Error([
      '6 problems:',
      '[prod/My_Chat] \'id\' must be a DNS label (at most 63 of a-z, 0-9 and \'-\', starting with a letter, ending with a letter or digit), got "My_Chat"; use for example "my-chat"',
      '[prod/My_Chat] \'release.model\' must be a text that is not empty, got ""; give it, or leave an optional one out',
      '[prod/My_Chat] \'server.image\' must be an image with a tag (not latest) or a digest, got "chat:latest"; it names the moving tag latest; pin it, for example registry.example.com/team/server:v1.2.0',
      '[prod/My_Chat] \'server.port\' must be a whole number from 1 to 65535, got 0; give the port that the server listens on',
      '[prod/My_Chat] \'resources\' are missing and ModelServer.http() has none of its own; give for example Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) })',
      '[prod/My_Chat] \'scaling.replicas\' must be a whole number of at least 1, got 0; serve with at least 1 replica; OffHours takes it to 0 for the night',
    ].join('\n  ')));
  });

  test('the error has no stack frames unless they are asked for', () => {
    const stack = () => {
      try {
        chat({ scaling: Scaling.fixed(0) });
      } catch (error) {
        return (error as Error).stack;
      }
      return undefined;
    };
    expect(stack()).toMatch(/^Refused: \[prod\/chat\] 'scaling.replicas' must be [^\n]*$/);
    process.env.CDK8S_ML_STACK = '1';
    try {
      expect(stack()).toMatch(/\n {4}at /);
    } finally {
      delete process.env.CDK8S_ML_STACK;
    }
  });
});
