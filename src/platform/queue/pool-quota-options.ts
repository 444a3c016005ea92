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
  /**
   * Node labels of the levels of its network, from the widest to the narrowest (`['cloud.provider.com/topology-block', 'cloud.provider.com/topology-rack']`); the node
   * itself is the last in any case, `[]` for that alone. Kueue then finds a place on nodes before it admits, and `GangTopology` may ask for one domain of a level.
   * @default - Kueue counts quota, and the scheduler finds the place
   */
  readonly topology?: string[];
}
