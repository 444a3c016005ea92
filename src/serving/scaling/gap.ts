/**
 * Seconds from a time of one schedule to the next of another at the earliest: known where each of the two names one time of the day, whatever
 * the days; nothing where one of them names several.
 */
export function gap(from: string, to: string): number | undefined {
  const [begin, end] = [from, to].map(timeOfDay);
  return begin === undefined || end === undefined ? undefined : 60 * ((end - begin + DAY) % DAY || DAY);
}

const DAY = 24 * 60;

/** Minutes from midnight at which a schedule fires, if there is only one such time. */
function timeOfDay(schedule: string): number | undefined {
  const time = /^\s*(\d{1,2})\s+(\d{1,2})\s/.exec(schedule);
  return time ? Number(time[1]) + 60 * Number(time[2]) : undefined;
}
