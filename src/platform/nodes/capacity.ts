/** How much of what its workloads may need has to fit a namespace's quotas and its cluster's pools. */
export enum Capacity {
  /** The minimum of all workloads, with rollouts that go on; a peak that does not fit is a warning. */
  MINIMUM = 'minimum',
  /** Even the peak of all workloads at once, so that a peak that does not fit is an error (annotation `cdk8s-ml.dev/capacity: guaranteed`). */
  GUARANTEED = 'guaranteed',
}
