import { show } from '../../border/problems';
import { isMap } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Report } from '../rule';

const INT32_MAX = 2147483647;
/** What counts in 64 bits; JavaScript is exact up to here. */
export const INT64_MAX = Number.MAX_SAFE_INTEGER;
const PORT_NAME = /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;
const PERCENT = /^\d+%$/;
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

/** True if a field is there; the API server reads `null` as if it were not. */
export function given(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** True for the name of a port in a pod (IANA service name): at most 15 of a-z, 0-9 and single dashes, with a letter among them. */
export const isPortName = (name: string): boolean => name.length <= 15 && PORT_NAME.test(name);

/** True for a port number. */
export const isPort = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65535;

/**
 * What the API server would refuse about one thing, said in one form: `<thing>: <field> must be <rule>, got <value>; <what to change>`.
 *
 * A field that is absent is never at fault here: what is required is asked for with `required`.
 */
export class Faults {
  /** @param thing what the sentences begin with; the object itself unless it is a part of it */
  constructor(private readonly report: Report, private readonly subject: Subject, private readonly thing: { readonly called: string } = subject) {}

  /** Says that `field` breaks `rule`. */
  public must(field: string, rule: string, got: unknown, remedy: string): void {
    this.report(this.subject, `${this.thing.called}: ${field} must be ${rule}, got ${show(got)}; ${remedy}`);
  }

  /** Says a sentence about it in another form. */
  public say(sentence: string): void {
    this.report(this.subject, `${this.thing.called}: ${sentence}`);
  }

  /** Says what it does wrong: `<thing> <sentence>`. */
  public does(sentence: string): void {
    this.report(this.subject, `${this.thing.called} ${sentence}`);
  }

  /** A text that is there and is not empty. */
  public required(field: string, value: unknown, remedy: string): boolean {
    if (typeof value === 'string' && value !== '') {
      return true;
    }
    this.must(field, 'a text that is not empty', value, remedy);
    return false;
  }

  /** A whole number from `min` to `max`. */
  public whole(field: string, value: unknown, min: number, max = INT32_MAX): void {
    if (given(value) && !(Number.isInteger(value) && (value as number) >= min && (value as number) <= max)) {
      const range = max >= INT32_MAX ? `of at least ${min}` : `from ${min} to ${max}`;
      this.must(field, `a whole number ${range}`, value, 'give a whole number in that range, without quotes');
    }
  }

  /** One of a few words. */
  public oneOf(field: string, value: unknown, words: readonly string[]): void {
    if (given(value) && value !== '' && !words.includes(value as string)) {
      this.must(field, `one of ${words.join(', ')}`, value, 'write one of them');
    }
  }

  /** `TCP`, `UDP` or `SCTP`. */
  public protocol(field: string, value: unknown): void {
    this.oneOf(field, value, PROTOCOLS);
  }

  /** A port number. */
  public port(field: string, value: unknown): void {
    if (!isPort(value)) {
      this.must(field, 'a port from 1 to 65535', value, 'give the number of the port, without quotes');
    }
  }

  /** A port by number or by name. A number in quotes is a name, and one without a letter. */
  public portOrName(field: string, value: unknown): void {
    if (typeof value === 'string' ? !isPortName(value) : !isPort(value)) {
      const quoted = typeof value === 'string' && /^\d+$/.test(value);
      this.must(field, "a port from 1 to 65535 or a port's name (at most 15 of a-z, 0-9 and '-', with a letter)", value,
        quoted ? 'take the quotes away' : 'give the number, or the name that the container gives the port');
    }
  }

  /** A whole number from 0, or a percentage. */
  public amountOrPercent(field: string, value: unknown, most = Infinity): void {
    if (!given(value)) {
      return;
    }
    const legal = typeof value === 'string' ? PERCENT.test(value) && parseInt(value, 10) <= most : Number.isInteger(value) && (value as number) >= 0;
    if (!legal) {
      this.must(field, `a whole number of at least 0 or a percentage${most < Infinity ? ` of at most ${most}%` : ''}`, value, 'write for example 1 or "25%"');
    }
  }

  /** Exactly one of a few fields of `map`. */
  public exactlyOne(field: string, map: { readonly [key: string]: unknown }, names: readonly string[]): void {
    let there = 0;
    for (const name of names) {
      there += given(map[name]) ? 1 : 0;
    }
    if (there > 1) {
      this.say(`${field} has ${names.filter((name) => given(map[name])).join(' and ')}, and may have only one; leave one`);
    } else if (there === 0) {
      this.say(`${field} has none of ${names.join(', ')}; give one`);
    }
  }

  /** Values of a map that have to be texts, as labels and environment are: YAML reads an unquoted 8080 or true as something else. */
  public texts(field: string, map: unknown): void {
    if (given(map) && !isMap(map)) {
      this.must(field, 'a map of texts', map, 'write key: "value"');
      return;
    }
    for (const key in map as { [key: string]: unknown } | undefined) {
      const value = (map as { [key: string]: unknown })[key];
      if (typeof value !== 'string' && value !== null) {
        this.must(`${field}.${key}`, 'a text', value, 'put it in quotes');
      }
    }
  }
}
