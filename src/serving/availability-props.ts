import { Spread } from '../pod/spread';

/** How a service outlives the loss of nodes and zones. */
export interface AvailabilityProps {
  /**
   * Pods that a drain of nodes may take away at a time (`maxUnavailable` of the PodDisruptionBudget). Has to be
   * below the fewest replicas; where an autoscaler may go down to one, below the most.
   * @default 1
   */
  readonly maxDisrupted?: number;
  /**
   * How its pods are spread over zones.
   * @default Spread.PREFERRED
   */
  readonly zones?: Spread;
  /**
   * How its pods are spread over hosts.
   * @default Spread.PREFERRED
   */
  readonly hosts?: Spread;
  /**
   * PriorityClass of its pods.
   * @default - that of the scope
   */
  readonly priorityClassName?: string;
}
