import { Problems } from './problems';
import { TIME_ZONE_LINKS } from './time-zone-links';

/** A field of a cron expression. */
export interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Words for the numbers from `min`, in lower case. */
  readonly words?: readonly string[];
}

/** The fields of a cron expression in their order. */
export const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { name: 'day of week', min: 0, max: 6, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];
const DESCRIPTOR = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every ([-+]?((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+|[-+]?0))$/;

/**
 * Why the API server refuses a schedule, or nothing: the grammar of robfig/cron's standard parser, which Kubernetes uses, and no time zone.
 *
 * @see https://github.com/robfig/cron/blob/v3.0.1/parser.go
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/batch/validation/validation.go
 */
export function cronRefusal(expression: string): string | undefined {
  if (expression.includes('TZ')) {
    return 'carries a time zone, which belongs to its own field';
  }
  if (expression.startsWith('@')) {
    return DESCRIPTOR.test(expression) ? undefined : 'is no word that Kubernetes knows (@hourly, @daily, @weekly, @monthly, @yearly)';
  }
  const fields = expression.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== FIELDS.length) {
    return `has ${fields.length} fields, not 5 (minute, hour, day of month, month, day of week)`;
  }
  for (let i = 0; i < FIELDS.length; i++) {
    for (const range of fields[i].split(',')) {
      const fault = range === '' ? undefined : rangeFault(range, FIELDS[i]);
      if (fault) {
        return fault;
      }
    }
  }
  return undefined;
}

/** What the API server takes and its author did not mean: a step of 61 minutes runs at minute 0 only. Nothing if there is no such thing. */
export function cronOddity(expression: string): string | undefined {
  const fields = expression.startsWith('@') ? [] : expression.split(/\s+/).filter((field) => field !== '');
  for (const [i, field] of fields.slice(0, FIELDS.length).entries()) {
    const { name, min, max } = FIELDS[i];
    for (const [, step] of field.matchAll(/\/(\d+)/g)) {
      if (Number(step) > max - min) {
        return `has a step of ${step} in its ${name}, which has ${max - min + 1} values, and so means only the first of them`;
      }
    }
  }
  return undefined;
}

/** What is wrong with a five-field cron expression as Kubernetes' CronJob reads it, or nothing. */
export function cronFault(expression: string): string | undefined {
  return cronRefusal(expression) ?? cronOddity(expression);
}

/** `*`, `5`, `mon-fri`, each with an optional `/step`. */
function rangeFault(range: string, field: Field): string | undefined {
  const [span, step, ...more] = range.split('/');
  const [, , ...rest] = span.split('-');
  if (more.length > 0 || rest.length > 0) {
    return `has a ${field.name} that Kubernetes does not read: ${range}`;
  }
  const { start, end } = spanOf(range, field);
  if (Number.isNaN(start) || Number.isNaN(end) || (step !== undefined && !/^\+?\d+$/.test(step))) {
    return `has a ${field.name} that Kubernetes does not read: ${range}`;
  }
  if (start < field.min) {
    return `has ${field.name} ${start}, below ${field.min}`;
  }
  if (end > field.max) {
    return `has ${field.name} ${end}, above ${field.max}${field.name === 'day of week' ? ' (0 is Sunday)' : ''}`;
  }
  if (start > end) {
    return `has a ${field.name} that ends before it begins: ${range}`;
  }
  return step !== undefined && Number(step) === 0 ? `has a step of 0 in its ${field.name}` : undefined;
}

/** The values from which and to which a range goes; `NaN` where it cannot be read. */
export function spanOf(range: string, field: Field): { readonly start: number; readonly end: number } {
  const [span, step] = range.split('/');
  const [low, high] = span.split('-');
  if (low === '*' || low === '?') {
    return { start: field.min, end: field.max };
  }
  const start = valueOf(low, field);
  return { start, end: high === undefined ? (step === undefined ? start : field.max) : valueOf(high, field) };
}

function valueOf(text: string, field: Field): number {
  const word = field.words?.indexOf(text.toLowerCase()) ?? -1;
  if (word >= 0) {
    return field.min + word;
  }
  return /^\+?\d+$/.test(text) ? Number(text) : NaN;
}

/** True for a name of the IANA time zone database (`Europe/Berlin`) in its very spelling: Kubernetes finds no `europe/berlin`. */
export function isTimeZone(zone: string): boolean {
  zones ??= new Set(Intl.supportedValuesOf('timeZone'));
  return zones.has(zone) || TIME_ZONE_LINKS.has(zone);
}

/** The zones that this machine knows, asked for once. */
let zones: ReadonlySet<string> | undefined;

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
