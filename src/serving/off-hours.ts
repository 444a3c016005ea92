import { checkWhole } from '../border/amounts';
import { checkCron, checkTimeZone } from '../border/cron';
import { checkImage } from '../border/image';
import { isDnsSubdomain } from '../border/names';
import { Problems } from '../border/problems';

/** When a service rests. */
export interface OffHoursProps {
  /** When it goes to rest, as a cron expression: `0 18 * * *`. */
  readonly down: string;
  /** When it comes back, as a cron expression: `0 7 * * *`. */
  readonly up: string;
  /** The time zone of both, `Europe/Berlin`. */
  readonly timeZone: string;
  /**
   * Replicas while it rests. With 0 the autoscaler rests too; with 1 or more it goes on from there.
   * @default 0
   */
  readonly downReplicas?: number;
  /**
   * Replicas when it comes back.
   * @default - the scaling's minimum
   */
  readonly upReplicas?: number;
}

/** When a service rests, and the jobs that see to it. */
export interface OffHoursCronJobProps extends OffHoursProps {
  /**
   * Image whose entry point is kubectl.
   * @default - registry.k8s.io/kubectl of the cluster's version
   */
  readonly image?: string;
  /**
   * Names of the two CronJobs; at most 52 characters each.
   * @default - `<workload>-down` and `<workload>-up`
   */
  readonly downName?: string;
  /**
   * See `downName`.
   * @default - `<workload>-up`
   */
  readonly upName?: string;
}

/**
 * Pay for the day only: a service is scaled down in the evening and back in the morning.
 *
 * @example OffHours.byCronJobs({ down: '0 18 * * *', up: '0 7 * * *', timeZone: 'Europe/Berlin', downReplicas: 1, upReplicas: 3 })
 */
export class OffHours {
  /**
   * By two CronJobs. Their account may do one thing: change the replicas of this one workload, or, where an autoscaler goes on at night, the
   * autoscaler's minimum (it would undo a smaller number of replicas at once).
   *
   * A GitOps controller that heals what it finds changed has to ignore `/spec/replicas` of the Deployment (which is not in the manifest) or
   * `/spec/minReplicas` of the autoscaler. A morning that fails is tried again for an hour, and each failed Job is there to be seen.
   */
  public static byCronJobs(props: OffHoursCronJobProps): OffHours {
    return new OffHours('CronJobs', props, props);
  }

  /**
   * By KEDA: the autoscaler is a ScaledObject whose cron trigger holds the day's replicas.
   * @see https://keda.sh/docs/latest/scalers/cron/
   */
  public static byKeda(props: OffHoursProps): OffHours {
    return new OffHours('KEDA', props, props);
  }

  private constructor(
    /** @internal */ public readonly _by: 'CronJobs' | 'KEDA',
    /** @internal */ public readonly _props: OffHoursProps,
    /** @internal */ public readonly _jobs: OffHoursCronJobProps,
  ) {}

  /** Replicas while it rests. @internal */
  public get _downReplicas(): number {
    return this._props.downReplicas ?? 0;
  }

  /** Replicas when it comes back. @internal */
  public _upReplicas(minimum: number): number {
    return this._props.upReplicas ?? minimum;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string, minimum: number, maximum: number): void {
    const { down, up, timeZone, upReplicas } = this._props;
    checkCron(problems, `${property}.down`, down);
    checkCron(problems, `${property}.up`, up);
    checkTimeZone(problems, `${property}.timeZone`, timeZone);
    checkWhole(problems, `${property}.downReplicas`, this._props.downReplicas, 0, maximum);
    checkWhole(problems, `${property}.upReplicas`, upReplicas, 1, maximum);
    if (this._downReplicas >= this._upReplicas(minimum) && Number.isSafeInteger(this._downReplicas)) {
      problems.add(`${property}.downReplicas`, `fewer than the ${this._upReplicas(minimum)} replicas of the day`, this._downReplicas, 'lower it');
    }
    if (down === up) {
      problems.add(`${property}.up`, 'another time than down', up, 'give the time at which it comes back');
    }
    if (this._jobs.image !== undefined) {
      checkImage(problems, `${property}.image`, this._jobs.image);
    }
    for (const key of ['downName', 'upName'] as const) {
      const name = this._jobs[key];
      if (name !== undefined && !(name.length <= 52 && isDnsSubdomain(name))) {
        problems.add(`${property}.${key}`, 'a DNS subdomain of at most 52 characters', name, 'shorten it; the Jobs\' names need 11 more');
      }
    }
  }
}
