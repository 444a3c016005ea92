import { Duration } from 'cdk8s';

/** How fast replicas may be added or taken away. */
export interface ScalingStep {
  /**
   * How long the lowest (when growing) or highest (when shrinking) wish of the past counts (`stabilizationWindowSeconds`); at most an hour.
   * @default - none when growing; the time until a new pod serves when shrinking, at least 5 minutes
   */
  readonly stabilization?: Duration;
  /**
   * The most that may change within `period`, in percent of the replicas.
   * @default - 100 when growing, 50 when shrinking, unless `pods` is given
   */
  readonly percent?: number;
  /**
   * The most that may change within `period`, in pods. With `percent` too, the larger change is allowed.
   * @default - not bounded in pods
   */
  readonly pods?: number;
  /**
   * The time that `percent` and `pods` are for (`periodSeconds`); at most half an hour.
   * @default - 15 s when growing on cpu or memory, otherwise the time until a new pod serves; 60 s when shrinking
   */
  readonly period?: Duration;
}
