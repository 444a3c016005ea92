import { Cluster } from '../../src/cluster/cluster';
import { MetricsPipeline } from '../../src/cluster/metrics-pipeline';
import { KedaAuthMode, MetricsApi } from '../../src/cluster/metrics-pipeline-props';
import { problemsOf } from '../serving/service';

const prometheus = 'http://prometheus.monitoring:9090';

test('each is a way to one API, and is called by what makes it', () => {
  const all = [MetricsPipeline.resource(), MetricsPipeline.customMetrics(), MetricsPipeline.externalMetrics(), MetricsPipeline.keda({ prometheus }), MetricsPipeline.keda()];
  expect(all.map(({ api }) => api)).toEqual([MetricsApi.RESOURCE, MetricsApi.CUSTOM, MetricsApi.EXTERNAL, MetricsApi.KEDA, MetricsApi.KEDA]);
  expect(all.map(String)).toEqual([
    'MetricsPipeline.resource()', 'MetricsPipeline.customMetrics()', 'MetricsPipeline.externalMetrics()', "MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })", 'MetricsPipeline.keda()',
  ]);
  expect(MetricsPipeline.keda()._keda).toBeUndefined();
});

test('an adapter lists a series by its own name, unless it is told otherwise', () => {
  const adapter = MetricsPipeline.customMetrics({ names: { 'vllm:num_requests_waiting': 'vllm_num_requests_waiting' } });
  expect([adapter._nameOf('vllm:num_requests_waiting'), adapter._nameOf('te_queue_size'), MetricsPipeline.customMetrics()._nameOf('vllm:num_requests_waiting')])
    .toEqual(['vllm_num_requests_waiting', 'te_queue_size', 'vllm:num_requests_waiting']);
});

test('a cluster has none until it declares them, and hands out copies', () => {
  expect(Cluster.of('prod').metrics).toEqual([]);
  const cluster = Cluster.of('prod', { metrics: [MetricsPipeline.resource()] });
  cluster.metrics.pop();
  expect(cluster.metrics).toHaveLength(1);
});

test('takes addresses of Prometheus, with a path too', () => {
  for (const address of [prometheus, 'https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1', 'http://[fd00::1]:9090', 'http://thanos.monitoring.svc:9091']) {
    expect(() => MetricsPipeline.keda({ prometheus: address })).not.toThrow();
  }
});

test('names every violation', () => {
  for (const address of ['prometheus:9090', 'http://prometheus/', 'http://prometheus?x=1', 'http://prome theus', '']) {
    expect(problemsOf(() => MetricsPipeline.keda({ prometheus: address }))).toEqual([
      `[MetricsPipeline.keda] 'prometheus' must be the address of Prometheus without a slash at its end, got ${JSON.stringify(address)}; write for example "http://prometheus.monitoring:9090"`,
    ]);
  }
  expect(problemsOf(() => MetricsPipeline.keda({ prometheus, authentication: { name: 'a b', modes: [KedaAuthMode.BASIC] } }))).toEqual([
    "[MetricsPipeline.keda] 'authentication.name' must be the name of an object, got \"a b\"; copy it from 'kubectl get triggerauthentications'",
  ]);
  expect(problemsOf(() => MetricsPipeline.keda({ authentication: { name: 'prometheus' } }))).toEqual([
    "[MetricsPipeline.keda] 'prometheus' must be the address of the Prometheus to which authentication shows who KEDA is, got nothing; write for example \"http://prometheus.monitoring:9090\", or leave authentication out",
  ]);
  expect(problemsOf(() => Cluster.of('prod', { metrics: [MetricsPipeline.resource(), MetricsPipeline.resource()] }))).toEqual([
    "[cluster prod] 'metrics' must be pipelines of different APIs, got [\"metrics.k8s.io\",\"metrics.k8s.io\"]; leave out the second of each",
  ]);
  expect(problemsOf(() => Cluster.of('prod', { metrics: ['keda'] as any }))).toEqual([
    "[Cluster.of] 'metrics[0]' must be a MetricsPipeline, got \"keda\"; write MetricsPipeline.keda()",
  ]);
});
