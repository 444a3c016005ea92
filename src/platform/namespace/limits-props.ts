import { Size } from 'cdk8s';
import { Cpu } from '../../border/cpu';

/** Amounts of what every container uses; what is left out is not said. */
export interface LimitAmounts {
  /**
   * Processor.
   * @default - not said
   */
  readonly cpu?: Cpu;
  /**
   * Memory.
   * @default - not said
   */
  readonly memory?: Size;
  /**
   * Local disk (`ephemeral-storage`).
   * @default - not said
   */
  readonly ephemeralStorage?: Size;
}

/** How many times its request a container's limit may be, at least 1, in steps of 0.001. */
export interface LimitRatios {
  /**
   * Processor.
   * @default - any
   */
  readonly cpu?: number;
  /**
   * Memory; 1 forbids to promise more memory than a node has.
   * @default - any
   */
  readonly memory?: number;
  /**
   * Local disk (`ephemeral-storage`).
   * @default - any
   */
  readonly ephemeralStorage?: number;
}

/**
 * What a single container or PersistentVolumeClaim of a namespace may ask for.
 *
 * For each resource: min <= defaultRequest <= defaultLimit <= max.
 */
export interface LimitsProps {
  /**
   * Limits of a container that states none (`default`). A workload that leaves a limit out on purpose gets it too.
   * @default - `max`, where one is given
   */
  readonly defaultLimit?: LimitAmounts;
  /**
   * Requests of a container that states none.
   * @default - `defaultLimit`, or else `min`, where one is given
   */
  readonly defaultRequest?: LimitAmounts;
  /**
   * The least that a container may request.
   * @default - no least
   */
  readonly min?: LimitAmounts;
  /**
   * The most that a container may have as its limit. A container that states no limit gets this one, unless there is a `defaultLimit`.
   * @default - no most
   */
  readonly max?: LimitAmounts;
  /**
   * How many times its request a container's limit may be.
   * @default - any number of times
   */
  readonly maxLimitRequestRatio?: LimitRatios;
  /**
   * The least storage that a PersistentVolumeClaim may request.
   * @default - no least
   */
  readonly pvcMin?: Size;
  /**
   * The most storage that a PersistentVolumeClaim may request.
   * @default - no most
   */
  readonly pvcMax?: Size;
}
