import { holdsOn, onlyTimeOfDay, sameTimes, shortestGap } from '../../src/border/cron-times';

test.each([
  ['0 18 * * *', '00 18 * * *'],
  ['0 18 * * *', ' 0  18 ? * 0-6'],
  ['0 18 * * 1-5', '0 18 * * mon,tue,wed,thu,FRI'],
  ['*/15 * * * *', '0,15,30,45 */1 * * *'],
  ['@daily', '0 0 * * *'],
  ['0 7 1-31 * 1', '0 7 * * *'],
  ['@every 1h', '@every 1h'],
])('%s names the times of %s', (one, other) => {
  expect(sameTimes(one, other)).toBe(true);
  expect(sameTimes(other, one)).toBe(true);
});

test.each([
  ['0 18 * * *', '0 7 * * *'],
  ['0 18 * * 1-5', '0 18 * * *'],
  // the first of the month or a Monday, and a Monday that is one
  ['0 18 1 * 1', '0 18 * * 1'],
  ['0 18 1 * *', '0 18 * * 1'],
  ['0 18 * * *', 'at six'],
  ['@every 1h', '0 * * * *'],
])('%s does not name the times of %s', (one, other) => {
  expect(sameTimes(one, other)).toBe(false);
});

describe('the shortest time between two runs', () => {
  test.each([
    ['0 4 * * *', 86400], ['*/20 * * * *', 1200], ['0,50 * * * *', 600], ['30 23 * * *', 86400], ['55 0,23 * * *', 3600], ['@weekly', 86400], ['@hourly', 3600],
    ['@every 1h30m', 5400], ['@every 0.5h', 1800], ['@every 1500ms', 1], ['@every 5ns', 1],
  ])('of %s is %d s', (expression, seconds) => {
    expect(shortestGap(expression)).toBe(seconds);
  });

  test('of what is no schedule is nobody\'s guess', () => {
    expect(shortestGap('0 25 * * *')).toBeUndefined();
  });
});

describe('the only time of the day', () => {
  test.each([['30 2 * * *', 150], ['@daily', 0], ['05 23 1 * *', 1385], ['0 2,14 * * *', undefined], ['*/5 2 * * *', undefined], ['@every 24h', undefined], ['at two', undefined]])('of %s is %p', (expression, minute) => {
    expect(onlyTimeOfDay(expression)).toBe(minute);
  });
});

describe('the last Sunday of March', () => {
  const date = { month: 3, day: 29, weekday: 0 };
  test.each([['0 2 * * *', true], ['@daily', true], ['0 2 * * sun', true], ['0 2 * * 1-5', false], ['0 2 29 * *', true], ['0 2 1 * *', false], ['0 2 1 * 0', true], ['0 2 * 4 *', false], ['@weekly', true]])(
    'is one of %s: %p', (expression, held) => {
      expect(holdsOn(expression, date)).toBe(held);
    });
});
