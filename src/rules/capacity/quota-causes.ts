import { REVISIONS } from '../../capacity/quota/made-objects';
import { QuotaShortfall } from '../../capacity/quota/proof';
import { Fault } from '../../capacity/shortfall';

/** Sums that are too large for one reason: a quota has many keys, and pods that are too many are too many by each of them. */
export type QuotaCause = readonly [QuotaShortfall, ...QuotaShortfall[]];

/**
 * The sums of each cause, those that are met first before the others: of one quota and one workload (or all of them) what is too much at its maximum, what a rollout
 * waits for, what it would like to add.
 */
export function quotaCauses(shortfalls: readonly QuotaShortfall[]): readonly QuotaCause[] {
  const causes = new Map<string, [QuotaShortfall, ...QuotaShortfall[]]>();
  const numbers = new Map<object, number>();
  const numberOf = (one: object): number => {
    const number = numbers.get(one) ?? numbers.size;
    numbers.set(one, number);
    return number;
  };
  for (const one of withoutEchoes(shortfalls)) {
    const id = [numberOf(one.quota), one.workload ? numberOf(one.workload) : '', reasonOf(one)].join();
    const cause = causes.get(id);
    if (cause) {
      cause.push(one);
    } else {
      causes.set(id, [one]);
    }
  }
  return [...causes.values()].map((cause) => cause.sort((a, b) => a.units - b.units));
}

/** What is changed to get rid of it. A rollout waits at its minimum for what it waits for above it; for its ReplicaSet it waits however few pods there are. */
function reasonOf({ fault, key }: QuotaShortfall): string {
  return fault === Fault.STEP || fault === Fault.HANG ? key === REVISIONS ? 'revision' : 'hang' : fault;
}

/** A peak that is nothing but the surge of one rollout was said with it. */
function withoutEchoes(shortfalls: readonly QuotaShortfall[]): readonly QuotaShortfall[] {
  const surges = shortfalls.filter(({ fault }) => fault === Fault.SURGE);
  return surges.length === 0 ? shortfalls : shortfalls.filter(({ fault, quota, key, needs }) =>
    fault !== Fault.PEAK || !surges.some((one) => one.quota === quota && one.key === key && one.needs.equals(needs)));
}
