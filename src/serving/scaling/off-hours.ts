import { checkWhole } from '../../border/amounts';
import { checkCall } from '../../border/check-kinds';
import { checkCron, checkTimeZone } from '../../border/cron';
import { sameTimes } from '../../border/cron-times';
import { checkImage } from '../../border/image';
import { isDns1035Label, isDnsSubdomain } from '../../border/names';
import { Problems } from '../../border/problems';
import { ImagePullPolicy } from '../../pod/image-pull-policy';

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
   * Replicas when it comes back, not fewer than the scaling's minimum.
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
   * When a node fetches that image.
   * @default - as for the server's image; ImagePullPolicy.IF_NOT_PRESENT where that is never fetched, since nobody puts this one on the nodes
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * Name of the evening's CronJob, at most 52 characters.
   * @default - `<workload>-down`
   */
  readonly downName?: string;
  /**
   * Name of the morning's CronJob, at most 52 characters.
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
   * With an autoscaler and 0 replicas at night nothing changes that is in a manifest. Otherwise something does: the autoscaler's
   * `/spec/minReplicas`, or `/spec/replicas` of a Deployment with a fixed number. A GitOps controller that heals what it finds changed has to
   * ignore that field, and whoever applies the manifests at night wakes the service until the next evening.
   *
   * A morning that cannot begin is made up for until noon, half of the day, and once begun it is tried for as long, so that an outage at seven does
   * not cost the day and a late morning does not undo the evening. An evening has an hour for each (half of the night, if that is less); half an
   * hour it is where the schedules name several times of the day. The last three failed Jobs are there to be seen.
   */
  public static byCronJobs(props: OffHoursCronJobProps): OffHours {
    checkCall('OffHours.byCronJobs', [props]);
    return new OffHours('CronJobs', props, props);
  }

  /**
   * By KEDA: the autoscaler is a ScaledObject whose cron trigger holds the day's replicas.
   * @see https://keda.sh/docs/latest/scalers/cron/
   */
  public static byKeda(props: OffHoursProps): OffHours {
    checkCall('OffHours.byKeda', [props]);
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
  public _check(problems: Problems, property: string, workload: string, minimum: number, maximum: number): void {
    const { down, up, timeZone, upReplicas } = this._props;
    checkCron(problems, `${property}.down`, down);
    checkCron(problems, `${property}.up`, up);
    checkTimeZone(problems, `${property}.timeZone`, timeZone);
    checkWhole(problems, `${property}.downReplicas`, this._props.downReplicas, 0);
    checkWhole(problems, `${property}.upReplicas`, upReplicas, 1);
    if (upReplicas !== undefined && upReplicas > maximum) {
      problems.add(`${property}.upReplicas`, `at most the ${maximum} replicas of the scaling`, upReplicas, 'lower it');
    }
    if (upReplicas !== undefined && upReplicas < minimum && upReplicas >= 1) {
      problems.add(`${property}.upReplicas`, `at least the ${minimum} replicas of the scaling`, upReplicas, 'raise it or leave it out; the day would be served by fewer than the scaling keeps');
    }
    if (this._downReplicas >= this._upReplicas(minimum)) {
      problems.add(`${property}.downReplicas`, `fewer than the ${this._upReplicas(minimum)} replicas of the day`, this._downReplicas, 'lower it');
    }
    if (sameTimes(down, up)) {
      problems.add(`${property}.up`, 'another time than down', up, 'give the time at which it comes back');
    }
    if (this._by === 'CronJobs') {
      this.checkJobs(problems, property, workload);
    }
  }

  /** The name of the evening's CronJob. @internal */
  public _downName(workload: string): string {
    return this._jobs.downName ?? `${workload}-down`;
  }

  /** The name of the morning's CronJob. @internal */
  public _upName(workload: string): string {
    return this._jobs.upName ?? `${workload}-up`;
  }

  /** The account of both, and the value of their label. @internal */
  public _account(workload: string): string {
    return `${workload}-off-hours`;
  }

  private checkJobs(problems: Problems, property: string, workload: string): void {
    const { image, downName, upName } = this._jobs;
    if (image !== undefined) {
      checkImage(problems, `${property}.image`, image);
    }
    for (const [key, given, name] of [['downName', downName, this._downName(workload)], ['upName', upName, this._upName(workload)]] as const) {
      if (!(name.length <= LONGEST_CRON_JOB && isDnsSubdomain(name)) && (given !== undefined || isDns1035Label(workload))) {
        problems.add(`${property}.${key}`, `a DNS subdomain of at most ${LONGEST_CRON_JOB} characters`, name, 'give a shorter one; the Jobs\' names need 11 characters more');
      }
    }
    if (this._downName(workload) === this._upName(workload)) {
      problems.add(`${property}.upName`, 'another name than downName', this._upName(workload), 'rename one of them');
    }
    if (isDns1035Label(workload) && this._account(workload).length > 63) {
      problems.say(`'${property}' names an account '${this._account(workload)}', which is longer than the 63 characters of a label; shorten the service's name to 53`);
    }
  }
}

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
const LONGEST_CRON_JOB = 52;
