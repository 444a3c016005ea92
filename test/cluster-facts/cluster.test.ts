import { Duration, Size } from 'cdk8s';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { Cluster } from '../../src/cluster/cluster';
import { KubernetesVersion } from '../../src/cluster/kubernetes-version';
import { NodePool } from '../../src/cluster/node-pool';
import { GpuNodePoolProps, NodePoolProps } from '../../src/cluster/node-pool-props';
import { TaintEffect } from '../../src/cluster/taint';
import { problemsOf } from '../serving/service';

const NODE: NodePoolProps = { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 4 };
const CARDS: GpuNodePoolProps = { ...NODE, accelerator: Accelerator.NVIDIA_L4, perNode: 2 };

describe('NodePool', () => {
  test('without accelerators, and its defaults', () => {
    const { name, cpuPerNode, memoryPerNode, minNodes, maxNodes, spot, provisioningTime, labels, taints, accelerator, acceleratorsPerNode } = NodePool.cpu('general', NODE);
    expect({ name, minNodes, maxNodes, spot, labels, taints, accelerator, acceleratorsPerNode }).toEqual({
      name: 'general', minNodes: 0, maxNodes: 4, spot: false, labels: {}, taints: [], accelerator: undefined, acceleratorsPerNode: 0,
    });
    expect([cpuPerNode.milliCores, memoryPerNode.toGibibytes(), provisioningTime.toSeconds()]).toEqual([16000, 64, 300]);
  });

  test('a pool that cannot grow has its nodes at once', () => {
    expect(NodePool.cpu('general', { ...NODE, minNodes: 4 }).provisioningTime.toSeconds()).toBe(0);
    expect(NodePool.cpu('general', { ...NODE, provisioningTime: Duration.minutes(9) }).provisioningTime.toMinutes()).toBe(9);
  });

  test('with accelerators carries the taint that keeps other pods away', () => {
    const pool = NodePool.gpu('l4', { ...CARDS, spot: true });
    expect(pool.taints).toEqual([{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }]);
    expect([pool.accelerator?.name, pool.acceleratorsPerNode, pool.spot]).toEqual(['nvidia-l4', 2, true]);
    expect(NodePool.gpu('l4', { ...CARDS, taints: [] }).taints).toEqual([]);
    expect(NodePool.gpu('l4', { ...CARDS, taints: [{ key: 'team', value: 'nlp', effect: TaintEffect.NO_EXECUTE }] }).taints).toEqual([{ key: 'team', value: 'nlp', effect: 'NoExecute' }]);
  });

  test('hands out copies', () => {
    const pool = NodePool.gpu('l4', { ...CARDS, labels: { a: 'b' } });
    pool.labels.a = 'c';
    pool.taints.pop();
    expect(pool.labels).toEqual({ a: 'b' });
    expect(pool.taints).toHaveLength(1);
  });

  test('with other resources, of which huge pages are taken from the memory', () => {
    const { _offer } = Cluster.of('c', { pools: [NodePool.cpu('general', { ...NODE, resources: { 'rdma/hca': '8', 'hugepages-2Mi': '4Gi' } })] }).pools[0];
    expect(_offer.allocatable).toMatchObject({ 'memory': '61340Mi', 'rdma/hca': '8', 'hugepages-2Mi': '4Gi' });
  });

  test.each([
    ['cpu', '1', "'resources.cpu' is given by 'allocatable'; leave it out here"],
    ['fpga', '1', "'resources' must be of extended resources like rdma/hca, and of huge pages like hugepages-2Mi, got \"fpga\"; copy it from allocatable in 'kubectl describe node'"],
    ['rdma/hca', '1.5', "'resources.rdma/hca' must be a whole number in quotes, got \"1.5\"; say how many of them one node has"],
    ['nvidia.com/gpu', '1', "'resources.nvidia.com/gpu' is given by 'perNode' and 'sharing'; leave it out here"],
    ['hugepages-2Mi', '3Mi', "'resources.hugepages-2Mi' must be a quantity of whole pages of 2Mi, got \"3Mi\"; copy it from allocatable in 'kubectl describe node'"],
    ['hugepages-1Gi', '65Gi', "'resources' must be huge pages of at most memory (64Gi), which they are part of, got \"65Gi\"; lower them"],
  ])('refuses resource %s of %s', (name, amount, message) => {
    expect(problemsOf(() => NodePool.gpu('l4', { ...CARDS, resources: { [name]: amount } }))).toEqual([`[node pool l4] ${message}`]);
  });

  test('refuses shares that are more than the whole', () => {
    const copy = "copy both from 'kubectl describe node'";
    expect(problemsOf(() => NodePool.cpu('a', { ...NODE, allocatable: { cpu: Cpu.units(90), memory: Size.gibibytes(65) } }))).toEqual([
      `[node pool a] 'allocatable.cpu' must be at most what a node has (16), got 90; ${copy}`,
      `[node pool a] 'allocatable.memory' must be at most what a node has (64Gi), got "65Gi"; ${copy}`,
    ]);
    expect(problemsOf(() => NodePool.cpu('a', { ...NODE, allocatable: { cpu: Cpu.units(15), pods: 30 }, daemonSets: { cpu: Cpu.units(16), memory: Size.gibibytes(64), pods: 31 } }))).toEqual([
      `[node pool a] 'daemonSets.cpu' must be at most what a node leaves to pods (15), got 16; ${copy}`,
      `[node pool a] 'daemonSets.pods' must be at most what a node leaves to pods (30), got 31; ${copy}`,
    ]);
  });

  test('names every violation', () => {
    expect(problemsOf(() => NodePool.gpu('l4', {
      ...CARDS,
      cpu: Cpu.units(0),
      memory: Size.gibibytes(NaN),
      maxNodes: 1.5,
      minNodes: 3,
      perNode: 0,
      provisioningTime: Duration.millis(1),
      labels: { 'a b': 'c' },
      taints: [{ key: '' }, { key: 'k', value: 'a b' }],
    }))).toEqual([
      "[node pool l4] 'cpu' must be a positive number of cores, in steps of 1m, got 0; give for example Cpu.millis(250) or Cpu.units(2)",
      "[node pool l4] 'memory' must be a positive, finite size, got \"NaN\"; give for example Size.mebibytes(512) or Size.gibibytes(2)",
      "[node pool l4] 'maxNodes' must be a whole number of at least 1, got 1.5; give a whole number in that range",
      "[node pool l4] 'minNodes' must be at most maxNodes (1.5), got 3; lower minNodes or raise maxNodes",
      "[node pool l4] 'provisioningTime' must be a whole number of seconds of at least 0 s, got \"0.001 s\"; give for example Duration.seconds(30)",
      "[node pool l4] 'perNode' must be a whole number of at least 1, got 0; give a whole number in that range",
      "[node pool l4] 'labels.a b' must be a legal label, got \"c\"; copy it from 'kubectl get nodes --show-labels'",
      "[node pool l4] 'taints.key' must be a legal taint key, got \"\"; copy it from 'kubectl describe node'",
      "[node pool l4] 'taints.value' must be a legal taint value, got \"a b\"; copy it from 'kubectl describe node'",
    ]);
    expect(problemsOf(() => NodePool.cpu('', NODE))).toEqual(["[node pool ] 'name' must be a name, got \"\"; call it as the provider does"]);
  });
});

describe('Cluster', () => {
  const general = NodePool.cpu('general', NODE);

  test('and its defaults', () => {
    const cluster = Cluster.of('prod');
    expect([cluster.name, `${cluster.version}`, cluster.pools, cluster.dnsCidrs, cluster.apiServerCidrs]).toEqual(['prod', 'v1.35', [], [], []]);
    expect(cluster.apiServerPorts).toEqual([443, 6443]);
    expect(cluster.dnsPorts).toEqual([53]);
    expect(Cluster.of('openshift', { dnsPorts: [53, 5353] }).dnsPorts).toEqual([53, 5353]);
    expect(Cluster.of('minikube', { apiServerPorts: [443, 8443] }).apiServerPorts).toEqual([443, 8443]);
    expect(Cluster.kind('local', { version: KubernetesVersion.V1_36 }).version).toBe(KubernetesVersion.V1_36);
  });

  test('finds its pools by name, and hands out copies', () => {
    const cluster = Cluster.of('prod', { pools: [general] });
    cluster.pools.pop();
    expect(cluster.pool('general')).toBe(general);
    expect(() => cluster.pool('l4')).toThrow(new Error('[cluster prod] has no pool "l4"; it has general'));
    expect(() => Cluster.of('empty').pool('l4')).toThrow(new Error('[cluster empty] has no pool "l4"; it has none'));
  });

  test('names every violation', () => {
    expect(problemsOf(() => Cluster.of('prod', { pools: [general, general], dnsCidrs: ['169.254.20.10'], apiServerCidrs: ['10.0.0.0/8', 'api'] }))).toEqual([
      "[cluster prod] 'pools' must be pools of different names, got \"general\"; rename one of them",
      "[cluster prod] 'dnsCidrs[0]' must be a CIDR block, got \"169.254.20.10\"; write for example \"10.0.0.0/8\", or \"203.0.113.7/32\" for one address",
      "[cluster prod] 'apiServerCidrs[1]' must be a CIDR block, got \"api\"; write for example \"10.0.0.0/8\", or \"203.0.113.7/32\" for one address",
    ]);
    expect(problemsOf(() => Cluster.of('prod', { apiServerPorts: [] }))).toEqual([
      "[cluster prod] 'apiServerPorts' must be at least one port, got []; copy them from 'kubectl get endpointslices kubernetes', or leave them out",
    ]);
    expect(problemsOf(() => Cluster.of('prod', { dnsPorts: [] }))).toEqual([
      "[cluster prod] 'dnsPorts' must be at least one port, got []; copy them from 'kubectl get endpointslices' of the DNS, or leave them out",
    ]);
    expect(problemsOf(() => Cluster.of('prod', { dnsPorts: [53, 0] }))).toEqual([
      "[cluster prod] 'dnsPorts[1]' must be a whole number from 1 to 65535, got 0; give the port that the server listens on",
    ]);
    expect(problemsOf(() => Cluster.of(''))).toEqual(["[cluster ] 'name' must be a name, got \"\"; say how messages shall call the cluster"]);
  });
});

describe('KubernetesVersion', () => {
  test.each([['1.35', 'v1.35'], ['v1.36', 'v1.36'], ['1.36.3', 'v1.36'], ['v1.36.3-gke.100', 'v1.36'], ['2.0', 'v2.0']])('%s is %s', (text, version) => {
    expect(`${KubernetesVersion.of(text)}`).toBe(version);
  });

  test('is ordered', () => {
    expect(KubernetesVersion.V1_35.compare(KubernetesVersion.V1_36)).toBeLessThan(0);
    expect(KubernetesVersion.of('1.36.9').compare(KubernetesVersion.V1_36)).toBe(0);
    expect(KubernetesVersion.of('1.100').compare(KubernetesVersion.V1_36)).toBeGreaterThan(0);
  });

  test.each([
    ['1.34', "[KubernetesVersion.of] 'version' must be 1.35 or newer, got \"1.34\"; the manifests use fields that older servers do not know"],
    ['latest', "[KubernetesVersion.of] 'version' must be a Kubernetes version like 1.36, got \"latest\"; take it from 'kubectl version'"],
    ['', "[KubernetesVersion.of] 'version' must be a Kubernetes version like 1.36, got \"\"; take it from 'kubectl version'"],
  ])('refuses %p', (text, message) => {
    expect(() => KubernetesVersion.of(text)).toThrow(new Error(message));
  });
});

describe('Accelerator', () => {
  test('any by its extended resource', () => {
    const gaudi = Accelerator.of('gaudi2', 'habana.ai/gaudi');
    expect([gaudi.name, gaudi.resourceName, `${gaudi}`]).toEqual(['gaudi2', 'habana.ai/gaudi', 'gaudi2']);
    expect(Accelerator.AMD.resourceName).toBe('amd.com/gpu');
    expect(Accelerator.NVIDIA_H100.resourceName).toBe('nvidia.com/gpu');
  });

  test('refuses a card without a name', () => {
    expect(() => Accelerator.of('', 'habana.ai/gaudi')).toThrow(new Error("[Accelerator.of] 'name' must be a name, got \"\"; say how messages shall call the card"));
  });

  test('refuses a resource without a domain', () => {
    expect(() => Accelerator.of('gpu', 'gpu')).toThrow(new Error("[Accelerator.of] 'resourceName' must be an extended resource with its domain, got \"gpu\"; take it from 'kubectl describe node', for example nvidia.com/gpu"));
  });
});
