import { App } from 'cdk8s';
import fc from 'fast-check';
import { ApiClient } from './api-client';
import { ExampleCluster, START_TIMEOUT } from './example-cluster';
import { ofKind } from './manifests';
import { CLUSTER, SERVICE_PROPS } from './service-programs';
import { Config, ConfigChange, MlChart, ModelServer, OnlineInference, OnlineInferenceProps, Release } from '../../src';
import { judge } from '../../src/rules/judge';

const NAMESPACE = 'services';
const PROGRAMS = 400;

let cluster: ExampleCluster;
let client: ApiClient;
beforeAll(async () => {
  cluster = await ExampleCluster.start();
  client = new ApiClient(cluster.control.kubeconfig);
  await cluster.makeNamespace(NAMESPACE);
}, START_TIMEOUT);
afterAll(async () => {
  client?.close();
  await cluster?.stop();
});

/** The manifests of one service; nothing if the library refuses its properties. */
function manifestsOf(props: OnlineInferenceProps): any[] | undefined {
  const chart = new MlChart(new App(), 'services', { namespace: NAMESPACE, cluster: CLUSTER });
  try {
    new OnlineInference(chart, 'service', props);
  } catch (error) {
    if ((error as Error).name === 'Refused') return undefined;
    throw error;
  }
  return chart.toJson();
}

/** Paths of what was sent and is not in the answer: a field whose feature is off on the server is dropped without a word. */
function lost(sent: any, got: any, path = ''): string[] {
  if (typeof sent !== 'object' || sent === null) {
    // 0, false and '' are what is not written means
    return got === undefined && sent ? [path] : [];
  }
  return Object.entries(sent).flatMap(([key, value]) => lost(value, got?.[key], `${path}.${key}`));
}

// fails if any combination of properties renders a field, a name or a value that the API server refuses, warns of or drops;
// or if a rule that speaks for the API server calls an error what it takes
test(`whatever the properties, what the library renders is taken by the API server as it is: ${PROGRAMS} programs`, async () => {
  let taken = 0;
  const kinds = new Set<string>();
  await fc.assert(fc.asyncProperty(SERVICE_PROPS, async (props) => {
    const manifests = manifestsOf(props);
    fc.pre(manifests !== undefined);
    taken++;
    const errors = judge(manifests!.map((manifest) => ({ manifest, path: 'test', cluster: CLUSTER })), []).filter(({ rule }) => rule.startsWith('ML-API-'));
    expect(errors).toEqual([]);
    for (const manifest of manifests!) {
      kinds.add(manifest.kind);
      const { code, body, warnings } = await client.dryRun(manifest, NAMESPACE);
      const what = `${manifest.kind}/${manifest.metadata.name}`;
      expect({ what, code, refusal: code === 201 ? undefined : body.message, warnings }).toEqual({ what, code: 201, refusal: undefined, warnings: [] });
      expect({ what, lost: lost(manifest, body) }).toEqual({ what, lost: [] });
    }
  }), { numRuns: PROGRAMS, seed: 20261121, maxSkipsPerRun: 20, endOnFailure: false });
  expect(taken).toBeGreaterThanOrEqual(PROGRAMS);
  expect([...kinds].sort()).toEqual([
    'ConfigMap', 'CronJob', 'Deployment', 'GRPCRoute', 'HTTPRoute', 'HorizontalPodAutoscaler', 'Ingress', 'NetworkPolicy', 'PodDisruptionBudget', 'PodMonitor', 'ResourceClaimTemplate',
    'Role', 'RoleBinding', 'ScaledObject', 'Service', 'ServiceAccount', 'ServiceMonitor', 'VerticalPodAutoscaler',
  ]);
}, 600_000);

describe('configuration that is kept', () => {
  const service = (threshold: string): any[] => manifestsOf({
    release: Release.of({ model: 'mock', version: '1' }),
    server: ModelServer.mock(),
    configs: [Config.asFiles('/etc/thresholds', { 'thresholds.json': threshold }, { onChange: ConfigChange.KEEP, name: 'thresholds' })],
  })!;
  const apply = (manifests: any[]) => cluster.control.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }));

  // fails if the content gets into the name of the ConfigMap, an annotation of the pods or anything else of their template
  test('changes under pods that go on', async () => {
    const [deployment] = ofKind(service('{"low":1}'), 'Deployment');
    expect(await apply(service('{"low":1}'))).toEqual({ warnings: [] });
    await cluster.rollOut([deployment]);
    const before = (await cluster.podsOf(deployment)).map(({ metadata }) => metadata.uid).sort();
    expect(before.length).toBe(2);

    expect(await apply(service('{"low":2}'))).toEqual({ warnings: [] });
    await cluster.rollOut([deployment]);
    expect((await cluster.podsOf(deployment)).map(({ metadata }) => metadata.uid).sort()).toEqual(before);
    const { data } = await cluster.control.get(['configmap', 'thresholds', '-n', NAMESPACE]);
    expect(data).toEqual({ 'thresholds.json': '{"low":2}' });
  });

  // a subPath mount never sees a change
  test('is mounted whole', () => {
    const [{ spec }] = ofKind(service('{}'), 'Deployment');
    const mount = spec.template.spec.containers[0].volumeMounts.find(({ mountPath }: any) => mountPath === '/etc/thresholds');
    expect(mount.subPath).toBeUndefined();
  });
});
