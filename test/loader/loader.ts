import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { FileServer } from './file-server';

/** The program, as it stands in the sources. */
export const PROGRAM = join(__dirname, '..', '..', 'src', 'pod', 'artifact', 'loader');

let environment: string | undefined;

/** The folder of the Python with the libraries that the loader's image has. */
export function python(): string {
  if (!environment) {
    const { status, stdout } = spawnSync(join(__dirname, 'install'), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    if (status !== 0) throw new Error('the libraries cannot be installed');
    environment = stdout.trim().split('\n').pop()!;
  }
  return environment;
}

export const newVolume = (): string => mkdtempSync(join(tmpdir(), 'cdk8s-ml-loader-'));
export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
export const sums = (files: { readonly [path: string]: Buffer }): string => Object.entries(files).map(([path, data]) => `${sha256(data)}  ${path}\n`).join('');
export const bytes = (mebibytes: number): Buffer => randomBytes(mebibytes * 1024 * 1024);

/** Puts files and their checksums on a server; the digest of the checksums. */
export function publish(server: FileServer, folder: string, files: { readonly [path: string]: Buffer }): string {
  Object.entries(files).forEach(([path, data]) => server.files.set(`${folder}/${path}`, data));
  server.files.set(`${folder}/SHA256SUMS`, Buffer.from(sums(files)));
  return `sha256:${sha256(sums(files))}`;
}

/** What the loader left: its end and its words. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** A loader that runs. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Outcome>;
}

const ENVIRONMENT = { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent' };

/** Starts the program. @param before what stands before it on the command line */
export function start(args: readonly string[], before: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Running {
  const [command, ...rest] = [...before, join(python(), 'bin', 'python3'), '-B', join(PROGRAM, 'load.py'), '--patience=0.01', ...args];
  const child = spawn(command, rest, { env: { ...ENVIRONMENT, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout!.on('data', (data) => (output += data));
  child.stderr!.on('data', (data) => (output += data));
  return { process: child, ended: new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, output }))) };
}

/** Runs the program to its end. */
export const load = (args: readonly string[], before?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Outcome> => start(args, before, env).ended;

/** The files below a folder and what is in them, but for what the loader notes for itself. */
export function filesIn(folder: string): { [path: string]: string } {
  if (!existsSync(folder)) return {};
  return Object.fromEntries((readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile() && !path.endsWith('.loader-manifest'))
    .map((path) => [relative(folder, path), sha256(readFileSync(path))]));
}

/** The same of files in memory. */
export const hashes = (files: { readonly [path: string]: Buffer }): { [path: string]: string } =>
  Object.fromEntries(Object.entries(files).map(([path, data]) => [path, sha256(data)]));

/** Waits until something is true. */
export async function until(what: string, isSo: () => boolean, seconds = 30): Promise<void> {
  const end = Date.now() + 1000 * seconds;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
