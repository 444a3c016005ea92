import { Fault } from '../../capacity/shortfall';

/** Shortfalls without those peaks that are nothing but the surge of one rollout, with which they were said. */
export function withoutEchoes<T extends { readonly fault: Fault }>(shortfalls: readonly T[], isSame: (surge: T, peak: T) => boolean): readonly T[] {
  const surges = shortfalls.filter(({ fault }) => fault === Fault.SURGE);
  return surges.length === 0 ? shortfalls : shortfalls.filter((one) => one.fault !== Fault.PEAK || !surges.some((surge) => isSame(surge, one)));
}
