import { Size } from 'cdk8s';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { AcceleratorSharing } from '../../../src/cluster/accelerators/accelerator-sharing';
import { DeviceClass } from '../../../src/cluster/accelerators/device-class';
import { MigStrategy } from '../../../src/cluster/accelerators/mig-strategy';
import { NodePool } from '../../../src/cluster/node-pool';
import { GpuNodePoolProps } from '../../../src/cluster/node-pool-props';
import { problemsOf } from '../../serving/service';

const pool = (props: Partial<GpuNodePoolProps> = {}) => NodePool.gpu('gpu', {
  accelerator: Accelerator.NVIDIA_L4, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(960), maxNodes: 4, ...props,
});
const A100 = Accelerator.NVIDIA_A100_40GB;
const problems = (props: Partial<GpuNodePoolProps>) => problemsOf(() => pool(props)).map((line) => line.replace('[node pool gpu] ', ''));

test('minimal: whole cards of a device plugin, of an unknown driver', () => {
  const { sharing, driverVersion, deviceClass, _devices, taints, labels } = pool();
  expect({ sharing, driverVersion, deviceClass, _devices, taints, labels }).toEqual({
    sharing: undefined,
    driverVersion: undefined,
    deviceClass: undefined,
    taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }],
    labels: {},
    _devices: { resource: 'nvidia.com/gpu', count: 8, mebibytes: 23034 },
  });
});

test.each<[string, Partial<GpuNodePoolProps>, string, string, number | undefined]>([
  ['cards', {}, 'nvidia.com/gpu', '8', 23034],
  ['cards of unknown memory', { accelerator: Accelerator.NVIDIA }, 'nvidia.com/gpu', '8', undefined],
  ['time-sliced: each share sees the whole memory', { sharing: AcceleratorSharing.timeSliced(4) }, 'nvidia.com/gpu', '32', 23034],
  ['time-sliced and renamed', { sharing: AcceleratorSharing.timeSliced(10, { renamed: true }) }, 'nvidia.com/gpu.shared', '80', 23034],
  ['MPS: each share has its part, rounded down', { sharing: AcceleratorSharing.mps(4) }, 'nvidia.com/gpu', '32', 5758],
  ['MPS, renamed, unknown memory', { accelerator: Accelerator.NVIDIA, sharing: AcceleratorSharing.mps(2, { renamed: true }) }, 'nvidia.com/gpu.shared', '16', undefined],
  ['MIG', { accelerator: A100.mig('1g.5gb'), perNode: 56 }, 'nvidia.com/mig-1g.5gb', '56', 4864],
  ['MIG, single', { accelerator: A100.mig('1g.5gb', MigStrategy.SINGLE), perNode: 56 }, 'nvidia.com/gpu', '56', 4864],
  ['MIG, time-sliced', { accelerator: A100.mig('1g.5gb'), perNode: 7, sharing: AcceleratorSharing.timeSliced(2, { renamed: true }) }, 'nvidia.com/mig-1g.5gb.shared', '14', 4864],
  ['TPU', { accelerator: Accelerator.TPU_V5E.slice('2x4') }, 'google.com/tpu', '8', 16384],
  ['DRA', { deviceClass: DeviceClass.NVIDIA_GPU }, 'gpu.nvidia.com.deviceclass.resource.k8s.io/devices', '8', 23034],
])('a node offers %s', (_, props, resource, amount, mebibytes) => {
  const { _offer, _devices } = pool(props);
  expect(_offer.allocatable[resource]).toBe(amount);
  expect(Object.keys(_offer.allocatable).filter((name) => name.includes('/'))).toEqual([resource]);
  expect(_devices).toEqual({ resource, count: Number(amount), mebibytes });
});

test('slices and shares are on nodes with the taint of cards; a slice of TPUs is selected by its topology', () => {
  expect(pool({ accelerator: A100.mig('1g.5gb') }).taints).toEqual([{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }]);
  const tpus = pool({ accelerator: Accelerator.TPU_V5E.slice('2x4'), labels: { team: 'nlp' } });
  expect(tpus.labels).toEqual({ 'cloud.google.com/gke-tpu-accelerator': 'tpu-v5-lite-podslice', 'cloud.google.com/gke-tpu-topology': '2x4', 'team': 'nlp' });
  expect(tpus.taints).toEqual([{ key: 'google.com/tpu', effect: 'NoSchedule' }]);
});

test('as many slices as 16 cards have are taken', () => {
  const perCard = (card: Accelerator, profile: string) => [1, 2, 3, 4, 5, 6, 7, 8].filter((each) => {
    try {
      return pool({ accelerator: card.mig(profile), perNode: 16 * each }).acceleratorsPerNode > 0;
    } catch {
      return false;
    }
  }).pop();
  expect(['1g.10gb', '1g.10gb+me', '1g.20gb', '2g.20gb', '3g.40gb', '4g.40gb', '7g.80gb'].map((profile) => perCard(Accelerator.NVIDIA_H100, profile))).toEqual([7, 1, 4, 3, 2, 1, 1]);
  expect(['1g.6gb', '2g.12gb', '4g.24gb'].map((profile) => perCard(Accelerator.NVIDIA_A30, profile))).toEqual([4, 2, 1]);
});

test.each(['timeSliced', 'mps'] as const)('%s for one pod is no sharing', (factory) => {
  expect(problemsOf(() => AcceleratorSharing[factory](1))).toEqual([`[AcceleratorSharing.${factory}] 'replicas' must be a whole number of at least 2, got 1; a card for one pod needs no sharing; leave it out`]);
  expect(() => AcceleratorSharing[factory](2.5)).toThrow("'replicas' must be a whole number of at least 2, got 2.5");
});

test('sharing as messages call it', () => {
  expect([`${AcceleratorSharing.timeSliced(4)}`, `${AcceleratorSharing.mps(2)}`]).toEqual(['time-slicing by 4', 'mps by 2']);
  expect([AcceleratorSharing.mps(2).renamed, AcceleratorSharing.mps(2, { renamed: true }).renamed]).toEqual([false, true]);
});

test.each<[string, Partial<GpuNodePoolProps>, string]>([
  ['more slices than cards are cut into', { accelerator: A100.mig('3g.20gb'), perNode: 56 },
    "'perNode' must be at most 32, the slices 3g.20gb of 16 cards, got 56; count the slices of one node: a card has 2 of them"],
  ['shares of other cards', { accelerator: Accelerator.AMD_MI300X, sharing: AcceleratorSharing.mps(2) },
    "'sharing' must be of NVIDIA cards, got amd-mi300x; leave it out; only their device plugin hands out shares"],
  ['MPS of slices', { accelerator: A100.mig('1g.5gb'), sharing: AcceleratorSharing.mps(2) },
    "'sharing' must be time-slicing for MIG slices, which MPS cannot divide, got mps by 2; take AcceleratorSharing.timeSliced, or a smaller profile"],
  ['shares by DRA', { sharing: AcceleratorSharing.mps(2), deviceClass: DeviceClass.NVIDIA_GPU },
    "'sharing' is what a device plugin does, and 'deviceClass' is of a DRA driver, which hands out whole devices; leave one of them out"],
  ['the product of whole cards on shared ones', { sharing: AcceleratorSharing.mps(2), labels: { 'nvidia.com/gpu.product': 'NVIDIA-L4' } },
    "'labels.nvidia.com/gpu.product' must be the product of shared cards, which ends with -SHARED, got \"NVIDIA-L4\"; write NVIDIA-L4-SHARED, as feature discovery does, or leave it out"],
  ['whole cards of the class of slices', { deviceClass: DeviceClass.NVIDIA_MIG },
    "'deviceClass' must be DeviceClass.NVIDIA_GPU for whole cards, got mig.nvidia.com; take that one, or a slice: accelerator.mig('1g.10gb')"],
  ['slices of the class of whole cards', { accelerator: A100.mig('1g.5gb'), deviceClass: DeviceClass.NVIDIA_GPU },
    "'deviceClass' must be DeviceClass.NVIDIA_MIG for MIG slices, got gpu.nvidia.com; take that one"],
  ['a driver with a name', { driverVersion: 'R580' },
    "'driverVersion' must be the version of a driver like 580.65.06, got \"R580\"; copy it from 'nvidia-smi', or from the node's label nvidia.com/cuda.driver-version.full"],
  ['more chips than a host has', { accelerator: Accelerator.TPU_V5E.slice('4x4') }, "'perNode' must be 4, the chips in one host of tpu-v5e 4x4, got 8; count the chips of one node"],
  ['chips between those of one host and two', { accelerator: Accelerator.TPU_V5E.slice('2x4'), perNode: 6 },
    "'perNode' must be 8 or 4, the chips in one host of tpu-v5e 2x4, got 6; count the chips of one node"],
])('refuses %s', (_, props, message) => {
  expect(problems(props)).toEqual([message]);
});

test.each<[string, Partial<GpuNodePoolProps>]>([
  ['renamed shares keep the product', { sharing: AcceleratorSharing.mps(2, { renamed: true }), labels: { 'nvidia.com/gpu.product': 'NVIDIA-L4' } }],
  ['the product of shared cards', { sharing: AcceleratorSharing.mps(2), labels: { 'nvidia.com/gpu.product': 'NVIDIA-L4-SHARED' } }],
  ['a driver by its major version', { driverVersion: '580' }],
  ['a class of one\'s own', { deviceClass: DeviceClass.of('gpu.example.com') }],
])('takes %s', (_, props) => {
  expect(problems(props)).toEqual([]);
});
