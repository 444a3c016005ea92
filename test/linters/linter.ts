import { spawnSync } from 'child_process';
import { join } from 'path';

/** What a linter has against an object. */
export interface LinterFinding {
  readonly linter: string;
  /** The check's id, as its list and its annotations spell it. */
  readonly check: string;
  /** The object, `Deployment/team-a/chat`. */
  readonly object: string;
  readonly title: string;
}

/** What a linter said of a folder: its findings, and the objects that it looked at. */
export interface LinterReport {
  readonly findings: LinterFinding[];
  readonly looked: string[];
}

/** A linter that people trust, as they run it. */
export interface LinterRun {
  readonly name: string;
  run(folder: string): LinterReport;
}

/** Installs a linter unless this machine has it, and returns its program. */
export function install(name: string): string {
  const { status, stdout } = spawnSync(join(__dirname, 'install'), [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${name} cannot be installed`);
  return stdout.trim().split('\n').pop()!;
}

/** Runs a program that prints JSON; linters end with 1 where they found something. */
export function json(program: string, args: string[]): any {
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error) throw error;
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`${program} ${args.join(' ')} printed no JSON: ${stdout}${stderr}`);
  }
}
