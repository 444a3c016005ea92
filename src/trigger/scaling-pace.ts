import { Duration } from 'cdk8s';
import { PolicySelection, ScalingStep } from './scaling-step';

/**
 * Known paces of growing and shrinking.
 *
 * @example Scaling.onCpu({ min: 2, max: 10, targetPercent: 70, scaleUp: ScalingPace.AT_ONCE, scaleDown: ScalingPace.ONE_BY_ONE })
 */
export class ScalingPace {
  /** Twice as many (or half of them) every 15 seconds, without waiting: for pods that start within seconds. */
  public static readonly AT_ONCE: ScalingStep = { percent: 100, period: Duration.seconds(15), stabilization: Duration.seconds(0) };
  /** One pod a minute: for pods that are dear, or that share something that a crowd would overload. */
  public static readonly ONE_BY_ONE: ScalingStep = { pods: 1, period: Duration.minutes(1) };
  /** A tenth of the pods a minute, after ten minutes without a wish for the contrary: for traffic that comes in waves. */
  public static readonly SLOW: ScalingStep = { percent: 10, period: Duration.minutes(1), stabilization: Duration.minutes(10) };
  /** Not at all in this direction. */
  public static readonly NEVER: ScalingStep = { selectPolicy: PolicySelection.DISABLED };

  private constructor() {}
}
