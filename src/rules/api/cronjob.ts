import { Faults, given, INT64_MAX } from './faults';
import { cronRefusal, isTimeZone } from '../../border/cron';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

/** CronJobs that the API server refuses. */
export const cronjob: Rule = {
  id: 'ML-API-010',
  title: 'a CronJob has a schedule and a time zone that exist',
  severity: Severity.ERROR,
  why: 'The API server refuses the CronJob (validateCronJobSpec).',
  fix: 'Write the five fields of a cron expression (minute, hour, day of month, month, day of week), and the time zone in its own field.',
  example: "CronJob 'score': spec.schedule must be a five-field cron expression, got \"61 * * * *\"; it has minute 61, above 59",
  judges: ['batch/CronJob'],
  check(set, report) {
    for (const subject of set.ofKind('batch/CronJob')) {
      const faults = new Faults(report, subject);
      const { schedule, timeZone, concurrencyPolicy } = subject.spec;
      if (subject.name !== undefined && subject.name.length > 52) {
        faults.must('metadata.name', 'at most 52 characters, its Jobs add 11', subject.name, 'shorten it');
      }
      const fault = typeof schedule === 'string' ? cronRefusal(schedule) : 'is no text';
      if (fault) {
        faults.must('spec.schedule', 'a five-field cron expression', schedule, `it ${fault}`);
      }
      if (given(timeZone) && !(typeof timeZone === 'string' && isTimeZone(timeZone))) {
        faults.must('spec.timeZone', 'an IANA time zone', timeZone, 'write for example "Europe/Berlin" or "Etc/UTC"');
      }
      faults.oneOf('spec.concurrencyPolicy', concurrencyPolicy, ['Allow', 'Forbid', 'Replace']);
      faults.whole('spec.startingDeadlineSeconds', subject.spec.startingDeadlineSeconds, 0, INT64_MAX);
      for (const field of ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit']) {
        faults.whole(`spec.${field}`, subject.spec[field], 0);
      }
    }
  },
};
