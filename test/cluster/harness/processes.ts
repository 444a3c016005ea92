import { ChildProcess, spawn } from 'child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'fs';
import { join } from 'path';

/**
 * Reads process ids from its standard input, one per line, and kills their
 * process groups when that input ends: then whoever wrote them has stopped,
 * in whatever way, by SIGKILL too. Only then are the folders deleted that it
 * got as arguments.
 */
const GUARD = 'while read -r pid; do pids="$pids -$pid"; done; kill -9 $pids; [ $# = 0 ] || { sleep 0.2; rm -rf -- "$@"; }';

/**
 * The processes of one cluster. Each writes to NAME.log in the folder, and none
 * outlives the process that started it: jest ends its workers with signals that
 * leave no time to clean up, and an API server without its etcd runs for ever.
 */
export class Processes {
  private readonly running = new Map<string, ChildProcess>();
  private readonly ended = new Map<string, string>();
  private readonly guard: ChildProcess;

  /**
   * @param dir where the logs go
   * @param scratch folders that are deleted if this process dies without `stopAll()`
   */
  public constructor(public readonly dir: string, scratch: string[] = []) {
    this.guard = spawn('/bin/sh', ['-c', GUARD, 'guard', ...scratch], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    this.guard.stdin!.on('error', () => {});
    (this.guard.stdin as unknown as { unref(): void }).unref();
    this.guard.unref();
  }

  /**
   * Starts a process. It leads a process group of its own, so that what it
   * starts ends with it and Ctrl-C reaches us first.
   */
  public start(name: string, command: string[], options: { env?: NodeJS.ProcessEnv; cwd?: string } = {}): void {
    if (this.running.has(name)) throw new Error(`${name} runs already`);
    const log = openSync(this.logFile(name), 'a');
    const child = spawn(command[0], command.slice(1), {
      detached: true,
      stdio: ['ignore', log, log],
      env: options.env ?? process.env,
      cwd: options.cwd ?? this.dir,
    });
    closeSync(log);
    child.unref();
    this.ended.delete(name);
    this.running.set(name, child);
    const gone = (how: string) => {
      if (this.running.get(name) !== child) return;
      this.running.delete(name);
      this.ended.set(name, how);
    };
    child.once('error', (error) => gone(error.message));
    child.once('exit', (code, signal) => gone(signal ? `killed by ${signal}` : `exit code ${code}`));
    if (child.pid !== undefined) this.guard.stdin!.write(`${child.pid}\n`);
  }

  public logFile(name: string): string {
    return join(this.dir, `${name}.log`);
  }

  /** The last lines that a process wrote. */
  public tail(name: string, lines = 25): string {
    if (!existsSync(this.logFile(name))) return '(no log)';
    return readFileSync(this.logFile(name), 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** What ended without being told to, with the end of its log; `undefined` if nothing did. */
  public failure(): string | undefined {
    const failed = [...this.ended].map(([name, how]) => `${name} has ended (${how}):\n${this.tail(name)}`);
    return failed.length > 0 ? failed.join('\n\n') : undefined;
  }

  /** Ends one process and waits until it is gone. */
  public async stop(name: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.running.get(name);
    if (!child?.pid) return;
    this.running.delete(name);
    const exit = new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    });
    child.ref();
    try {
      process.kill(-child.pid, signal);
    } catch {
      // it has ended in this moment
    }
    await exit;
  }

  /** Ends all of them, and the guard, which has nothing left to watch. */
  public async stopAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((name) => this.stop(name)));
    this.guard.kill('SIGKILL');
  }
}
