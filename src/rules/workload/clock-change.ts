import { ClockChange, clockChanges, isDaytime } from '../../border/clock-changes';
import { holdsOn, onlyTimeOfDay } from '../../border/cron-times';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

/** A daily schedule at a time that not every day has once. */
export const clockChange: Rule = {
  id: 'ML-CRON-002',
  title: 'a run of a day is at a time that every day has once',
  severity: Severity.WARNING,
  why: 'Where there is summer time, clocks skip an hour on one night and go through one twice on another. The CronJob controller leaves out what is due in the one, and runs twice what is due in the '
    + 'other. Of what runs several times a day the next run is soon, and nothing is said. https://github.com/robfig/cron/blob/v3.0.1/doc.go',
  fix: 'Take another hour, or the time zone Etc/UTC.',
  example: "CronJob 'score' runs at 2:30 in Europe/Berlin, which clocks skip in March and go through twice in October: on the one night it does not run, on the other twice; take another hour, or time zone Etc/UTC",
  judges: ['batch/CronJob'],
  check(set, report) {
    for (const subject of set.ofKind('batch/CronJob')) {
      const { schedule, timeZone } = subject.spec;
      const time = typeof schedule === 'string' && typeof timeZone === 'string' ? onlyTimeOfDay(schedule) : undefined;
      if (time === undefined || isDaytime(time)) {
        continue;
      }
      const changes = clockChanges(timeZone).filter((change) => change.from <= time && time < change.to && holdsOn(schedule, change));
      const [skipped, repeated] = (['skipped', 'repeated'] as const).map((kind) => monthsOf(changes.filter((change) => change.kind === kind)));
      const [when, then] = skipped && repeated ? [`skip in ${skipped} and go through twice in ${repeated}`, 'on the one night it does not run, on the other twice']
        : skipped ? [`skip in ${skipped}`, 'on that night it does not run'] : [`go through twice in ${repeated}`, 'on that night it runs twice'];
      if (skipped || repeated) {
        report(subject, `${subject.called} runs at ${Math.floor(time / 60)}:${`${time % 60}`.padStart(2, '0')} in ${timeZone}, which clocks ${when}: ${then}; take another hour, or time zone Etc/UTC`);
      }
    }
  },
};

/** `March`, or `April or May` where it is not the same in all years. */
function monthsOf(changes: readonly ClockChange[]): string {
  return [...new Set(changes.map(({ month }) => month))].sort((a, b) => a - b).map((month) => MONTHS[month - 1]).join(' or ');
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
