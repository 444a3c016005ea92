import { Stranded, strandedInSomeOrder } from './any-order';
import { Counting, Shortage } from './counting';
import { NodeGroup, PodKind } from './node-groups';

/** What can be said of a set of pods on a set of nodes. */
export enum Verdict {
  /** Not all of them find a node, whatever the scheduler does. */
  CANNOT_FIT = 'cannot fit',
  /** Each finds a node, in whatever order they come and wherever the scheduler puts the others. */
  FITS_IN_ANY_ORDER = 'fits in any order',
  /** Neither: it depends on where the scheduler puts them. */
  MAY_FRAGMENT = 'may fragment',
  /** More than room decides, or it is not known which nodes they may enter. */
  UNKNOWN = 'unknown',
}

/** The verdict with its reason. */
export interface Placed {
  readonly verdict: Verdict;
  /** Where it cannot fit: what is short. */
  readonly shortage?: Shortage;
  /** Where it may fragment: what may be left over. */
  readonly stranded?: Stranded;
}

/** Whether so many pods of each kind have a place on these nodes. */
export function placePods(groups: readonly NodeGroup[], kinds: readonly PodKind[], counts: readonly number[], counting = new Counting(groups, kinds)): Placed {
  const shortage = counting.shortage(counts);
  if (shortage) {
    return { verdict: Verdict.CANNOT_FIT, shortage };
  }
  const stranded = strandedInSomeOrder(groups, kinds, counts);
  if (stranded.length === 0) {
    return { verdict: Verdict.FITS_IN_ANY_ORDER };
  }
  const unknown = ({ kind }: Stranded) => kinds[kind].unproven || kinds[kind].surely.length === 0;
  return stranded.every(unknown)
    ? { verdict: Verdict.UNKNOWN, stranded: stranded[0] }
    : { verdict: Verdict.MAY_FRAGMENT, stranded: stranded.find((one) => !unknown(one)) };
}
