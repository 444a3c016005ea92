/** One question that was put to the library and to the cluster: does it fit? */
export interface Check {
  readonly state: string;
  /** What the library says. */
  readonly library: boolean;
  /** What the cluster did. */
  readonly cluster: boolean;
  /** What the cluster said where it did not. */
  readonly reasons: readonly string[];
  /** Where both say no: what of the cluster's reasons the library does not say, or of its own the cluster does not. */
  readonly unnamed?: readonly string[];
}

/** The library says that it fits, and the cluster does not do it. */
export const isUnsafe = ({ library, cluster }: Check): boolean => library && !cluster;

/** The library finds fault, and the cluster is content. */
export const isFalseError = ({ library, cluster }: Check): boolean => !library && cluster;

/** Both say no, for different reasons. */
export const isMisnamed = ({ unnamed = [] }: Check): boolean => unnamed.length > 0;
