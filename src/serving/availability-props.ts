import { Spread } from '../pod/placement/spread';

/** How a service outlives the loss of nodes and zones. */
export interface AvailabilityProps {
  /**
   * Pods that a drain of nodes may take away at a time (`maxUnavailable` of the PodDisruptionBudget). Has to be
   * below the fewest replicas; where an autoscaler may go down to one, below the most.
   * @default 1
   */
  readonly maxDisrupted?: number;
  /**
   * Whether node autoscalers may move its pods to save a node, as many at a time as `maxDisrupted` says. Where that would be worse than the price of
   * the node (a start of half an hour), say no: its pods are then annotated so that their nodes are kept.
   * @default true
   */
  readonly mayBeMoved?: boolean;
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
