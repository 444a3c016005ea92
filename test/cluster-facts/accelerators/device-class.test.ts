import { Accelerator } from '../../../src/cluster/accelerator';
import { DeviceClass } from '../../../src/cluster/accelerators/device-class';
import { problemsOf } from '../../serving/service';

const { NVIDIA, NVIDIA_L4, NVIDIA_L40S, NVIDIA_H100, AMD, AMD_MI300X, AMD_MI325X } = Accelerator;

test('of the drivers, and any other', () => {
  expect([DeviceClass.NVIDIA_GPU, DeviceClass.NVIDIA_MIG, DeviceClass.AMD_GPU, DeviceClass.of('gpu.example.com')].map(({ name }) => name))
    .toEqual(['gpu.nvidia.com', 'mig.nvidia.com', 'gpu.amd.com', 'gpu.example.com']);
  expect(DeviceClass.NVIDIA_GPU._quotaKey).toBe('gpu.nvidia.com.deviceclass.resource.k8s.io/devices');
});

test.each<[string, DeviceClass, Accelerator[], string[]]>([
  ['one product', DeviceClass.NVIDIA_GPU, [NVIDIA_L4], ['device.attributes["gpu.nvidia.com"].productName == "NVIDIA L4"']],
  ['a card on two boards', DeviceClass.NVIDIA_GPU, [NVIDIA_H100], ['device.attributes["gpu.nvidia.com"].productName in ["NVIDIA H100 80GB HBM3", "NVIDIA H100 PCIe"]']],
  ['one of two cards', DeviceClass.NVIDIA_GPU, [NVIDIA_L4, NVIDIA_L40S], ['device.attributes["gpu.nvidia.com"].productName in ["NVIDIA L4", "NVIDIA L40S"]']],
  ['any card', DeviceClass.NVIDIA_GPU, [NVIDIA], []],
  ['a card or any', DeviceClass.NVIDIA_GPU, [NVIDIA_L4, NVIDIA], []],
  ['a slice', DeviceClass.NVIDIA_MIG, [Accelerator.NVIDIA_A100_40GB.mig('3g.20gb')], [
    'device.attributes["gpu.nvidia.com"].productName in ["NVIDIA A100-SXM4-40GB", "NVIDIA A100-PCIE-40GB"]', 'device.attributes["gpu.nvidia.com"].profile == "3g.20gb"',
  ]],
  ['AMD', DeviceClass.AMD_GPU, [AMD_MI300X], ['device.attributes["gpu.amd.com"].productName.contains("MI300X")']],
  ['one of two of AMD', DeviceClass.AMD_GPU, [AMD_MI300X, AMD_MI325X],
    ['device.attributes["gpu.amd.com"].productName.contains("MI300X") || device.attributes["gpu.amd.com"].productName.contains("MI325X")']],
  ['any of AMD', DeviceClass.AMD_GPU, [AMD], []],
  ['a class of one\'s own', DeviceClass.of('gpu.example.com'), [NVIDIA_L4], []],
  ['selectors of one\'s own', DeviceClass.of('gpu.nvidia.com', { selectors: ['device.driver == "gpu.nvidia.com"'] }), [NVIDIA_L4], ['device.driver == "gpu.nvidia.com"']],
  ['no selectors', DeviceClass.of('gpu.nvidia.com', { selectors: [] }), [NVIDIA_L4], []],
  ['the class by its name', DeviceClass.of('gpu.nvidia.com'), [NVIDIA_L4], ['device.attributes["gpu.nvidia.com"].productName == "NVIDIA L4"']],
])('selects %s', (_, deviceClass, accelerators, selectors) => {
  expect(deviceClass._selectors(accelerators)).toEqual(selectors);
});

test('refuses what is no name, and what is no expression', () => {
  expect(problemsOf(() => DeviceClass.of('GPU'))).toEqual(["[DeviceClass.of] 'name' must be the name of a DeviceClass, got \"GPU\"; copy it from 'kubectl get deviceclasses'"]);
  expect(problemsOf(() => DeviceClass.of('gpu.example.com', { selectors: ['L4'] }))).toEqual([
    '[DeviceClass.of] \'selectors[0]\' must be a CEL expression about a device, got "L4"; write for example device.driver == "gpu.nvidia.com"',
  ]);
});
