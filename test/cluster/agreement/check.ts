/** One question that was put to the library and to the cluster: does it fit? */
export interface Check {
  readonly state: string;
  /** What the library says. */
  readonly library: boolean;
  /** What the cluster did. */
  readonly cluster: boolean;
  /** What the cluster said where it did not. */
  readonly reasons: readonly string[];
}
