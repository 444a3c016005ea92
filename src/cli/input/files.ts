import { Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { Fault } from './fault';
import { ingredientsOf, KUSTOMIZATIONS } from './kustomization';
import { LeftOut, Reason } from './left-out';
import { shownPath } from './shown-path';

/** Standard input, as an argument. */
export const STDIN = '-';

/** The files of an argument. */
export interface Files {
  readonly files: readonly string[];
  readonly faults: readonly Fault[];
  readonly leftOut: readonly LeftOut[];
}

const MANIFEST = /\.(ya?ml|json)$/i;
const TEMPLATE = /\.(ya?ml|json)\.(tpl|tmpl|gotmpl|j2|jinja2?|erb|mustache|template)$/i;

/** The manifests' files below a folder in the order of their names, or the file itself whatever it is called. */
export function filesOf(argument: string): Files {
  if (argument === STDIN) {
    return { files: [STDIN], faults: [], leftOut: [] };
  }
  const walk = new Walk();
  walk.argument(normalize(argument).replace(/(?<=.)[\\/]+$/, ''));
  return walk;
}

/** Passes over what is no manifest by itself, because something else makes manifests of it. */
class Walk implements Files {
  public readonly files: string[] = [];
  public readonly faults: Fault[] = [];
  public readonly leftOut: LeftOut[] = [];
  /** Files and folders that a kustomization takes. */
  private readonly taken = new Set<string>();
  private readonly seen = new Set<string>();

  public argument(path: string): void {
    const isFolder = this.attempt(path, () => statSync(path).isDirectory());
    if (isFolder === false) {
      this.files.push(path);
    } else if (isFolder) {
      this.folder(path);
      const left = this.files.filter((file) => !this.isTaken(file));
      this.files.splice(0, this.files.length, ...left);
    }
  }

  private folder(path: string): void {
    const real = this.attempt(path, () => realpathSync(path));
    const entries = real === undefined || this.seen.has(real) ? undefined : this.attempt(path, () => readdirSync(path, { withFileTypes: true }));
    if (real === undefined || entries === undefined) {
      return;
    }
    this.seen.add(real);
    const names = new Set(entries.map(({ name }) => name));
    if (names.has('Chart.yaml')) {
      this.leave(Reason.CHART, path);
      return;
    }
    const kustomization = KUSTOMIZATIONS.find((name) => names.has(name));
    if (kustomization) {
      this.leave(Reason.KUSTOMIZATION, path);
      ingredientsOf(path, kustomization).forEach((ingredient) => this.taken.add(ingredient));
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      this.entry(path, entry, kustomization !== undefined);
    }
  }

  private entry(folder: string, entry: Dirent, isPart: boolean): void {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') {
        this.leave(Reason.NOT_LOOKED_INTO, path);
      } else if (!this.isTaken(path)) {
        this.folder(path);
      }
    } else if (TEMPLATE.test(entry.name)) {
      this.leave(Reason.TEMPLATE, path);
    } else if (MANIFEST.test(entry.name) && !isPart) {
      this.file(path, entry);
    } else if (entry.isSymbolicLink() && this.attempt(path, () => statSync(path).isDirectory())) {
      this.leave(Reason.NOT_LOOKED_INTO, path);
    }
  }

  private file(path: string, entry: Dirent): void {
    if (!entry.isSymbolicLink()) {
      this.files.push(path);
      return;
    }
    const stats = this.attempt(path, () => statSync(path));
    if (stats?.isDirectory()) {
      this.leave(Reason.NOT_LOOKED_INTO, path);
    } else if (stats) {
      this.files.push(path);
    }
  }

  private isTaken(path: string): boolean {
    for (let at = path; ; at = join(at, '..')) {
      if (this.taken.has(at)) {
        return true;
      }
      if (join(at, '..') === at || at === '.' || at.endsWith('..')) {
        return false;
      }
    }
  }

  private leave(reason: Reason, path: string): void {
    this.leftOut.push({ reason, place: shownPath(path) });
  }

  private attempt<T>(path: string, task: () => T): T | undefined {
    try {
      return task();
    } catch (error) {
      this.faults.push({ file: shownPath(path), message: unreadable(error) });
      return undefined;
    }
  }
}

const REASONS: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file or folder; mend the path',
  EACCES: 'it cannot be read; give yourself the right to read it',
  EPERM: 'it cannot be read; give yourself the right to read it',
  ELOOP: 'it is a link that leads to itself; mend the link',
  EISDIR: 'it is a folder; name the files in it',
};

/** Why a file cannot be read, in words. */
export function unreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? `it cannot be read: ${message}`;
}
