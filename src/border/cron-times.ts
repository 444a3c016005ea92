import { cronFault, Field, FIELDS, spanOf } from './cron';

/** The words for whole expressions. */
const WORDS: { readonly [word: string]: string } = {
  '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *', '@monthly': '0 0 1 * *', '@weekly': '0 0 * * 0', '@daily': '0 0 * * *', '@midnight': '0 0 * * *', '@hourly': '0 * * * *',
};

/** The fields of an expression, a word's too. */
const fieldsOf = (expression: string): string[] => (WORDS[expression] ?? expression).split(/\s+/).filter((field) => field !== '');

/** True if two schedules name the same times, however they are written: `0 18 * * *` and `00 18 * * 0-6`. */
export function sameTimes(one: string, other: string): boolean {
  return one === other || (cronFault(one) === undefined && cronFault(other) === undefined && timesOf(one) === timesOf(other));
}

/** The values of each field, in order; of `@every` itself. */
function timesOf(expression: string): string {
  const fields = fieldsOf(expression);
  if (fields.length !== FIELDS.length) {
    return expression;
  }
  const values = fields.map((field, i) => valuesOf(field, FIELDS[i]).join());
  const [minute, hour, day, month, weekday] = values;
  // with a day of both kinds either is enough, with a star for one of them the other decides
  const [anyDay, anyWeekday] = [fields[2], fields[4]].map(isStar);
  const [everyDay, everyWeekday] = [2, 4].map((i) => values[i] === valuesOf('*', FIELDS[i]).join());
  const daily = (anyDay || everyDay) && (anyWeekday || everyWeekday) || (!anyDay && !anyWeekday && (everyDay || everyWeekday));
  const days = daily ? 'daily' : anyDay || anyWeekday ? `${day} and ${weekday}` : `${day} or ${weekday}`;
  return [minute, hour, month, days].join(' ');
}

function valuesOf(field: string, definition: Field): number[] {
  const values = new Set<number>();
  for (const range of field.split(',').filter((part) => part !== '')) {
    const { start, end } = spanOf(range, definition);
    for (let value = start; value <= end; value += Number(range.split('/')[1] ?? 1)) {
      values.add(value);
    }
  }
  return [...values].sort((a, b) => a - b);
}

/** @see https://github.com/robfig/cron/blob/v3.0.1/parser.go (the star bit) */
const isStar = (field: string): boolean => field.split(',').some((range) => /^[*?](\/\+?0*1)?$/.test(range));

/**
 * Seconds between two times of a schedule at the least, as if it held on every day: a day where it names one time of the day. Nothing where it is no schedule.
 */
export function shortestGap(expression: string): number | undefined {
  if (cronFault(expression) !== undefined) {
    return undefined;
  }
  const every = /^@every (.*)$/.exec(expression);
  if (every) {
    // at least a second, as robfig/cron rounds it
    return Math.max(1, Math.floor([...every[1].matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * (SECONDS[unit] ?? 0), 0)));
  }
  const [minutes, hours] = fieldsOf(expression).map((field, i) => valuesOf(field, FIELDS[i]));
  const times = hours.flatMap((hour) => minutes.map((minute) => 60 * hour + minute));
  return 60 * Math.min(...times.map((time, i) => (i + 1 < times.length ? times[i + 1] : times[0] + DAY) - time));
}

/** The minute of the day of a schedule that names one time of the day; nothing where it names several, or is none. */
export function onlyTimeOfDay(expression: string): number | undefined {
  const [minutes, hours] = valuesOfFields(expression);
  return minutes?.length === 1 && hours.length === 1 ? 60 * hours[0] + minutes[0] : undefined;
}

/** True if a schedule holds on such a day. */
export function holdsOn(expression: string, date: { readonly month: number; readonly day: number; readonly weekday: number }): boolean {
  const [, , days, months, weekdays] = valuesOfFields(expression);
  const fields = fieldsOf(expression);
  const [onDay, onWeekday] = [days.includes(date.day), weekdays.includes(date.weekday)];
  return months.includes(date.month) && (isStar(fields[2]) || isStar(fields[4]) ? onDay && onWeekday : onDay || onWeekday);
}

/** The values of each field; none of what is no schedule of five fields. */
function valuesOfFields(expression: string): number[][] {
  if (cronFault(expression) !== undefined || expression.startsWith('@every')) {
    return [];
  }
  return fieldsOf(expression).map((field, i) => valuesOf(field, FIELDS[i]));
}

/** Minutes. */
const DAY = 24 * 60;
/** Of the units of `@every`; the smaller ones are less than its clock tells apart. */
const SECONDS: { readonly [unit: string]: number } = { h: 3600, m: 60, s: 1, ms: 0.001 };
