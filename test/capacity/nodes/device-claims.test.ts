import { Size } from 'cdk8s';
import { Accelerator, Cluster, Cpu, DeviceClass, NodePool } from '../../../src';
import { judge } from '../../../src/rules/judge';
import { importedCluster } from '../../rules/imported-cluster';
import { container, deployment, object } from '../../rules/manifests';

const node = { cpu: Cpu.units(16), memory: Size.gibibytes(64), allocatable: { cpu: Cpu.units(16), memory: Size.gibibytes(64) } };
const a100 = (deviceClass: DeviceClass, name = 'a100'): NodePool =>
  NodePool.gpu(name, { ...node, accelerator: Accelerator.NVIDIA_A100_80GB, perNode: 2, maxNodes: 2, deviceClass });
const prod = Cluster.of('prod', { pools: [a100(DeviceClass.NVIDIA_GPU), NodePool.cpu('general', { ...node, maxNodes: 9 })] });

const claims = (...requests: object[]): any =>
  object('resource.k8s.io/v1', 'ResourceClaimTemplate', 'gpus', { spec: { spec: { devices: { requests: requests.map((one, i) => ({ name: `r${i}`, ...one })) } } } });
const exactly = (count: number, more: object = {}): object => ({ exactly: { deviceClassName: 'gpu.nvidia.com', allocationMode: 'ExactCount', count, ...more } });
const pods = (replicas: number, surge = 0): any => deployment(
  { resourceClaims: [{ name: 'gpus', resourceClaimTemplateName: 'gpus' }], tolerations: [{ operator: 'Exists' }] },
  { replicas, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: surge === 0 ? 1 : 0 } } },
);

function findings(objects: readonly any[], cluster = prod): string[] {
  return judge(objects.map((manifest, i) => ({ manifest, path: `o${i}`, cluster })), [])
    .filter(({ rule }) => rule.startsWith('ML-CAP')).map(({ rule, severity, message }) => `${rule} ${severity} ${message}`);
}

const KEY = 'gpu.nvidia.com.deviceclass.resource.k8s.io/devices';

describe('devices that pods claim', () => {
  test('are counted against those of the pools that declare their class', () => {
    expect(findings([pods(4), claims(exactly(1))])).toEqual([]);
    expect(findings([pods(10), claims(exactly(1))])).toEqual([
      `ML-CAP-005 error Deployment 'chat' alone has no room on cluster 'prod' at its maximum (10 replicas): it needs 10 ${KEY} (10 pods × 1 of Deployment 'chat'), `
      + 'and the nodes that may take them have 4 (2 × 2 of a100); raise maxNodes, ask for less or lower its maximum',
    ]);
  });

  test('are counted in a rollout', () => {
    expect(findings([pods(4, 1), claims(exactly(1))])).toEqual([
      `ML-CAP-005 error rollout of 'chat' at its minimum has no room on cluster 'prod': it needs 5 ${KEY} (5 pods × 1 of Deployment 'chat'), and the nodes that may take `
      + 'them have 4 (2 × 2 of a100); raise maxNodes or set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)',
    ]);
  });

  test('are on one node for one pod', () => {
    expect(findings([pods(1), claims(exactly(2), exactly(1))])).toEqual([
      `ML-CAP-004 error no pool of cluster 'prod' takes the pods of Deployment 'chat': a100 (${KEY} 3 is more than the 2 of a node), general (its nodes have no ${KEY}); `
      + 'ask for less, select or tolerate another pool, or declare what its nodes have',
    ]);
  });

  test('are at the least what every alternative asks for', () => {
    const alternatives = (...counts: number[]): any => ({ firstAvailable: counts.map((count) => ({ deviceClassName: 'gpu.nvidia.com', count })) });
    expect(findings([pods(4), claims(alternatives(2, 1))])).toEqual([]);
    expect(findings([pods(4), claims(alternatives(2, 3))])).toHaveLength(1);
    expect(findings([pods(9), claims({ firstAvailable: [{ deviceClassName: 'gpu.nvidia.com' }, { deviceClassName: 'other' }] })]).filter((text) => text.includes(' error '))).toEqual([]);
  });

  test('are no ones that are only looked at or shared', () => {
    expect(findings([pods(9), claims(exactly(1, { adminAccess: true }))]).filter((text) => text.includes(' error '))).toEqual([]);
    expect(findings([pods(9), claims(exactly(1, { capacity: { requests: { memory: '1Gi' } } }))]).filter((text) => text.includes(' error '))).toEqual([]);
  });

  test('of another class than a pool declares may be among its devices', () => {
    const two = Cluster.of('prod', { pools: [a100(DeviceClass.NVIDIA_GPU), a100(DeviceClass.of('large.example.com'), 'other')] });
    expect(findings([pods(9), claims(exactly(1))], two).filter((text) => text.includes(' error '))).toEqual([]);
  });
});

describe('a resource that a DeviceClass maps', () => {
  const real = importedCluster('real', {});
  const wants = (count: number): any => deployment(
    { containers: [container({ resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { 'memory': '1Gi', 'nvidia.com/gpu': count } } })] },
    { replicas: 1 },
  );
  const mapping = (extendedResourceName: string): any => ({ apiVersion: 'resource.k8s.io/v1', kind: 'DeviceClass', metadata: { name: 'gpu' }, spec: { extendedResourceName } });

  test('is on nobody knows which nodes, for no driver tells it by their allocatable amounts', () => {
    expect(findings([wants(1), mapping('nvidia.com/gpu')], real)).toEqual([]);
    expect(findings([wants(1), mapping('amd.com/gpu')], real)).toEqual([expect.stringMatching(/^ML-CAP-004 error no pool of cluster 'real' as imported takes the pods/)]);
  });

  test('is what a node has of it where a device plugin tells', () => {
    const plugged = Cluster.of('prod', { pools: [NodePool.gpu('l4', { ...node, accelerator: Accelerator.NVIDIA_L4, perNode: 1, maxNodes: 2, taints: [] })] });
    expect(findings([wants(2), mapping('nvidia.com/gpu')], plugged)).toEqual([expect.stringMatching(/^ML-CAP-004 error .*nvidia.com\/gpu 2 is more than the 1 of a node/)]);
  });
});
