import { isQuantity } from './amount';
import { Source } from './source';
import { AnyMap, isMap } from '../../border/maps';

type Path = readonly (string | number)[];

const REMEDY = 'write it so, or write the file anew with import-nodes';

/** What a file may hold in one place: true of a value that fits, and the rule in words. */
export interface Rule {
  readonly rule: string;
  fits(value: unknown): boolean;
}

const rule = (text: string, fits: (value: unknown) => boolean): Rule => ({ rule: text, fits });

export const TEXT = rule('a text', (value) => typeof value === 'string' && value !== '');
export const VERSION = rule('a Kubernetes version in quotes like "1.36"', (value) => typeof value === 'string');
export const WHOLE = rule('a whole number', (value) => Number.isSafeInteger(value) && (value as number) >= 0);
export const MONEY = rule('a number of at least 0', (value) => typeof value === 'number' && value >= 0);
export const FLAG = rule('true or false', (value) => typeof value === 'boolean');
export const TEXTS = rule('a list of texts', (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'));
export const PORTS = rule('a list of ports', (value) => Array.isArray(value) && value.every((item) => Number.isSafeInteger(item)));
export const LABELS = rule('a map of texts', (value) => isMap(value) && Object.values(value).every((item) => typeof item === 'string'));
export const CHOICES = rule('a map of lists of texts', (value) => isMap(value) && Object.values(value).every((item) => TEXTS.fits(item)));
export const AMOUNT = rule('a quantity in quotes like "22888Mi"', isQuantity);
export const AMOUNTS = rule('a map of quantities in quotes like { cpu: "3920m", memory: "13498416Ki" }', (value) => isMap(value) && Object.values(value).every(isQuantity));
export const MAP = rule('a map', isMap);
export const LIST = rule('a list', Array.isArray);

/** One of some words. */
export const oneOf = (words: readonly string[]): Rule => rule(`one of ${words.join(', ')}`, (value) => words.includes(value as string));
/** Several of some words. */
export const someOf = (words: readonly string[]): Rule => rule(`a list of ${words.join(', ')}`, (value) => Array.isArray(value) && value.every((item) => words.includes(item)));

/** What may stand in a map, by key. */
export interface MapRules {
  readonly [key: string]: Rule;
}

/** Records what in the map at `path` does not fit; the map if it is one. */
export function checkMap(source: Source, path: Path, value: unknown, rules: MapRules, required: readonly string[]): AnyMap | undefined {
  if (!isMap(value)) {
    source.add(path, `a map of ${Object.keys(rules).join(', ')}`, value, REMEDY);
    return undefined;
  }
  for (const key of required) {
    if (value[key] === undefined || value[key] === null) {
      source.say(path, `'${key}' is missing; ${REMEDY}`);
    }
  }
  for (const [key, item] of Object.entries(value)) {
    const known = Object.prototype.hasOwnProperty.call(rules, key) ? rules[key] : undefined;
    if (!known) {
      source.say([...path, key], `'${key}' is not known here; take one of ${Object.keys(rules).join(', ')}`);
    } else if (item !== null && !known.fits(item)) {
      source.add([...path, key], known.rule, item, REMEDY);
    }
  }
  return value;
}
