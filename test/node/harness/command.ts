import { execFile } from 'child_process';

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** What the command reads from its standard input. */
  readonly input?: string;
  /** @default 600 */
  readonly timeoutSeconds?: number;
  /** Whether what it writes to its standard error is shown while it runs, as nobody waits for minutes in silence. @default false */
  readonly showErrors?: boolean;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end and gives its outcome, whatever that is. */
export function attempt(program: string, args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      timeout: (options.timeoutSeconds ?? 600) * 1000,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024 * 1024,
    }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 255) : 0;
      resolve({ code, stdout, stderr: error && stderr === '' ? error.message : stderr });
    });
    if (options.showErrors) child.stderr?.pipe(process.stderr, { end: false });
    child.stdin?.on('error', () => undefined); // a program may end before it has read its input
    child.stdin?.end(options.input ?? '');
  });
}

/**
 * Runs a program that has to succeed and gives what it printed.
 *
 * @throws with the command and what it said, if it fails.
 */
export async function run(program: string, args: string[], options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await attempt(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stderr.trim() || stdout.trim()}`);
  return stdout;
}
