import { Cron } from 'croner';
import { Problems } from './problems';

/**
 * What is wrong with a five-field cron expression as Kubernetes' CronJob reads it, or nothing.
 *
 * Kubernetes parses with robfig/cron, whose standard parser takes five fields and the `@daily` kind of words. A step that is larger than its
 * range (a step of 61 minutes) is accepted there and means something else than its author thinks, so it is refused here.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/batch/validation/validation.go
 */
export function cronFault(expression: string): string | undefined {
  if (/^\s*(CRON_)?TZ=/.test(expression)) {
    return 'carries a time zone, which belongs to its own field';
  }
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(expression)) {
    return undefined;
  }
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5) {
    return `has ${fields.length} fields, not 5 (minute, hour, day of month, month, day of week)`;
  }
  const spans = [60, 24, 31, 12, 7];
  for (let i = 0; i < 5; i++) {
    if (!/^[-0-9A-Za-z*?,/]+$/.test(fields[i]) || /[LW#]/.test(i === 3 || i === 4 ? fields[i].replace(/JUL|[A-Z]{3}/gi, '') : fields[i])) {
      return `has a field that Kubernetes does not read: ${fields[i]}`;
    }
    const step = /\/(\d+)/.exec(fields[i]);
    if (step && (Number(step[1]) === 0 || Number(step[1]) > spans[i])) {
      return `has a step of ${step[1]} in a field of ${spans[i]} values`;
    }
  }
  try {
    // 7 is Sunday to croner and unknown to Kubernetes
    if (/(^|[,-])7($|[,/-])/.test(fields[4])) {
      return 'has day of week 7, Kubernetes knows 0 to 6 (0 is Sunday)';
    }
    new Cron(fields.join(' ').replace(/\?/g, '*'), { mode: '5-part', paused: true });
  } catch (e) {
    return `is not valid: ${(e as Error).message}`;
  }
  return undefined;
}

/** True if the IANA time zone database of this machine has the zone (`Europe/Berlin`). */
export function isTimeZone(zone: string): boolean {
  if (zone === '' || zone === 'Local' || /^[+-]/.test(zone)) {
    return false;
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Records a problem unless `expression` is a schedule that a CronJob takes. */
export function checkCron(problems: Problems, property: string, expression: string): void {
  const fault = cronFault(expression);
  if (fault) {
    problems.add(property, 'a five-field cron expression', expression, `it ${fault}; write for example "0 18 * * 1-5"`);
  }
}

/** Records a problem unless `zone` is an IANA time zone. */
export function checkTimeZone(problems: Problems, property: string, zone: string): void {
  if (!isTimeZone(zone)) {
    problems.add(property, 'an IANA time zone', zone, 'write for example "Europe/Berlin" or "Etc/UTC"');
  }
}
