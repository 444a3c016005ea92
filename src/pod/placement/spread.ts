/** How pods of one workload are kept apart. */
export enum Spread {
  /** The scheduler tries, and runs the pod anyway. */
  PREFERRED = 'preferred',
  /** A pod that cannot be kept apart stays Pending, a surge pod too. */
  REQUIRED = 'required',
  /** Nothing is said. */
  NONE = 'none',
}
