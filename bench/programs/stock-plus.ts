import { ApiObject, App, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { count } from './arguments';
import { serviceName } from '../service-name';

// The same service as in ml-app.ts, written with cdk8s-plus-28 as its documentation shows; by ApiObject where it has no construct.
const app = new App();
for (let i = 0; i < count; i++) {
  const name = serviceName(i);
  const chart = new Chart(app, name, {
    namespace: 'serving',
    labels: {
      'app.kubernetes.io/component': 'online-inference',
      'app.kubernetes.io/instance': name,
      'app.kubernetes.io/managed-by': 'cdk8s',
      'app.kubernetes.io/name': name,
      'app.kubernetes.io/part-of': name,
      'app.kubernetes.io/version': '1.4.0',
    },
  });
  const metadata = { name };
  const serviceAccount = new kplus.ServiceAccount(chart, 'account', { metadata, automountToken: false });
  const config = new kplus.ConfigMap(chart, 'config', { metadata, data: { MAX_BATCH_SIZE: '16', PREDICTION_TIMEOUT_MS: '5000' }, immutable: true });
  const deployment = new kplus.Deployment(chart, 'deployment', {
    metadata,
    serviceAccount,
    automountServiceAccountToken: false,
    podMetadata: { labels: chart.labels },
    spread: true,
    terminationGracePeriod: Duration.seconds(50),
    securityContext: { ensureNonRoot: true, user: 65532, group: 65532, fsGroup: 65532 },
    strategy: kplus.DeploymentStrategy.rollingUpdate({ maxSurge: kplus.PercentOrAbsolute.absolute(1), maxUnavailable: kplus.PercentOrAbsolute.absolute(0) }),
    volumes: [],
  });
  const container = deployment.addContainer({
    name: 'server',
    image: `registry.example.com/models/${name}:1.4.0`,
    ports: [{ number: 8000, name: 'http' }],
    envVariables: {
      LOG_LEVEL: kplus.EnvValue.fromValue('INFO'),
      MAX_BATCH_SIZE: kplus.EnvValue.fromConfigMap(config, 'MAX_BATCH_SIZE'),
      MODEL_NAME: kplus.EnvValue.fromValue(name),
      MODEL_VERSION: kplus.EnvValue.fromValue('1.4.0'),
      PREDICTION_TIMEOUT_MS: kplus.EnvValue.fromConfigMap(config, 'PREDICTION_TIMEOUT_MS'),
    },
    resources: {
      cpu: { request: kplus.Cpu.millis(500), limit: kplus.Cpu.units(1) },
      memory: { request: Size.gibibytes(1), limit: Size.gibibytes(2) },
      ephemeralStorage: { request: Size.gibibytes(1), limit: Size.gibibytes(1) },
    },
    liveness: kplus.Probe.fromHttpGet('/live', { port: 8000, periodSeconds: Duration.seconds(10), timeoutSeconds: Duration.seconds(5), failureThreshold: 6 }),
    readiness: kplus.Probe.fromHttpGet('/ready', { port: 8000, periodSeconds: Duration.seconds(10), timeoutSeconds: Duration.seconds(5), failureThreshold: 3 }),
    startup: kplus.Probe.fromHttpGet('/ready', { port: 8000, periodSeconds: Duration.seconds(5), timeoutSeconds: Duration.seconds(5), failureThreshold: 6 }),
    securityContext: { ensureNonRoot: true, readOnlyRootFilesystem: true },
  });
  container.mount('/tmp', kplus.Volume.fromEmptyDir(chart, 'tmp', 'tmp', { sizeLimit: Size.mebibytes(64) }));
  new kplus.Service(chart, 'service', { metadata, selector: deployment, ports: [{ name: 'http', port: 80, targetPort: 8000 }] });
  new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', {
    metadata, target: deployment, minReplicas: 2, maxReplicas: 10, metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
  });
  const policy = new kplus.NetworkPolicy(chart, 'policy', { metadata, selector: deployment });
  policy.addIngressRule(kplus.Pods.all(chart, 'callers'), [kplus.NetworkPolicyPort.tcp(8000)]);
  policy.addEgressRule(kplus.NetworkPolicyIpBlock.anyIpv4(chart, 'dns'), [kplus.NetworkPolicyPort.tcp(53)]);
  new ApiObject(chart, 'budget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { maxUnavailable: 1, selector: { matchLabels: deployment.matchLabels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
}
app.synth();
