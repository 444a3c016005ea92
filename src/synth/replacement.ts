import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file whose new content lies beside it. */
interface Pending {
  readonly target: string;
  readonly temporary: string;
  /** What stands at the target; undefined if there is no such file. */
  readonly before: Buffer | undefined;
}

/**
 * Files that are written beside their places first and then put there, each at once: whoever reads one never sees a half of it, and when one
 * fails, all are as they were.
 */
export class Replacement {
  private readonly pending: Pending[] = [];
  private readonly prefix = `.cdk8s-ml-${process.pid}-${Math.random().toString(36).slice(2, 10)}`;

  /** Writes the content of a file beside its place. */
  public add(target: string, content: Buffer, before: Buffer | undefined): void {
    const temporary = join(dirname(target), `${this.prefix}-${this.pending.length}.tmp`);
    this.pending.push({ target, temporary, before });
    writeFileSync(temporary, content, { flag: 'wx' });
  }

  /** Puts all files in their places. @throws if one can't be; then the others are what they were before */
  public commit(): void {
    let done = 0;
    try {
      for (; done < this.pending.length; done++) {
        renameSync(this.pending[done].temporary, this.pending[done].target);
      }
    } catch (e) {
      this.pending.slice(0, done).forEach(putBack);
      this.discard();
      throw e;
    }
  }

  /** Forgets what was not put in its place. */
  public discard(): void {
    for (const { temporary } of this.pending) {
      rmSync(temporary, { force: true });
    }
  }
}

function putBack({ target, temporary, before }: Pending): void {
  if (before === undefined) {
    rmSync(target, { force: true });
  } else {
    writeFileSync(temporary, before);
    renameSync(temporary, target);
  }
}
