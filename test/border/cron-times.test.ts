import { sameTimes, shortestGap } from '../../src/border/cron-times';

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
