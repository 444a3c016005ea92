/** What of a quota may be lent and borrowed, counted as the quota is: in nodes or in accelerators. */
export interface PoolQuotaOptions {
  /**
   * How much of the pool may be used beyond the quota while others of the cohort leave it idle; 0 for nothing.
   * @default - as much as the cohort has idle
   */
  readonly borrowingLimit?: number;
  /**
   * How much of the quota others of the cohort may use while it is idle; 0 keeps all of it for this queue.
   * @default - all of it
   */
  readonly lendingLimit?: number;
  /**
   * Name of the pool's ResourceFlavor.
   * @default - the pool's name
   */
  readonly flavorName?: string;
}
