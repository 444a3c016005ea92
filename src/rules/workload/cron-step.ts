import { cronOddity, cronRefusal } from '../../border/cron';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

/** A schedule that means something else. */
export const cronStep: Rule = {
  id: 'ML-CRON-001',
  title: "a schedule's steps fit their fields",
  severity: Severity.WARNING,
  why: 'A step counts within its field and begins anew with it: every 61 minutes is written as */61, read as minute 0, and runs hourly.',
  fix: 'Write the minutes or hours that are meant.',
  example: "CronJob 'score' has schedule \"*/61 * * * *\": it has a step of 61 in its minute, which has 60 values, and so means only the first of them; write the times that are meant",
  judges: ['batch/CronJob'],
  check(set, report) {
    for (const subject of set.ofKind('batch/CronJob')) {
      const { schedule } = subject.spec;
      const oddity = typeof schedule === 'string' && !cronRefusal(schedule) ? cronOddity(schedule) : undefined;
      if (oddity) {
        report(subject, `${subject.called} has schedule ${JSON.stringify(schedule)}: it ${oddity}; write the times that are meant`);
      }
    }
  },
};
