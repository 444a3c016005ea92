import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { importNodes } from '../../../src/cli/import-nodes/import-nodes';
import { poolsOf } from '../../../src/cli/import-nodes/pools';
import { readNodes } from '../../../src/cli/import-nodes/read-nodes';
import { Cluster } from '../../../src/cluster/cluster';
import { NodePool } from '../../../src/cluster/node-pool';
import { ACCELERATOR_MEMORY } from '../../../src/manifest/annotations';
import { judge } from '../../../src/rules/judge';

const listed = (provider: string) => readFileSync(join(__dirname, 'nodes', `${provider}.json`), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'import-nodes-'));
let files = 0;

/** The cluster that the written file is read as. */
function imported(json: string): Cluster {
  const path = join(folder, `${files++}.yaml`);
  writeFileSync(path, importNodes(json, 'prod').text);
  return Cluster.fromFile(path);
}

/** What is said beside the file, but for DaemonSets, which another test lists too. */
const notesOf = (json: string) => importNodes(json, 'prod').notes.filter((note) => !note.startsWith('no room for DaemonSets'));

const facts = ({ name, labels, taints, minNodes, maxNodes, spot, zones, accelerator, acceleratorsPerNode, _offer }: NodePool) => ({
  name, labels, taints, minNodes, maxNodes, spot, zones, accelerator: accelerator?.name, acceleratorsPerNode, allocatable: _offer.allocatable, estimated: _offer.estimated,
});

describe('nodes of', () => {
  test('GKE: pools by name, machines that differ by a little as one, the least of each', () => {
    const cluster = imported(listed('gke'));
    expect([cluster.name, `${cluster.version}`]).toEqual(['prod', 'v1.35']);
    expect(cluster.pools.map(facts)).toEqual([
      {
        name: 'general',
        labels: { 'cloud.google.com/gke-nodepool': 'general' },
        taints: [],
        minNodes: 3,
        maxNodes: 3,
        spot: false,
        zones: ['us-central1-a', 'us-central1-b'],
        accelerator: undefined,
        acceleratorsPerNode: 0,
        allocatable: { 'cpu': '3920m', 'ephemeral-storage': '47060071478', 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', 'memory': '13498412Ki', 'pods': '110' },
        estimated: false,
      },
      {
        name: 'l4-spot',
        labels: { 'cloud.google.com/gke-nodepool': 'l4-spot' },
        taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
        minNodes: 2,
        maxNodes: 2,
        spot: true,
        zones: ['us-central1-a'],
        accelerator: 'nvidia-l4',
        acceleratorsPerNode: 1,
        allocatable: { 'cpu': '7910m', 'ephemeral-storage': '47060071478', 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', 'memory': '29120300Ki', 'nvidia.com/gpu': '1', 'pods': '110' },
        estimated: false,
      },
    ]);
    expect(cluster.pool('general').memoryPerNode.toKibibytes()).toBe(16393264);
    expect(cluster.pool('l4-spot')._nodeLabels).toMatchObject({ 'cloud.google.com/gke-spot': 'true', 'node.kubernetes.io/instance-type': 'g2-standard-8' });
    expect(cluster.pool('l4-spot')).toMatchObject({ _complete: true, _otherLabels: { 'kubernetes.io/hostname': [], 'topology.kubernetes.io/region': ['us-central1'], 'topology.kubernetes.io/zone': ['us-central1-a'] } });
    expect(Object.keys(cluster.pool('l4-spot')._nodeLabels).filter((key) => /hostname|zone|region/.test(key))).toEqual([]);
  });

  test('EKS, managed: another image is the same pool, a cordoned node is left out, the card is known by the machine', () => {
    expect(imported(listed('eks-managed')).pools.map(facts)).toMatchObject([
      { name: 'general', labels: { 'eks.amazonaws.com/nodegroup': 'general' }, minNodes: 2, zones: ['us-west-2a', 'us-west-2b'], spot: false },
      { name: 'gpu', labels: { 'eks.amazonaws.com/nodegroup': 'gpu' }, maxNodes: 1, spot: true, accelerator: 'nvidia-t4', taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }] },
    ]);
    expect(notesOf(listed('eks-managed'))).toEqual(['1 node is left out, cordoned: ip-10-0-1-77.us-west-2.compute.internal']);
  });

  test('EKS, Karpenter: a pool for each kind of machine, told apart by as few labels as do', () => {
    const cluster = imported(listed('eks-karpenter'));
    expect(cluster.pools.map(({ name, labels }) => [name, labels])).toEqual([
      ['a100', { 'karpenter.sh/nodepool': 'a100' }],
      ['default-c6i.2xlarge', { 'karpenter.sh/nodepool': 'default', 'node.kubernetes.io/instance-type': 'c6i.2xlarge', 'karpenter.sh/capacity-type': 'on-demand' }],
      ['default-c6i.2xlarge-spot', { 'karpenter.sh/nodepool': 'default', 'node.kubernetes.io/instance-type': 'c6i.2xlarge', 'karpenter.sh/capacity-type': 'spot' }],
      ['default-m5.xlarge', { 'karpenter.sh/nodepool': 'default', 'node.kubernetes.io/instance-type': 'm5.xlarge' }],
    ]);
    expect(facts(cluster.pool('a100'))).toMatchObject({
      maxNodes: 2, accelerator: 'nvidia-a100-40gb', acceleratorsPerNode: 8, allocatable: { 'nvidia.com/gpu': '8', 'vpc.amazonaws.com/efa': '4', 'hugepages-2Mi': '42242Mi' },
    });
    expect(cluster.pool('a100').driverVersion).toBe('580.65.06');
    // what Karpenter does to a node that it is about to take away is not what its next one has
    expect(cluster.pool('a100').taints).toEqual([{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }]);
  });

  test('AKS: spot nodes with their taint, a node that is not ready left out', () => {
    expect(imported(listed('aks')).pools.map(facts)).toMatchObject([
      {
        name: 'a100spot',
        labels: { 'kubernetes.azure.com/agentpool': 'a100spot' },
        spot: true,
        accelerator: 'nvidia-a100-80gb',
        taints: [{ key: 'sku', value: 'gpu', effect: 'NoSchedule' }, { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' }],
      },
      { name: 'general', labels: { 'kubernetes.azure.com/agentpool': 'general' }, maxNodes: 2, zones: ['westeurope-1', 'westeurope-2'] },
    ]);
    expect(notesOf(listed('aks'))).toEqual(['1 node is left out, not ready: aks-general-15823220-vmss000002']);
  });
});

/** A node as any cluster has it. */
function node(name: string, labels: object = {}, allocatable: object = {}, more: { readonly [key: string]: any } = {}): any {
  const amounts = { cpu: '4', memory: '16393268Ki', pods: '110', ...allocatable };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: { ...more.spec },
    status: { allocatable: amounts, capacity: amounts, ...more.status },
  };
}
const list = (...items: any[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

describe('accelerators', () => {
  const cards = (labels: object, allocatable: object) => facts(imported(list(node('a', labels, allocatable))).pools[0]);

  test('slices, shares and chips', () => {
    expect(cards({ 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-40GB' }, { 'nvidia.com/mig-1g.5gb': '56' })).toMatchObject({ accelerator: 'nvidia-a100-40gb-mig-1g.5gb', acceleratorsPerNode: 56 });
    expect(cards({ 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3-MIG-1g.10gb' }, { 'nvidia.com/gpu': '7' })).toMatchObject({ accelerator: 'nvidia-h100-mig-1g.10gb', acceleratorsPerNode: 7 });
    const shared = { 'nvidia.com/gpu.product': 'Tesla-T4-SHARED', 'nvidia.com/gpu.replicas': '4', 'nvidia.com/gpu.sharing-strategy': 'time-slicing' };
    const pool = imported(list(node('a', shared, { 'nvidia.com/gpu': '8' }))).pools[0];
    expect([pool.accelerator?.name, pool.acceleratorsPerNode, `${pool.sharing}`, pool._offer.allocatable['nvidia.com/gpu']]).toEqual(['nvidia-t4', 2, 'time-slicing by 4', '8']);
    expect(cards({ 'cloud.google.com/gke-tpu-accelerator': 'tpu-v6e-slice', 'cloud.google.com/gke-tpu-topology': '2x4' }, { 'google.com/tpu': '8' }))
      .toMatchObject({ accelerator: 'tpu-v6e', acceleratorsPerNode: 8 });
  });

  test('any other', () => {
    expect(cards({}, { 'nvidia.com/gpu': '2' })).toMatchObject({ accelerator: 'nvidia', acceleratorsPerNode: 2 });
    expect(cards({ 'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM' }, { 'amd.com/gpu': '8' })).toMatchObject({ accelerator: 'amd-mi300x' });
    expect(cards({}, { 'habana.ai/gaudi': '8' })).toMatchObject({ accelerator: 'gaudi', acceleratorsPerNode: 8 });
    expect(cards({}, { 'nvidia.com/gpu': '0' })).toMatchObject({ accelerator: undefined });
  });
});

describe('parts of cards on GKE, which its labels alone tell from whole ones', () => {
  const cluster = imported(listed('gke-parts'));

  test('are slices of the card, and shares of it', () => {
    expect(cluster.pools.map(({ name, accelerator, acceleratorsPerNode, sharing, _devices }) => [name, accelerator?.name, accelerator?.resourceName, acceleratorsPerNode, sharing && `${sharing}`, _devices])).toEqual([
      ['mig', 'nvidia-a100-40gb-mig-1g.5gb', 'nvidia.com/gpu', 7, undefined, { resource: 'nvidia.com/gpu', count: 7, mebibytes: 4864 }],
      ['mps', 'nvidia-l4', 'nvidia.com/gpu', 1, 'mps by 8', { resource: 'nvidia.com/gpu', count: 8, mebibytes: 2879 }],
      ['shared', 'nvidia-l4', 'nvidia.com/gpu', 1, 'time-slicing by 8', { resource: 'nvidia.com/gpu', count: 8, mebibytes: 23034 }],
      ['shared-mig', 'nvidia-a100-40gb-mig-3g.20gb', 'nvidia.com/gpu', 2, 'time-slicing by 3', { resource: 'nvidia.com/gpu', count: 6, mebibytes: 19456 }],
    ]);
  });

  test.each([
    ['mig', ['ML-GPU-004: Deployment \'chat\' takes 20Gi of each card, and none that it may get has as much (pool \'mig\': nvidia-a100-40gb-mig-1g.5gb with 4864Mi); take larger cards, or more of them for each pod']],
    ['mps', [
      "ML-GPU-003: Deployment 'chat' serves a language model (annotation cdk8s-ml.dev/accelerator-memory), and pool 'mps' shares each card (mps by 8); place it on whole cards or on MIG slices",
      "ML-GPU-004: Deployment 'chat' takes 20Gi of each card, and none that it may get has as much (pool 'mps': nvidia-l4, mps by 8, shares with 2879Mi); take larger cards, or more of them for each pod",
    ]],
    ['shared', ["ML-GPU-003: Deployment 'chat' serves a language model (annotation cdk8s-ml.dev/accelerator-memory), and pool 'shared' shares each card (time-slicing by 8); place it on whole cards or on MIG slices"]],
  ])('%s: a language model is told so', (pool, said) => {
    const container = { name: 'chat', image: 'x:1', resources: { limits: { 'nvidia.com/gpu': '1' } } };
    const manifest = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'chat' },
      spec: {
        selector: { matchLabels: { app: 'chat' } },
        template: {
          metadata: { labels: { app: 'chat' }, annotations: { [ACCELERATOR_MEMORY]: '20Gi' } },
          spec: { containers: [container], nodeSelector: { 'cloud.google.com/gke-nodepool': pool }, tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] },
        },
      },
    };
    const findings = judge([{ manifest, path: 'prod', cluster }], []).filter(({ rule }) => rule.startsWith('ML-GPU-'));
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual(said);
  });
});

describe('how feature discovery says that cards are shared', () => {
  const shared = (labels: object, allocatable: object) => {
    const { accelerator, acceleratorsPerNode, sharing, _devices } = imported(list(node('a', labels, allocatable))).pools[0];
    return [accelerator?.name, acceleratorsPerNode, sharing && `${sharing}`, _devices?.resource];
  };

  test('before it named the way, when there was one', () => {
    expect(shared({ 'nvidia.com/gpu.product': 'NVIDIA-L4-SHARED', 'nvidia.com/gpu.replicas': '4' }, { 'nvidia.com/gpu': '4' })).toEqual(['nvidia-l4', 1, 'time-slicing by 4', 'nvidia.com/gpu']);
    expect(shared({ 'nvidia.com/gpu.product': 'NVIDIA-L4', 'nvidia.com/gpu.replicas': '1', 'nvidia.com/gpu.sharing-strategy': 'none' }, { 'nvidia.com/gpu': '4' })).toEqual(['nvidia-l4', 4, undefined, 'nvidia.com/gpu']);
  });

  test('of slices, each by its own resource, and under another name', () => {
    const labels = { 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-40GB', 'nvidia.com/gpu.replicas': '8', 'nvidia.com/mig-1g.5gb.replicas': '2', 'nvidia.com/mig-1g.5gb.sharing-strategy': 'time-slicing' };
    expect(shared(labels, { 'nvidia.com/mig-1g.5gb': '14' })).toEqual(['nvidia-a100-40gb-mig-1g.5gb', 7, 'time-slicing by 2', 'nvidia.com/mig-1g.5gb']);
    expect(shared({ 'nvidia.com/gpu.product': 'NVIDIA-L4', 'nvidia.com/gpu.replicas': '4', 'nvidia.com/gpu.sharing-strategy': 'mps' }, { 'nvidia.com/gpu.shared': '8' })).toEqual(['nvidia-l4', 2, 'mps by 4', 'nvidia.com/gpu.shared']);
  });
});

describe('memory that labels report', () => {
  const card = (labels: object, resource = 'nvidia.com/gpu') => {
    const json = list(node('a', labels, { [resource]: '2' }));
    const { accelerator, acceleratorsPerNode } = imported(json).pools[0];
    return [accelerator?.name, accelerator?.memory?.toMebibytes(), acceleratorsPerNode, notesOf(json)];
  };
  const aws = (name: string, memory: number, prefix = 'karpenter.k8s.aws') => card({ [`${prefix}/instance-gpu-name`]: name, [`${prefix}/instance-gpu-memory`]: `${memory}` });
  const part = (memory: number) => [`node a has ${memory}Mi of the 23034Mi of nvidia-l4; written as 'nvidia-l4-part' with that memory`];

  test('is that of the card, where it is nearly as much', () => {
    expect(aws('l4', 22888)).toEqual(['nvidia-l4', 23034, 2, []]);
    expect(aws('a100', 40960, 'eks.amazonaws.com')).toEqual(['nvidia-a100-40gb', 40960, 2, []]);
    expect(card({ 'nvidia.com/gpu.product': 'NVIDIA-L4', 'nvidia.com/gpu.memory': '20731' })).toEqual(['nvidia-l4', 23034, 2, []]);
    expect(card({ 'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM', 'amd.com/gpu.vram': '191G' }, 'amd.com/gpu')).toEqual(['amd-mi300x', 196608, 2, []]);
  });

  test('tells a part of a card from a whole one', () => {
    expect(aws('l4', 2861)).toEqual(['nvidia-l4-part', 2861, 2, part(2861)]);
    expect(aws('l4', 11444, 'eks.amazonaws.com')).toEqual(['nvidia-l4-part', 11444, 2, part(11444)]);
    expect(card({ 'nvidia.com/gpu.product': 'NVIDIA-L4-4Q', 'nvidia.com/gpu.memory': '4096' })).toEqual(['nvidia-l4-part', 4096, 2, part(4096)]);
    expect(card({ 'nvidia.com/gpu.product': 'NVIDIA-L4', 'nvidia.com/gpu.memory': '20730' })).toEqual(['nvidia-l4-part', 20730, 2, part(20730)]);
    expect(card({ 'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM', 'amd.com/gpu.vram': '24G' }, 'amd.com/gpu'))
      .toEqual(['amd-mi300x-part', 24576, 2, ["node a has 24576Mi of the 196608Mi of amd-mi300x; written as 'amd-mi300x-part' with that memory"]]);
  });

  test('is all that is known of a card that is not listed', () => {
    expect(card({ 'nvidia.com/gpu.product': 'NVIDIA-GeForce-RTX-4090', 'nvidia.com/gpu.memory': '24564' })).toEqual(['NVIDIA-GeForce-RTX-4090', 24564, 2, []]);
    expect(aws('v100', 16384)).toEqual(['nvidia-v100', 16384, 2, []]);
    expect(card({ 'nvidia.com/gpu.memory': 'much' })).toEqual(['nvidia', undefined, 2, []]);
  });

  test('of a slice is that of the profile, and a machine tells only of its cards', () => {
    const labels = { 'karpenter.k8s.aws/instance-gpu-name': 'a100', 'karpenter.k8s.aws/instance-gpu-memory': '40960', 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-40GB-MIG-1g.5gb', 'nvidia.com/gpu.memory': '4864' };
    expect(card(labels)).toEqual(['nvidia-a100-40gb-mig-1g.5gb', 4864, 2, []]);
    expect(card({ 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-40GB', 'nvidia.com/mig-1g.5gb.memory': '4864' }, 'nvidia.com/mig-1g.5gb')).toEqual(['nvidia-a100-40gb-mig-1g.5gb', 4864, 2, []]);
  });

  test('makes pools of one name two, if it differs', () => {
    const labelled = (memory: string) => ({ 'karpenter.sh/nodepool': 'l4', 'karpenter.k8s.aws/instance-gpu-name': 'l4', 'karpenter.k8s.aws/instance-gpu-memory': memory });
    const { pools } = imported(list(node('a', labelled('22888'), { 'nvidia.com/gpu': '1' }), node('b', labelled('2861'), { 'nvidia.com/gpu': '1' })));
    expect(pools.map(({ accelerator }) => accelerator?.name)).toEqual(['nvidia-l4', 'nvidia-l4-part']);
  });
});

describe('more cards than a node has', () => {
  const of = (labels: object, count: string) => {
    const json = list(node('a', labels, { 'nvidia.com/gpu': count }));
    const { accelerator, acceleratorsPerNode } = imported(json).pools[0];
    return [accelerator?.name, accelerator?.memory?.toMebibytes(), acceleratorsPerNode, notesOf(json)];
  };
  const cut = (count: number, cards: string, name: string) => [name, undefined, count, [
    `node a offers ${count} of nvidia.com/gpu and has ${cards}, of which no label says how they are cut or shared; written as '${name}', whose memory nobody knows`,
  ]];

  test('are parts of them, where no label says which', () => {
    expect(of({ 'node.kubernetes.io/instance-type': 'Standard_NC24ads_A100_v4' }, '7')).toEqual(cut(7, '1 card', 'nvidia-a100-80gb-part'));
    expect(of({ 'karpenter.k8s.aws/instance-gpu-name': 'l4', 'karpenter.k8s.aws/instance-gpu-count': '1' }, '4')).toEqual(cut(4, '1 card', 'nvidia-l4-part'));
    expect(of({ 'cloud.google.com/gke-accelerator': 'nvidia-l4', 'cloud.google.com/gke-accelerator-count': '2' }, '16')).toEqual(cut(16, '2 cards', 'nvidia-l4-part'));
  });

  test('are not as many as there are, or as shares and slices make of them', () => {
    expect(of({ 'node.kubernetes.io/instance-type': 'Standard_NC96ads_A100_v4' }, '4')).toEqual(['nvidia-a100-80gb', 81920, 4, []]);
    expect(of({ 'node.kubernetes.io/instance-type': 'Standard_NC64as_T4_v3' }, '4')).toEqual(['nvidia-t4', 15360, 4, []]);
    expect(of({ 'nvidia.com/gpu.product': 'NVIDIA-L4-SHARED', 'nvidia.com/gpu.replicas': '4', 'nvidia.com/gpu.count': '1' }, '4')).toEqual(['nvidia-l4', 23034, 1, []]);
    expect(of({ 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-40GB-MIG-1g.5gb', 'nvidia.com/gpu.count': '1' }, '7')).toEqual(['nvidia-a100-40gb-mig-1g.5gb', 4864, 7, []]);
  });
});

describe('an import in the middle of an upgrade', () => {
  const general = { 'cloud.google.com/gke-nodepool': 'general', 'node.kubernetes.io/instance-type': 'e2-standard-4' };

  test('takes the least processor of nodes that differ by a little', () => {
    const [pool, ...more] = imported(list(node('n1', general, { cpu: '3920m' }), node('n2', general, { cpu: '3900m' }))).pools;
    expect([more, pool.name, pool.maxNodes, pool._offer.allocatable.cpu]).toEqual([[], 'general', 2, '3900m']);
  });

  test('leaves its name to the larger part of a pool, of which labels split nothing that no two nodes share', () => {
    const nodes = ['1', '1', '2'].map((version, i) => node(`n${i}`, { ...general, 'example.com/version': version, 'example.com/serial': `s${i}` }));
    expect(imported(list(...nodes)).pools.map(({ name, maxNodes }) => [name, maxNodes])).toEqual([['general', 2], ['general-e2-standard-4', 1]]);
  });
});

describe('pools without a label of a provider', () => {
  test('are told apart by what their nodes differ in', () => {
    const cluster = imported(list(node('a', { disk: 'ssd' }), node('b', { disk: 'hdd' }), node('c', { disk: 'hdd' })));
    expect(cluster.pools.map(({ name, labels, maxNodes }) => [name, labels, maxNodes])).toEqual([['nodes', { disk: 'ssd' }, 1], ['nodes-2', { disk: 'hdd' }, 2]]);
  });

  test('are not one if their machines differ by more than a little', () => {
    expect(imported(list(node('a'), node('b', {}, { memory: '16393000Ki' }), node('c', {}, { memory: '15000000Ki' }))).pools.map(({ maxNodes }) => maxNodes)).toEqual([2, 1]);
  });

  test('are told apart by a label that people gave before one that was discovered', () => {
    const cluster = imported(list(node('n1', { 'nvidia.com/gpu.memory': '23034', 'pool': 'gpu' }), node('n2', { pool: 'cpu' }), node('n3', { pool: 'cpu' })));
    expect(cluster.pools.map(({ labels }) => labels)).toEqual([{ pool: 'gpu' }, { pool: 'cpu' }]);
  });

  test('are one if only a label differs that no two of them share', () => {
    const [pool, ...more] = imported(list(...['a', 'b', 'c'].map((name, i) => node(name, { 'example.com/serial': `s${i}` })))).pools;
    expect([more, pool.maxNodes, pool._otherLabels['example.com/serial'], pool._nodeLabels]).toEqual([[], 3, [], {}]);
  });

  test('a single node is a list of one', () => {
    expect(imported(JSON.stringify(node('a'))).pools).toHaveLength(1);
  });
});

test('an old cluster is told that it is judged as a newer one', () => {
  const json = list(node('a', {}, {}, { status: { nodeInfo: { kubeletVersion: 'v1.31.4' } } }));
  expect(notesOf(json)).toEqual(['nodes run v1.31.4; manifests are written for v1.35 and newer, and are judged as for that']);
  expect(importNodes(json, 'old').text).not.toContain('version:');
});

describe('leaves out, and says so,', () => {
  const good = node('good');
  test.each([
    ['no processor', node('a', {}, { cpu: '0' }), 'without allocatable amounts'],
    ['no memory', node('a', {}, { memory: '0' }), 'without allocatable amounts'],
    ['part of a byte', node('a', {}, { memory: '1500m' }), 'without allocatable amounts'],
    ['more for pods than there is', { ...node('a'), status: { capacity: { cpu: '4', memory: '8Gi' }, allocatable: { cpu: '8', memory: '8Gi' } } }, 'with more allocatable cpu than its capacity'],
    ['an unknown effect', node('a', {}, {}, { spec: { taints: [{ key: 'x', effect: 'Foo' }] } }), 'with an illegal taint ({"key":"x","effect":"Foo"})'],
    ['a label of two words', node('a', { team: 'a b' }), 'with an illegal label (team)'],
    ['nothing at all', null, 'without allocatable amounts'],
  ])('a node with %s', (_, broken, reason) => {
    const json = list(broken, good);
    expect(notesOf(json)).toEqual([`1 node is left out, ${reason}: ${broken === null ? '' : 'a'}`]);
    expect(imported(json).pools.map(({ maxNodes }) => maxNodes)).toEqual([1]);
  });
});

describe('accelerators that no pool can have are written with less', () => {
  const L4 = { 'nvidia.com/gpu.product': 'NVIDIA-L4' };
  const A100 = { 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB' };
  const less = (labels: object, allocatable: object) => {
    const json = list(node('a', labels, allocatable));
    const { accelerator, acceleratorsPerNode, sharing, _devices } = imported(json).pools[0];
    const [said, ...more] = notesOf(json);
    return [`${accelerator}`, accelerator?.memory?.toMebibytes(), acceleratorsPerNode, sharing && `${sharing}`, _devices?.resource, said.replace(/got .*(?=; )/s, 'got …'), more.length];
  };

  test('shares that are no whole cards', () => {
    expect(less({ ...L4, 'nvidia.com/gpu.replicas': '3', 'nvidia.com/gpu.sharing-strategy': 'mps' }, { 'nvidia.com/gpu': '7' }))
      .toEqual(['nvidia-l4', 23034, 2, 'mps by 3', 'nvidia.com/gpu', 'node a offers 7 of nvidia.com/gpu, 3 shares for each card; 2 whole cards are counted', 0]);
    expect(less({ ...L4, 'nvidia.com/gpu.replicas': '3' }, { 'nvidia.com/gpu.shared': '2' }).slice(0, 5)).toEqual(['nvidia-l4-part', undefined, 2, undefined, 'nvidia.com/gpu.shared']);
  });

  test('profiles and topologies that there are not', () => {
    expect(less(A100, { 'nvidia.com/mig-9g.99gb': '3' })).toEqual([
      'nvidia-a100-80gb-mig-9g.99gb', undefined, 3, undefined, 'nvidia.com/mig-9g.99gb',
      "node a has accelerators that no pool can have ('profile' must be one that the card has, got …; written as 'nvidia-a100-80gb-mig-9g.99gb', with less", 0,
    ]);
    expect(less({ ...A100, 'nvidia.com/mig-9g.99gb.memory': '9728' }, { 'nvidia.com/mig-9g.99gb': '3' }).slice(0, 3)).toEqual(['nvidia-a100-80gb-mig-9g.99gb', 9728, 3]);
    const tpus = { 'cloud.google.com/gke-tpu-accelerator': 'tpu-v5-lite-podslice', 'cloud.google.com/gke-tpu-topology': '3x5' };
    expect(less(tpus, { 'google.com/tpu': '4' }).slice(0, 5)).toEqual(['tpu-v5e', 16384, 4, undefined, 'google.com/tpu']);
  });
});

test('whatever is written is read, whatever the labels', () => {
  const words = fc.constantFrom('', '1', '3', '8', '2861', 'abc', 'mps', 'time-slicing', 'time-sharing', 'none', '1g.5gb', '9g.99gb', '1g.5gb+me', '2x4', '3x5', 'l4', 'a100', 'constructor', 'true',
    'nvidia-l4', 'nvidia-tesla-a100', 'tpu-v5-lite-podslice', 'NVIDIA-L4', 'NVIDIA-L4-SHARED', 'NVIDIA-A100-SXM4-40GB-MIG-1g.5gb', 'NVIDIA-A100-SXM4-40GB-MIG-9g.99gb', 'NVIDIA-L4-4Q', '580.65.06', '24G', 'a b');
  const keys = fc.constantFrom(
    'nvidia.com/gpu.product', 'nvidia.com/gpu.memory', 'nvidia.com/gpu.replicas', 'nvidia.com/gpu.sharing-strategy', 'nvidia.com/mig-1g.5gb.replicas', 'nvidia.com/mig-1g.5gb.memory',
    'cloud.google.com/gke-accelerator', 'cloud.google.com/gke-gpu-partition-size', 'cloud.google.com/gke-gpu-sharing-strategy', 'cloud.google.com/gke-max-shared-clients-per-gpu',
    'cloud.google.com/gke-tpu-accelerator', 'cloud.google.com/gke-tpu-topology', 'karpenter.k8s.aws/instance-gpu-name', 'karpenter.k8s.aws/instance-gpu-memory', 'amd.com/gpu.vram',
    'nvidia.com/cuda.driver-version.full', 'nvidia.com/gpu.count', 'cloud.google.com/gke-nodepool', 'topology.kubernetes.io/zone', '__proto__', 'a b',
  );
  const resources = fc.constantFrom('nvidia.com/gpu', 'nvidia.com/gpu.shared', 'nvidia.com/mig-1g.5gb', 'nvidia.com/mig-9g.99gb', 'nvidia.com/mig-1g.5gb.me', 'amd.com/gpu', 'google.com/tpu', 'habana.ai/gaudi', 'cpu', 'memory', 'pods');
  const amounts = fc.dictionary(resources, fc.constantFrom('0', '1', '3', '4', '7', '8', '1500m', '1k', '200', '16Gi'));
  const taints = fc.array(fc.record({ key: fc.constantFrom('gpu', 'a b', ''), value: fc.constantFrom('', 'yes', 'a b'), effect: fc.constantFrom('NoSchedule', 'Foo') }), { maxLength: 1 });
  const one = fc.record({ labels: fc.dictionary(keys, words, { maxKeys: 8 }), amounts, more: fc.dictionary(resources, fc.constantFrom('1', '900'), { maxKeys: 1 }), taints });
  const daemons = fc.array(fc.record({ cpu: fc.constantFrom('10m', '900', '1e3', '0'), memory: fc.constantFrom('1', '10Ti', '100Mi') }), { maxLength: 2 });
  fc.assert(fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), daemons, (nodes, asked) => {
    const items = nodes.map(({ labels, amounts: given, more, taints: marks }, i) => {
      const made = node(`n${i}`, labels, given, { spec: { taints: marks } });
      return { ...made, status: { ...made.status, allocatable: { ...made.status.allocatable, ...more } } };
    });
    const sets = asked.map((requests, i) => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: `d${i}` }, spec: { template: { spec: { containers: [{ name: 'a', resources: { requests } }] } } } }));
    expect(imported(list(node('good'), ...items, ...sets)).pools.length).toBeGreaterThan(0);
  }), { numRuns: 300 });
});

describe('refuses', () => {
  const HOW = 'run kubectl get nodes -o json | npx cdk8s-ml import-nodes';
  test.each([
    ['nothing', ' \n', `standard input must be a list of nodes in JSON, got nothing; ${HOW}`],
    ['YAML', 'apiVersion: v1\nkind: List\n', `standard input:1:1 must be JSON: expected a value, got "a"; ${HOW}`],
    ['a text that was cut off', '{\n "kind": "List",\n "items": [', `standard input:3:12 must be JSON: the text ends where a value is expected, is the file whole?; ${HOW}`],
    ['a number', '7', `standard input must be a list of nodes, got 7; ${HOW}`],
    ['something without a kind', '{"items": []}', `standard input must be a list of nodes, got an object without kind ({"items":[]}); ${HOW}`],
    ['pods', list({ apiVersion: 'v1', kind: 'Pod' }), `standard input must be a list of nodes, got Pod; ${HOW}`],
    ['a Deployment', JSON.stringify({ kind: 'Deployment', items: [] }), `standard input must be a list of nodes, got Deployment; ${HOW}`],
    ['a list without items', '{"kind":"NodeList"}', `standard input must be a list of nodes, got a list without items; ${HOW}`],
    ['no node', list(), 'standard input must tell of at least one node that takes pods, got an empty list; is the context of kubectl the right one?'],
    ['nodes that take no pods', list(node('a', {}, {}, { spec: { unschedulable: true } }), node('b', {}, {}, { status: { conditions: [{ type: 'Ready', status: 'False' }] } }), node('c', {}, { memory: undefined })),
      'standard input must tell of at least one node that takes pods, got 1 cordoned, 1 not ready, 1 without allocatable amounts; try again when a node is ready'],
  ])('%s', (_, json, message) => {
    expect(() => importNodes(json, 'prod')).toThrow(new Error(message));
  });
});

test('what is written is read as the same pools, whatever the nodes', () => {
  const labels = fc.dictionary(fc.constantFrom('team', 'disk', 'cloud.google.com/gke-nodepool', 'node.kubernetes.io/instance-type', 'cloud.google.com/gke-spot'), fc.constantFrom('a', 'b', 'true', '1', 'no', ''));
  const amounts = fc.record({ cpu: fc.constantFrom('4', '3920m', '7910m'), memory: fc.integer({ min: 1_000_000, max: 1_100_000 }).map((size) => `${size}Ki`), pods: fc.constantFrom('110', '58') });
  const taints = fc.array(fc.record({ key: fc.constantFrom('gpu', 'team', 'node.kubernetes.io/not-ready'), value: fc.constantFrom('', 'yes', '1'), effect: fc.constantFrom('NoSchedule', 'NoExecute') }), { maxLength: 2 });
  const gpus = fc.option(fc.record({ 'nvidia.com/gpu': fc.constantFrom('1', '8') }), { nil: {} });
  fc.assert(fc.property(fc.array(fc.tuple(labels, amounts, taints, gpus), { minLength: 1, maxLength: 8 }), (nodes) => {
    const json = list(...nodes.map(([label, amount, taint, gpu], i) => node(`n${i}`, label, { ...amount, ...gpu }, { spec: { taints: taint } })));
    const pools = poolsOf(readNodes(json).nodes).map(({ file }) => file);
    const read = imported(json);
    expect(read.pools.map(({ name, minNodes, maxNodes, spot, labels: selectedBy, taints: marks, _nodeLabels, _offer }) => (
      { name, minNodes, maxNodes, spot, selectedBy, taints: marks, labels: { ..._nodeLabels }, allocatable: _offer.allocatable }
    ))).toEqual(pools.map(({ name, minNodes, maxNodes, spot, selectedBy, taints: marks, labels: all, allocatable }) => (
      { name, minNodes, maxNodes, spot, selectedBy, taints: marks, labels: all, allocatable }
    )));
    // every node is of exactly one pool
    expect(pools.reduce((sum, { maxNodes }) => sum + maxNodes, 0)).toBe(nodes.length);
    expect(new Set(pools.map(({ name }) => name)).size).toBe(pools.length);
  }), { numRuns: 150 });
});
