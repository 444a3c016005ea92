import { ManifestSet } from '../../reading/manifest-set';
import { Replicas, replicasOf } from '../../reading/replicas';
import { selectorOf } from '../../reading/selector';
import { Subject } from '../../reading/subject';

export const BUDGET = 'policy/PodDisruptionBudget';

/** What a disruption budget says, and over how many pods. */
export interface Budget {
  /** `minAvailable 2`. */
  readonly text: string;
  readonly pods: Replicas;
  /** The most evictions that it allows at once while `count` pods are healthy. */
  evictions(count: number): number;
}

const read = new WeakMap<Subject, Budget | undefined>();

/**
 * What a budget means for the pods that it selects; nothing where their number is nobody's to know (a DaemonSet's, a Job's, somebody else's).
 *
 * Percentages are of the workloads' scale and round up, both of what has to be there and of what may be missing.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/disruption/disruption.go
 */
export function budgetOf(set: ManifestSet, budget: Subject): Budget | undefined {
  if (!read.has(budget)) {
    read.set(budget, readBudget(set, budget));
  }
  return read.get(budget);
}

function readBudget(set: ManifestSet, budget: Subject): Budget | undefined {
  const selector = selectorOf(budget.spec.selector);
  const templates = selector ? set.select(budget.namespace, selector) : [];
  const counted = templates.map(({ owner }) => replicasOf(set, owner));
  if (counted.length === 0 || counted.some((replicas) => replicas === undefined)) {
    return undefined;
  }
  const replicas = counted as Replicas[];
  const pods = replicas.length === 1 ? replicas[0] : summed(replicas);
  const { minAvailable, maxUnavailable } = budget.spec;
  const field = maxUnavailable === undefined || maxUnavailable === null ? 'minAvailable' : 'maxUnavailable';
  const amount = budget.spec[field];
  if (amountOf(amount, 1) === undefined || (minAvailable !== undefined && field === 'maxUnavailable')) {
    return undefined;
  }
  return {
    text: `${field} ${amount}`,
    pods,
    evictions: (count) => (field === 'maxUnavailable' ? Math.min(count, amountOf(amount, count)!) : Math.max(0, count - amountOf(amount, count)!)),
  };
}

/** A number, or a share of `count`, rounded up. */
function amountOf(amount: unknown, count: number): number | undefined {
  if (typeof amount === 'number') {
    return Number.isInteger(amount) && amount >= 0 ? amount : undefined;
  }
  const match = typeof amount === 'string' ? /^(\d+)%$/.exec(amount) : null;
  return match ? Math.ceil(Number(match[1]) * count / 100) : undefined;
}

function summed(replicas: readonly Replicas[]): Replicas {
  const min = replicas.reduce((sum, x) => sum + x.min, 0);
  const max = replicas.reduce((sum, x) => sum + x.max, 0);
  return { min, max, text: `${min === max ? min : `${min} to ${max}`} replicas of ${replicas.length} workloads` };
}
