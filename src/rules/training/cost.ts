import { TrainingView } from './trainings';
import { Quantity } from '../../capacity/quantity';
import { NodePool } from '../../cluster/node-pool';
import { ManifestSet } from '../../reading/manifest-set';
import { mapOf } from '../../reading/shape';
import { EnteredPool, usedPools } from '../accelerator/entered-pools';

/** What the nodes of a training are, by which its hours are counted. */
export interface TrainedOn {
  readonly pools: readonly EnteredPool[];
  /** Accelerators of one of its pods. */
  readonly gpus: number;
}

/** The pools whose accelerators a training asks for. */
export function trainedOn(set: ManifestSet, { template }: TrainingView): TrainedOn {
  const pools = usedPools(set, template);
  const [first] = pools;
  return { pools, gpus: first ? devicesOf(first.pool, template.containers.map(({ shape }) => shape)) : 0 };
}

function devicesOf({ _devices }: NodePool, containers: readonly { readonly [key: string]: any }[]): number {
  return containers.reduce((sum, { resources }) => {
    const { limits, requests } = mapOf(resources);
    const amount = Quantity.parse(mapOf(limits)[_devices!.resource] ?? mapOf(requests)[_devices!.resource]);
    return sum + (amount ? Number(amount.toString()) || 0 : 0);
  }, 0);
}

/** What an hour of a pod with so many accelerators costs of a pool's node: its part of the node, or nothing where no price is declared. */
export function hourlyPriceOf({ hourlyPrice, _devices }: NodePool, gpus: number): number | undefined {
  return hourlyPrice === undefined || !_devices ? undefined : hourlyPrice * Math.min(1, Math.max(gpus, 1) / _devices.count);
}

/** `20 min`, `1.5 h` */
export function timeText(seconds: number): string {
  return seconds < 120 ? `${rounded(seconds)} s` : seconds < 2 * 3600 ? `${rounded(seconds / 60)} min` : `${rounded(seconds / 3600)} h`;
}

/** `4 nodes × 8 accelerators × 10 min = 5.3 accelerator hours` */
export function workText(nodes: number, gpus: number, seconds: number): string {
  const each = gpus > 0 ? `${gpus} accelerator${gpus === 1 ? '' : 's'}` : '';
  const terms = [...nodes > 1 ? [`${nodes} nodes`] : [], ...each ? [each] : [], timeText(seconds)];
  return `${terms.join(' × ')} = ${rounded((nodes * Math.max(gpus, 1) * seconds) / 3600)} ${gpus > 0 ? 'accelerator' : 'node'} hours`;
}

/** A number with the digits that somebody wants to read. */
export function rounded(value: number): string {
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(2))}`;
}
