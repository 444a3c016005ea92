import { Duration } from 'cdk8s';
import { Problems } from '../../src/border/problems';
import { Schedule } from '../../src/task/schedule';
import { Overlap, ScheduleOptions } from '../../src/task/schedule-options';

const template = { spec: { template: {} } };

test('in UTC, without overlap, late by half a day at most, unless it says otherwise', () => {
  expect(Schedule.cron('0 4 * * *')._cronJob(template)).toEqual({
    concurrencyPolicy: 'Forbid',
    failedJobsHistoryLimit: 3,
    jobTemplate: template,
    schedule: '0 4 * * *',
    startingDeadlineSeconds: 12 * 3600,
    successfulJobsHistoryLimit: 1,
    suspend: false,
    timeZone: 'Etc/UTC',
  });
});

test('all options', () => {
  const schedule = Schedule.cron('0 4 * * 1-5', {
    timeZone: 'Europe/Berlin', overlap: Overlap.REPLACE, startingDeadline: Duration.minutes(20), suspended: true, succeededRuns: 0, failedRuns: 0,
  });
  expect([schedule.expression, schedule.timeZone]).toEqual(['0 4 * * 1-5', 'Europe/Berlin']);
  expect(schedule._cronJob(template)).toMatchObject({
    concurrencyPolicy: 'Replace', failedJobsHistoryLimit: 0, startingDeadlineSeconds: 1200, successfulJobsHistoryLimit: 0, suspend: true, timeZone: 'Europe/Berlin',
  });
});

test.each([['*/10 * * * *', 300], ['@hourly', 1800], ['0 1,23 * * *', 3600], ['0 4 1 * *', 43200], ['* * * * *', 30], ['@every 90s', 45], ['@every 10s', 10]])(
  'a run of %s may begin %d s late', (expression, seconds) => {
    expect(Schedule.cron(expression)._startingDeadline).toBe(seconds);
  });

test.each<[string, string, ScheduleOptions, string]>([
  ['no schedule', '61 * * * *', {}, "'schedule.expression' must be a five-field cron expression, got \"61 * * * *\"; it has minute 61, above 59; write for example \"0 18 * * 1-5\""],
  ['a zone that is none', '@daily', { timeZone: 'Berlin' }, "'schedule.timeZone' must be an IANA time zone, got \"Berlin\"; write for example \"Europe/Berlin\" or \"Etc/UTC\""],
  ['less time than the controller takes to look', '@daily', { startingDeadline: Duration.seconds(5) },
    "'schedule.startingDeadline' must be a whole number of seconds of at least 10 s, got \"5 s\"; give for example Duration.seconds(30)"],
  ['fewer runs than none', '@daily', { succeededRuns: -1 }, "'schedule.succeededRuns' must be a whole number of at least 0, got -1; give a whole number in that range"],
  ['a part of a run', '@daily', { failedRuns: 0.5 }, "'schedule.failedRuns' must be a whole number of at least 0, got 0.5; give a whole number in that range"],
])('refuses %s', (_, expression, options, message) => {
  const problems = new Problems('');
  Schedule.cron(expression, options)._check(problems, 'schedule');
  expect(problems.all).toEqual([message]);
});
