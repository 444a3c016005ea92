/** What a taint does to a pod that does not tolerate it. */
export enum TaintEffect {
  /** New pods stay away. */
  NO_SCHEDULE = 'NoSchedule',
  /** New pods stay away if they can. */
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',
  /** Running pods are evicted too. */
  NO_EXECUTE = 'NoExecute',
}

/**
 * A mark on a node that keeps pods away which do not tolerate it.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export interface Taint {
  /** The key, `nvidia.com/gpu`. */
  readonly key: string;
  /**
   * The value.
   * @default - a taint without value
   */
  readonly value?: string;
  /**
   * What it does.
   * @default TaintEffect.NO_SCHEDULE
   */
  readonly effect?: TaintEffect;
}
