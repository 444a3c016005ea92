import { App, Size } from 'cdk8s';
import { START_TIMEOUT } from './example-cluster';
import { ControlPlane } from './harness/control-plane';
import { ofKind } from './manifests';
import { Cpu, MlChart, ModelServer, OnlineInference, Release, Resources, Rollout, Scaling, WarmCapacity } from '../../src';

const NAMESPACE = 'warm';

/** A service and room for one more of its pods; each fills a node. */
function program(replicas: number): any[] {
  const chart = new MlChart(new App(), 'warm', { namespace: NAMESPACE });
  const service = new OnlineInference(chart, 'chat', {
    release: Release.of({ model: 'chat', version: '1' }),
    server: ModelServer.http({ image: 'registry.example.com/chat:1' }),
    resources: Resources.guaranteed({ cpu: Cpu.units(3), memory: Size.gibibytes(4) }),
    scaling: Scaling.fixed(replicas),
    rollout: Rollout.replaceInPlace(),
  });
  new WarmCapacity(chart, 'chat-warm', { workload: service, replicas: 1 });
  return chart.toJson();
}

let cluster: ControlPlane;
const addNode = (name: string) => cluster.addNode({ name, labels: {}, capacity: { 'cpu': '4', 'memory': '16Gi', 'ephemeral-storage': '100Gi' } });
beforeAll(async () => {
  cluster = await ControlPlane.start({ crds: false });
  await cluster.run(['create', 'namespace', NAMESPACE]);
  await cluster.run(['label', 'namespace', NAMESPACE, 'pod-security.kubernetes.io/enforce=restricted', 'pod-security.kubernetes.io/warn=restricted']);
  await addNode('first');
  await addNode('second');
}, START_TIMEOUT);
afterAll(async () => cluster?.stop());

const apply = (replicas: number) => cluster.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: program(replicas) }));

/** The nodes of the pods of a workload that do not leave, `pending` for one without. */
async function nodesOf(name: string): Promise<string[]> {
  const { items } = await cluster.get(['pods', '-n', NAMESPACE, '-l', `app.kubernetes.io/name=${name}`]);
  return items.filter(({ metadata }: any) => metadata.deletionTimestamp === undefined).map(({ spec }: any) => spec.nodeName ?? 'pending').sort();
}

const settles = (what: string, chat: (nodes: string[]) => boolean, warm: (nodes: string[]) => boolean) => cluster.waitFor(what, async () => {
  const [pods, placeholders] = [await nodesOf('chat'), await nodesOf('chat-warm')];
  return (chat(pods) && warm(placeholders)) || `chat ${pods.join(', ')}; placeholders ${placeholders.join(', ')}`;
}, 40);
const running = (count: number) => (nodes: string[]) => nodes.length === count && !nodes.includes('pending');

// fails if the placeholder is as important as the service, is of another size, stands on other nodes, or takes its time to go
test('a placeholder holds room, gives way to a real pod at once, and asks for room again', async () => {
  expect(await apply(1)).toEqual({ warnings: [] });
  await settles('a pod and a placeholder on a node each', running(1), running(1));

  const started = Date.now();
  await apply(2);
  await settles('the second pod in the place of the placeholder', running(2), (nodes) => nodes.join() === 'pending');
  expect(Date.now() - started).toBeLessThan(40_000);
  let putOut: string[] = [];
  await cluster.waitFor('the scheduler to say whom it put out', async () => {
    const { items } = await cluster.get(['events', '-n', NAMESPACE, '--field-selector', 'reason=Preempted']);
    putOut = items.map(({ involvedObject }: any) => involvedObject.name);
    return putOut.length > 0;
  }, 60);
  expect(putOut).toEqual([expect.stringMatching(/^chat-warm-/)]);

  // what a node autoscaler sees: a pod without a node, and that its priority is not below what it makes nodes for
  const [placeholder] = (await cluster.get(['pods', '-n', NAMESPACE, '-l', 'app.kubernetes.io/name=chat-warm'])).items;
  expect([placeholder.spec.priority, placeholder.spec.preemptionPolicy]).toEqual([-10, 'Never']);
  await addNode('third');
  await settles('the placeholder on the new node', running(2), running(1));
});

test('a placeholder puts nobody out', async () => {
  const [chat] = ofKind(program(3), 'Deployment').filter(({ metadata }) => metadata.name === 'chat');
  await cluster.applyStrict(JSON.stringify(chat));
  await settles('three pods, and no room for the placeholder', running(3), (nodes) => nodes.join() === 'pending');
});
