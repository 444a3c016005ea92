import { Metric } from './metric';
import {
  AverageScaling, CronScaling, InFlightScaling, MetricScaling, ObjectScaling, PrometheusScaling, QueueScaling, QueueTriggerScaling, ScalingBounds, TriggersScaling,
  UpstreamScaling, UtilizationScaling,
} from './scaling-props';
import { checkUpstream, Wake } from './upstream';
import { checkWhole } from '../../border/amounts';
import { checkCall } from '../../border/check-kinds';
import { Problems } from '../../border/problems';
import { checkStep } from '../../trigger/scaling-behavior';
import { Trigger } from '../../trigger/trigger';

/**
 * How many replicas serve.
 *
 * Where an autoscaler decides, the Deployment has no `replicas`. Before a running Deployment is taken over that was applied with them by
 * `kubectl apply`, take the field out of what kubectl remembers (`kubectl apply edit-last-applied deployment/<name>`), or the next apply would
 * drop it to one replica; with server-side apply, let the autoscaler own the field first.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling
 * @example Scaling.onCpu({ min: 2, max: 10, targetPercent: 70 })
 */
export class Scaling {
  /** Always as many as `replicas`. */
  public static fixed(replicas: number): Scaling {
    checkCall('Scaling.fixed', [replicas]);
    return new Scaling({ min: replicas, max: replicas }, []);
  }

  /** By processor use, in percent of the request. For servers that compute on the processor. */
  public static onCpu(props: UtilizationScaling): Scaling {
    checkCall('Scaling.onCpu', [props]);
    return new Scaling(props, [Metric.cpuUtilization(props.targetPercent)], 'targetPercent');
  }

  /** By memory use, in percent of the request. For servers that give memory back. */
  public static onMemory(props: UtilizationScaling): Scaling {
    checkCall('Scaling.onMemory', [props]);
    return new Scaling(props, [Metric.memoryUtilization(props.targetPercent)], 'targetPercent');
  }

  /** By a metric of the pods themselves, averaged over them (custom metrics API): requests in flight, queue length. */
  public static onPodsMetric(props: AverageScaling): Scaling {
    checkCall('Scaling.onPodsMetric', [props]);
    return new Scaling(props, [Metric.pods(props.metric, props.averageValue, props.metricLabels)], 'averageValue');
  }

  /** By a metric from outside the cluster, divided by the number of pods (external metrics API): the length of a queue. */
  public static onExternalMetric(props: AverageScaling): Scaling {
    checkCall('Scaling.onExternalMetric', [props]);
    return new Scaling(props, [Metric.external(props.metric, props.averageValue, props.metricLabels)], 'averageValue');
  }

  /** By a metric of one object of the namespace, an Ingress or a Gateway (custom metrics API). */
  public static onObjectMetric(props: ObjectScaling): Scaling {
    checkCall('Scaling.onObjectMetric', [props]);
    return new Scaling(props, [Metric.object(props.metric, props.describedObject, props.value)], 'value');
  }

  /**
   * By the requests that wait in the server: the load that hurts. The metric is the one of the server's preset; KEDA or an adapter brings it, whichever the
   * cluster has (`ClusterProps.metrics`).
   */
  public static onQueueDepth(props: QueueScaling): Scaling {
    checkCall('Scaling.onQueueDepth', [props]);
    return new Scaling(props, [Metric.queueDepth(props.waitingPerReplica)], 'waitingPerReplica');
  }

  /** By the requests that the server computes. The metric is the one of the server's preset. */
  public static onInFlight(props: InFlightScaling): Scaling {
    checkCall('Scaling.onInFlight', [props]);
    return new Scaling(props, [Metric.inFlight(props.perReplica)], 'perReplica');
  }

  /** By how busy the pods' GPUs are, in percent, as NVIDIA's exporter says. */
  public static onGpuUtilization(props: UtilizationScaling): Scaling {
    checkCall('Scaling.onGpuUtilization', [props]);
    return new Scaling(props, [Metric.gpuUtilization(props.targetPercent)], 'targetPercent');
  }

  /** By any metrics, several too. */
  public static onMetrics(props: MetricScaling): Scaling {
    checkCall('Scaling.onMetrics', [props]);
    return new Scaling(props, [...props.metrics], 'metrics');
  }

  /**
   * By a queue outside the service, which KEDA asks. With `min: 0` there are no replicas while it is empty.
   * @see https://keda.sh/docs/latest/concepts/scaling-deployments/
   */
  public static onQueue(props: QueueTriggerScaling): Scaling {
    checkCall('Scaling.onQueue', [props]);
    return Scaling.upstream(props, 'queue', [props.queue]);
  }

  /**
   * By a question that KEDA asks Prometheus. With `min: 0` it has to be about something upstream of the pods, the requests at a gateway for example: of pods that are
   * not there nobody knows anything.
   */
  public static onPrometheus(props: PrometheusScaling): Scaling {
    checkCall('Scaling.onPrometheus', [props]);
    const { query, perReplica, activation, server, auth, authModes, countsInFlight } = props;
    return Scaling.upstream(props, undefined, [Trigger.prometheus({ query, perReplica, activation, server, auth, authModes, countsInFlight })]);
  }

  /**
   * By the clock: `desiredReplicas` from `start` to `end`, `min` otherwise.
   * @see https://keda.sh/docs/latest/scalers/cron/
   */
  public static onCron(props: CronScaling): Scaling {
    checkCall('Scaling.onCron', [props]);
    const { start, end, timeZone, desiredReplicas } = props;
    return Scaling.upstream(props, undefined, [Trigger.cron({ start, end, timeZone, desiredReplicas })]);
  }

  /** By several triggers: a queue and the clock. */
  public static onTriggers(props: TriggersScaling): Scaling {
    checkCall('Scaling.onTriggers', [props]);
    return Scaling.upstream(props, 'triggers', [...props.triggers]);
  }

  private static upstream(props: UpstreamScaling, property: string | undefined, triggers: Trigger[]): Scaling {
    return new Scaling(props, [...props.metrics ?? []], 'metrics', { props, property, triggers });
  }

  private constructor(
    /** @internal */ public readonly _bounds: ScalingBounds,
    /** @internal */ public readonly _metrics: Metric[],
    private readonly metricsProperty?: string,
    /** What wakes it. @internal */ public readonly _wake?: Wake,
  ) {}

  /** The fewest replicas. */
  public get min(): number {
    return this._bounds.min;
  }

  /** The most replicas. */
  public get max(): number {
    return this._bounds.max;
  }

  /** True if the number of replicas never changes by itself. @internal */
  public get _fixed(): boolean {
    return this.metricsProperty === undefined;
  }

  /** True if only the pods' own processor and memory are looked at. @internal */
  public get _utilizationOnly(): boolean {
    return !this._wake && this._metrics.every((metric) => metric._resource !== undefined);
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const { min, max, scaleUp, scaleDown } = this._bounds;
    if (this._fixed) {
      checkWhole(problems, `${property}.replicas`, min, 1, undefined, 'serve with at least 1 replica; OffHours takes it to 0 for the night');
      return;
    }
    checkWhole(problems, `${property}.min`, min, this._wake ? 0 : 1, undefined, this._wake ? 'give 0 for none while there is nothing to do' : this._metrics.some((metric) => metric._load)
      ? 'keep at least 1; the metric is one of the pods themselves, and where there is no pod nobody says that one is needed (OffHours takes it to 0 for the night)'
      : 'keep at least 1; an autoscaler sees no metrics of a service that has no pods');
    checkWhole(problems, `${property}.max`, max, 1);
    if (min > max) {
      problems.add(`${property}.min`, `at most max (${max})`, min, 'lower min or raise max');
    }
    if (this._wake) {
      checkUpstream(problems, property, this._wake);
    } else if (this._metrics.length === 0) {
      problems.add(`${property}.metrics`, 'at least one metric', [], 'give for example Metric.cpuUtilization(70), or use Scaling.fixed()');
    }
    this._metrics.forEach((metric, i) => metric._check(problems, this._metrics.length > 1 || this._wake ? `${property}.metrics[${i}]` : `${property}.${this.metricsProperty}`));
    checkStep(problems, `${property}.scaleUp`, scaleUp ?? {});
    checkStep(problems, `${property}.scaleDown`, scaleDown ?? {});
  }
}
