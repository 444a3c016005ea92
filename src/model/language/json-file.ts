import { readFileSync, statSync } from 'node:fs';
import { JsonFault, JsonText } from '../../border/json-text';
import { AnyMap, isMap } from '../../border/maps';
import { Problems } from '../../border/problems';

/** What a file is, where to get it, and how much of it there can be. */
export interface FileKind {
  /** `config.json` */
  readonly name: string;
  readonly mostBytes: number;
}

/** A model's configuration: a kilobyte or two; a hundred with a list of what is not quantised. */
export const CONFIG: FileKind = { name: 'config.json', mostBytes: 16 * 1024 ** 2 };

/** The names of a model's tensors: 10 MB for those with thousands of experts. */
export const INDEX: FileKind = { name: 'model.safetensors.index.json', mostBytes: 256 * 1024 ** 2 };

/** The line of a file in which an object has a key; nothing where it has none. */
export type LineOf = (object: AnyMap, key: string) => number | undefined;

/** The object that a file has, and where its parts stand. */
export interface JsonObject {
  readonly fields: AnyMap;
  readonly lineOf: LineOf;
}

/** The object that a file has; nothing, with a problem, if it has none. */
export function readJsonFile(problems: Problems, property: string, path: string, kind: FileKind): JsonObject | undefined {
  const refuse = (got: string, remedy: string) => problems.say(`'${property}' must be the path of a model's ${kind.name}, got "${path}", ${got}; ${remedy}`);
  const text = textOf(path, kind, refuse)?.replace(/^\uFEFF/, '');
  if (text === undefined) {
    return undefined;
  }
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const places = new WeakMap<object, Map<string, number>>();
  try {
    const fields = onlyValue(new JsonText(text, places));
    if (isMap(fields)) {
      const lineOf: LineOf = (object, key) => {
        const offset = places.get(object)?.get(key);
        return offset === undefined ? undefined : lineAt(offset);
      };
      return { fields, lineOf };
    }
    refuse('which is JSON but no object', 'take the file from the model\'s page again');
  } catch (error) {
    if (!(error instanceof JsonFault)) {
      throw error;
    }
    refuse(text.trim() === '' ? 'which is empty' : inWords(error, text, lineAt), 'take the file from the model\'s page again');
  }
  return undefined;
}

function onlyValue(json: JsonText): unknown {
  const values = json.values();
  const first = values.next();
  if (first.done) {
    throw new JsonFault('there is no value', 0);
  }
  const second = values.next();
  if (!second.done) {
    throw new JsonFault('expected the end', second.value.offset);
  }
  return first.value.value;
}

function inWords({ message, offset, twice }: JsonFault, text: string, lineAt: (offset: number) => number): string {
  if (twice !== undefined) {
    return `which has the key ${JSON.stringify(twice)} (line ${lineAt(offset)}) twice in one object`;
  }
  const rest = text.slice(offset).trimEnd();
  if (rest === '' || rest === '\\') {
    return `which is no JSON: it ends early, in line ${text.trimEnd().split('\n').length}`;
  }
  return `which is no JSON from line ${lineAt(offset)} on: ${message.replace(/; .*/, '')}`;
}

function textOf(path: string, kind: FileKind, refuse: (got: string, remedy: string) => void): string | undefined {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      refuse('which is a folder', `add /${kind.name}`);
    } else if (!stat.isFile()) {
      refuse('which is no file', `give a file; it is read from ${process.cwd()}`);
    } else if (stat.size > kind.mostBytes) {
      refuse(`which has ${stat.size} bytes, more than ${kind.mostBytes}`, `give ${kind.name}, not the weights`);
    } else {
      return readFileSync(path, 'utf8');
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    refuse(code === 'ENOENT' || code === 'ENOTDIR' ? 'which does not exist' : `which cannot be read (${code})`, 'relative paths begin at the working directory; take path.join(__dirname, …) for one that always holds');
  }
  return undefined;
}
