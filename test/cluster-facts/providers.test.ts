import { Size, Testing } from 'cdk8s';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { AcceleratorSharing } from '../../src/cluster/accelerators/accelerator-sharing';
import { MigStrategy } from '../../src/cluster/accelerators/mig-strategy';
import { AksCompute } from '../../src/cluster/aks-compute';
import { Cluster } from '../../src/cluster/cluster';
import { EksCompute } from '../../src/cluster/eks-compute';
import { NodePool } from '../../src/cluster/node-pool';
import { GpuNodePoolProps, NodePoolProps } from '../../src/cluster/node-pool-props';
import { Taint } from '../../src/cluster/taint';
import { Release } from '../../src/model/release';
import { MlChart } from '../../src/platform/ml-chart';
import { Placement } from '../../src/pod/placement/placement';
import { Resources } from '../../src/pod/resources/resources';
import { ModelServer } from '../../src/serving/model-server';
import { OnlineInference } from '../../src/serving/online-inference';
import { MlApp } from '../../src/synth/ml-app';
import { problemsOf } from '../serving/service';

const node = (cores: number, gibibytes: number, more: Partial<NodePoolProps> = {}) => ({ cpu: Cpu.units(cores), memory: Size.gibibytes(gibibytes), maxNodes: 6, ...more });
const card = (accelerator: Accelerator, more: Partial<GpuNodePoolProps> = {}) => NodePool.gpu('cards', { ...node(8, 32), accelerator, perNode: 1, ...more });
const general = NodePool.cpu('general', node(4, 16));
const l4 = card(Accelerator.NVIDIA_L4);
const spot = card(Accelerator.NVIDIA_L4, { spot: true });
const A100 = card(Accelerator.NVIDIA_A100_80GB);

const MAKERS = {
  gke: (pool: NodePool) => Cluster.gke('c', { pools: [pool] }),
  managed: (pool: NodePool) => Cluster.eks('c', { pools: [pool] }),
  karpenter: (pool: NodePool) => Cluster.eks('c', { pools: [pool], compute: EksCompute.KARPENTER }),
  auto: (pool: NodePool) => Cluster.eks('c', { pools: [pool], compute: EksCompute.AUTO_MODE }),
  aks: (pool: NodePool) => Cluster.aks('c', { pools: [pool] }),
  aksAuto: (pool: NodePool) => Cluster.aks('c', { pools: [pool], compute: AksCompute.NODE_AUTO_PROVISIONING }),
  coreWeave: (pool: NodePool) => Cluster.coreWeave('c', { pools: [pool] }),
  onPrem: (pool: NodePool) => Cluster.onPrem('c', { pools: [pool] }),
  kind: (pool: NodePool) => Cluster.kind('c', { pools: [pool] }),
  of: (pool: NodePool) => Cluster.of('c', { pools: [pool] }),
};
const made = (maker: keyof typeof MAKERS, pool: NodePool) => MAKERS[maker](pool).pools[0];

describe('labels', () => {
  test.each<[keyof typeof MAKERS, object, object]>([
    ['gke', { 'cloud.google.com/gke-nodepool': 'general' }, { 'cloud.google.com/gke-nodepool': 'cards', 'cloud.google.com/gke-accelerator': 'nvidia-l4' }],
    ['managed', { 'eks.amazonaws.com/nodegroup': 'general' }, { 'eks.amazonaws.com/nodegroup': 'cards' }],
    ['karpenter', { 'karpenter.sh/nodepool': 'general' }, { 'karpenter.sh/nodepool': 'cards', 'karpenter.k8s.aws/instance-gpu-name': 'l4' }],
    ['auto', { 'karpenter.sh/nodepool': 'general' }, { 'karpenter.sh/nodepool': 'cards', 'eks.amazonaws.com/instance-gpu-name': 'l4' }],
    ['aks', { 'kubernetes.azure.com/agentpool': 'general' }, { 'kubernetes.azure.com/agentpool': 'cards' }],
    ['aksAuto', { 'karpenter.sh/nodepool': 'general' }, { 'karpenter.sh/nodepool': 'cards' }],
    ['coreWeave', { 'compute.coreweave.com/node-pool': 'general' }, { 'compute.coreweave.com/node-pool': 'cards' }],
    ['onPrem', {}, { 'nvidia.com/gpu.product': 'NVIDIA-L4' }],
    ['kind', {}, {}],
    ['of', {}, {}],
  ])('%s: pools are selected by their name and their card', (maker, plain, withCard) => {
    expect([made(maker, general).labels, made(maker, l4).labels]).toEqual([plain, withCard]);
    // a workload takes any of the nodes, so that they are spot nodes is nothing to select
    expect(made(maker, spot).labels).toEqual(withCard);
  });

  test('two cards of one name are told apart by their memory', () => {
    expect(made('karpenter', A100).labels).toMatchObject({ 'karpenter.k8s.aws/instance-gpu-name': 'a100', 'karpenter.k8s.aws/instance-gpu-memory': '81920' });
    expect(made('karpenter', card(Accelerator.NVIDIA_A100_40GB)).labels).toMatchObject({ 'karpenter.k8s.aws/instance-gpu-memory': '40960' });
  });

  test('a card by the name that the provider gives it', () => {
    expect(made('aksAuto', A100).labels).toEqual({ 'karpenter.sh/nodepool': 'cards', 'karpenter.azure.com/sku-gpu-name': 'A100' });
    expect(made('aksAuto', card(Accelerator.NVIDIA_A100_40GB)).labels).toEqual({ 'karpenter.sh/nodepool': 'cards' });
    expect(made('coreWeave', card(Accelerator.NVIDIA_H100)).labels).toEqual({ 'compute.coreweave.com/node-pool': 'cards', 'gpu.nvidia.com/class': 'H100_NVLINK_80GB' });
  });

  test.each<[keyof typeof MAKERS, string]>([
    ['gke', 'cloud.google.com/gke-accelerator-count'],
    ['karpenter', 'karpenter.k8s.aws/instance-gpu-count'],
    ['auto', 'eks.amazonaws.com/instance-gpu-count'],
    ['aksAuto', 'karpenter.azure.com/sku-gpu-count'],
    ['coreWeave', 'gpu.nvidia.com/count'],
  ])('%s: the proof knows how many cards a node is labelled to have, where whole cards are counted', (maker, label) => {
    expect(made(maker, card(Accelerator.NVIDIA_H100, { perNode: 8 }))._nodeLabels).toMatchObject({ [label]: '8' });
    expect(made(maker, card(Accelerator.NVIDIA_H100.mig('1g.10gb'), { perNode: 7 }))._nodeLabels).not.toHaveProperty([label]);
    expect(made(maker, general)._nodeLabels).not.toHaveProperty([label]);
  });

  test('GKE: slices are cards of a partition size, and shares cards of a sharing strategy', () => {
    const slices = made('gke', card(Accelerator.NVIDIA_A100_40GB.mig('1g.5gb'), { perNode: 7 }));
    const gke = { 'cloud.google.com/gke-nodepool': 'cards', 'cloud.google.com/gke-accelerator': 'nvidia-tesla-a100' };
    expect(slices.labels).toEqual({ ...gke, 'cloud.google.com/gke-gpu-partition-size': '1g.5gb' });
    expect([slices._devices, slices.accelerator!.resourceName, slices._offer.allocatable['nvidia.com/gpu']])
      .toEqual([{ resource: 'nvidia.com/gpu', count: 7, mebibytes: 4864 }, 'nvidia.com/gpu', '7']);
    const shared = (sharing: AcceleratorSharing) => made('gke', card(Accelerator.NVIDIA_L4, { sharing })).labels;
    const l4s = { 'cloud.google.com/gke-nodepool': 'cards', 'cloud.google.com/gke-accelerator': 'nvidia-l4', 'cloud.google.com/gke-max-shared-clients-per-gpu': '4' };
    expect(shared(AcceleratorSharing.timeSliced(4))).toEqual({ ...l4s, 'cloud.google.com/gke-gpu-sharing-strategy': 'time-sharing' });
    expect(shared(AcceleratorSharing.mps(4))).toEqual({ ...l4s, 'cloud.google.com/gke-gpu-sharing-strategy': 'mps' });
    expect(made('gke', card(Accelerator.NVIDIA_A100_40GB.mig('1g.5gb', MigStrategy.SINGLE), { perNode: 7 }))._devices).toEqual(slices._devices);
    expect(made('karpenter', card(Accelerator.NVIDIA_A100_40GB.mig('1g.5gb'))).accelerator!.resourceName).toBe('nvidia.com/mig-1g.5gb');
  });

  test('GKE: shares of a resource of their own are refused', () => {
    const pool = card(Accelerator.NVIDIA_L4, { sharing: AcceleratorSharing.timeSliced(4, { renamed: true }) });
    expect(problemsOf(() => Cluster.gke('c', { pools: [pool] }))).toEqual([
      "[cluster c] 'pools.cards.sharing' must be shares that are not renamed, which GKE offers as nvidia.com/gpu, got time-slicing by 4; leave renamed out; labels tell shares from whole cards there",
    ]);
    expect(made('karpenter', pool)._devices?.resource).toBe('nvidia.com/gpu.shared');
  });

  test('GKE: slices of several profiles on one node are refused', () => {
    const pool = card(Accelerator.NVIDIA_A100_40GB.mig('1g.5gb', MigStrategy.MIXED));
    expect(problemsOf(() => Cluster.gke('c', { pools: [pool] }))).toEqual([
      "[cluster c] 'pools.cards.accelerator' must be slices of one profile, which GKE offers as nvidia.com/gpu, got \"nvidia.com/mig-1g.5gb\"; leave the strategy out, and make a pool for each profile",
    ]);
  });

  test('what is declared wins', () => {
    const pool = card(Accelerator.NVIDIA_L4, { labels: { 'cloud.google.com/gke-nodepool': 'l4-2027', 'team': 'nlp' } });
    expect(made('gke', pool).labels).toEqual({ 'cloud.google.com/gke-nodepool': 'l4-2027', 'cloud.google.com/gke-accelerator': 'nvidia-l4', 'team': 'nlp' });
  });

  test.each<[keyof typeof MAKERS, object, object]>([
    ['gke', {}, { 'cloud.google.com/gke-spot': 'true', 'cloud.google.com/gke-provisioning': 'spot' }],
    ['managed', {}, { 'eks.amazonaws.com/capacityType': 'SPOT' }],
    ['karpenter', {}, { 'karpenter.sh/capacity-type': 'spot' }],
    ['auto', { 'eks.amazonaws.com/compute-type': 'auto' }, { 'karpenter.sh/capacity-type': 'spot' }],
    ['aks', {}, { 'kubernetes.azure.com/scalesetpriority': 'spot' }],
    ['aksAuto', {}, { 'kubernetes.azure.com/scalesetpriority': 'spot', 'karpenter.sh/capacity-type': 'spot' }],
  ])('%s: the proof knows labels that nobody selects', (maker, plain, ofSpot) => {
    expect(made(maker, l4)._nodeLabels).toMatchObject({ ...made(maker, l4).labels, ...plain });
    expect(made(maker, spot)._nodeLabels).toMatchObject(ofSpot);
  });

  test('a pool with the label of another kind of compute is of that kind', () => {
    const system = NodePool.cpu('system', node(4, 16, { labels: { 'eks.amazonaws.com/nodegroup': 'system-2026' } }));
    const cluster = Cluster.eks('c', { compute: EksCompute.KARPENTER, pools: [system, l4] });
    expect(cluster.pool('system').labels).toEqual({ 'eks.amazonaws.com/nodegroup': 'system-2026' });
    expect(cluster.pool('cards').labels).toMatchObject({ 'karpenter.sh/nodepool': 'cards' });
    const agents = NodePool.cpu('system', node(4, 16, { labels: { 'kubernetes.azure.com/agentpool': 'system' } }));
    const aks = Cluster.aks('c', { compute: AksCompute.NODE_AUTO_PROVISIONING, pools: [agents, l4] });
    expect([aks.pool('system').labels, aks.pool('cards').labels]).toEqual([{ 'kubernetes.azure.com/agentpool': 'system' }, { 'karpenter.sh/nodepool': 'cards' }]);
  });

  test('a name that the provider does not take is refused, unless its label is declared', () => {
    expect(problemsOf(() => Cluster.aks('c', { pools: [NodePool.cpu('l4-spot', node(4, 16))] }))).toEqual([
      "[cluster c] 'pools' must be the name of an AKS node pool (at most 12 of a-z and 0-9, starting with a letter), got \"l4-spot\"; call it as AKS does, or declare its label kubernetes.azure.com/agentpool",
    ]);
    expect(problemsOf(() => Cluster.gke('c', { pools: [NodePool.cpu('L4', node(4, 16))] }))).toEqual([
      "[cluster c] 'pools' must be the name of a GKE node pool (at most 40 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit), got \"L4\"; call it as GKE does, or declare its label cloud.google.com/gke-nodepool",
    ]);
    expect(problemsOf(() => Cluster.eks('c', { pools: [NodePool.cpu('a b', node(4, 16))] }))).toEqual([
      "[cluster c] 'pools' must be the name of a pool of EKS, got \"a b\"; call it as EKS does, or declare its label eks.amazonaws.com/nodegroup",
    ]);
    const labelled = NodePool.cpu('l4-spot', node(4, 16, { labels: { 'kubernetes.azure.com/agentpool': 'l4spot' } }));
    expect(Cluster.aks('c', { pools: [labelled] }).pool('l4-spot').labels).toEqual({ 'kubernetes.azure.com/agentpool': 'l4spot' });
  });
});

describe('taints', () => {
  const gpu = { key: 'nvidia.com/gpu', effect: 'NoSchedule' };
  const sku = { key: 'sku', effect: 'NoSchedule', value: 'gpu' };
  const aksSpot = { key: 'kubernetes.azure.com/scalesetpriority', effect: 'NoSchedule', value: 'spot' };
  test.each<[keyof typeof MAKERS, object[], object[]]>([
    ['gke', [{ ...gpu, value: 'present' }], [{ ...gpu, value: 'present' }]],
    ['managed', [gpu], [gpu]],
    ['aks', [sku], [sku, aksSpot]],
    ['aksAuto', [sku], [sku, aksSpot]],
    ['coreWeave', [{ key: 'is_gpu', effect: 'PreferNoSchedule' }], [{ key: 'is_gpu', effect: 'PreferNoSchedule' }]],
    ['of', [gpu], [gpu]],
  ])('%s', (maker, plain, ofSpot) => {
    expect([made(maker, l4).taints, made(maker, spot).taints, made(maker, general).taints]).toEqual([plain, ofSpot, []]);
  });

  test('what is declared wins, but for the mark of spot nodes, which the provider sets anyway', () => {
    expect(made('gke', card(Accelerator.NVIDIA_L4, { taints: [] })).taints).toEqual([]);
    expect(made('aks', card(Accelerator.NVIDIA_L4, { spot: true, taints: [gpu as Taint] })).taints).toEqual([gpu, aksSpot]);
    expect(made('aks', card(Accelerator.AMD_MI300X)).taints).toEqual([sku]);
    expect(made('aks', NodePool.cpu('spots', node(4, 16, { spot: true }))).taints).toEqual([aksSpot]);
    expect(made('gke', card(Accelerator.of('tpu-v5e', 'google.com/tpu'))).taints).toEqual([{ key: 'google.com/tpu', effect: 'NoSchedule', value: 'present' }]);
  });
});

describe('what a node leaves to pods', () => {
  const allocatable = (maker: keyof typeof MAKERS, pool: NodePool) => made(maker, pool)._offer.allocatable;
  const gibibytes = (quantity: string) => /^(\d+)([KMG])i$/.exec(quantity)!.slice(1).reduce((amount, part) => (/\d/.test(part) ? Number(part) : amount / 1024 ** 'GMK'.indexOf(part)), 0);

  test('GKE: within 0.6 % of the e2-standard-4 that its documentation shows', () => {
    // https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes: cpu 3920m, memory 13498416Ki, ephemeral-storage 47060071478
    const offer = allocatable('gke', general);
    expect([offer.cpu, offer.pods]).toEqual(['3920m', '110']);
    expect(Math.abs(gibibytes(offer.memory) / gibibytes('13498416Ki') - 1)).toBeLessThan(0.006);
    expect(offer).toMatchObject({ 'ephemeral-storage': '49Gi' });
  });

  test('Karpenter: what it computes for a p4d.24xlarge', () => {
    // https://karpenter.sh/docs/reference/instance-types/#p4d24xlarge: cpu 95690m, memory 1082712Mi, ephemeral-storage 17Gi, 737 pods
    const pool = NodePool.gpu('p4d', { ...node(96, 1152, { podsPerNode: 737 }), accelerator: Accelerator.NVIDIA_A100_40GB, perNode: 8 });
    expect(allocatable('karpenter', pool)).toEqual({ 'cpu': '95690m', 'memory': '1082712Mi', 'ephemeral-storage': '17Gi', 'pods': '737', 'nvidia.com/gpu': '8' });
  });

  test('AKS: the table of cores, the line between them, and memory by pods or by a quarter', () => {
    const reserved = (cores: number) => cores * 1000 - Cpu.millis(Number(allocatable('aks', NodePool.cpu('a', node(cores, 64))).cpu.replace('m', ''))).milliCores;
    expect([1, 2, 4, 8, 16, 32, 64].map(reserved)).toEqual([60, 100, 140, 180, 260, 420, 740]);
    expect([6, 96].map(reserved)).toEqual([160, 1060]);
    const left = (memory: number, podsPerNode: number) => gibibytes(allocatable('aks', NodePool.cpu('a', node(4, memory, { podsPerNode }))).memory);
    const kernel = (memory: number) => memory / 64 + (16 + 64 + 8) / 1024 + 0.00175 * memory;
    expect(left(8, 30)).toBeCloseTo(8 - kernel(8) - 0.65e9 / 2 ** 30 - 100 / 1024, 3);
    expect(left(4, 70)).toBeCloseTo(4 - kernel(4) - 1 - 100 / 1024, 3);
  });

  test('elsewhere the kubelet keeps what it evicts at', () => {
    const expected = { 'cpu': '4', 'memory': '16284Mi', 'ephemeral-storage': '90Gi', 'pods': '110' };
    expect([allocatable('of', general), allocatable('kind', general), allocatable('onPrem', general), allocatable('coreWeave', general), general._offer.allocatable])
      .toEqual([expected, expected, expected, expected, expected]);
  });

  test('what is given wins, and only then it is no estimate', () => {
    const given = NodePool.cpu('general', node(4, 16, { allocatable: { cpu: Cpu.millis(3900), memory: Size.gibibytes(13) } }));
    expect(made('gke', given)._offer).toMatchObject({ allocatable: { cpu: '3900m', memory: '13Gi', pods: '110' }, estimated: false });
    expect(made('gke', general)._offer.estimated).toBe(true);
    expect(NodePool.cpu('general', node(4, 16, { allocatable: { cpu: Cpu.millis(3900) } }))._offer.estimated).toBe(true);
  });
});

test('AKS with node auto-provisioning: 7.5 % less of the memory, and the pods of an overlay network', () => {
  const { memory, pods } = made('aksAuto', general)._offer.allocatable;
  // 16 GiB without 1229 MiB that Karpenter takes off; of the rest AKS keeps a quarter, which is less than 20 MB for each of 250 pods, and 100 MiB
  const left = 16384 - 1229;
  const kernel = left / 64 + 16 + 64 + 0.00175 * left;
  expect(pods).toBe('250');
  expect(Number(/^(\d+)Ki$/.exec(memory)![1]) / 1024).toBeCloseTo(left * 3 / 4 - kernel - 100, 0);
});

test('a pool works the same by itself and by cluster.pool(), in whichever cluster it stands', () => {
  const pool = NodePool.gpu('cards', { ...node(8, 32), accelerator: Accelerator.NVIDIA_L4, perNode: 1 });
  const podOf = (cluster: Cluster, placed: NodePool) => {
    const chart = new MlChart(new MlApp(), 'prod', { cluster, namespace: 'nlp' });
    new OnlineInference(chart, 'chat', {
      release: Release.of({ model: 'chat', version: '1.0.0' }),
      server: ModelServer.http({ image: 'registry.example.com/chat:1.0.0', port: 8000 }),
      resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) }),
      placement: Placement.of({ pools: [placed], gpus: 1 }),
    });
    return Testing.synth(chart).find(({ kind }) => kind === 'Deployment').spec.template.spec;
  };
  const clusters = [Cluster.gke('g', { pools: [pool] }), Cluster.eks('e', { pools: [pool], compute: EksCompute.KARPENTER }), Cluster.of('o', { pools: [pool] })];
  for (const cluster of clusters) {
    expect(podOf(cluster, pool)).toEqual(podOf(cluster, cluster.pool('cards')));
  }
  expect(podOf(clusters[0], pool)).toMatchObject({
    nodeSelector: { 'cloud.google.com/gke-accelerator': 'nvidia-l4', 'cloud.google.com/gke-nodepool': 'cards' },
    tolerations: [{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Equal', value: 'present' }],
  });
});
