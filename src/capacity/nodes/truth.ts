/**
 * How sure something is. What was declared of a pool is true of all its nodes; that nothing more is, nobody said: a node may carry labels that
 * its pool does not declare. A label that another pool declares, and this one does not, is probably not there, and neither is one that nobody
 * declares and no provider is known to set. Of nodes that were imported everything is known.
 */
export enum Truth {
  NO = 0,
  UNLIKELY = 1,
  MAYBE = 2,
  LIKELY = 3,
  YES = 4,
}

/** The opposite. */
export function not(truth: Truth): Truth {
  return Truth.YES - truth;
}
