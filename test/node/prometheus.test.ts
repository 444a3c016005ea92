import { join } from 'path';
import { Duration, Size } from 'cdk8s';
import { Cpu, MlChart, ModelServer, Monitoring, OnlineInference, OnlineInferenceProps, PrometheusScrape, Release, Resources, Scaling } from '../../src';
import { run } from './harness/command';
import { Image } from './harness/image';
import { Layer } from './harness/layer';
import { imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { INFERENCE_IMAGE, ServingNode, START_TIMEOUT } from './serving-node';

/** On a new machine Prometheus is built too. */
const BUILD_TIMEOUT = 20 * 60_000;

const TEAM = 'team-prometheus';
const PROMETHEUS_IMAGE = 'registry.example.com/prometheus:3';
/** The namespace that network policies let in by default, and one that they don't. */
const NAMESPACES = ['monitoring', 'elsewhere'];

let cluster: ServingNode;

beforeAll(async () => {
  const made = await run(join(__dirname, 'prometheus', 'build'), [], { showErrors: true, timeoutSeconds: BUILD_TIMEOUT / 1000 });
  cluster = await ServingNode.start({ [PROMETHEUS_IMAGE]: prometheusImage(made.trim()) });
  await cluster.apply([...manifestsOf(program), ...NAMESPACES.flatMap(prometheus)]);
  await Promise.all([cluster.rolledOut(TEAM, 'scraped', 'not-annotated'), ...NAMESPACES.map((namespace) => cluster.rolledOut(namespace, 'prometheus'))]);
}, START_TIMEOUT + BUILD_TIMEOUT);
afterAll(() => cluster?.stop());

function prometheusImage(made: string): Image {
  return new Image({
    layers: [Layer.files({ '/bin/prometheus': { copyOf: made, mode: 0o755 } }), Layer.openFolders('/tmp')],
    entrypoint: ['/bin/prometheus'],
    user: '65534:65534',
    ports: [9090],
  });
}

function program(chart: MlChart): void {
  const team = teamNamespace(chart, TEAM);
  const serve = (name: string, props: Partial<OnlineInferenceProps>) => new OnlineInference(team, name, {
    release: Release.of({ model: 'sentiment', version: '1.4.0' }),
    server: ModelServer.http({
      image: INFERENCE_IMAGE, imagePullPolicy, livenessPath: '/health', longestRequest: Duration.seconds(1), metricsPath: '/metrics',
    }),
    resources: Resources.burstable({ cpu: Cpu.millis(50), memory: Size.mebibytes(128) }),
    ...props,
  });
  serve('scraped', { scaling: Scaling.fixed(2), monitoring: Monitoring.annotations() });
  serve('not-annotated', { scaling: Scaling.fixed(1) });
}

/** A Prometheus with the configuration as it is generated, which may look for pods everywhere. */
function prometheus(namespace: string): object[] {
  const metadata = { name: 'prometheus', namespace };
  const labels = { app: 'prometheus' };
  const reader = { name: `prometheus-${namespace}` };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: reader,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: reader,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', ...reader },
      subjects: [{ kind: 'ServiceAccount', ...metadata }],
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'prometheus.yml': PrometheusScrape.annotatedPods() } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...metadata, labels },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: 'prometheus',
            containers: [{
              name: 'prometheus',
              image: PROMETHEUS_IMAGE,
              imagePullPolicy: 'IfNotPresent',
              args: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/tmp/prometheus'],
              readinessProbe: { httpGet: { path: '/-/ready', port: 9090 }, periodSeconds: 1 },
              volumeMounts: [{ name: 'config', mountPath: '/etc/prometheus' }],
            }],
            volumes: [{ name: 'config', configMap: { name: 'prometheus' } }],
          },
        },
      },
    },
  ];
}

/** Asks a Prometheus; each series with its labels and its value. */
async function query(namespace: string, expression: string): Promise<{ labels: Record<string, string>; value: string }[]> {
  const [{ status }] = (await cluster.node.plane.get(['pods', '-n', namespace, '-l', 'app=prometheus'])).items;
  const { body } = await cluster.node.request(`http://${status.podIP}:9090/api/v1/query?query=${encodeURIComponent(expression)}`);
  return JSON.parse(body).data.result.map(({ metric, value }: any) => ({ labels: metric, value: value[1] }));
}

test('Prometheus takes the generated configuration, finds and scrapes the annotated pods, each once, and knows of model and version', async () => {
  const pods = (await cluster.pods(TEAM, 'scraped')).map((pod) => pod.metadata.name).sort();
  await cluster.node.waitFor('two pods to be up', async () => {
    const series = await query('monitoring', 'up');
    return (series.length > 1 && series.every(({ value }) => value === '1')) || JSON.stringify(series);
  }, 90);
  const series = await query('monitoring', 'inference_requests_total');
  expect(series.map(({ labels }) => labels.pod).sort()).toEqual(pods);
  for (const { labels } of series) {
    expect(labels).toMatchObject({ namespace: TEAM, service: 'scraped', model: 'sentiment', model_version: '1.4.0' });
  }
});

test('from a namespace that was not named it finds them and is not let in', async () => {
  await cluster.node.waitFor('two pods to be down', async () => {
    const series = await query('elsewhere', 'up');
    return (series.length > 1 && series.every(({ value }) => value === '0')) || JSON.stringify(series);
  }, 90);
  expect(await query('elsewhere', 'inference_requests_total')).toEqual([]);
});
