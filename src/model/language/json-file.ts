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

/** The object that a file has; nothing, with a problem, if it has none. */
export function readJsonFile(problems: Problems, property: string, path: string, kind: FileKind): AnyMap | undefined {
  const refuse = (got: string, remedy: string) => problems.say(`'${property}' must be the path of a model's ${kind.name}, got "${path}", ${got}; ${remedy}`);
  const text = textOf(path, kind, refuse);
  if (text === undefined) {
    return undefined;
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    refuse(text.trim() === '' ? 'which is empty' : `which is no JSON${placeOf(text, (error as Error).message)}`, 'take the file from the model\'s page again');
    return undefined;
  }
  if (!isMap(value)) {
    refuse('which is JSON but no object', 'take the file from the model\'s page again');
    return undefined;
  }
  const twice = keyStandingTwice(text.replace(/^\uFEFF/, ''));
  if (twice !== undefined) {
    refuse(`which has the key ${twice} twice in one object`, 'take the file from the model\'s page again');
    return undefined;
  }
  return value;
}

/** The first key of text in JSON that stands twice in one object, with its line: of the two `JSON.parse` keeps the last without a word. */
function keyStandingTwice(text: string): string | undefined {
  try {
    for (const _ of new JsonText(text).values());
  } catch (error) {
    const { twice, offset } = error as JsonFault;
    return twice === undefined ? undefined : `${JSON.stringify(twice)} (line ${text.slice(0, offset).split('\n').length})`;
  }
  return undefined;
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

/** Where the text stops being JSON, as far as the parser's message tells; worded alike for every version of Node. */
function placeOf(text: string, message: string): string {
  const position = /position (\d+)/.exec(message)?.[1];
  if (/end of JSON|Unterminated/i.test(message) || Number(position) >= text.trimEnd().length) {
    return `: it ends early, in line ${text.trimEnd().split('\n').length}`;
  }
  return position === undefined ? '' : ` from line ${text.slice(0, Number(position)).split('\n').length} on`;
}
