import { DescribedObject, Metric } from './metric';
import { CronTriggerProps } from '../../trigger/cron';
import { PrometheusTriggerProps } from '../../trigger/prometheus';
import { ScalingStep } from '../../trigger/scaling-step';
import { Trigger } from '../../trigger/trigger';
import { WakeOptions } from '../../trigger/wake-options';

/** Between how many replicas a service moves, and how fast. */
export interface ScalingBounds {
  /** The fewest replicas. */
  readonly min: number;
  /** The most replicas. */
  readonly max: number;
  /**
   * How it grows; `ScalingPace` has known ones.
   * @default - at once, at most doubled at a time
   */
  readonly scaleUp?: ScalingStep;
  /**
   * How it shrinks; `ScalingPace` has known ones.
   * @default - by at most half of the replicas a minute, and only what was not needed for the time that a new pod would take, at least 5 minutes
   */
  readonly scaleDown?: ScalingStep;
}

/** Bounds and one utilization. */
export interface UtilizationScaling extends ScalingBounds {
  /** Percent of the request that it aims for. */
  readonly targetPercent: number;
}

/** Bounds and a metric that is averaged over the pods. */
export interface AverageScaling extends ScalingBounds {
  /** Name of the metric, as the metrics API lists it. */
  readonly metric: string;
  /** How much of it one replica takes, as a Kubernetes quantity: `5`, `500m`. */
  readonly averageValue: string;
  /**
   * Labels that the metric's series carry.
   * @default - all series of that name
   */
  readonly metricLabels?: { readonly [key: string]: string };
}

/** Bounds and a metric of one object. */
export interface ObjectScaling extends ScalingBounds {
  /** Name of the metric, as the metrics API lists it. */
  readonly metric: string;
  /** The object that it describes. */
  readonly describedObject: DescribedObject;
  /** The value of the metric that is aimed for, as a Kubernetes quantity: `5`, `500m`. */
  readonly value: string;
}

/** Bounds and the requests that wait in the server. */
export interface QueueScaling extends ScalingBounds {
  /**
   * How many waiting requests one replica takes: with 5 of them for each replica as many replicas are added as there are. Each waits for a place in a batch,
   * so keep it below what the server finishes in the time that callers bear.
   */
  readonly waitingPerReplica: number;
}

/** Bounds and the requests that the server computes. */
export interface InFlightScaling extends ScalingBounds {
  /** How many requests one replica computes at once while it still answers in time. */
  readonly perReplica: number;
}

/** Bounds and any metrics. */
export interface MetricScaling extends ScalingBounds {
  /** What is looked at; the metric that asks for most replicas wins. */
  readonly metrics: Metric[];
}

/** Bounds of a service that something upstream of its pods wakes: with `min: 0` there is no pod while there is nothing to do. */
export interface UpstreamScaling extends ScalingBounds, WakeOptions {
  /**
   * What of the pods themselves is looked at too, once there are some: utilization, or the load of the server.
   * @default - nothing
   */
  readonly metrics?: Metric[];
}

/** Bounds and a queue outside the service. */
export interface QueueTriggerScaling extends UpstreamScaling {
  /** The queue. */
  readonly queue: Trigger;
}

/** Bounds and a question to Prometheus. */
export interface PrometheusScaling extends UpstreamScaling, PrometheusTriggerProps {}

/** Bounds and the clock. */
export interface CronScaling extends UpstreamScaling, CronTriggerProps {}

/** Bounds and several triggers; the one that asks for most replicas wins. */
export interface TriggersScaling extends UpstreamScaling {
  /** What brings work. */
  readonly triggers: Trigger[];
}
