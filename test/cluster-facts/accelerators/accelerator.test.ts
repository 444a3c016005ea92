import { Size } from 'cdk8s';
import * as fc from 'fast-check';
import { Accelerator } from '../../../src/cluster/accelerator';
import { MIG } from '../../../src/cluster/accelerators/mig';
import { MigStrategy } from '../../../src/cluster/accelerators/mig-strategy';
import { problemsOf } from '../../serving/service';

/** MiB; none where it is not known. */
const mebibytes = ({ memory }: Accelerator) => memory?.toMebibytes();
const facts = (accelerator: Accelerator) => [accelerator.name, accelerator.resourceName, mebibytes(accelerator)];

describe('cards', () => {
  test.each<[Accelerator, string, string, number | undefined]>([
    [Accelerator.NVIDIA, 'nvidia', 'nvidia.com/gpu', undefined],
    [Accelerator.NVIDIA_T4, 'nvidia-t4', 'nvidia.com/gpu', 15360],
    [Accelerator.NVIDIA_L4, 'nvidia-l4', 'nvidia.com/gpu', 23034],
    [Accelerator.NVIDIA_A10, 'nvidia-a10', 'nvidia.com/gpu', 23028],
    [Accelerator.NVIDIA_A10G, 'nvidia-a10g', 'nvidia.com/gpu', 23028],
    [Accelerator.NVIDIA_A16, 'nvidia-a16', 'nvidia.com/gpu', 15356],
    [Accelerator.NVIDIA_A30, 'nvidia-a30', 'nvidia.com/gpu', 24576],
    [Accelerator.NVIDIA_L40, 'nvidia-l40', 'nvidia.com/gpu', 46068],
    [Accelerator.NVIDIA_L40S, 'nvidia-l40s', 'nvidia.com/gpu', 46068],
    [Accelerator.NVIDIA_RTX_PRO_6000, 'nvidia-rtx-pro-6000', 'nvidia.com/gpu', 97887],
    [Accelerator.NVIDIA_A100_40GB, 'nvidia-a100-40gb', 'nvidia.com/gpu', 40960],
    [Accelerator.NVIDIA_A100_80GB, 'nvidia-a100-80gb', 'nvidia.com/gpu', 81920],
    [Accelerator.NVIDIA_H100, 'nvidia-h100', 'nvidia.com/gpu', 81559],
    [Accelerator.NVIDIA_H100_NVL, 'nvidia-h100-nvl', 'nvidia.com/gpu', 95830],
    [Accelerator.NVIDIA_H200, 'nvidia-h200', 'nvidia.com/gpu', 143771],
    [Accelerator.NVIDIA_B200, 'nvidia-b200', 'nvidia.com/gpu', 183359],
    [Accelerator.NVIDIA_B300, 'nvidia-b300', 'nvidia.com/gpu', 275040],
    [Accelerator.NVIDIA_GB200, 'nvidia-gb200', 'nvidia.com/gpu', 189471],
    [Accelerator.NVIDIA_GB300, 'nvidia-gb300', 'nvidia.com/gpu', 284208],
    [Accelerator.AMD, 'amd', 'amd.com/gpu', undefined],
    [Accelerator.AMD_MI300X, 'amd-mi300x', 'amd.com/gpu', 192 * 1024],
    [Accelerator.AMD_MI325X, 'amd-mi325x', 'amd.com/gpu', 256 * 1024],
    [Accelerator.AMD_MI350X, 'amd-mi350x', 'amd.com/gpu', 288 * 1024],
    [Accelerator.AMD_MI355X, 'amd-mi355x', 'amd.com/gpu', 288 * 1024],
    [Accelerator.TPU_V5E, 'tpu-v5e', 'google.com/tpu', 16 * 1024],
    [Accelerator.TPU_V5P, 'tpu-v5p', 'google.com/tpu', 95 * 1024],
    [Accelerator.TPU_V6E, 'tpu-v6e', 'google.com/tpu', 32 * 1024],
    [Accelerator.TPU_V7, 'tpu-v7', 'google.com/tpu', 192 * 1024],
    [Accelerator.AWS_INFERENTIA2, 'aws-inferentia2', 'aws.amazon.com/neuron', 32 * 1024],
    [Accelerator.AWS_TRAINIUM1, 'aws-trainium1', 'aws.amazon.com/neuron', 32 * 1024],
    [Accelerator.AWS_TRAINIUM2, 'aws-trainium2', 'aws.amazon.com/neuron', 96 * 1024],
    [Accelerator.INTEL_GAUDI2, 'intel-gaudi2', 'habana.ai/gaudi', 96 * 1024],
    [Accelerator.INTEL_GAUDI3, 'intel-gaudi3', 'habana.ai/gaudi', 128 * 1024],
    [Accelerator.INTEL_GPU, 'intel-gpu', 'gpu.intel.com/i915', undefined],
    [Accelerator.INTEL_GPU_XE, 'intel-gpu-xe', 'gpu.intel.com/xe', undefined],
  ])('%s', (accelerator, ...expected) => {
    expect(facts(accelerator)).toEqual(expected);
    expect(`${accelerator}`).toBe(expected[0]);
  });

  test('no two have one name', () => {
    const all = Object.values(Accelerator).filter((value): value is Accelerator => value instanceof Accelerator);
    expect(all).toHaveLength(35);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  test('any other by its extended resource, with its memory where that is given', () => {
    expect(facts(Accelerator.of('trainium3', 'aws.amazon.com/neuron'))).toEqual(['trainium3', 'aws.amazon.com/neuron', undefined]);
    expect(facts(Accelerator.of('trainium3', 'aws.amazon.com/neuron', { memory: Size.gibibytes(144) }))).toEqual(['trainium3', 'aws.amazon.com/neuron', 144 * 1024]);
    expect(problemsOf(() => Accelerator.of('x', 'a.com/x', { memory: Size.gibibytes(NaN) })))
      .toEqual(["[Accelerator.of] 'memory' must be a positive, finite size, got \"NaN\"; give for example Size.mebibytes(512) or Size.gibibytes(2)"]);
  });
});

describe('MIG slices', () => {
  test('have a resource of their own, or are offered as cards', () => {
    expect(facts(Accelerator.NVIDIA_A100_40GB.mig('3g.20gb'))).toEqual(['nvidia-a100-40gb-mig-3g.20gb', 'nvidia.com/mig-3g.20gb', 19456]);
    expect(Accelerator.NVIDIA_A100_40GB.mig('3g.20gb', MigStrategy.SINGLE).resourceName).toBe('nvidia.com/gpu');
    expect(Accelerator.NVIDIA_H100.mig('1g.10gb+me').resourceName).toBe('nvidia.com/mig-1g.10gb.me');
    expect(Accelerator.NVIDIA_RTX_PRO_6000.mig('1g.24gb-me').resourceName).toBe('nvidia.com/mig-1g.24gb-me');
  });

  // nvidia-smi mig -lgip, in MiB; what a driver gives may differ by some hundred, but never be less than what we count on
  test.each<[Accelerator, string, number]>([
    [Accelerator.NVIDIA_A100_40GB, '1g.5gb', 4864], [Accelerator.NVIDIA_A100_40GB, '1g.10gb', 9856], [Accelerator.NVIDIA_A100_40GB, '2g.10gb', 9856],
    [Accelerator.NVIDIA_A100_40GB, '3g.20gb', 19968], [Accelerator.NVIDIA_A100_40GB, '4g.20gb', 19968], [Accelerator.NVIDIA_A100_40GB, '7g.40gb', 40192],
    [Accelerator.NVIDIA_A100_80GB, '1g.10gb', 9856], [Accelerator.NVIDIA_A100_80GB, '3g.40gb', 40192], [Accelerator.NVIDIA_A100_80GB, '7g.80gb', 80384],
    [Accelerator.NVIDIA_A30, '4g.24gb', 23930], [Accelerator.NVIDIA_H100, '7g.80gb', 81152], [Accelerator.NVIDIA_H200, '7g.141gb', 143360],
  ])('of %s: %s has at least what is counted on, and at most 6 %% more', (card, profile, reported) => {
    const counted = mebibytes(card.mig(profile))!;
    expect(counted).toBeLessThanOrEqual(reported);
    expect(counted).toBeGreaterThan(reported * 0.94);
  });

  test('of every card add up to no more than the card, and are called after their memory', () => {
    const cut = Object.values(Accelerator).filter((value): value is Accelerator => value instanceof Accelerator && value._card.mig !== undefined);
    expect(cut).toHaveLength(Object.keys(MIG).length);
    for (const card of cut) {
      const { slices, profiles } = card._card.mig!;
      for (const [profile, share] of Object.entries(profiles)) {
        const [, compute, gigabytes] = /^(\d)g\.(\d+)gb/.exec(profile)!;
        expect(Number(compute)).toBeLessThanOrEqual(share);
        expect(share).toBeLessThanOrEqual(slices);
        // a profile is called after its share of the card, in whole GiB
        expect(Math.abs(Number(gigabytes) - mebibytes(card)! * share / slices / 1024)).toBeLessThan(1.5);
        expect(mebibytes(card.mig(profile))! * slices).toBeLessThanOrEqual(mebibytes(card)! * share);
      }
    }
  });

  test.each<[string, () => unknown, string]>([
    ['a profile of another card', () => Accelerator.NVIDIA_A100_40GB.mig('3g.40gb'),
      "[accelerator nvidia-a100-40gb] 'profile' must be one that the card has, got \"3g.40gb\"; it has 1g.5gb, 1g.5gb+me, 1g.10gb, 2g.10gb, 3g.20gb, 4g.20gb, 7g.40gb"],
    ['a name that every object has', () => Accelerator.NVIDIA_H100.mig('toString'),
      "[accelerator nvidia-h100] 'profile' must be one that the card has, got \"toString\"; it has 1g.10gb, 1g.10gb+me, 1g.20gb, 2g.20gb, 3g.40gb, 4g.40gb, 7g.80gb"],
    ['a card without MIG', () => Accelerator.NVIDIA_L4.mig('1g.5gb'), '[accelerator nvidia-l4] cannot be cut by MIG; take the whole card, or share it with AcceleratorSharing'],
    ['a slice of a slice', () => Accelerator.NVIDIA_H100.mig('3g.40gb').mig('1g.10gb'),
      '[accelerator nvidia-h100-mig-3g.40gb] cannot be cut by MIG; take the whole card, or share it with AcceleratorSharing'],
  ])('refuses %s', (_, make, message) => {
    expect(problemsOf(make)).toEqual([message]);
  });
});

describe('slices of TPUs', () => {
  test('select their nodes', () => {
    const { _labels, _perNode, resourceName } = Accelerator.TPU_V6E.slice('2x4');
    expect({ _labels, _perNode, resourceName }).toEqual({
      _labels: { 'cloud.google.com/gke-tpu-accelerator': 'tpu-v6e-slice', 'cloud.google.com/gke-tpu-topology': '2x4' }, _perNode: [8, 4], resourceName: 'google.com/tpu',
    });
    expect(`${Accelerator.TPU_V6E.slice('2x4')}`).toBe('tpu-v6e 2x4');
    expect(Accelerator.TPU_V6E._labels).toEqual({});
  });

  test.each<[Accelerator, string, number[]]>([
    [Accelerator.TPU_V5E, '1x1', [1]], [Accelerator.TPU_V5E, '2x2', [4]], [Accelerator.TPU_V5E, '16x16', [4]],
    [Accelerator.TPU_V5P, '2x2x1', [4]], [Accelerator.TPU_V5P, '2x2x2', [4]], [Accelerator.TPU_V5P, '4x4x8', [4]], [Accelerator.TPU_V7, '1x1x1', [1]], [Accelerator.TPU_V7, '12x12x12', [4]],
  ])('%s %s is of hosts with %p chips', (card, topology, chips) => {
    expect(card.slice(topology)._perNode).toEqual(chips);
  });

  test.each<[string, () => unknown, string]>([
    ['a flat slice that is not made', () => Accelerator.TPU_V5E.slice('1x8'),
      "[accelerator tpu-v5e] 'topology' must be one that its slices have, got \"1x8\"; it has 1x1, 2x2, 2x4, 4x4, 4x8, 8x8, 8x16, 16x16"],
    ['a deep slice of a flat generation', () => Accelerator.TPU_V6E.slice('4x4x4'),
      "[accelerator tpu-v6e] 'topology' must be one that its slices have, got \"4x4x4\"; it has 1x1, 2x2, 2x4, 4x4, 4x8, 8x8, 8x16, 16x16"],
    ['a cuboid that lies on another side', () => Accelerator.TPU_V5P.slice('8x4x4'),
      "[accelerator tpu-v5p] 'topology' must be one that its slices have, got \"8x4x4\"; it has 2x2x1, 2x2x2, 2x2x4, 2x4x4, or sides of 4, 8, 12 … with the shortest first"],
    ['a card', () => Accelerator.NVIDIA_L4.slice('2x4'), '[accelerator nvidia-l4] is no TPU and has no slices; leave the topology out'],
  ])('refuses %s', (_, make, message) => {
    expect(problemsOf(make)).toEqual([message]);
  });

  test('whatever is written for a topology is a slice or an error that says which there are', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.integer({ min: -4, max: 40 }), { maxLength: 4 }).map((sides) => sides.join('x'))), (topology) => {
      for (const card of [Accelerator.TPU_V5E, Accelerator.TPU_V5P, Accelerator.TPU_V6E, Accelerator.TPU_V7]) {
        const [problem] = problemsOf(() => {
          const chips = topology.split('x').map(Number).reduce((product, side) => product * side, 1);
          expect(card.slice(topology)._perNode!.every((perNode) => chips % perNode === 0)).toBe(true);
        });
        expect(problem ?? "'topology' must be one").toContain("'topology' must be one");
      }
    }));
  });
});
