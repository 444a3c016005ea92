import { chat, objects, one, prod, refused } from './service';
import { Monitoring } from '../../src/observability/monitoring';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { Config } from '../../src/pod/config/config';
import { Identity } from '../../src/pod/identity/identity';
import { ModelServer } from '../../src/serving/model-server';

const OLD = { app: 'chat-server', tier: 'ml' };
const metrics = ModelServer.http({ image: 'example.com/chat:v1', metricsPath: '/metrics' });

test('annotations of its pods are on them alone, beside those that follow from other props', () => {
  const { metadata, spec } = one(chat({ podAnnotations: { 'sidecar.istio.io/inject': 'false' }, server: metrics, monitoring: Monitoring.annotations() }), 'Deployment');
  expect(spec.template.metadata.annotations).toEqual({
    'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true',
    'prometheus.io/path': '/metrics',
    'prometheus.io/port': '8000',
    'prometheus.io/scrape': 'true',
    'sidecar.istio.io/inject': 'false',
  });
  expect(metadata).not.toHaveProperty('annotations');
});

test('node autoscalers may move its pods, or keep their nodes', () => {
  const annotations = (mayBeMoved?: boolean) => one(chat({ availability: { mayBeMoved } }), 'Deployment').spec.template.metadata.annotations;
  expect(annotations()).toEqual({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' });
  expect(annotations(true)).toEqual(annotations());
  expect(annotations(false)).toEqual({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false', 'karpenter.sh/do-not-disrupt': 'true' });
});

test('pods say which CUDA their image has', () => {
  const server = (cudaVersion: string) => ModelServer.http({ image: 'example.com/chat:v1', cudaVersion });
  expect(one(chat({ server: server('12.8') }), 'Deployment').spec.template.metadata.annotations).toMatchObject({ 'cdk8s-ml.dev/cuda-version': '12.8' });
  expect(refused({ server: server('twelve') })).toEqual([
    "'server.cudaVersion' must be a version of CUDA like 12.8, got \"twelve\"; take it from the image, where CUDA_VERSION says it",
  ]);
});

test('annotations that are illegal or not theirs to give are refused', () => {
  expect(refused({
    podAnnotations: { 'prometheus.io/scrape': 'false', 'cdk8s-ml.dev/model': 'x', 'a b': 'c' }, server: metrics, monitoring: Monitoring.annotations(),
  })).toEqual([
    "'podAnnotations.prometheus.io/scrape' must be an annotation of your own, got \"prometheus.io/scrape\"; leave it out; it is derived from the other properties",
    "'podAnnotations.cdk8s-ml.dev/model' must be an annotation of your own, got \"cdk8s-ml.dev/model\"; leave it out; it is derived from the other properties",
    "'podAnnotations.a b' must be under a legal annotation key, got \"a b\"; use letters, digits, '-', '_' and '.', with a DNS prefix if any",
  ]);
});

test('a Deployment that exists is taken over by its own selector, and everything selects its pods by it', () => {
  const team = new MlNamespace(prod(), 'nlp', { owner: 'nlp', costCenter: 'cc', commonLabels: { tier: 'web' } });
  const service = chat({ selectorLabels: OLD, server: metrics, monitoring: Monitoring.podMonitor() }, team);
  const { selector, template } = one(service, 'Deployment').spec;
  expect(selector).toEqual({ matchLabels: OLD });
  expect(template.metadata.labels).toMatchObject({ ...OLD, 'app.kubernetes.io/name': 'chat' });
  expect(template.spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector).toEqual({ matchLabels: OLD });
  expect(template.spec.topologySpreadConstraints[0].labelSelector).toEqual({ matchLabels: OLD });
  expect(one(service, 'Service').spec.selector).toEqual(OLD);
  expect(one(service, 'NetworkPolicy', 'chat').spec.podSelector).toEqual({ matchLabels: OLD });
  expect(one(service, 'PodDisruptionBudget').spec.selector).toEqual({ matchLabels: OLD });
  expect(one(service, 'PodMonitor').spec.selector).toEqual({ matchLabels: OLD });
  expect(service.peer._render()![0].podSelector).toEqual({ matchLabels: OLD });
});

test('a ServiceMonitor finds the Service by the name that it carries', () => {
  const service = chat({ selectorLabels: OLD, server: metrics, monitoring: Monitoring.serviceMonitor() });
  expect(one(service, 'ServiceMonitor').spec.selector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'chat' } });
});

test('what all of its objects are found by is the name by which its pods are selected', () => {
  const old = { 'app.kubernetes.io/name': 'old', 'app.kubernetes.io/instance': 'old-1' };
  const service = chat({ selectorLabels: { ...old, ...OLD }, server: metrics, configs: [Config.asEnv({ A: '1' })], monitoring: Monitoring.serviceMonitor() });
  for (const { kind, metadata } of objects(service)) {
    expect([kind, metadata.labels]).toEqual([kind, expect.objectContaining(old)]);
    expect([kind, metadata.labels.app]).toEqual([kind, undefined]);
  }
  expect(one(service, 'Deployment').spec.template.metadata.labels).toMatchObject({ ...old, ...OLD });
  expect(one(service, 'ServiceMonitor').spec.selector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'old' } });
});

test('a selector by labels that mean something else, or that a controller gives, is refused', () => {
  expect(refused({
    identity: Identity.azure('00000000-0000-0000-0000-000000000000'),
    selectorLabels: { 'azure.workload.identity/use': 'false', 'cdk8s-ml.dev/owner': 'zz', 'pod-template-hash': 'abc', 'app': 'chat' },
  })).toEqual([
    "'selectorLabels.azure.workload.identity/use' is false and 'identity' needs true; leave one of them out",
    "'selectorLabels.cdk8s-ml.dev/owner' must be a label of your own, got \"cdk8s-ml.dev/owner\"; leave it out; it is derived from the other properties",
    "'selectorLabels.pod-template-hash' must be a label that the Deployment itself gives, got \"pod-template-hash\"; leave it out; a controller sets it on the pods that it makes",
  ]);
  expect(refused({ identity: Identity.azure('00000000-0000-0000-0000-000000000000'), selectorLabels: { 'azure.workload.identity/use': 'true' } })).toEqual([]);
});

test('a selector of nothing, of what changes or of what is no label is refused', () => {
  expect(refused({ selectorLabels: {} })).toEqual([
    "'selectorLabels' must be at least one label, got {}; copy them from spec.selector.matchLabels of the Deployment, or leave them out",
  ]);
  expect(refused({ labels: { app: 'x' }, selectorLabels: { 'app': 'y', 'app.kubernetes.io/version': '1', 'a b': 'c' } })).toEqual([
    "'labels.app' is x and 'selectorLabels.app' is y; leave it out of the labels",
    "'selectorLabels.app.kubernetes.io/version' must be a label that stays, got \"app.kubernetes.io/version\"; leave it out; it changes with the release, and a selector never can",
    "'selectorLabels.a b' must be a legal label, got \"c\"; copy it from spec.selector.matchLabels of the Deployment",
  ]);
});
