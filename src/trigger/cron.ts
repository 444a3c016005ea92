import { TriggerFacts } from './trigger-facts';
import { checkWhole } from '../border/amounts';
import { checkCron, checkTimeZone } from '../border/cron';
import { sameTimes } from '../border/cron-times';

/** Replicas by the clock. */
export interface CronTriggerProps {
  /** From when on, as a cron expression of five fields: `0 7 * * 1-5`. */
  readonly start: string;
  /** Until when, as a cron expression of five fields: `0 18 * * 1-5`. */
  readonly end: string;
  /**
   * The time zone of both, `Europe/Berlin`.
   * @default UTC
   */
  readonly timeZone?: string;
  /** How many replicas in between, at least. */
  readonly desiredReplicas: number;
}

/**
 * Another trigger may ask for more; in between there are never fewer.
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/cron_scaler.go
 */
export function cron(props: CronTriggerProps): TriggerFacts {
  const { start, end, timeZone = 'UTC', desiredReplicas } = props;
  return {
    title: 'a clock',
    type: 'cron',
    metadata: { desiredReplicas: `${desiredReplicas}`, end, start, timezone: timeZone },
    counts: 'all',
    parameters: [],
    needs: [],
    identities: [],
    check(problems, property) {
      for (const [name, expression] of [['start', start], ['end', end]] as const) {
        if (expression.startsWith('@')) {
          problems.add(`${property}.${name}`, 'a cron expression of five fields, which is all that KEDA reads', expression, 'write for example "0 7 * * 1-5"');
        } else {
          checkCron(problems, `${property}.${name}`, expression);
        }
      }
      checkTimeZone(problems, `${property}.timeZone`, timeZone);
      checkWhole(problems, `${property}.desiredReplicas`, desiredReplicas, 1);
      if (sameTimes(start, end)) {
        problems.add(`${property}.end`, 'another time than start', end, 'give the time until which the replicas stay');
      }
    },
  };
}
