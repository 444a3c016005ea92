import { Card, TpuGeneration } from './card';

const GIB = 1024;

function tpu(name: string, gibibytes: number, generation: TpuGeneration): Card {
  return { name, resource: 'google.com/tpu', mebibytes: gibibytes * GIB, tpu: generation };
}

const FLAT = { topologies: ['1x1', '2x2', '2x4', '4x4', '4x8', '8x8', '8x16', '16x16'], cuboids: false, singleHost: { '1x1': 1, '2x2': 4, '2x4': 8 }, most: 256 };
const DEEP = ['2x2x1', '2x2x2', '2x2x4', '2x4x4'];

/**
 * Google's TPUs: memory of one chip, and the hosts that slices are made of.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus#topology
 * @see https://docs.cloud.google.com/tpu/docs/v5e and `v5p`, `v6e`, `tpu7x` beside it
 */
export const TPUS = {
  v5e: tpu('tpu-v5e', 16, { ...FLAT, label: 'tpu-v5-lite-podslice' }),
  v5p: tpu('tpu-v5p', 95, { label: 'tpu-v5p-slice', topologies: DEEP, cuboids: true, singleHost: { '2x2x1': 4 }, most: 6144 }),
  v6e: tpu('tpu-v6e', 32, { ...FLAT, label: 'tpu-v6e-slice' }),
  v7: tpu('tpu-v7', 192, { label: 'tpu7x', topologies: ['1x1x1', ...DEEP], cuboids: true, singleHost: { '1x1x1': 1, '2x2x1': 4 }, most: 9216 }),
};

/** Chips in a host of a slice that is more than one host. */
const HOST = 4;

/** The numbers of chips that one host of a slice can have (`2x4` can be one host of 8 or two of 4); none if there is no slice of that topology. */
export function chipsPerHost({ topologies, cuboids, singleHost, most }: TpuGeneration, topology: string): number[] {
  const sides = topology.split('x').map(Number);
  const chips = sides.reduce((product, side) => product * side, 1);
  const cuboid = /^\d+x\d+x\d+$/.test(topology) && sides.every((side, i) => side > 0 && side % HOST === 0 && side >= (sides[i - 1] ?? 0)) && chips <= most;
  if (!topologies.includes(topology) && !(cuboids && cuboid)) {
    return [];
  }
  const single = singleHost[topology];
  return [...single === undefined ? [] : [single], ...chips > HOST ? [HOST] : []];
}
