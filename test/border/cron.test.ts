import { cronFault, cronOddity, cronRefusal, isTimeZone } from '../../src/border/cron';

describe('a schedule', () => {
  // what robfig/cron's ParseStandard takes
  test.each([
    '0 18 * * 1-5', '*/15 * * * *', '5/15 0-23/2 ? JAN-mar sun', '0,30 0 1,15 * MON', ' 0  0 * * * ', '@daily', '@every 1h30m', '@every 90s', '59 23 31 12 6', '+5 * * * *', ', * * * *',
  ])('%s is taken', (schedule) => {
    expect(cronFault(schedule)).toBeUndefined();
  });

  test.each([
    ['61 * * * *', 'has minute 61, above 59'],
    ['* 24 * * *', 'has hour 24, above 23'],
    ['* * 0 * *', 'has day of month 0, below 1'],
    ['* * * 13 *', 'has month 13, above 12'],
    ['* * * * 7', 'has day of week 7, above 6 (0 is Sunday)'],
    ['30-10 * * * *', 'has a minute that ends before it begins: 30-10'],
    ['*/0 * * * *', 'has a step of 0 in its minute'],
    ['* * * * mon-', 'has a day of week that Kubernetes does not read: mon-'],
    ['* * L * *', 'has a day of month that Kubernetes does not read: L'],
    ['1-2-3 * * * *', 'has a minute that Kubernetes does not read: 1-2-3'],
    ['* * * *', 'has 4 fields, not 5 (minute, hour, day of month, month, day of week)'],
    ['', 'has 0 fields, not 5 (minute, hour, day of month, month, day of week)'],
    ['@sometimes', 'is no word that Kubernetes knows (@hourly, @daily, @weekly, @monthly, @yearly)'],
    ['CRON_TZ=UTC 0 0 * * *', 'carries a time zone, which belongs to its own field'],
  ])('%s is refused', (schedule, fault) => {
    expect(cronRefusal(schedule)).toBe(fault);
    expect(cronFault(schedule)).toBe(fault);
  });

  test('with a step beyond its field is taken by the API server, and means something else', () => {
    expect(cronRefusal('*/61 * * * *')).toBeUndefined();
    expect(cronOddity('*/61 * * * *')).toBe('has a step of 61 in its minute, which has 60 values, and so means only the first of them');
    expect(cronFault('0 */24 * * *')).toBe('has a step of 24 in its hour, which has 24 values, and so means only the first of them');
    expect(cronOddity('*/59 */23 * * *')).toBeUndefined();
    expect(cronOddity('@every 61m')).toBeUndefined();
  });
});

test('time zones are those of the IANA database', () => {
  expect(['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'].filter((zone) => !isTimeZone(zone))).toEqual([]);
  expect(['', 'Local', '+02:00', 'Mars/Olympus', 'Europe/berlinn'].filter(isTimeZone)).toEqual([]);
});

test('links are time zones, whatever Intl calls them', () => {
  expect(['Etc/UTC', 'UTC', 'GMT', 'US/Eastern', 'Asia/Calcutta', 'Asia/Kolkata', 'Europe/Kiev', 'Europe/Kyiv', 'EST'].filter((zone) => !isTimeZone(zone))).toEqual([]);
});

test('time zones are spelt as in the IANA database, and names that only Intl knows are none', () => {
  expect(['europe/berlin', 'EUROPE/BERLIN', 'utc', 'Etc/Utc', 'us/eastern', 'SystemV/EST5', 'PST'].filter(isTimeZone)).toEqual([]);
});
