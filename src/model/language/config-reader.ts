import { LineOf } from './json-file';
import { AnyMap, isMap } from '../../border/maps';
import { nearest } from '../../border/nearest';
import { Problems, show } from '../../border/problems';

/** What to do about a field that cannot be right. */
const REMEDY = 'take config.json from the model\'s page again';

/**
 * Fields of a `config.json`. A field that is missing or absurd is a problem and reads as 1, so that whoever counts with it goes on and finds the next one;
 * nothing that was counted is used where there is a problem. `null` is Python's way to leave a field out.
 */
export class ConfigReader {
  private readonly faulty = new Set<string>();

  /**
   * @param lineOf where in the file the fields stand
   * @param prefix what they stand under, with a dot: `text_config.`
   */
  constructor(private readonly fields: AnyMap, public readonly problems: Problems, private readonly lineOf: LineOf = () => undefined, private readonly prefix = '') {}

  /** The value of a field as it stands in the file; nothing where it is missing or null. */
  public raw(name: string): unknown {
    return this.fields[name] ?? undefined;
  }

  public has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  /** True if the field is written, be it as null. */
  public mentions(name: string): boolean {
    return name in this.fields;
  }

  /** A whole number that has to be there, unless there is something to take `otherwise`. */
  public whole(name: string, max: number, otherwise?: number, min = 1): number {
    const value = this.raw(name) ?? otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
      return value;
    }
    const meant = typeof value === 'string' && /^\d+$/.test(value) ? `write ${value}, without quotes` : REMEDY;
    this.problem(name, `a whole number from ${min} to ${max}`, value, meant);
    this.faulty.add(name);
    return 1;
  }

  public flag(name: string, otherwise: boolean): boolean {
    const value = this.raw(name) ?? otherwise;
    if (typeof value !== 'boolean') {
      this.problem(name, 'true or false', value, REMEDY);
      return otherwise;
    }
    return value;
  }

  public text(name: string): string | undefined {
    const value = this.raw(name);
    if (value !== undefined && typeof value !== 'string') {
      this.problem(name, 'a text', value, REMEDY);
      return undefined;
    }
    return value;
  }

  /** One of some texts, or nothing. */
  public choice(name: string, choices: readonly string[], otherwise?: string): string | undefined {
    const value = this.text(name) ?? otherwise;
    if (value !== undefined && !choices.includes(value)) {
      const near = nearest(value, choices)[0];
      this.problem(name, `one of ${choices.join(', ')}`, value, near ? `did you mean '${near}'?` : REMEDY);
      return undefined;
    }
    return value;
  }

  /** A list of whole numbers or of texts; empty where there is none. */
  public list<T extends 'number' | 'string'>(name: string, of: T): (T extends 'number' ? number : string)[] {
    const value = this.raw(name) ?? [];
    if (!Array.isArray(value) || !value.every((item) => typeof item === of && (of === 'string' || Number.isInteger(item)))) {
      this.problem(name, `a list of ${of === 'number' ? 'whole numbers' : 'texts'}`, value, REMEDY);
      return [];
    }
    return value as (T extends 'number' ? number : string)[];
  }

  /** The object under a field; nothing where there is none. */
  public child(name: string): ConfigReader | undefined {
    const value = this.raw(name);
    if (value === undefined) {
      return undefined;
    }
    if (!isMap(value)) {
      if (!this.faulty.has(name)) {
        this.problem(name, 'an object', value, REMEDY);
        this.faulty.add(name);
      }
      return undefined;
    }
    return new ConfigReader(value, this.problems, this.lineOf, `${this.prefix}${name}.`);
  }

  /** The objects under the fields of this object, each by its name. */
  public children(): ConfigReader[] {
    return Object.keys(this.fields).map((name) => this.child(name)).filter((child) => child !== undefined);
  }

  /** What a field may be at most because of another one: no less than `most` where that one is at fault itself. */
  public limit(other: string, value: number, most: number): number {
    return this.faulty.has(other) ? most : value;
  }

  /** Records that `name` is not divided by `by` without a rest, unless one of them is at fault itself. */
  public divides(name: string, value: number, by: string, divisor: number): void {
    if (value % divisor !== 0 && !this.faulty.has(name) && !this.faulty.has(by)) {
      this.problems.say(`${this.called(name)} must be a multiple of '${this.prefix}${by}' (${divisor}), got ${show(value)}; ${REMEDY}`);
    }
  }

  public problem(name: string, rule: string, got: unknown, remedy = REMEDY): void {
    this.problems.say(`${this.called(name)} must be ${rule}, got ${show(got)}; ${remedy}`);
  }

  /** A field by its name and its line. */
  private called(name: string): string {
    const line = this.lineOf(this.fields, name);
    return `'${this.prefix}${name}'${line === undefined ? '' : ` (line ${line})`}`;
  }
}

/** More than these is no model but a slip: about a hundred times what the largest published ones have. */
export const MOST = { layers: 10_000, heads: 10_000, width: 10_000_000, vocabulary: 100_000_000, experts: 100_000, positions: 1_000_000_000 };
