import { isTimeZone } from './cron';

/** A part of a day that clocks skip, or go through twice. */
export interface ClockChange {
  readonly kind: 'skipped' | 'repeated';
  /** From which minute of the day on. */
  readonly from: number;
  /** Until which minute of the day. */
  readonly to: number;
  /** From 1. */
  readonly month: number;
  /** Day of the month. */
  readonly day: number;
  /** From 0, a Sunday. */
  readonly weekday: number;
}

/** Years that are looked at, always the same ones: what is found must not depend on the day on which it is looked for. */
const YEARS = [2026, 2027, 2028, 2029, 2030];
const MINUTE = 60_000;
/** Clocks change at night, everywhere: never from 4:00 to 21:00. */
const DAYTIME = { from: 4 * 60, to: 21 * 60 };
const found = new Map<string, readonly ClockChange[]>();

/** True for a minute of the day that every day has once in every zone, without a look at any. */
export const isDaytime = (minute: number): boolean => minute >= DAYTIME.from && minute < DAYTIME.to;

/** When the clocks of a time zone change, as Node's own table of time zones has it; never where there is no such zone. */
export function clockChanges(zone: string): readonly ClockChange[] {
  const known = found.get(zone);
  if (known) {
    return known;
  }
  const changes = isTimeZone(zone) ? changesIn(clockOf(zone)) : [];
  found.set(zone, changes);
  return changes;
}

/** Minutes by which a clock is ahead of UTC at an instant. */
type Clock = (instant: number) => number;

function clockOf(timeZone: string): Clock {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' });
  return (instant) => {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    return (Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute) - instant) / MINUTE;
  };
}

/** Clocks that change change for longer than a month. */
function changesIn(ahead: Clock): ClockChange[] {
  return YEARS.flatMap((year) => [...Array(12).keys()].flatMap((month) => {
    let [low, high] = [Date.UTC(year, month), Date.UTC(year, month + 1)];
    const [before, after] = [ahead(low), ahead(high)];
    if (before === after) {
      return [];
    }
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / (2 * MINUTE)) * MINUTE;
      [low, high] = ahead(middle) === before ? [middle, high] : [low, middle];
    }
    // the date and the minute at which what is skipped, or repeated, begins
    const local = new Date(high + Math.min(before, after) * MINUTE);
    const from = 60 * local.getUTCHours() + local.getUTCMinutes();
    return [{
      kind: after > before ? 'skipped' : 'repeated',
      from,
      to: from + Math.abs(after - before),
      month: local.getUTCMonth() + 1,
      day: local.getUTCDate(),
      weekday: local.getUTCDay(),
    } satisfies ClockChange];
  }));
}
