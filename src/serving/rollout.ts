import { Duration } from 'cdk8s';
import type { DeploymentStrategy } from 'kubernetes-types/apps/v1';
import { checkSeconds, checkWhole, secondsOf } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { Problems } from '../border/problems';

/** How a new revision replaces the old one. */
export interface RolloutOptions {
  /**
   * Time within which a new pod has to become available, or the rollout counts as failed (`progressDeadlineSeconds`).
   * @default - what a pod needs at the latest (node, image, start-up, and the old pod's grace period where it has to go first), at least 10 minutes
   */
  readonly progressDeadline?: Duration;
  /**
   * Time for which a new pod has to be ready before it counts as available (`minReadySeconds`).
   * @default - none
   */
  readonly minReady?: Duration;
  /**
   * Old revisions that `kubectl rollout undo` can go back to.
   * @default 10
   */
  readonly revisionHistoryLimit?: number;
}

/** A rolling update in numbers of your own. */
export interface RollingUpdate extends RolloutOptions {
  /** Pods above the wanted number while it rolls. */
  readonly maxSurge: number;
  /** Pods below the wanted number while it rolls. */
  readonly maxUnavailable: number;
}

/** A rolling update in percent of the replicas. */
export interface PercentRollingUpdate extends RolloutOptions {
  /** Percent of the replicas above the wanted number while it rolls; rounded up. */
  readonly maxSurgePercent: number;
  /** Percent of the replicas below the wanted number while it rolls; rounded down. */
  readonly maxUnavailablePercent: number;
}

/**
 * How a new revision replaces the old one.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 * @example Rollout.rolling({ maxSurge: 1, maxUnavailable: 0 })
 */
export class Rollout {
  /** One new pod is started before an old one goes: no capacity is lost, room for one more pod is needed. */
  public static surge(options: RolloutOptions = {}): Rollout {
    checkCall('Rollout.surge', [options]);
    return new Rollout(1, 0, options);
  }

  /** An old pod goes before its successor starts: needs no room, serves with one pod less meanwhile. */
  public static replaceInPlace(options: RolloutOptions = {}): Rollout {
    checkCall('Rollout.replaceInPlace', [options]);
    return new Rollout(0, 1, options);
  }

  /** Numbers of your own. */
  public static rolling(props: RollingUpdate): Rollout {
    checkCall('Rollout.rolling', [props]);
    return new Rollout(props.maxSurge, props.maxUnavailable, props);
  }

  /** Percentages of your own. */
  public static rollingPercent(props: PercentRollingUpdate): Rollout {
    checkCall('Rollout.rollingPercent', [props]);
    return new Rollout(props.maxSurgePercent, props.maxUnavailablePercent, props, true);
  }

  /**
   * Surge, unless the accelerators of the pools cannot hold one pod more than the most that there may be. What the neighbours take of them is the
   * capacity proof's business.
   *
   * @param room how many such pods the pools hold
   * @param most the most replicas
   * @internal
   */
  public static _default(room: number, most: number): Rollout {
    return room > most ? SURGE : IN_PLACE;
  }

  private constructor(
    private readonly maxSurge: number,
    private readonly maxUnavailable: number,
    /** @internal */ public readonly _options: RolloutOptions,
    private readonly percent: boolean = false,
  ) {}

  /** True if an old pod may have to go before a new one starts. @internal */
  public get _waitsForOldPod(): boolean {
    return this.maxSurge === 0;
  }

  /** @internal */
  public get _strategy(): DeploymentStrategy {
    const text = (n: number) => (this.percent ? `${n}%` : n);
    return { rollingUpdate: { maxSurge: text(this.maxSurge), maxUnavailable: text(this.maxUnavailable) }, type: 'RollingUpdate' };
  }

  /** Seconds for which a new pod has to be ready. @internal */
  public get _minReady(): number {
    return this._options.minReady ? secondsOf(this._options.minReady) : 0;
  }

  /** Records what is wrong with it. @param startup seconds that a pod may take to start @internal */
  public _check(problems: Problems, property: string, startup: number): void {
    const suffix = this.percent ? 'Percent' : '';
    checkWhole(problems, `${property}.maxSurge${suffix}`, this.maxSurge, 0);
    checkWhole(problems, `${property}.maxUnavailable${suffix}`, this.maxUnavailable, 0, this.percent ? 100 : undefined);
    if (this.maxSurge === 0 && this.maxUnavailable === 0) {
      problems.say(`'${property}.maxSurge${suffix}' and '${property}.maxUnavailable${suffix}' are both 0, so that no pod could ever be replaced; raise one of them`);
    }
    checkSeconds(problems, `${property}.minReady`, this._options.minReady, 0);
    checkSeconds(problems, `${property}.progressDeadline`, this._options.progressDeadline, 1);
    const { progressDeadline } = this._options;
    const needed = startup + this._minReady;
    if (progressDeadline && secondsOf(progressDeadline) <= needed) {
      problems.add(`${property}.progressDeadline`, `more than ${needed} s (${startup} s to start + ${this._minReady} s minReady)`,
        `${secondsOf(progressDeadline)} s`, 'lengthen it or leave it out; a rollout would count as failed while its pods still start');
    }
    checkWhole(problems, `${property}.revisionHistoryLimit`, this._options.revisionHistoryLimit, 1, undefined, 'keep at least one revision to go back to');
  }
}

/** What holds where the user says nothing. */
const SURGE = Rollout.surge();
const IN_PLACE = Rollout.replaceInPlace();
