import { Size } from 'cdk8s';

/** A folder that a server writes to; it is an emptyDir with a bound. */
export interface WritablePath {
  /** Absolute path in the container. */
  readonly path: string;
  /**
   * The most that it may hold; above it the pod is evicted.
   * @default Size.mebibytes(64)
   */
  readonly size?: Size;
}
