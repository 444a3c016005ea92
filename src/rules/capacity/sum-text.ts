import { Quantity } from '../../capacity/quantity';
import { QuotaTerm } from '../../capacity/quota/proof';
import { Workload } from '../../capacity/workload';
import { Subject } from '../../reading/subject';

/** Terms beyond which a sum names only the largest. */
const MOST_TERMS = 4;

/** An amount of a quota's key as a sentence writes it: `3 × nvidia.com/gpu`, `12Gi of requests.memory`. */
export function amountOf(key: string, amount: Quantity): string {
  const pieces = countedAs(key);
  return pieces === undefined ? `${amount} of ${key}` : `${amount} × ${pieces}`;
}

/** What a key counts in pieces; nothing for cpu, memory and storage. */
function countedAs(key: string): string | undefined {
  if (key.startsWith('count/')) {
    return key.slice('count/'.length);
  }
  if (/(^|\.)(cpu|memory|ephemeral-storage)$|(^|\/)requests\.storage$|^(requests\.)?hugepages-/.test(key)) {
    return undefined;
  }
  return key.replace(/^requests\./, '');
}

/** So many units of an amount each: `2`, `2 × 4Gi`. */
export function unitsText(units: number, each: Quantity, one = Quantity.ONE): string {
  return each.equals(one) ? `${units}` : `${units} × ${each}`;
}

/** What workloads take, the largest first: `8 of Deployment 'chat' (4 × 2), 1 of Job 'train'`. */
export function termsText(terms: readonly QuotaTerm[]): string {
  const sorted = [...terms].sort((a, b) => b.amount.compare(a.amount));
  const texts = sorted.slice(0, MOST_TERMS).map(({ workload, units, perUnit, amount }) => {
    const each = workload && !amount.equals(perUnit) && !perUnit.equals(Quantity.ONE) ? ` (${units} × ${perUnit})` : '';
    return `${workload?.text.startsWith('at least') ? 'at least ' : ''}${amount} of ${workload ? workload.subject.called : 'the objects themselves'}${each}`;
  });
  const rest = sorted.slice(MOST_TERMS);
  if (rest.length > 0) {
    texts.push(`${rest.reduce((sum, { amount }) => sum.plus(amount), Quantity.ZERO)} of ${rest.length} more`);
  }
  return texts.join(', ');
}

/** `1 replica`, `3 replicas`. */
export function counted(count: number, unit: string): string {
  return `${count} ${count === 1 ? unit : `${unit}s`}`;
}

/** A quota as a sentence calls it: `quota 'team'`. */
export function quotaCalled({ called }: Subject): string {
  return called.replace(/^\S+/, 'quota');
}

/** How a rollout does without room for one unit more. */
export function inPlaceText({ subject, unit }: Workload): string {
  switch (subject.kind) {
    case 'apps/Deployment': return 'set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)';
    case 'apps/DaemonSet': return 'set maxSurge 0 and maxUnavailable 1';
    default: return `let one ${unit} be unavailable (maxUnavailable: 1)`;
  }
}
