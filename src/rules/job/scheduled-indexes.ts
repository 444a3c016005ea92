import { isDnsLabel } from '../../border/names';
import { Severity } from '../../manifest/finding';
import { mapOf } from '../../reading/shape';
import { Rule } from '../rule';

/** A CronJob that the API server takes, and whose Jobs it refuses, each of them. */
export const scheduledIndexes: Rule = {
  id: 'ML-JOB-002',
  title: 'the pods of an Indexed CronJob can be named',
  severity: Severity.ERROR,
  why: 'The controller calls a Job after the CronJob and the minute for which it runs, in eight digits, and each pod of an Indexed Job after the Job and its index: one of more than '
    + '63 characters is no host name, and the API server refuses the Job when it is due (ValidateJob).',
  fix: 'Shorten the name of the CronJob.',
  example: "CronJob 'nightly-scoring-of-every-customer-by-churn-and-sums' makes Jobs whose last pod would have a name of 64 characters, and may have 63, so that each run is refused; shorten its name by 1",
  judges: ['batch/CronJob'],
  check(set, report) {
    for (const subject of set.ofKind('batch/CronJob')) {
      const { completionMode, completions } = mapOf(mapOf(subject.spec.jobTemplate).spec);
      if (subject.name === undefined || completionMode !== 'Indexed' || typeof completions !== 'number' || completions < 1) {
        continue;
      }
      const last = `${subject.name}-${MINUTES}-${completions - 1}`;
      if (last.length > 63) {
        report(subject, `${subject.called} makes Jobs whose last pod would have a name of ${last.length} characters, and may have 63, so that each run is refused; shorten its name by ${last.length - 63}`);
      } else if (!isDnsLabel(last)) {
        report(subject, `${subject.called} makes Jobs whose pods would be called after it, and a host name has no dots, so that each run is refused; take them out of its name`);
      }
    }
  },
};

/** Minutes from 1970 to any time between 1990 and 2160 are as long. */
const MINUTES = '29000000';
