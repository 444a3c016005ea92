import { Duration } from 'cdk8s';
import { checkSeconds, checkWhole } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { Problems } from '../border/problems';
import { Probe } from '../pod/lifecycle/probe';
import { checkStep } from '../trigger/scaling-behavior';
import { ScalingStep } from '../trigger/scaling-step';
import { WakeOptions } from '../trigger/wake-options';
import { checkMost, checkWaking, NamedTrigger, Waking } from '../trigger/waking';

/** Consumers that stay and take one message after the other. */
export interface LongLivedConsumersProps extends WakeOptions {
  /**
   * The fewest of them.
   * @default 0
   */
  readonly min?: number;
  /** The most of them. */
  readonly max: number;
  /**
   * How their number grows; `ScalingPace` has known ones.
   * @default - at once, at most doubled every 15 s
   */
  readonly scaleUp?: ScalingStep;
  /**
   * How their number shrinks; `ScalingPace` has known ones.
   * @default - by at most half of them a minute, and only what was not needed for the time that a new pod would take, at least 5 minutes
   */
  readonly scaleDown?: ScalingStep;
}

/** Jobs, each of which takes one message and ends. */
export interface PerUnitConsumersProps {
  /** The most Jobs at once. */
  readonly max: number;
  /**
   * How often a Job whose pod failed is tried again (`backoffLimit`). Disruptions do not count.
   *
   * Most brokers put what is not acknowledged into the queue again, from which the next Job takes it, and know best how often a message is tried. Redis does not: a
   * message that a pod took is counted no more, KEDA makes no Job for it, and only another pod of the same Job knows where it is.
   * @default - 0; of a Redis stream or list 6, as often as Kubernetes does: the waits between, from 10 s on and doubled each time, outlast ten minutes of somebody
   * else's outage
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy
   */
  readonly retries?: number;
  /**
   * How long a pod may take, from when its node has accepted it (`activeDeadlineSeconds` of the pod): with the time to pull images, to fetch the `artifact` and to load.
   * Time in which it waits for a node does not count. It is above the fetch, the `loadTime` where that is given, and the longest unit.
   * @default - the time to pull its image, to fetch its artifact and to load, the longest unit, and 30 s
   */
  readonly deadline?: Duration;
  /**
   * How often KEDA looks for new messages (`pollingInterval`).
   * @default - KEDA's: 30 s
   */
  readonly pollingInterval?: Duration;
  /**
   * What says that the program has taken its message: a readiness probe, such as of a file that it writes. KEDA then takes a Job without it for one that still waits
   * for a message (`pendingPodConditions`), and makes no other for that message.
   *
   * It matters where the trigger counts only what waits (a list or stream of Redis, RabbitMQ by AMQP): while a pod runs and loads its model, its message waits, and KEDA makes
   * another Job for it each time that it looks. A program that takes its message first, and loads then, needs none.
   * @default - a Job whose pod runs is taken for one that has taken its message
   * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scaling/executor/scale_jobs.go (`getPendingJobCount`)
   * @example Probe.command(['test', '-e', '/tmp/taken'])
   */
  readonly taken?: Probe;
  /**
   * How many Jobs that have succeeded stay to be looked at.
   * @default 3
   */
  readonly keepSucceeded?: number;
  /**
   * How many Jobs that have failed stay to be looked at.
   * @default 10
   */
  readonly keepFailed?: number;
}

/**
 * Who takes the messages: consumers that stay, or a Job for each.
 *
 * - Consumers that stay load their model once. They are what short units want: an embedding, a score.
 * - A Job for each unit costs the start of a pod each time, and is never stopped because there are fewer messages: for units of many minutes.
 *
 * @see https://keda.sh/docs/latest/concepts/scaling-jobs/
 * @example Consumers.longLived({ max: 20 })
 */
export class Consumers {
  /** A Deployment, whose replicas KEDA counts by what waits in the queue; none while nothing does. */
  public static longLived(props: LongLivedConsumersProps): Consumers {
    checkCall('Consumers.longLived', [props]);
    return new Consumers({ ...props, min: props.min ?? 0 });
  }

  /** A ScaledJob: KEDA makes a Job for each message. The program takes its message before it loads anything, or says when it has (`taken`). A Job that finds the queue empty, because another was faster, has to end with 0. */
  public static perUnit(props: PerUnitConsumersProps): Consumers {
    checkCall('Consumers.perUnit', [props]);
    return new Consumers(undefined, { ...props });
  }

  private constructor(
    /** Those that stay. @internal */ public readonly _stay?: Waking & Pick<LongLivedConsumersProps, 'scaleUp' | 'scaleDown'>,
    /** A Job for each unit. @internal */ public readonly _jobs?: PerUnitConsumersProps,
  ) {}

  /** The most of them. @internal */
  public get _max(): number {
    return (this._stay ?? this._jobs!).max;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string, triggers: readonly NamedTrigger[]): void {
    checkWhole(problems, `${property}.max`, this._max, 1);
    if (this._stay) {
      const { min, max, scaleUp, scaleDown } = this._stay;
      checkWhole(problems, `${property}.min`, min, 0);
      if (min > max) {
        problems.add(`${property}.min`, `at most max (${max})`, min, 'lower min or raise max');
      }
      checkStep(problems, `${property}.scaleUp`, scaleUp ?? {});
      checkStep(problems, `${property}.scaleDown`, scaleDown ?? {});
      checkWaking(problems, property, this._stay, triggers);
      return;
    }
    const { retries, deadline, pollingInterval, keepSucceeded, keepFailed } = this._jobs!;
    checkWhole(problems, `${property}.retries`, retries, 0);
    checkSeconds(problems, `${property}.deadline`, deadline, 1);
    checkSeconds(problems, `${property}.pollingInterval`, pollingInterval, 1);
    checkWhole(problems, `${property}.keepSucceeded`, keepSucceeded, 0);
    checkWhole(problems, `${property}.keepFailed`, keepFailed, 0);
    triggers.forEach((named) => checkMost(problems, `${property}.max`, this._max, named));
  }
}
