import { Duration } from 'cdk8s';

/** How soon somebody has to look at an alert: its label `severity`, by which Alertmanager routes it. */
export enum AlertSeverity {
  /** At once. */
  CRITICAL = 'critical',
  /** In working hours. */
  WARNING = 'warning',
  /** Nobody has to; it explains others. */
  INFO = 'info',
}

/** What can be said of any alert. */
export interface AlertOptions {
  /**
   * How soon somebody has to look at it (label `severity`).
   * @default AlertSeverity.WARNING
   */
  readonly severity?: AlertSeverity;
  /**
   * For how long its condition has to hold before it fires (`for`).
   * @default Duration.minutes(1) - two scrapes at the default interval of `Monitoring`: one odd sample wakes nobody
   */
  readonly pendingPeriod?: Duration;
  /**
   * Further labels of the alert, by which Alertmanager routes it: `{ team: 'search' }`. It has `severity`, `namespace`, `workload`, and `owner` where the
   * namespace says it.
   * @default - none
   */
  readonly labels?: { readonly [name: string]: string };
  /**
   * Where it is written what to do (annotation `runbook_url`).
   * @default - the runbook of this library
   */
  readonly runbookUrl?: string;
}
