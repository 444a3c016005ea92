import { Metric } from './metric';
import { checkStep } from './scaling-behavior';
import { ScalingStep } from './scaling-step';
import { checkWhole } from '../border/amounts';
import { Problems } from '../border/problems';

/** Between how many replicas a service moves, and how fast. */
export interface ScalingBounds {
  /** The fewest replicas. */
  readonly min: number;
  /** The most replicas. */
  readonly max: number;
  /**
   * How it grows.
   * @default - at once, at most doubled at a time
   */
  readonly scaleUp?: ScalingStep;
  /**
   * How it shrinks.
   * @default - by half a minute at most, after the time that a new pod would take, at least 5 minutes
   */
  readonly scaleDown?: ScalingStep;
}

/** Bounds and one utilization. */
export interface UtilizationScaling extends ScalingBounds {
  /** Percent of the request that it aims for. */
  readonly targetPercent: number;
}

/** Bounds and any metrics. */
export interface MetricScaling extends ScalingBounds {
  /** What is looked at; the metric that asks for most replicas wins. */
  readonly metrics: Metric[];
}

/**
 * How many replicas serve.
 *
 * @example Scaling.onCpu({ min: 2, max: 10, targetPercent: 70 })
 */
export class Scaling {
  /** Always as many as `replicas`. */
  public static fixed(replicas: number): Scaling {
    return new Scaling({ min: replicas, max: replicas }, []);
  }

  /** By processor use, in percent of the request. For servers that compute on the processor. */
  public static onCpu(props: UtilizationScaling): Scaling {
    return new Scaling(props, [Metric.cpuUtilization(props.targetPercent)], 'targetPercent');
  }

  /** By memory use, in percent of the request. For servers that give memory back. */
  public static onMemory(props: UtilizationScaling): Scaling {
    return new Scaling(props, [Metric.memoryUtilization(props.targetPercent)], 'targetPercent');
  }

  /** By any metrics, several too. */
  public static onMetrics(props: MetricScaling): Scaling {
    return new Scaling(props, [...props.metrics], 'metrics');
  }

  private constructor(
    /** @internal */ public readonly _bounds: ScalingBounds,
    /** @internal */ public readonly _metrics: Metric[],
    private readonly metricsProperty?: string,
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
    return this._metrics.every((metric) => metric._resource !== undefined);
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const { min, max, scaleUp, scaleDown } = this._bounds;
    if (this._fixed) {
      checkWhole(problems, `${property}.replicas`, min, 1, undefined, 'serve with at least 1 replica; OffHours takes it to 0 for the night');
      return;
    }
    checkWhole(problems, `${property}.min`, min, 1, undefined, 'keep at least 1; an autoscaler sees no metrics of a service that has no pods');
    checkWhole(problems, `${property}.max`, max, 1);
    if (min > max) {
      problems.add(`${property}.min`, `at most max (${max})`, min, 'lower min or raise max');
    }
    if (this._metrics.length === 0) {
      problems.add(`${property}.metrics`, 'at least one metric', '[]', 'give for example Metric.cpuUtilization(70), or use Scaling.fixed()');
    }
    this._metrics.forEach((metric, i) => metric._check(problems, this._metrics.length > 1 ? `${property}.metrics[${i}]` : `${property}.${this.metricsProperty}`));
    checkStep(problems, `${property}.scaleUp`, scaleUp ?? {});
    checkStep(problems, `${property}.scaleDown`, scaleDown ?? {});
  }
}
