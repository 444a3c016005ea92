import { Example } from './example';
import { EXAMPLES, ExampleCluster, START_TIMEOUT } from './example-cluster';
import { ofKind } from './manifests';

let cluster: ExampleCluster;
beforeAll(async () => { cluster = await ExampleCluster.start(); }, START_TIMEOUT);
afterAll(async () => cluster?.stop());

/** A Deployment of one pod like those of `deployment`, beside them, with changes to its pod's spec. */
function copyOf(deployment: any, suffix: string, change: (pod: any) => void): any {
  const copy = JSON.parse(JSON.stringify(deployment));
  const labels = { copy: `${deployment.metadata.name}-${suffix}` };
  copy.metadata.name = labels.copy;
  copy.spec.replicas = 1;
  copy.spec.selector = { matchLabels: labels };
  copy.spec.template.metadata.labels = labels;
  change(copy.spec.template.spec);
  return copy;
}

/** The scheduler's verdict on the one pod of a Deployment: the node that it took, or why there is none. */
async function verdictOn(deployment: any): Promise<{ node?: string; message?: string }> {
  let verdict: { node?: string; message?: string } = {};
  await cluster.control.waitFor(`verdict of the scheduler on ${deployment.metadata.name}`, async () => {
    const [pod] = await cluster.podsOf(deployment);
    const condition = pod?.status.conditions?.find(({ type }: any) => type === 'PodScheduled');
    verdict = { node: pod?.spec.nodeName, message: condition?.message };
    return condition?.status === 'True' || condition?.reason === 'Unschedulable';
  }, 60);
  return verdict;
}

const deploymentsOf = (example: Example) => ofKind(example.manifests, 'Deployment');
const tolerating = () => EXAMPLES.flatMap((name) => deploymentsOf(cluster.example(name))).filter(({ spec }) => spec.template.spec.tolerations);

/** Applies a copy, asks the scheduler, and takes it away again. */
async function tried(deployment: any, suffix: string, change: (pod: any) => void): Promise<{ node?: string; message?: string }> {
  const copy = copyOf(deployment, suffix, change);
  await cluster.control.applyStrict(JSON.stringify(copy));
  const verdict = await verdictOn(copy);
  await cluster.control.run(['delete', 'deployment', copy.metadata.name, '-n', copy.metadata.namespace, '--wait=false']);
  return verdict;
}

beforeAll(async () => {
  for (const name of EXAMPLES) await cluster.bringUp(name);
});

// what the rendered toleration and selector are for: each without the other leaves the pod without a node
test('a pod for accelerators finds no node without its toleration, and none without its label', async () => {
  expect(tolerating().map(({ metadata }) => metadata.name)).toContain('image-embedder');
  for (const deployment of tolerating()) {
    expect((await tried(deployment, 'same', () => {})).node).toBeDefined();
    const without = await tried(deployment, 'not-tolerant', (pod) => { delete pod.tolerations; });
    expect(without.node).toBeUndefined();
    expect(without.message).toContain('untolerated taint');
    const elsewhere = await tried(deployment, 'elsewhere', (pod) => { pod.nodeSelector = { accelerator: 'another-card' }; });
    expect(elsewhere.node).toBeUndefined();
    expect(elsewhere.message).toContain('didn\'t match Pod\'s node affinity/selector');
  }
});

// the nodes with accelerators have room for it: only their taint keeps it away
test('a pod without accelerators is kept off the nodes that have them', async () => {
  const [gpu] = tolerating();
  const { nodeSelector, tolerations } = gpu.spec.template.spec;
  const plain = EXAMPLES.flatMap((name) => deploymentsOf(cluster.example(name))).filter(({ spec }) => !spec.template.spec.tolerations);
  expect(plain.length).toBeGreaterThan(2);
  for (const deployment of plain) {
    const kept = await tried(deployment, 'selecting', (pod) => Object.assign(pod, { nodeSelector }));
    expect(kept.node).toBeUndefined();
    expect(kept.message).toContain('untolerated taint');
    expect((await tried(deployment, 'tolerant', (pod) => Object.assign(pod, { nodeSelector, tolerations }))).node).toBeDefined();
  }
});
