import { App, Size } from 'cdk8s';
import { START_TIMEOUT } from './example-cluster';
import { ControlPlane } from './harness/control-plane';
import { ofKind } from './manifests';
import {
  Accelerator, Cluster, Cpu, DeviceClass, KubernetesVersion, MlChart, MlNamespace, ModelServer, NodePool, OnlineInference, Placement, Quota, Release, Resources, Scaling,
} from '../../src';
import { judge } from '../../src/rules/judge';

const DEVICES = 'gpu.nvidia.com.deviceclass.resource.k8s.io/devices';
const pool = (name: string, accelerator: Accelerator) => NodePool.gpu(name, {
  accelerator, perNode: 2, cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 1, labels: { card: name }, deviceClass: DeviceClass.NVIDIA_GPU,
});
const FACTS = Cluster.of('dra', { pools: [pool('l4', Accelerator.NVIDIA_L4), pool('l40s', Accelerator.NVIDIA_L40S)] });

/** A team with a service on the pools of a card each. */
function program(namespace: string, replicas: number, pools: string[]): any[] {
  const chart = new MlChart(new App(), namespace, { cluster: FACTS });
  const team = new MlNamespace(chart, namespace, {
    owner: 'nlp', costCenter: 'cc', quota: Quota.of({ pods: 20, deviceClasses: [{ deviceClass: DeviceClass.NVIDIA_GPU, count: 10 }] }),
  });
  new OnlineInference(team, 'chat', {
    release: Release.of({ model: 'chat', version: '1' }),
    server: ModelServer.http({ image: 'registry.example.com/chat:1' }),
    resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(1) }),
    placement: Placement.of({ pools: pools.map((name) => FACTS.pool(name)), gpus: 1 }),
    scaling: Scaling.fixed(replicas),
  });
  return chart.toJson();
}

/**
 * What NVIDIA's driver publishes of a node.
 * @see https://github.com/NVIDIA/k8s-dra-driver-gpu/blob/main/cmd/gpu-kubelet-plugin/deviceinfo.go
 */
const slice = (nodeName: string, productName: string) => ({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceSlice',
  metadata: { name: `${nodeName}-gpu.nvidia.com` },
  spec: {
    driver: 'gpu.nvidia.com',
    nodeName,
    pool: { generation: 1, name: nodeName, resourceSliceCount: 1 },
    devices: [0, 1].map((i) => ({ name: `gpu-${i}`, attributes: { type: { string: 'gpu' }, productName: { string: productName } }, capacity: { memory: { value: '23034Mi' } } })),
  },
});
/** @see https://github.com/NVIDIA/k8s-dra-driver-gpu/blob/main/deployments/helm/dra-driver-nvidia-gpu/templates/deviceclass-gpu.yaml */
const CLASS = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'DeviceClass',
  metadata: { name: 'gpu.nvidia.com' },
  spec: { selectors: [{ cel: { expression: "device.driver == 'gpu.nvidia.com' && device.attributes['gpu.nvidia.com'].type == 'gpu'" } }] },
};

let cluster: ControlPlane;
const apply = (items: object[]) => cluster.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
beforeAll(async () => {
  cluster = await ControlPlane.start({ crds: false });
  const nodes: [name: string, card: string, product: string][] = [['l4-0', 'l4', 'NVIDIA L4'], ['l40s-0', 'l40s', 'NVIDIA L40S'], ['mislabelled', 'l4', 'NVIDIA T4']];
  for (const [name, card] of nodes) {
    await cluster.addNode({ name, labels: { card }, taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }], capacity: { 'cpu': '8', 'memory': '32Gi', 'ephemeral-storage': '100Gi' } });
  }
  await apply([CLASS, ...nodes.map(([name, , product]) => slice(name, product))]);
}, START_TIMEOUT);
afterAll(async () => cluster?.stop());

/** Nodes of the pods of a service; `pending` for one without. */
async function nodesOf(namespace: string, name = 'chat'): Promise<string[]> {
  const { items } = await cluster.get(['pods', '-n', namespace, '-l', `app.kubernetes.io/name=${name}`]);
  return items.filter(({ metadata }: any) => metadata.deletionTimestamp === undefined).map(({ spec }: any) => spec.nodeName ?? 'pending').sort();
}
const settles = (namespace: string, nodes: string[], name?: string) => cluster.waitFor(`pods of ${name ?? 'chat'} in ${namespace} on ${nodes.join(', ')}`, async () => {
  const now = await nodesOf(namespace, name);
  return now.join() === nodes.join() || now.join();
}, 60);
const remove = (namespace: string) => cluster.run(['delete', 'namespace', namespace, '--wait=true', '--timeout=120s'], { timeoutSeconds: 130 });

/** Applies what bounds a namespace before what runs there: a quota of one device refuses nothing until the API server has read that it is counted. */
async function applyBounded(manifests: any[]): Promise<void> {
  await apply(manifests.filter(({ kind }) => kind !== 'Deployment'));
  const [{ metadata: { namespace }, spec: { spec } }] = ofKind(manifests, 'ResourceClaimTemplate');
  const two = { ...spec, devices: { requests: spec.devices.requests.map((request: any) => ({ ...request, exactly: { ...request.exactly, count: 2 } })) } };
  const claim = { apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaim', metadata: { name: 'two', namespace }, spec: two };
  await cluster.waitFor(`the quota of ${namespace} to count devices`, async () => {
    const { stdout, stderr } = await cluster.kubectl(['create', '--dry-run=server', '-f', '-'], { stdin: JSON.stringify(claim) });
    return stderr.includes('exceeded quota') || stdout + stderr;
  }, 60);
  await apply(manifests);
}

/** Waits until the quota of a namespace has counted one device, and no other. */
const countsOne = (namespace: string, key: string) => cluster.waitFor(`the quota of ${namespace} to have counted one device`, async () => {
  const [{ status }] = (await cluster.get(['resourcequotas', '-n', namespace])).items;
  return status.used?.[key] === '1' || JSON.stringify(status);
}, 60);

// fails if the server knows a field otherwise, if the selector is no legal CEL, or selects by a name that the driver does not give
test('the real scheduler gives a pod the cards of the product that the claim asks for, and no others', async () => {
  // a third card is what the pool has not, and the library knows
  expect(() => program('claims', 3, ['l4'])).toThrow(/ML-CAP-005.*needs 3 gpu\.nvidia\.com\.deviceclass\.resource\.k8s\.io\/devices/);
  const manifests = program('claims', 2, ['l4']);
  ofKind(manifests, 'Deployment')[0].spec.replicas = 3;
  expect(await apply(manifests)).toEqual({ warnings: [] });
  // the node with the label and another card stays empty
  await settles('claims', ['l4-0', 'l4-0', 'pending']);
  const { items } = await cluster.get(['resourceclaims', '-n', 'claims']);
  const allocated = items.flatMap(({ status }: any) => status?.allocation?.devices.results ?? []);
  expect(allocated.map(({ pool: from, device }: any) => `${from}/${device}`).sort()).toEqual(['l4-0/gpu-0', 'l4-0/gpu-1']);
  await cluster.waitFor('the verdict of the scheduler', async () => {
    const [waiting] = (await cluster.get(['pods', '-n', 'claims'])).items.filter(({ spec }: any) => spec.nodeName === undefined);
    const message = waiting?.status.conditions?.find(({ type }: any) => type === 'PodScheduled')?.message ?? '';
    return message.includes('cannot allocate all claims') || message;
  }, 60);
  expect(await nodesOf('claims')).toEqual(['l4-0', 'l4-0', 'pending']);
  await remove('claims');
});

test('of several pools one card of either product', async () => {
  await apply(program('several', 4, ['l4', 'l40s']));
  await settles('several', ['l4-0', 'l4-0', 'l40s-0', 'l40s-0']);
  await remove('several');
});

// the quota refuses the claim and not the pod, which waits
test('a quota of the class grants so many devices', async () => {
  const manifests = program('quota', 2, ['l4']);
  // such a program is refused by the library itself
  ofKind(manifests, 'ResourceQuota')[0].spec.hard[DEVICES] = '1';
  await applyBounded(manifests);
  await settles('quota', ['l4-0', 'pending']);
  await countsOne('quota', DEVICES);
  expect((await cluster.get(['resourceclaims', '-n', 'quota'])).items).toHaveLength(1);
  await remove('quota');
});

// fails if the server counts claimed devices under other keys than the library does
test('so does one of the extended resource that the class maps to its devices', async () => {
  await apply([{ ...CLASS, spec: { ...CLASS.spec, extendedResourceName: 'example.com/gpu' } }]);
  for (const [i, key] of ['requests.example.com/gpu', 'requests.deviceclass.resource.kubernetes.io/gpu.nvidia.com'].entries()) {
    const manifests = program(`mapped-${i}`, 2, ['l4']);
    const [quota] = ofKind(manifests, 'ResourceQuota');
    delete quota.spec.hard[DEVICES];
    quota.spec.hard[key] = '1';
    const known = Cluster.of('dra', { version: KubernetesVersion.V1_36 });
    const mapped = { ...CLASS, spec: { extendedResourceName: 'example.com/gpu' } };
    const said = judge([...manifests, mapped].map((manifest) => ({ manifest, path: 'case', cluster: known })), []).filter(({ rule }) => rule === 'ML-CAP-002');
    expect(said.map(({ message }) => message)[0]).toContain(`raise its ${key} to 2`);
    await applyBounded(manifests);
    await settles(`mapped-${i}`, ['l4-0', 'pending']);
    await countsOne(`mapped-${i}`, key);
    await remove(`mapped-${i}`);
  }
  await apply([CLASS]);
});

// why WarmCapacity refuses what claims devices; once this fails, it need not any more
test('the scheduler puts no pod out for the sake of devices', async () => {
  const manifests = program('priorities', 1, ['l4']);
  const [chat] = ofKind(manifests, 'Deployment');
  const low = JSON.parse(JSON.stringify(chat));
  low.metadata.name = 'low';
  low.spec.selector.matchLabels = { 'app.kubernetes.io/name': 'low' };
  Object.assign(low.spec, { replicas: 2 });
  low.spec.template.metadata.labels = { 'app.kubernetes.io/name': 'low' };
  low.spec.template.spec.priorityClassName = 'low';
  await apply([{ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'low' }, value: -10 }, ...manifests.filter((manifest) => manifest !== chat), low]);
  await settles('priorities', ['l4-0', 'l4-0'], 'low');
  await apply([chat]);
  await cluster.waitFor('the verdict of the scheduler', async () => {
    const { items: [pod] } = await cluster.get(['pods', '-n', 'priorities', '-l', 'app.kubernetes.io/name=chat']);
    const message = pod?.status.conditions?.find(({ type }: any) => type === 'PodScheduled')?.message ?? '';
    return (message.includes('cannot allocate all claims') && message.includes('preemption:')) || message;
  }, 60);
  expect(await nodesOf('priorities', 'low')).toEqual(['l4-0', 'l4-0']);
});
