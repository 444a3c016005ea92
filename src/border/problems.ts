import type { IConstruct } from 'constructs';
import { userLine } from './user-line';

/**
 * What is wrong with something that a user handed in: gathered while a construct looks at its props, thrown once.
 *
 * Every line reads `'property' must be <rule>, got <value>; <what to change>`, in the user's own words.
 */
export class Problems {
  private readonly lines: string[] = [];

  /** @param where the construct, or its path; empty where there is no construct (a fact made outside the tree) */
  constructor(private readonly where: string | IConstruct) {}

  /** Records that `property` breaks `rule`. */
  public add(property: string, rule: string, got: unknown, remedy: string): void {
    this.lines.push(`'${property}' must be ${rule}, got ${show(got)}; ${remedy}`);
  }

  /** Records a sentence of its own form, for what involves several properties. */
  public say(sentence: string): void {
    this.lines.push(sentence);
  }

  /** Every line so far, for somebody who throws them with others. */
  public get all(): string[] {
    return [...this.lines];
  }

  public get any(): boolean {
    return this.lines.length > 0;
  }

  /** Throws one error with every problem recorded so far; does nothing if there is none. */
  public throw(): void {
    if (this.lines.length > 0) {
      const path = typeof this.where === 'string' ? this.where : this.where.node.path;
      throw refusal(this.lines.map((line) => (path ? `[${path}] ${line}` : line)));
    }
  }
}

/** How a line about a value begins, which stands in no tree: by its factory, or by what kind of fact it is. */
const OF_A_VALUE = /^\[(?:[A-Z]\w*\.\w+|(?:accelerator|cluster|node pool) [^\]]*)\]/;

/**
 * The one error that carries problems to the user: message only, because the frames inside the library help nobody. A construct is found by its path; of a value,
 * which has none, the line of the user's program is told below the message. `CDK8S_ML_STACK=1` keeps all frames for whoever debugs the library.
 */
export function refusal(lines: string[]): Error {
  const message = lines.length === 1 ? lines[0] : `${lines.length} problems:\n  ${lines.join('\n  ')}`;
  const error = new Error(message);
  error.name = 'Refused';
  const line = OF_A_VALUE.test(lines[0]) ? userLine(error.stack ?? '') : undefined;
  return withoutFrames(error, line === undefined ? '' : `\n  at ${line}`);
}

/** An error with its message only, unless frames were asked for. @param place what is told below it */
export function withoutFrames(error: Error, place = ''): Error {
  if (!process.env.CDK8S_ML_STACK) {
    error.stack = `${error.name}: ${error.message}${place}`;
  }
  return error;
}

/** A value as the user would have written it. */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
  }
  if (value === undefined || value === null) {
    return 'nothing';
  }
  if (typeof value === 'object' && !Array.isArray(value) && typeof value.toString === 'function' && value.toString !== Object.prototype.toString) {
    return String(value);
  }
  if (typeof value !== 'object') {
    return typeof value === 'function' ? 'a function' : String(value);
  }
  const maker = Array.isArray(value) ? Array : value.constructor ?? Object;
  return maker === Array || maker === Object ? shortened(value) : `${/^[AEIO]/.test(maker.name) ? 'an' : 'a'} ${maker.name}`;
}

function shortened(value: object): string {
  try {
    const text = JSON.stringify(value);
    return text.length > 120 ? `${text.slice(0, 117)}...` : text;
  } catch {
    return 'an object that holds itself';
  }
}
