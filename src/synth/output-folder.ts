import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { bytesOf } from './bytes';
import { OutputFile } from './layout';
import { Replacement } from './replacement';
import { fingerprint, formatRecord, fromSameApp, parseRecord, RECORD, WrittenFiles } from './written-files';

/**
 * The folder that an app is written to.
 *
 * A file that has not changed is not touched. A file that this app wrote earlier and makes no more is removed if it still is as it was
 * written; nobody else's file ever is.
 */
export class OutputFolder {
  /** What this process wrote, wherever: nobody needs to be told of it. */
  private static readonly writtenHere = new Set<string>();

  private readonly listed = new Map<string, ReadonlySet<string>>();

  constructor(private readonly folder: string) {}

  /**
   * Writes all files, or none where one fails.
   *
   * @returns what the user should know of other files in the folder, a line each
   */
  public write(files: readonly OutputFile[]): string[] {
    const manifests = new Replacement();
    const record = new Replacement();
    try {
      mkdirSync(this.folder, { recursive: true });
      const written = new Map(files.map((file) => [file.name, this.prepare(manifests, file.name, file.text())]));
      const earlier = parseRecord(this.read(RECORD)?.toString() ?? '').map((app) => new Map([...app].filter(([name]) => this.has(name))));
      const mine = earlier.filter((app) => fromSameApp(app, written));
      const others = earlier.filter((app) => !mine.includes(app));
      this.prepare(record, RECORD, formatRecord([...others, written]));
      const stale = new Map(mine.flatMap((app) => [...app]).filter(([name]) => ![written, ...others].some((app) => app.has(name))));
      const notes = mine.length > 0 ? [] : this.tellOf(others);
      const { untouched, changed } = this.compare(stale);

      manifests.commit();
      untouched.forEach((name) => this.remove(name));
      record.commit();
      files.forEach(({ name }) => OutputFolder.writtenHere.add(resolve(this.folder, name)));
      return [
        ...notes,
        ...note(`removed from ${this.folder}, because nothing makes it any more`, untouched),
        ...note(`left in ${this.folder}, because it was changed since it was written, though nothing makes it any more`, changed),
      ];
    } catch (e) {
      manifests.discard();
      record.discard();
      throw e;
    }
  }

  /** Writes a file beside its place, unless it stands there as it should. Returns the fingerprint of its content. */
  private prepare(replacement: Replacement, name: string, text: string): string {
    const content = bytesOf(text);
    const before = this.read(name);
    if (!before?.equals(content)) {
      if (name.includes('/')) {
        mkdirSync(join(this.folder, dirname(name)), { recursive: true });
      }
      replacement.add(join(this.folder, name), content, before);
    }
    return fingerprint(content);
  }

  private read(name: string): Buffer | undefined {
    return this.has(name) ? readFileSync(join(this.folder, name)) : undefined;
  }

  private has(name: string): boolean {
    const folder = dirname(name);
    let names = this.listed.get(folder);
    if (!names) {
      this.listed.set(folder, names = filesIn(join(this.folder, folder)));
    }
    return names.has(basename(name));
  }

  /** Tells what still is as it was written from what somebody changed. */
  private compare(files: WrittenFiles): { untouched: string[]; changed: string[] } {
    const untouched: string[] = [];
    const changed: string[] = [];
    for (const [name, print] of files) {
      (fingerprint(this.read(name)!) === print ? untouched : changed).push(name);
    }
    return { untouched, changed };
  }

  private remove(name: string): void {
    rmSync(join(this.folder, name), { force: true });
    const folder = join(this.folder, dirname(name));
    if (name.includes('/') && readdirSync(folder).length === 0) {
      rmdirSync(folder);
    }
  }

  /** What others left may be the app's own, under names that it has no more: it is said when the app first writes here. */
  private tellOf(others: readonly WrittenFiles[]): string[] {
    const names = others.flatMap((app) => [...app.keys()]).filter((name) => !OutputFolder.writtenHere.has(resolve(this.folder, name)));
    return note(`left in ${this.folder} by an earlier synth, of which this one makes nothing; remove what is no longer wanted`, names);
  }
}

function filesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.isDirectory()).map(({ name }) => name));
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'ENOENT') {
      return new Set();
    }
    throw e;
  }
}

function note(sentence: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${sentence}: ${[...names].sort().join(', ')}`];
}
