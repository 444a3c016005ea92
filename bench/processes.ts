import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { Figures } from './table';

/** Tells the parent how much memory the process had at most, and what all of its threads took of the processors. */
const PEAK = "process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); console.log(`${maxRSS} ${userCPUTime + systemCPUTime}`); });";

/** Runs programs, each as a process of its own, in one folder. */
export class Processes {
  private readonly outdir: string;

  constructor(private readonly folder: string) {
    this.outdir = join(folder, 'out');
    writeFileSync(join(folder, 'peak.js'), PEAK);
  }

  /** Bundles a program into one file, without the library that it does not load. The same for all; names are kept, as kinds of values are told by them. */
  public bundle(name: string, entry: string, external: string[] = []): void {
    buildSync({ entryPoints: [entry], outfile: join(this.folder, `${name}.js`), external, nodePaths: [join(__dirname, '..', 'node_modules')], bundle: true, keepNames: true, platform: 'node', target: 'node20', logLevel: 'error' });
  }

  /** Runs a program that writes to an empty folder. */
  public run(name: string, args: readonly string[]): Figures {
    return this.started(name, args).figures;
  }

  /** Runs a program that prints a line of JSON, and reads it. */
  public said<T>(name: string, args: readonly string[]): T {
    return JSON.parse(this.started(name, args).lines[0]);
  }

  private started(name: string, args: readonly string[]): { readonly figures: Figures; readonly lines: string[] } {
    rmSync(this.outdir, { recursive: true, force: true });
    const start = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', join(this.folder, 'peak.js'), join(this.folder, `${name}.js`), ...args], {
      env: { ...process.env, CDK8S_OUTDIR: this.outdir }, encoding: 'utf8',
    });
    const ms = Number(process.hrtime.bigint() - start) / 1e6;
    if (status !== 0) {
      throw new Error(`${name} ${args.join(' ')} failed:\n${stderr}`);
    }
    const lines = stdout.trimEnd().split('\n');
    const [kib, microseconds] = lines.pop()!.split(' ').map(Number);
    return { figures: { ms, cpuMs: microseconds / 1000, mib: kib / 1024 }, lines };
  }

  /** The manifests that the last run wrote, all in one. */
  public written(): string {
    return readdirSync(this.outdir).filter((name) => name.endsWith('.yaml')).sort().map((name) => readFileSync(join(this.outdir, name), 'utf8')).join('---\n');
  }

  /** Tells whether two runs wrote the same. */
  public fingerprint(): string {
    return createHash('sha256').update(this.written()).digest('hex');
  }
}
