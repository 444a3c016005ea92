import { Yaml } from 'cdk8s';
import { libraryKey, libraryScalar, STEP } from './yaml-library';
import { blockString, inlineString } from './yaml-string';
import { sortedBelow, sortedKeys } from '../manifest/canonical';

/** A document to write. */
export interface YamlDocument {
  readonly content: unknown;
  /**
   * True for plain data whose keys below the first level are to be written in sorted order and not in their own, and in which what occurs
   * twice is to be written twice; cdk8s, which copies what it renders, would have seen to both before.
   */
  readonly sort: boolean;
}

/**
 * Writes documents as cdk8s' `Yaml.stringify` does, byte by byte, in a fraction of its time.
 *
 * Maps, lists, numbers and the strings whose form is certain by rule are written here. Every other scalar is handed to cdk8s, and so is a
 * whole document in which something is no plain data or occurs twice.
 */
export function writeYaml(documents: readonly YamlDocument[]): string {
  return documents.map(writeDocument).join('---\n');
}

function writeDocument({ content, sort }: YamlDocument): string {
  if (isMap(content) && (sort || !hasAliases(content, new Set()))) {
    const writer = new Writer(sort);
    try {
      return writer.document(content);
    } catch (e) {
      if (e !== NOT_HERE) {
        throw e;
      }
    }
  }
  return Yaml.stringify(sort && isMap(content) ? sortedBelow(content) : content);
}

/** Thrown where something is found that only the library can write. Not an Error: nobody sees it, and a stack costs. */
const NOT_HERE = Symbol('to be written by the library');

class Writer {
  private text = '';

  /** @param sort true if the content is known to be plain and is to be sorted */
  constructor(private readonly sort: boolean) {}

  public document(content: Record<string, unknown>): string {
    this.pairs(content, Object.keys(content), 0, true);
    return `${this.text}\n`;
  }

  /** @param inLine true if the first key stands where the writer is: at the start of the document or after a dash */
  private pairs(map: Record<string, unknown>, keys: readonly string[], depth: number, inLine: boolean): void {
    if (keys.length === 0) {
      this.text += inLine ? '{}' : ' {}';
      return;
    }
    const texts = keyTexts[depth] ??= new Map<string, KeyText>();
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      const value = map[key];
      const text = texts.get(key) ?? keep(texts, key, depth);
      if (typeof value === 'object' && value !== null) {
        this.text += inLine && i === 0 ? text.here : text.below;
        this.collection(value, depth + 1, false);
      } else {
        this.text += (inLine && i === 0 ? text.hereBeforeValue : text.belowBeforeValue) + scalar(value, depth);
      }
    }
  }

  private list(list: readonly unknown[], depth: number, inLine: boolean): void {
    if (list.length === 0) {
      this.text += inLine ? '[]' : ' []';
      return;
    }
    const line = dashes[depth] ??= `\n${indent(depth)}- `;
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      const start = inLine && i === 0 ? '- ' : line;
      if (typeof item === 'object' && item !== null) {
        this.text += start;
        this.collection(item, depth + 1, true);
      } else {
        this.text += start + scalar(item, depth);
      }
    }
  }

  private collection(value: object, depth: number, inLine: boolean): void {
    if (Array.isArray(value)) {
      this.list(value, depth, inLine);
    } else if (this.sort) {
      this.pairs(value as Record<string, unknown>, sortedKeys(value), depth, inLine);
    } else if (isMap(value)) {
      this.pairs(value, Object.keys(value), depth, inLine);
    } else {
      throw NOT_HERE;
    }
  }
}

/** True if an object occurs twice, which YAML can say and cdk8s does. */
function hasAliases(value: unknown, seen: Set<unknown>): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  if (seen.has(value)) {
    return true;
  }
  seen.add(value);
  return Object.values(value).some((item) => hasAliases(item, seen));
}

/** A scalar in a map or list that stands at that depth. */
function scalar(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return inlineString(value) ?? (value.includes('\n') ? blockString(value, indent(depth + 1)) : undefined) ?? libraryScalar(value, depth);
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? String(value) : libraryScalar(value, depth);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
    case 'undefined':
      return 'null';
    default:
      throw NOT_HERE;
  }
}

/** A key with its colon: where the writer is, and on a line of its own; each also with the space before a value. */
interface KeyText {
  readonly here: string;
  readonly below: string;
  readonly hereBeforeValue: string;
  readonly belowBeforeValue: string;
}

/** Programs use few different keys; where they are made from data, most are forgotten again. */
const MOST_KEYS = 4096;
/** From here on YAML may ask for a key on lines of its own; names in Kubernetes have at most 317 characters. */
const LONG_KEY = 512;
const indents: string[] = [];
const dashes: string[] = [];
const keyTexts: Map<string, KeyText>[] = [];

function indent(depth: number): string {
  return indents[depth] ??= STEP.repeat(depth);
}

function keep(texts: Map<string, KeyText>, key: string, depth: number): KeyText {
  const byRule = key.length > LONG_KEY || key.startsWith('-') ? undefined : inlineString(key);
  const text = byRule ?? libraryKey(key, depth);
  if (text === undefined) {
    throw NOT_HERE;
  }
  if (texts.size >= MOST_KEYS) {
    texts.clear();
  }
  const here = `${text}:`;
  const below = `\n${indent(depth)}${here}`;
  const result = { here, below, hereBeforeValue: `${here} `, belowBeforeValue: `${below} ` };
  texts.set(key, result);
  return result;
}

function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}
