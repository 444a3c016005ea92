import { Size } from 'cdk8s';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { AcceleratorSharing } from '../../../src/cluster/accelerators/accelerator-sharing';
import { DeviceClass } from '../../../src/cluster/accelerators/device-class';
import { NodePool } from '../../../src/cluster/node-pool';
import { GpuNodePoolProps } from '../../../src/cluster/node-pool-props';
import { Placement, PlacementProps } from '../../../src/pod/placement/placement';
import { checked } from '../../border/checked';

const gpu = (name: string, props: Partial<GpuNodePoolProps> = {}) => NodePool.gpu(name, {
  accelerator: Accelerator.NVIDIA_L4, perNode: 4, cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 3, labels: { pool: name }, ...props,
});
const SHARED = gpu('shared', { sharing: AcceleratorSharing.timeSliced(4, { renamed: true }) });
const MPS = gpu('mps', { sharing: AcceleratorSharing.mps(2) });
const MIG = gpu('mig', { accelerator: Accelerator.NVIDIA_A100_40GB.mig('1g.5gb'), perNode: 14 });
const DRA = gpu('dra', { deviceClass: DeviceClass.NVIDIA_GPU });
const problems = (props: PlacementProps) => checked((found) => Placement.of(props)._check(found, 'placement'));

test.each<[string, NodePool, number, object]>([
  ['a share', SHARED, 1, { 'nvidia.com/gpu.shared': '1' }],
  ['a share that is called like a card', MPS, 1, { 'nvidia.com/gpu': '1' }],
  ['slices', MIG, 14, { 'nvidia.com/mig-1g.5gb': '14' }],
  ['chips', gpu('tpu', { accelerator: Accelerator.TPU_V5E.slice('2x2') }), 4, { 'google.com/tpu': '4' }],
])('one request is for %s', (_, pool, gpus, extended) => {
  const placement = Placement.of({ pools: [pool], gpus });
  expect(placement._extended).toEqual(extended);
  expect(placement._claim).toBeUndefined();
  expect(problems({ pools: [pool], gpus })).toEqual([]);
  expect(placement._tolerations).toEqual([{ effect: 'NoSchedule', key: pool === SHARED || pool === MPS || pool === MIG ? 'nvidia.com/gpu' : 'google.com/tpu', operator: 'Exists' }]);
});

test('a claim in place of the request, with the same selector and toleration', () => {
  const placement = Placement.of({ pools: [DRA], gpus: 2 });
  expect(placement._extended).toEqual({});
  expect(placement._claim).toEqual({ deviceClass: 'gpu.nvidia.com', count: 2, selectors: ['device.attributes["gpu.nvidia.com"].productName == "NVIDIA L4"'] });
  expect(placement._nodeSelector).toEqual({ pool: 'dra' });
  expect(placement._tolerations).toEqual([{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }]);
});

test('several pools of one class: a claim for a card of any of them', () => {
  const other = gpu('other', { deviceClass: DeviceClass.NVIDIA_GPU, accelerator: Accelerator.NVIDIA_L40S });
  expect(problems({ pools: [DRA, other], gpus: 1 })).toEqual([]);
  expect(Placement.of({ pools: [DRA, other], gpus: 1 })._claim?.selectors).toEqual(['device.attributes["gpu.nvidia.com"].productName in ["NVIDIA L4", "NVIDIA L40S"]']);
});

test.each<[string, PlacementProps, number]>([
  ['no accelerators: no bound', {}, Infinity],
  ['whole nodes', { pools: [DRA], gpus: 4 }, 3],
  ['three of four cards: one on each node', { pools: [DRA], gpus: 3 }, 3],
  ['shares count', { pools: [SHARED], gpus: 1 }, 48],
  ['slices count', { pools: [MIG], gpus: 4 }, 9],
  ['several pools', { pools: [gpu('a'), gpu('b', { perNode: 8, maxNodes: 1 })], gpus: 2 }, 2 * 3 + 4],
])('room for pods: %s', (_, props, room) => {
  expect(Placement.of(props)._room).toBe(room);
});

test.each<[string, PlacementProps, ...string[]]>([
  ['two shares', { pools: [SHARED], gpus: 2 },
    "'placement.gpus' must be 1 where cards are shared (pool 'shared': time-slicing by 4), got 2; two shares may be of one card; ask for 1, or choose a pool of whole cards"],
  ['more slices than a node has', { pools: [MIG], gpus: 15 }, "'placement.gpus' must be at most 14, what one node of pool 'mig' has, got 15; ask for fewer, or choose another pool"],
  ['more devices than a node publishes', { pools: [DRA], gpus: 5 }, "'placement.gpus' must be at most 4, what one node of pool 'dra' has, got 5; ask for fewer, or choose another pool"],
  ['a claim or a request', { pools: [DRA, gpu('plugin')], gpus: 1 },
    "'placement.pools' offer different resources (dra: gpu.nvidia.com, plugin: nvidia.com/gpu); a pod asks for one kind"],
  ['a card or a renamed share', { pools: [gpu('plugin'), SHARED], gpus: 1 },
    "'placement.pools' offer different resources (plugin: nvidia.com/gpu, shared: nvidia.com/gpu.shared); a pod asks for one kind"],
])('refuses %s', (_, props, ...messages) => {
  expect(problems(props)).toEqual(messages);
});
