import { Duration } from 'cdk8s';

/** Which of the policies of a step counts. */
export enum PolicySelection {
  /** The one that allows the larger change. */
  MAX = 'Max',
  /** The one that allows the smaller change. */
  MIN = 'Min',
  /** None: nothing changes in this direction. */
  DISABLED = 'Disabled',
}

/**
 * How fast replicas may be added or taken away.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#configurable-scaling-behavior
 */
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
   * The most that may change within `period`, in pods. With `percent` too, `selectPolicy` says which of them counts.
   * @default - not bounded in pods
   */
  readonly pods?: number;
  /**
   * The time that `percent` and `pods` are for (`periodSeconds`); at most half an hour.
   * @default - 15 s when growing on cpu or memory, otherwise the time until a new pod serves; 60 s when shrinking
   */
  readonly period?: Duration;
  /**
   * Which of `percent` and `pods` counts (`selectPolicy`).
   * @default PolicySelection.MAX
   */
  readonly selectPolicy?: PolicySelection;
  /**
   * How far the metric may be off its target before anything changes, in percent (`tolerance`).
   * @default - the cluster's, usually 10
   */
  readonly tolerancePercent?: number;
}
