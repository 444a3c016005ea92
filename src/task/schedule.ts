import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import { Overlap, ScheduleOptions } from './schedule-options';
import { checkSeconds, checkWhole, secondsOf } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { checkCron, checkTimeZone } from '../border/cron';
import { shortestGap } from '../border/cron-times';
import { Problems } from '../border/problems';

/**
 * When a task runs, again and again. No run begins while the one before it goes on, unless `overlap` says so, and what was missed is made up for once at most.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 * @example Schedule.cron('0 4 * * *', { timeZone: 'Europe/Berlin' })
 */
export class Schedule {
  /**
   * At the times of a cron expression, as Kubernetes reads it.
   *
   * @param expression five fields (minute, hour, day of month, month, day of week), or one of `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`
   */
  public static cron(expression: string, options: ScheduleOptions = {}): Schedule {
    checkCall('Schedule.cron', [expression, options]);
    return new Schedule(expression, { ...options });
  }

  private constructor(
    /** The cron expression. */
    public readonly expression: string,
    private readonly options: ScheduleOptions,
  ) {}

  /** The time zone of its times. */
  public get timeZone(): string {
    return this.options.timeZone ?? 'Etc/UTC';
  }

  /** True if runs may go on beside each other. @internal */
  public get _overlaps(): boolean {
    return this.options.overlap === Overlap.ALLOW;
  }

  /** Seconds that a run may begin late. @internal */
  public get _startingDeadline(): number {
    const { startingDeadline } = this.options;
    return startingDeadline ? secondsOf(startingDeadline) : Math.max(SOONEST, Math.floor((shortestGap(this.expression) ?? 0) / 2));
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    checkCron(problems, `${property}.expression`, this.expression);
    checkTimeZone(problems, `${property}.timeZone`, this.timeZone);
    checkSeconds(problems, `${property}.startingDeadline`, this.options.startingDeadline, SOONEST);
    checkWhole(problems, `${property}.succeededRuns`, this.options.succeededRuns, 0);
    checkWhole(problems, `${property}.failedRuns`, this.options.failedRuns, 0);
  }

  /** A CronJob's spec around that of its Jobs. @internal */
  public _cronJob(jobTemplate: CronJobSpec['jobTemplate']): CronJobSpec {
    const { overlap, suspended, succeededRuns, failedRuns } = this.options;
    return {
      concurrencyPolicy: overlap ?? Overlap.FORBID,
      failedJobsHistoryLimit: failedRuns ?? 3,
      jobTemplate,
      schedule: this.expression,
      startingDeadlineSeconds: this._startingDeadline,
      successfulJobsHistoryLimit: succeededRuns ?? 1,
      suspend: suspended ?? false,
      timeZone: this.timeZone,
    };
  }
}

/**
 * Seconds in which the controller looks at a CronJob again: with a shorter deadline it may miss every time.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline
 */
const SOONEST = 10;

/**
 * Most characters of a CronJob's name.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/batch/validation/validation.go (`ValidateCronJobCreate`)
 */
export const LONGEST_CRON_JOB = 52;

/**
 * Characters that a CronJob adds to the names of its Jobs: a dash and the minutes from 1970 to the time for which they run, in eight digits until the year 2160.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/cronjob/cronjob_controllerv2.go (`getJobName`)
 */
export const CRON_JOB_SUFFIX = 9;
