import { App, Size } from 'cdk8s';
import { ExampleCluster, START_TIMEOUT } from './example-cluster';
import { ofKind } from './manifests';
import { nodesOf, POOL_LABEL } from './nodes';
import { Accelerator, Cluster, Cpu, MlChart, ModelServer, NodePool, OnlineInference, Placement, Release, Resources, Scaling } from '../../src';

const NAMESPACE = 'pools';

/** One node of each; the ones that are preferred are the smaller ones, which the scheduler by itself would fill last. */
const gpus = (name: string, accelerator: Accelerator, perNode: number) => NodePool.gpu(name, {
  accelerator, perNode, cpu: Cpu.units(8 * perNode), memory: Size.gibibytes(64 * perNode), maxNodes: 1, labels: { card: name },
});
const FACTS = Cluster.of('pools', {
  pools: [gpus('cheap', Accelerator.NVIDIA_T4, 1), gpus('middle', Accelerator.NVIDIA_L4, 2), gpus('never', Accelerator.NVIDIA_H100, 8)],
});

/** Cards in the pools of the service; the library refuses a pod more. */
const CARDS = 3;

function service(replicas: number): any[] {
  const chart = new MlChart(new App(), 'pools', { namespace: NAMESPACE, cluster: FACTS });
  new OnlineInference(chart, 'embedder', {
    release: Release.of({ model: 'embedder', version: '1' }),
    server: ModelServer.http({ image: 'registry.example.com/embedder:1' }),
    resources: Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(8) }),
    placement: Placement.of({ pools: [FACTS.pool('cheap'), FACTS.pool('middle')], gpus: 1 }),
    scaling: Scaling.fixed(Math.min(replicas, CARDS)),
  });
  const manifests = chart.toJson();
  ofKind(manifests, 'Deployment')[0].spec.replicas = replicas;
  return manifests;
}

let cluster: ExampleCluster;
beforeAll(async () => {
  cluster = await ExampleCluster.start();
  for (const node of FACTS.pools.flatMap((pool) => nodesOf('pools', pool))) await cluster.control.addNode(node);
  await cluster.makeNamespace(NAMESPACE);
}, START_TIMEOUT);
afterAll(async () => cluster?.stop());

const [deployment] = ofKind(service(1), 'Deployment');
const apply = (replicas: number) => cluster.control.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: service(replicas) }));

/** The pools that the service's pods are on, by name; `pending` for one that has no node. */
async function poolsInUse(): Promise<string[]> {
  const { items } = await cluster.control.get(['nodes']);
  const poolOf = new Map<string, string>(items.map(({ metadata }: any) => [metadata.name, metadata.labels[POOL_LABEL]]));
  return (await cluster.podsOf(deployment)).map(({ spec }) => poolOf.get(spec.nodeName)?.replace('pools-', '') ?? 'pending').sort();
}

const toBeOn = (...pools: string[]) => cluster.control.waitFor(`pods on ${pools.join(', ')}`, async () => {
  const now = await poolsInUse();
  return JSON.stringify(now) === JSON.stringify([...pools].sort()) || now.join(', ');
}, 60);

// fails if the order of the pools gets lost, if a pool is only allowed and not preferred, or if any node with a card will do
test('several pools are used in their order, and no other', async () => {
  expect(await apply(1)).toEqual({ warnings: [] });
  await toBeOn('cheap');
  await apply(2);
  await toBeOn('cheap', 'middle');
  await apply(3);
  await toBeOn('cheap', 'middle', 'middle');
  // eight cards are free on a node that is not among them
  await apply(4);
  await toBeOn('cheap', 'middle', 'middle', 'pending');
});

test('the pod without a node is told why', async () => {
  const [pending] = (await cluster.podsOf(deployment)).filter(({ spec }) => spec.nodeName === undefined);
  await cluster.control.waitFor('the verdict of the scheduler', async () => {
    const { status } = await cluster.control.get(['pod', pending.metadata.name, '-n', NAMESPACE]);
    const { reason, message } = status.conditions.find(({ type }: any) => type === 'PodScheduled');
    return (reason === 'Unschedulable' && message.includes('2 Insufficient nvidia.com/gpu')) || message;
  }, 60);
});
