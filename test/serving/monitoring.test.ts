import { Duration } from 'cdk8s';
import { chat, kinds, one, prod } from './service';
import { Cluster } from '../../src/cluster/cluster';
import { Monitoring } from '../../src/observability/monitoring';
import { ModelServer } from '../../src/serving/model-server';
import { HttpServerProps } from '../../src/serving/presets/http';

const server = (props: Partial<HttpServerProps>) => ModelServer.http({ image: 'registry.example.com/chat:v1', ...props });
const MOVABLE = { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' };
const TARGETS = ['cdk8s-ml.dev/model', 'cdk8s-ml.dev/model-version'];

test('annotations name the port and path of the metrics', () => {
  const annotations = (props: Partial<HttpServerProps>) => one(chat({ server: server(props), monitoring: Monitoring.annotations() }), 'Deployment').spec.template.metadata.annotations;
  expect(annotations({ metricsPath: '/stats' })).toEqual({ ...MOVABLE, 'prometheus.io/path': '/stats', 'prometheus.io/port': '8000', 'prometheus.io/scrape': 'true' });
  expect(annotations({ metricsPort: 9100 })).toEqual({ ...MOVABLE, 'prometheus.io/path': '/metrics', 'prometheus.io/port': '9100', 'prometheus.io/scrape': 'true' });
});

test('a PodMonitor asks the pods, every 30 seconds, and is found by its labels', () => {
  const service = chat({ server: server({ metricsPort: 9100 }), monitoring: Monitoring.podMonitor({ labels: { release: 'prometheus' } }) });
  const { metadata, spec } = one(service, 'PodMonitor');
  expect(metadata).toMatchObject({ labels: { 'release': 'prometheus', 'app.kubernetes.io/name': 'chat' }, name: 'chat', namespace: 'team-a' });
  expect(spec).toEqual({
    podMetricsEndpoints: [{ interval: '30s', path: '/metrics', port: 'metrics' }],
    podTargetLabels: TARGETS,
    selector: { matchLabels: { 'app.kubernetes.io/name': 'chat' } },
  });
  expect(one(service, 'Deployment').spec.template.metadata.annotations).toEqual(MOVABLE);
  expect(service.monitor?.kind).toBe('PodMonitor');
  expect(one(service, 'Service').spec.ports).toHaveLength(1);
});

test('metrics on the server\'s own port are asked there', () => {
  const service = chat({ server: server({ metricsPath: '/stats' }), monitoring: Monitoring.podMonitor({ interval: Duration.seconds(5) }) });
  expect(one(service, 'PodMonitor').spec.podMetricsEndpoints).toEqual([{ interval: '5s', path: '/stats', port: 'http' }]);
});

test('a ServiceMonitor asks a port of the Service, which gets one for it', () => {
  const service = chat({ server: server({ metricsPort: 9100 }), monitoring: Monitoring.serviceMonitor() });
  expect(one(service, 'ServiceMonitor').spec).toEqual({
    endpoints: [{ interval: '30s', path: '/metrics', port: 'metrics' }],
    selector: { matchLabels: { 'app.kubernetes.io/name': 'chat' } },
    targetLabels: TARGETS,
  });
  expect(one(service, 'Service').spec.ports).toEqual([
    { appProtocol: 'http', name: 'http', port: 80, targetPort: 'http' },
    { appProtocol: 'http', name: 'metrics', port: 9100, targetPort: 'metrics' },
  ]);
  expect(one(service, 'Service').metadata.labels['app.kubernetes.io/name']).toBe('chat');
});

test('without monitoring nobody asks', () => {
  const service = chat({ server: server({ metricsPort: 9100 }) });
  expect(kinds(service)).toHaveLength(5);
  expect(one(service, 'Deployment').spec.template.metadata.annotations).toEqual(MOVABLE);
});

test("a monitor carries the labels by which the cluster's Prometheus selects; its own win", () => {
  const labels = (cluster: Cluster | undefined, own?: { readonly [key: string]: string }) => one(
    chat({ server: server({ metricsPort: 9100 }), monitoring: Monitoring.podMonitor({ labels: own }) }, prod({ cluster })), 'PodMonitor').metadata.labels;
  const cluster = Cluster.of('prod', { monitorLabels: { release: 'prometheus', tier: 'ml' } });
  expect(labels(cluster)).toMatchObject({ release: 'prometheus', tier: 'ml' });
  expect(labels(cluster, { tier: 'web' })).toMatchObject({ release: 'prometheus', tier: 'web' });
  expect(labels(Cluster.of('prod'))).not.toHaveProperty('release');
});
