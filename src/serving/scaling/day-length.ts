/**
 * Seconds from the morning to the next evening at the earliest: known where each of the two schedules names one time of the day, whatever the
 * days; nothing where one of them names several.
 */
export function dayLength(up: string, down: string): number | undefined {
  const [morning, evening] = [up, down].map(timeOfDay);
  return morning === undefined || evening === undefined ? undefined : 60 * ((evening - morning + DAY) % DAY || DAY);
}

const DAY = 24 * 60;

/** Minutes from midnight at which a schedule fires, if there is only one such time. */
function timeOfDay(schedule: string): number | undefined {
  const time = /^\s*(\d{1,2})\s+(\d{1,2})\s/.exec(schedule);
  return time ? Number(time[1]) + 60 * Number(time[2]) : undefined;
}
