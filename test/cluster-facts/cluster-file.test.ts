import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Size } from 'cdk8s';
import { Cpu } from '../../src/border/cpu';
import { Cluster } from '../../src/cluster/cluster';
import { KubernetesVersion } from '../../src/cluster/kubernetes-version';
import { NodePool } from '../../src/cluster/node-pool';
import { problemsOf } from '../serving/service';

const path = join(mkdtempSync(join(tmpdir(), 'cluster-file-')), 'prod.yaml');

function written(text: string): string {
  writeFileSync(path, text);
  return path;
}
const problems = (text: string) => problemsOf(() => Cluster.fromFile(written(text))).map((line) => line.replace(path, 'prod.yaml'));

const POOL = `
  - name: a100
    maxNodes: 4
    capacity: { cpu: "96", memory: 1360Gi }
    allocatable: { cpu: 95690m, memory: 1300Gi, "nvidia.com/gpu": "8" }`;

test('minimal', () => {
  const cluster = Cluster.fromFile(written(`cluster: prod\npools:${POOL}`));
  const [{ name, minNodes, maxNodes, spot, labels, taints, zones, cpuPerNode, memoryPerNode, accelerator, hourlyPrice, _offer }] = cluster.pools;
  expect({ name, minNodes, maxNodes, spot, labels, taints, zones, accelerator, hourlyPrice }).toEqual({
    name: 'a100', minNodes: 0, maxNodes: 4, spot: false, labels: {}, taints: [], zones: [], accelerator: undefined, hourlyPrice: undefined,
  });
  expect([cpuPerNode.milliCores, memoryPerNode.toGibibytes()]).toEqual([96000, 1360]);
  expect(_offer).toEqual({ allocatable: { 'cpu': '95690m', 'memory': '1300Gi', 'nvidia.com/gpu': '8' }, kept: {}, estimated: false });
  expect([`${cluster.version}`, cluster.gateways, cluster.storageClasses, cluster.monitorLabels]).toEqual(['v1.35', undefined, undefined, undefined]);
});

test('all that a file may say', () => {
  const cluster = Cluster.fromFile(written(`
cluster: prod
version: "1.36"
dnsCidrs: [169.254.20.10/32]
dnsPorts: [53, 5353]
apiServerCidrs: [10.0.0.1/32]
apiServerPorts: [8443]
metrics:
  - api: metrics.k8s.io
  - { api: custom.metrics.k8s.io, names: { "vllm:num_requests_waiting": vllm_waiting } }
  - api: external.metrics.k8s.io
  - api: keda.sh
    prometheus: http://prometheus.monitoring:9090
    authentication: { name: prometheus, modes: [bearer], clusterWide: true }
monitorLabels: { release: prometheus }
ruleLabels: { role: alert-rules }
gateways: [{ name: public, namespace: gateways }]
storageClasses:
  - { name: fast, accessModes: [ReadWriteOnce], isDefault: true, canClone: true, canSnapshot: false }
pools:
  - name: a100
    minNodes: 1
    maxNodes: 4
    spot: true
    zones: [a, b]
    selectedBy: { pool: a100 }
    labels: { pool: a100, "kubernetes.io/os": linux }
    taints: [{ key: nvidia.com/gpu, value: "true", effect: NoExecute }, { key: team }]
    accelerator: { name: nvidia-a100-80gb, resource: nvidia.com/gpu, perNode: 8, driverVersion: "580.65.06" }
    capacity: { cpu: "96", memory: 1360Gi }
    allocatable: { cpu: 95690m, memory: 1300Gi, pods: "110", "nvidia.com/gpu": "8", "vpc.amazonaws.com/efa": "4" }
    daemonSets: { cpu: 500m, memory: 1Gi }
    provisioningSeconds: 240
    hourlyPrice: 32.77
`));
  expect([`${cluster.version}`, cluster.dnsCidrs, cluster.dnsPorts, cluster.apiServerCidrs, cluster.apiServerPorts]).toEqual(['v1.36', ['169.254.20.10/32'], [53, 5353], ['10.0.0.1/32'], [8443]]);
  expect([cluster.monitorLabels, cluster.ruleLabels, cluster.gateways]).toEqual([{ release: 'prometheus' }, { role: 'alert-rules' }, [{ name: 'public', namespace: 'gateways' }]]);
  expect(cluster.storageClasses).toEqual([{ name: 'fast', accessModes: ['ReadWriteOnce'], isDefault: true, canClone: true, canSnapshot: false }]);
  expect(cluster.metrics.map(({ api }) => api)).toEqual(['metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io', 'keda.sh']);
  expect([cluster.metrics[1]._nameOf('vllm:num_requests_waiting'), cluster.metrics[3]._keda]).toEqual([
    'vllm_waiting', { prometheus: 'http://prometheus.monitoring:9090', authentication: { name: 'prometheus', modes: ['bearer'], clusterWide: true } },
  ]);
  const pool = cluster.pool('a100');
  expect([pool.minNodes, pool.spot, pool.zones, pool.labels, pool._nodeLabels, pool.hourlyPrice, pool.provisioningTime.toSeconds()])
    .toEqual([1, true, ['a', 'b'], { pool: 'a100' }, { 'pool': 'a100', 'kubernetes.io/os': 'linux' }, 32.77, 240]);
  expect(pool.taints).toEqual([{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoExecute' }, { key: 'team' }]);
  expect([pool.accelerator?.name, pool.acceleratorsPerNode, pool.driverVersion, pool._offer.kept]).toEqual(['nvidia-a100-80gb', 8, '580.65.06', { cpu: '500m', memory: '1Gi' }]);
});

test('the program adds to it, and wins', () => {
  const general = NodePool.cpu('general', { cpu: Cpu.units(4), memory: Size.gibibytes(16), maxNodes: 9 });
  const cluster = Cluster.fromFile(written(`cluster: prod\nversion: "1.35"\npools:${POOL}`), { version: KubernetesVersion.V1_36, pools: [general], dnsCidrs: undefined });
  expect([`${cluster.version}`, cluster.pools.map(({ name }) => name)]).toEqual(['v1.36', ['a100', 'general']]);
});

test('JSON is read too', () => {
  const pool = { name: 'a', maxNodes: 1, capacity: { cpu: '4', memory: '16Gi' }, allocatable: { cpu: '4', memory: '15Gi' } };
  expect(Cluster.fromFile(written(JSON.stringify({ cluster: 'prod', pools: [pool] }))).pool('a').maxNodes).toBe(1);
});

test('the memory of a card that is not listed, or of a part of one', () => {
  const accelerator = (rest: string) => Cluster.fromFile(written(`cluster: prod\npools:${POOL}\n    accelerator: { resource: nvidia.com/gpu, perNode: 8, ${rest} }\n`)).pool('a100');
  const [unlisted, part] = [accelerator('name: NVIDIA-GeForce-RTX-4090, memory: "24564Mi"'), accelerator('name: nvidia-l4, memory: 2861Mi, sharing: mps, replicas: 2')];
  expect([unlisted.accelerator?.name, unlisted.accelerator?.memory?.toMebibytes(), unlisted._devices]).toEqual(['NVIDIA-GeForce-RTX-4090', 24564, { resource: 'nvidia.com/gpu', count: 8, mebibytes: 24564 }]);
  expect([part.accelerator?.memory?.toMebibytes(), part._devices?.mebibytes]).toEqual([2861, 1430]);
});

describe('refuses, with the line,', () => {
  const REMEDY = 'write it so, or write the file anew with import-nodes';

  test('a file that is not there, or no YAML', () => {
    expect(problemsOf(() => Cluster.fromFile('nowhere.yaml'))).toEqual([
      '[nowhere.yaml] cannot be read (ENOENT); make it by kubectl get nodes -o json | npx cdk8s-ml import-nodes --output nowhere.yaml',
    ]);
    expect(problems('cluster: prod\npools: [a')[0]).toMatch(/^\[prod\.yaml:2\] must be YAML or JSON \(.*\); mend it, or write it anew with import-nodes$/);
    expect(problems('cluster: prod\ncluster: prod\npools: []')[0]).toMatch(/^\[prod\.yaml:2\] must be YAML or JSON \(Map keys must be unique\)/);
  });

  test('what is no such file', () => {
    expect(problems('')).toEqual([`[prod.yaml:1] 'file' must be a map of cluster, version, pools, dnsCidrs, dnsPorts, apiServerCidrs, apiServerPorts, metrics, monitorLabels, ruleLabels, gateways, storageClasses, got nothing; ${REMEDY}`]);
    expect(problems('apiVersion: v1\nkind: List\nitems: []')).toEqual([
      `[prod.yaml:1] 'cluster' is missing; ${REMEDY}`,
      `[prod.yaml:1] 'pools' is missing; ${REMEDY}`,
      ...['apiVersion', 'kind', 'items'].map((key, i) => `[prod.yaml:${i + 1}] '${key}' is not known here; take one of cluster, version, pools, dnsCidrs, dnsPorts, apiServerCidrs, apiServerPorts, metrics, monitorLabels, ruleLabels, gateways, storageClasses`),
    ]);
  });

  test('everything in it that does not fit', () => {
    expect(problems(`cluster: prod
version: 1.36
monitorLabels: { release: 1 }
storageClasses: [{ accessModes: [1] }]
pools:
  - name: a
    maxNodes: 1.5
    maxnodes: 2
    capacity: { cpu: four }
    allocatable: {}
  - 7
`)).toEqual([
      `[prod.yaml:2] 'version' must be a Kubernetes version in quotes like "1.36", got 1.36; ${REMEDY}`,
      `[prod.yaml:3] 'monitorLabels' must be a map of texts, got {"release":1}; ${REMEDY}`,
      `[prod.yaml:7] 'pools[0].maxNodes' must be a whole number, got 1.5; ${REMEDY}`,
      "[prod.yaml:8] 'maxnodes' is not known here; take one of name, minNodes, maxNodes, spot, zones, selectedBy, labels, otherLabels, complete, taints, accelerator, capacity, allocatable, daemonSets, provisioningSeconds, hourlyPrice",
      `[prod.yaml:9] 'pools[0].capacity' must be a map of quantities in quotes like { cpu: "3920m", memory: "13498416Ki" }, got {"cpu":"four"}; ${REMEDY}`,
      `[prod.yaml:11] 'pools[1]' must be a map of name, minNodes, maxNodes, spot, zones, selectedBy, labels, otherLabels, complete, taints, accelerator, capacity, allocatable, daemonSets, provisioningSeconds, hourlyPrice, got 7; ${REMEDY}`,
      `[prod.yaml:4] 'name' is missing; ${REMEDY}`,
      `[prod.yaml:4] 'storageClasses[0].accessModes' must be a list of ReadWriteOnce, ReadWriteOncePod, ReadOnlyMany, ReadWriteMany, got [1]; ${REMEDY}`,
    ]);
  });

  test('KEDA alone, and one that shows who it is to nobody', () => {
    expect(Cluster.fromFile(written('cluster: prod\nmetrics:\n  - api: keda.sh\npools: []\n')).metrics.map(String)).toEqual(['MetricsPipeline.keda()']);
    expect(problems('cluster: prod\nmetrics:\n  - { api: keda.sh, authentication: { name: prometheus } }\npools: []\n')).toEqual([
      "[prod.yaml:3] [MetricsPipeline.keda] 'prometheus' must be the address of the Prometheus to which authentication shows who KEDA is, got nothing; write for example \"http://prometheus.monitoring:9090\", or leave authentication out",
    ]);
  });

  test('pipelines that there are not', () => {
    const APIS = 'metrics.k8s.io, custom.metrics.k8s.io, external.metrics.k8s.io, keda.sh';
    expect(problems(`cluster: prod
metrics:
  - keda
  - api: keda
  - prometheus: http://prometheus:9090
  - { api: keda.sh, names: {} }
  - { api: keda.sh, prometheus: http://prometheus:9090, authentication: { modes: [password] } }
  - { api: custom.metrics.k8s.io, names: { a: 1 } }
  - { api: metrics.k8s.io, prometheus: http://prometheus:9090 }
pools: []
`)).toEqual([
      `[prod.yaml:3] 'metrics[0]' must be a map of api, names, prometheus, authentication, got "keda"; ${REMEDY}`,
      `[prod.yaml:4] 'metrics[1].api' must be one of ${APIS}, got "keda"; ${REMEDY}`,
      `[prod.yaml:5] 'api' is missing; ${REMEDY}`,
      "[prod.yaml:6] 'names' is not known here; take one of api, prometheus, authentication",
      `[prod.yaml:7] 'name' is missing; ${REMEDY}`,
      `[prod.yaml:7] 'metrics[4].authentication.modes' must be a list of bearer, basic, tls, custom, got ["password"]; ${REMEDY}`,
      `[prod.yaml:8] 'metrics[5].names' must be a map of texts, got {"a":1}; ${REMEDY}`,
      "[prod.yaml:9] 'prometheus' is not known here; take one of api",
    ]);
  });

  test('facts beside the pools that are none', () => {
    expect(problems(`cluster: prod
metrics:
  - { api: keda.sh, prometheus: "prometheus:9090" }
  - api: metrics.k8s.io
  - api: metrics.k8s.io
dnsCidrs:
  - 10.0.0.1
gateways:
  - { name: public, namespace: gateways }
  - { name: public, namespace: Gateways }
storageClasses:
  - name: fast
  - name: fast
monitorLabels:
  example.com/team: " "
pools: []
`)).toEqual([
      "[prod.yaml:3] [MetricsPipeline.keda] 'prometheus' must be the address of Prometheus without a slash at its end, got \"prometheus:9090\"; write for example \"http://prometheus.monitoring:9090\"",
      expect.stringMatching(/^\[prod\.yaml:7\] 'dnsCidrs\[0\]' must be /),
      "[prod.yaml:3] 'metrics' must be pipelines of different APIs, got [\"metrics.k8s.io\",\"metrics.k8s.io\"]; leave out the second of each",
      expect.stringMatching(/^\[prod\.yaml:15\] 'monitorLabels\.example\.com\/team' must be a legal label/),
      "[prod.yaml:10] 'gateways[1].namespace' must be the name of a namespace, got \"Gateways\"; copy it from 'kubectl get gateways -A'",
      "[prod.yaml:13] 'storageClasses[1].name' must be a name that no other has, got \"fast\"; leave the second one out",
    ]);
  });

  test('shares that are none', () => {
    const shared = (sharing: string) => problems(`cluster: prod\npools:${POOL}\n    accelerator: { name: nvidia-a100-80gb, resource: nvidia.com/gpu, perNode: 8, ${sharing} }\n`);
    expect(shared('sharing: vgpu')).toEqual([`[prod.yaml:7] 'pools[0].accelerator.sharing' must be one of time-slicing, mps, got "vgpu"; ${REMEDY}`]);
    expect(shared('sharing: mps, replicas: 1')).toEqual(["[prod.yaml:7] [AcceleratorSharing.mps] 'replicas' must be a whole number of at least 2, got 1; a card for one pod needs no sharing; leave it out"]);
    expect(Cluster.fromFile(written(`cluster: prod\npools:${POOL}\n    accelerator: { name: nvidia-a100-80gb, resource: nvidia.com/gpu, perNode: 8, sharing: time-slicing, replicas: 4 }\n`)).pool('a100').sharing?.toString()).toBe('time-slicing by 4');
  });

  test('what is wrong with a pool, once', () => {
    const of = (pool: string) => problems(`cluster: prod\npools:\n  - name: a\n    maxNodes: 1\n    capacity: { cpu: "4", memory: 16Gi, pods: "110" }\n    ${pool}\n`);
    const fine = 'allocatable: { cpu: "4", memory: 15Gi }';
    expect(of(`${fine}\n    taints: [{ key: x, effect: Foo }]`)).toEqual(["[prod.yaml:7] 'pools[0].taints[0].effect' must be one of NoSchedule, PreferNoSchedule, NoExecute, got \"Foo\"; write one of them"]);
    expect(of(`${fine}\n    accelerator: { name: nvidia-l4, resource: nvidia.com/gpu, perNode: 1.5 }`)).toEqual([`[prod.yaml:7] 'pools[0].accelerator.perNode' must be a whole number, got 1.5; ${REMEDY}`]);
  });

  test('a share of more than there is', () => {
    const COPY = "copy both from 'kubectl describe node'";
    const of = (pool: string) => problems(`cluster: prod\npools:\n  - name: a\n    maxNodes: 1\n    capacity: { cpu: "4", memory: 16Gi, pods: "110" }\n    ${pool}\n`);
    expect(of('allocatable: { cpu: "8", memory: 17179869185, pods: "111" }').length).toBe(1);
    expect(of('allocatable: { cpu: "8", memory: "17179869185", pods: "111" }')).toEqual([
      `[prod.yaml:6] 'pools[0].allocatable.cpu' must be at most 'capacity.cpu' (4), got "8"; ${COPY}`,
      `[prod.yaml:6] 'pools[0].allocatable.memory' must be at most 'capacity.memory' (16Gi), got "17179869185"; ${COPY}`,
      `[prod.yaml:6] 'pools[0].allocatable.pods' must be at most 'capacity.pods' (110), got "111"; ${COPY}`,
    ]);
    expect(of('allocatable: { cpu: "4", memory: 16Gi }\n    daemonSets: { cpu: 4001m }')).toEqual([`[prod.yaml:7] 'pools[0].daemonSets.cpu' must be at most 'allocatable.cpu' (4), got "4001m"; ${COPY}`]);
  });

  test('memory that is none, or that something else says', () => {
    const of = (rest: string) => problems(`cluster: prod\npools:${POOL}\n    accelerator: { name: nvidia-a100-80gb, resource: nvidia.com/gpu, perNode: 8, ${rest} }\n`);
    expect(of('memory: 81920')).toEqual([`[prod.yaml:7] 'pools[0].accelerator.memory' must be a quantity in quotes like "22888Mi", got 81920; ${REMEDY}`]);
    expect(of('memory: "0"')).toEqual(["[prod.yaml:7] [Accelerator.of] 'memory' must be a positive, finite size, got \"0\"; give for example Size.mebibytes(512) or Size.gibibytes(2)"]);
    expect(of('memory: 10Gi, mig: 1g.10gb')).toEqual(["[prod.yaml:7] 'memory' is said by 'mig' already; leave one of them out"]);
    expect(of('memory: 10Gi, topology: 2x4')).toEqual(["[prod.yaml:7] 'memory' is said by 'topology' already; leave one of them out"]);
  });

  test('facts of a pool that do not go together', () => {
    expect(problems(`cluster: prod
version: "1.20"
pools: []
`)).toEqual(["[prod.yaml:2] 'version' must be 1.35 or newer, got \"1.20\"; the manifests use fields that older servers do not know"]);
    expect(problems(`cluster: prod
pools:
  - name: a
    minNodes: 3
    maxNodes: 2
    taints: [{ key: gpu, effect: Never }]
    capacity: { cpu: "4", memory: 16Gi }
    allocatable: { cpu: "4" }
  - name: b
    minNodes: 3
    maxNodes: 2
    capacity: { cpu: "4", memory: 16Gi }
    allocatable: { cpu: "4", memory: 16Gi }
  - name: c
    maxNodes: 2
    accelerator: { name: nvidia-a100-40gb, resource: nvidia.com/gpu, perNode: 7, mig: 9g.99gb }
    capacity: { cpu: "4", memory: 16Gi }
    allocatable: { cpu: "4", memory: 16Gi }
`)).toEqual([
      "[prod.yaml:6] 'pools[0].taints[0].effect' must be one of NoSchedule, PreferNoSchedule, NoExecute, got \"Never\"; write one of them",
      "[prod.yaml:8] 'allocatable.memory' is missing; write what 'kubectl describe node' says",
      "[prod.yaml:9] [node pool b] 'minNodes' must be at most maxNodes (2), got 3; lower minNodes or raise maxNodes",
      expect.stringMatching(/^\[prod\.yaml:16\] \[accelerator nvidia-a100-40gb\] 'profile' must be one that the card has, got "9g\.99gb"; it has /),
    ]);
  });
});
