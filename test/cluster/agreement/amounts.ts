import { Random } from './random';

/** The resources that pods of this suite ask for, with the amount that all of theirs are multiples of: thousandths of a processor, MiB, pieces. */
export const STEPS = { 'cpu': 100, 'memory': 64, 'ephemeral-storage': 256, 'nvidia.com/gpu': 1 };
export type Resource = keyof typeof STEPS;

/** A quantity as people write it; never two ways that mean different amounts. */
export function written(random: Random, resource: Resource, amount: number): string {
  switch (resource) {
    case 'cpu': return random.pick([`${amount}m`, `${amount / 1000}`, ...amount % 1000 === 0 ? [`${amount / 1000}`, `${amount / 1000}e0`] : []]);
    case 'nvidia.com/gpu': return `${amount}`;
    default: return random.pick([
      `${amount}Mi`, `${amount * 1024}Ki`, `${amount * 1048576}`, ...amount % 128 === 0 ? [`${amount / 1024}Gi`] : [], ...random.chance(0.1) ? [`${amount * 1048576}000m`] : [],
    ]);
  }
}

/** The amount that was written, roughly: good for choosing what is near a bound, and never for a verdict. */
export function sketched(resource: Resource, text: string | undefined): number {
  const match = /^([\d.]+)(e0|m|Ki|Mi|Gi|)$/.exec(text ?? '0')!;
  const factor = { '': 1, 'e0': 1, 'm': 0.001, 'Ki': 1024, 'Mi': 1048576, 'Gi': 1073741824 }[match[2]]!;
  const plain = Number(match[1]) * factor;
  return Math.round(resource === 'cpu' ? plain * 1000 : resource === 'nvidia.com/gpu' ? plain : plain / 1048576);
}
