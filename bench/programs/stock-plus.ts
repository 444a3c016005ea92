import { createHash } from 'node:crypto';
import { ApiObject, App, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { count } from './arguments';
import { serviceName } from '../service-name';

/*
 * The objects of ml-app.ts, written with cdk8s-plus-28 as its documentation shows: JSON patches where it has no property, `ApiObject` where it has
 * no construct. Patched are its own objects, in which amounts and ports stand as `{ value }`.
 */
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
      'cdk8s-ml.dev/model': name,
      'cdk8s-ml.dev/model-version': '1.4.0',
    },
  });
  const metadata = { name };
  const matchLabels = { 'app.kubernetes.io/name': name };
  const serviceAccount = new kplus.ServiceAccount(chart, 'account', { metadata, automountToken: false });
  const data = { MAX_BATCH_SIZE: '16', PREDICTION_TIMEOUT_MS: '5000' };
  const config = new kplus.ConfigMap(chart, 'config', {
    metadata: {
      name: `${name}-config-${createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 8)}`,
      annotations: {
        'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
        'argocd.argoproj.io/sync-options': 'Prune=false',
        'cdk8s-ml.dev/on-change': 'roll',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      },
    },
    data,
    immutable: true,
  });
  const deployment = new kplus.Deployment(chart, 'deployment', {
    metadata,
    serviceAccount,
    automountServiceAccountToken: false,
    select: false,
    podMetadata: { labels: chart.labels, annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' } },
    terminationGracePeriod: Duration.seconds(40),
    securityContext: { user: 65532, group: 65532, fsGroup: 65532, fsGroupChangePolicy: kplus.FsGroupChangePolicy.ON_ROOT_MISMATCH },
    strategy: kplus.DeploymentStrategy.rollingUpdate({ maxSurge: kplus.PercentOrAbsolute.absolute(1), maxUnavailable: kplus.PercentOrAbsolute.absolute(0) }),
  });
  deployment.select(kplus.LabelSelector.of({ labels: matchLabels }));
  const container = deployment.addContainer({
    name: 'server',
    image: `registry.example.com/models/${name}:1.4.0`,
    imagePullPolicy: kplus.ImagePullPolicy.ALWAYS,
    ports: [{ number: 8000, name: 'http' }],
    envVariables: {
      HOME: kplus.EnvValue.fromValue('/tmp'),
      LOG_LEVEL: kplus.EnvValue.fromValue('INFO'),
      MAX_BATCH_SIZE: kplus.EnvValue.fromConfigMap(config, 'MAX_BATCH_SIZE'),
      MODEL_NAME: kplus.EnvValue.fromValue(name),
      MODEL_VERSION: kplus.EnvValue.fromValue('1.4.0'),
      PREDICTION_TIMEOUT_MS: kplus.EnvValue.fromConfigMap(config, 'PREDICTION_TIMEOUT_MS'),
    },
    resources: {
      cpu: { request: kplus.Cpu.millis(500), limit: kplus.Cpu.units(1) },
      memory: { request: Size.gibibytes(1), limit: Size.gibibytes(2) },
    },
    liveness: kplus.Probe.fromHttpGet('/live', { port: 8000, periodSeconds: Duration.seconds(10), timeoutSeconds: Duration.seconds(5), failureThreshold: 6 }),
    readiness: kplus.Probe.fromHttpGet('/ready', { port: 8000, periodSeconds: Duration.seconds(10), timeoutSeconds: Duration.seconds(5), failureThreshold: 3 }),
    startup: kplus.Probe.fromHttpGet('/ready', { port: 8000, periodSeconds: Duration.seconds(5), timeoutSeconds: Duration.seconds(5), failureThreshold: 6 }),
    securityContext: { ensureNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
    // of Kubernetes 1.28, which has no `sleep`
    lifecycle: { preStop: kplus.Handler.fromCommand(['sleep', '5']) },
  });
  container.mount('/tmp', kplus.Volume.fromEmptyDir(chart, 'tmp', 'writable-0', { sizeLimit: Size.mebibytes(64) }));
  const pod = '/spec/template/spec';
  const server = `${pod}/containers/0`;
  ApiObject.of(deployment).addJsonPatch(
    JsonPatch.add('/spec/revisionHistoryLimit', 10),
    JsonPatch.add(`${pod}/affinity`, {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{
          podAffinityTerm: { labelSelector: { matchLabels }, topologyKey: 'kubernetes.io/hostname' },
          weight: 100,
        }],
      },
    }),
    JsonPatch.add(`${pod}/topologySpreadConstraints`, [{
      labelSelector: { matchLabels },
      matchLabelKeys: ['pod-template-hash'],
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'ScheduleAnyway',
    }]),
    JsonPatch.add(`${pod}/enableServiceLinks`, false),
    JsonPatch.add(`${pod}/securityContext/seccompProfile`, { type: 'RuntimeDefault' }),
    JsonPatch.add(`${server}/securityContext/seccompProfile`, { type: 'RuntimeDefault' }),
    JsonPatch.add(`${server}/securityContext/capabilities`, { drop: ['ALL'] }),
    JsonPatch.add(`${server}/resources/requests/ephemeral-storage`, { value: '114Mi' }),
    JsonPatch.add(`${server}/resources/limits/ephemeral-storage`, { value: '114Mi' }),
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => JsonPatch.replace(`${server}/${probe}/httpGet/port`, { value: 'http' })),
  );
  const service = new kplus.Service(chart, 'service', { metadata, ports: [{ name: 'http', port: 80 }] });
  Object.entries(matchLabels).forEach(([key, value]) => service.selectLabel(key, value));
  ApiObject.of(service).addJsonPatch(JsonPatch.add('/spec/ports/0/appProtocol', 'http'), JsonPatch.replace('/spec/ports/0/targetPort', { value: 'http' }));
  new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', {
    metadata,
    target: deployment,
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
    scaleDown: {
      stabilizationWindow: Duration.minutes(5),
      policies: [{ replicas: kplus.Replicas.percent(50), duration: Duration.seconds(60) }],
    },
    scaleUp: {
      stabilizationWindow: Duration.seconds(0),
      policies: [{ replicas: kplus.Replicas.percent(100), duration: Duration.seconds(15) }],
    },
  });
  const policy = new kplus.NetworkPolicy(chart, 'policy', { metadata, selector: kplus.Pods.select(chart, 'pods', { labels: matchLabels }) });
  policy.addIngressRule(kplus.Pods.all(chart, 'callers'), [kplus.NetworkPolicyPort.tcp(8000)]);
  policy.addEgressRule(kplus.Pods.select(chart, 'dns', {
    labels: { 'k8s-app': 'kube-dns' },
    namespaces: kplus.Namespaces.select(chart, 'system', { labels: { 'kubernetes.io/metadata.name': 'kube-system' } }),
  }), [kplus.NetworkPolicyPort.of({ port: 53, protocol: kplus.NetworkProtocol.UDP }), kplus.NetworkPolicyPort.tcp(53)]);
  new ApiObject(chart, 'budget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { maxUnavailable: 1, selector: { matchLabels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
}
app.synth();
