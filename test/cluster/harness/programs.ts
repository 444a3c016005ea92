import { spawn } from 'child_process';
import { dirname, join } from 'path';

/** The programs of the test cluster, built from source. */
export interface Programs {
  /** The folder that holds `k8s` and `kwok`. */
  readonly bin: string;
  /** KWOK's stages, as in its own kustomize/stage. */
  readonly stages: string;
  /** Names the state of the sources that these were built from. */
  readonly hash: string;
}

/**
 * Builds the programs if this machine does not have them yet: minutes the first
 * time. What goes on is printed, since nobody waits minutes in silence.
 */
export async function programs(): Promise<Programs> {
  const bin = await script('build');
  return { bin, stages: join(dirname(bin), 'stages'), hash: dirname(bin).split('/').pop()! };
}

/** Builds a controller's programs, by their packages, if this machine does not have them yet; returns the folder that they are in. */
export function buildController(module: string, version: string, packages: Readonly<Record<string, string>>): Promise<string> {
  return script('build-controller', [module, version, ...Object.entries(packages).map(([program, path]) => `${program}=${path}`)]);
}

/** The folder for what is slow to make; see the script. */
export const cacheDir = () => script('cache-dir');

/** The path of a `go` that is new enough; see the script. */
export const goToolchain = () => script('go-toolchain');

/** Runs one of this folder's scripts and returns the last line that it printed. */
function script(name: string, args: string[] = []): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(__dirname, name), args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => { stdout += chunk; });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
      process.stderr.write(chunk);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      const last = stdout.trimEnd().split('\n').pop()!;
      if (code === 0) resolve(last);
      else reject(new Error(`${name} failed with exit code ${code}:\n${stderr.trimEnd().split('\n').slice(-25).join('\n')}`));
    });
  });
}
