import { Duration } from 'cdk8s';

/** What becomes of a run that is due while the one before it goes on. */
export enum Overlap {
  /** It waits for the other to end, and is left out if it cannot begin in time (`startingDeadline`). */
  FORBID = 'Forbid',
  /** The other is stopped. */
  REPLACE = 'Replace',
  /** Both run. How many there may be at once has no bound. */
  ALLOW = 'Allow',
}

/** What a schedule consists of beside its times. */
export interface ScheduleOptions {
  /**
   * The time zone of the times, `Europe/Berlin`. Where it has summer time, a time within the hour that clocks skip is left out on that day, and one within the hour
   * that they repeat may come twice: keep daily work out of 1:00 to 3:00.
   * @see https://github.com/robfig/cron/blob/v3.0.1/doc.go ("Time zones")
   * @default 'Etc/UTC'
   */
  readonly timeZone?: string;
  /**
   * What becomes of a run that is due while the one before it goes on (`concurrencyPolicy`).
   * @default Overlap.FORBID
   */
  readonly overlap?: Overlap;
  /**
   * How late a run may begin that could not begin in time (`startingDeadlineSeconds`), because the one before it went on or the control plane was away; at least 10 s.
   * Runs that were missed before that are not made up for, so that there is never more than one to catch up on.
   * @default - half of the shortest time between two runs, at most 12 hours: what was due at night does not begin on another day
   */
  readonly startingDeadline?: Duration;
  /**
   * True if no run begins for the time being (`suspend`).
   * @default false
   */
  readonly suspended?: boolean;
  /**
   * How many runs that succeeded are kept to be looked at (`successfulJobsHistoryLimit`), with all their pods.
   * @default 1
   */
  readonly succeededRuns?: number;
  /**
   * How many runs that failed are kept to be looked at (`failedJobsHistoryLimit`), with all their pods.
   * @default 3
   */
  readonly failedRuns?: number;
}
