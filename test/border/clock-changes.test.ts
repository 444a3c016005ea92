import { clockChanges, isDaytime } from '../../src/border/clock-changes';

/** The changes of 2026, which come first. */
const first = (zone: string) => clockChanges(zone).slice(0, 2);

test('are those that the time zone database has', () => {
  expect(first('Europe/Berlin')).toEqual([
    { kind: 'skipped', from: 120, to: 180, month: 3, day: 29, weekday: 0 }, { kind: 'repeated', from: 120, to: 180, month: 10, day: 25, weekday: 0 },
  ]);
  expect(first('America/New_York')).toEqual([
    { kind: 'skipped', from: 120, to: 180, month: 3, day: 8, weekday: 0 }, { kind: 'repeated', from: 60, to: 120, month: 11, day: 1, weekday: 0 },
  ]);
  // half an hour, and autumn first
  expect(first('Australia/Lord_Howe')).toEqual([
    { kind: 'repeated', from: 90, to: 120, month: 4, day: 5, weekday: 0 }, { kind: 'skipped', from: 120, to: 150, month: 10, day: 4, weekday: 0 },
  ]);
  // from 24:00 back to 23:00, so that the hour belongs to the day before
  expect(clockChanges('Africa/Cairo')[1]).toEqual({ kind: 'repeated', from: 1380, to: 1440, month: 10, day: 29, weekday: 4 });
});

test('are none where there is no summer time, or no such zone', () => {
  expect(['Etc/UTC', 'Asia/Tokyo', 'Mars/Olympus'].flatMap((zone) => clockChanges(zone))).toEqual([]);
});

test('are at night in every zone', () => {
  const changes = Intl.supportedValuesOf('timeZone').flatMap((zone) => clockChanges(zone).map((change) => ({ zone, ...change })));
  expect(changes.length).toBeGreaterThan(1000);
  expect(changes.filter(({ from, to }) => isDaytime(from) || isDaytime(to - 1))).toEqual([]);
});
