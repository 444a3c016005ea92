import { App, Size } from 'cdk8s';
import { ExampleCluster, START_TIMEOUT } from './example-cluster';
import { ofKind } from './manifests';
import { Cpu, MlChart, ModelServer, OnlineInference, OnlineInferenceProps, Release, Resources, Scaling } from '../../src';

const NAMESPACE = 'takeover';
/** A Deployment as somebody wrote it by hand, or Helm made it: other labels, another name of the container. */
const LABELS = { app: 'legacy', tier: 'models' };
const EXISTING = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'chat', namespace: NAMESPACE },
  spec: {
    replicas: 2,
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: {
        containers: [{
          name: 'web',
          image: 'registry.example.com/chat:0.9.0',
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        }],
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      },
    },
  },
};

function service(props: Partial<OnlineInferenceProps>): any[] {
  const chart = new MlChart(new App(), 'takeover', { namespace: NAMESPACE });
  new OnlineInference(chart, 'chat', {
    release: Release.of({ model: 'chat', version: '1.0.0' }),
    server: ModelServer.http({ image: 'registry.example.com/chat:1.0.0' }),
    resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(1) }),
    scaling: Scaling.fixed(2),
    ...props,
  });
  return chart.toJson();
}

let cluster: ExampleCluster;
beforeAll(async () => {
  cluster = await ExampleCluster.start();
  await cluster.makeNamespace(NAMESPACE);
}, START_TIMEOUT);
afterAll(async () => cluster?.stop());

const apply = (items: any[]) => cluster.control.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
const live = () => cluster.control.get(['deployment', 'chat', '-n', NAMESPACE]);

test('a Deployment that exists goes on under its own selector and with one container; without its labels it cannot be taken over', async () => {
  await apply([EXISTING]);
  await cluster.rollOut([EXISTING]);
  const { uid } = (await live()).metadata;

  await expect(apply(ofKind(service({}), 'Deployment'))).rejects.toThrow(/field is immutable/);

  const taken = service({ selectorLabels: LABELS, names: { container: 'web' } });
  await apply(taken);
  await cluster.rollOut(taken);
  const { metadata, spec } = await live();
  expect(metadata.uid).toBe(uid);
  expect(spec.template.spec.containers.map(({ name, image }: any) => [name, image])).toEqual([['web', 'registry.example.com/chat:1.0.0']]);
  expect((await cluster.podsOf(ofKind(taken, 'Deployment')[0])).map((pod) => pod.spec.containers.length)).toEqual([1, 1]);
});

test('under another name of the container there are two', async () => {
  await apply(service({ selectorLabels: LABELS, names: { container: 'web' } }));
  // as if the one that exists were not ours to prune: what kubectl did not apply itself, it leaves
  await cluster.control.run(['annotate', 'deployment/chat', '-n', NAMESPACE, 'kubectl.kubernetes.io/last-applied-configuration-']);
  await apply(service({ selectorLabels: LABELS }));
  expect((await live()).spec.template.spec.containers.map(({ name }: any) => name).sort()).toEqual(['server', 'web']);
});
