import { withoutEchoes } from './echoes';
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
  for (const one of withoutEchoes(shortfalls, (surge, peak) => surge.quota === peak.quota && surge.key === peak.key && surge.needs.equals(peak.needs))) {
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
