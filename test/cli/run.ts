import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..', '..');
/** The program in one file, as deep below the package as the compiled one: it starts in a third of the time. */
const MAIN = join(ROOT, 'dist', 'cli-test', `main-${process.pid}.js`);

/** How a run of the command line ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder for one test, with files in it. */
export class Folder {
  public readonly path = mkdtempSync(join(tmpdir(), 'cdk8s-ml-cli-'));

  constructor(files: { readonly [name: string]: string | Uint8Array } = {}) {
    made.push(this.path);
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), content);
    }
  }

  /** Runs `cdk8s-ml` in it, as a process of its own. */
  public run(args: readonly string[], stdin: string | Uint8Array = '', env: { readonly [name: string]: string } = {}): Run {
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
      cwd: this.path, input: stdin, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, env: { ...process.env, NODE_OPTIONS: '', ...env },
    });
    return { code: status, stdout, stderr };
  }

  /** Runs it for a reader that has gone before the first word, as `head` goes after the last that it wants. */
  public async runUnread(args: readonly string[], stdin = ''): Promise<Omit<Run, 'stdout'>> {
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: this.path, env: { ...process.env, NODE_OPTIONS: '' } });
    child.stdout.destroy();
    child.stdin.end(stdin);
    const said: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, stderr: said.join('') };
  }
}

const made: string[] = [];
beforeAll(() => {
  buildSync({ entryPoints: [join(ROOT, 'src', 'cli', 'main.ts')], outfile: MAIN, bundle: true, keepNames: true, platform: 'node', logLevel: 'error' });
});
afterAll(() => [...made, MAIN].forEach((path) => rmSync(path, { recursive: true, force: true })));

/** A Service that is as it has to be. */
export const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: chat\nspec:\n  ports:\n    - port: 80\n';
/** One that the API server refuses. */
export const BAD_SERVICE = SERVICE.replace('port: 80', 'port: 70000');
/** What is said of it. */
export const REFUSED = "error ML-API-017: Service 'chat': spec.ports[0].port must be a port from 1 to 65535, got 70000; give the number of the port, without quotes";
