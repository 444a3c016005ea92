import { createHash } from 'node:crypto';
import { CONSTRUCT_METADATA } from './layout';

/** The file in the output folder that keeps what was written there. Neither kubectl nor a GitOps controller reads a file of that name. */
export const RECORD = '.cdk8s-ml-files';

const HEAD = '# What cdk8s-ml wrote here, so that it can take away what is no longer made. Safe to delete.';
const LINE = /^([0-9a-f]{16}) ([^/\\]+(?:\/[^/\\]+)?)$/;

/** The files that an app wrote: the fingerprint of the content of each, by name. */
export type WrittenFiles = ReadonlyMap<string, string>;

/** Tells contents apart. */
export function fingerprint(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

const EMPTY = fingerprint(Buffer.alloc(0));

/** Reads a record: a paragraph for each app that writes to the folder. A line that is none of ours is passed over. */
export function parseRecord(text: string): WrittenFiles[] {
  return text.split(/\n{2,}/).map((paragraph) => new Map(paragraph.split('\n').flatMap((line) => {
    const [, print, name] = LINE.exec(line) ?? [];
    return name === undefined || name.split('/').includes('..') ? [] : [[name, print] as const];
  })));
}

/** Writes a record. The same files give the same text. */
export function formatRecord(apps: readonly WrittenFiles[]): string {
  const paragraphs = apps.filter((files) => files.size > 0)
    .map((files) => [...files].map(([name, print]) => `${print} ${name}\n`).sort((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1)).join(''));
  return `${HEAD}\n${paragraphs.join('\n')}`;
}

/**
 * True if two sets of files come from one app: they have a file in common, by its name or by its content (all names change when the first
 * chart depends on another). Apps that share a folder have none, or they would overwrite each other.
 */
export function fromSameApp(a: WrittenFiles, b: WrittenFiles): boolean {
  const prints = new Set(b.values());
  return [...a].some(([name, print]) => name !== CONSTRUCT_METADATA && (b.has(name) || print !== EMPTY && prints.has(print)));
}

function nameIn(line: string): string {
  return line.slice(line.indexOf(' '));
}
