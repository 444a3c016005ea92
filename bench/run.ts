import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { floorProgram } from './floor-program';
import { Processes } from './processes';
import { lacking } from './same-objects';
import { Figures, median, table, time } from './table';

/**
 * Whole processes that make the same services and write the same manifests: with this library, with cdk8s-plus-28 in a stock `App`, and as
 * plain JavaScript through the fastest YAML writer that we could make, which is the floor. They take turns, and medians are compared.
 */
const PROGRAMS = {
  ours: { file: 'ml-app', args: [] },
  floor: { file: 'floor', args: [] },
  holding: { file: 'floor', args: ['hold'] },
  plus: { file: 'stock-plus', args: [] },
} as const;
type Program = keyof typeof PROGRAMS;

interface Size {
  readonly services: number;
  readonly runs: number;
  /** A stock `App` takes so long for many charts that it gets fewer runs. */
  readonly plusRuns: number;
}

const SIZES: readonly Size[] = [
  { services: 1, runs: 15, plusRuns: 5 },
  { services: 10, runs: 15, plusRuns: 5 },
  { services: 100, runs: 11, plusRuns: 3 },
  { services: 1_000, runs: 11, plusRuns: 2 },
  { services: 10_000, runs: 3, plusRuns: 0 },
];

type Row = Record<Program, Figures | undefined> & { readonly services: number };

function measure(processes: Processes, { services, runs, plusRuns }: Size): Row {
  const results: Record<Program, Figures[]> = { ours: [], floor: [], holding: [], plus: [] };
  for (let turn = 0; turn < runs; turn++) {
    const prints = new Set<string>();
    for (const program of Object.keys(PROGRAMS) as Program[]) {
      if (program === 'plus' && turn >= plusRuns) {
        continue;
      }
      const { file, args } = PROGRAMS[program];
      results[program].push(processes.run(file, [String(services), ...args]));
      if (turn === 0 && program !== 'plus') {
        prints.add(processes.fingerprint());
      }
    }
    if (prints.size > 1) {
      throw new Error(`with ${services} services the floor does not write what the library writes`);
    }
  }
  const figures = (of: Figures[]) => (of.length === 0 ? undefined : { ms: median(of.map(({ ms }) => ms)), mib: median(of.map(({ mib }) => mib)) });
  return { services, ours: figures(results.ours), floor: figures(results.floor), holding: figures(results.holding), plus: figures(results.plus) };
}

const ratio = (a: number | undefined, b: number | undefined) => (a === undefined || b === undefined ? '-' : (a / b).toFixed(2));
const took = (figures: Figures | undefined) => (figures ? time(figures.ms) : '-');
const had = (figures: Figures | undefined) => (figures ? `${Math.round(figures.mib)} MiB` : '-');

function report(rows: readonly Row[]): string {
  const of = (services: number) => rows.find((row) => row.services === services)?.ours?.ms;
  return [
    `node ${process.version}; every program bundled by esbuild into one file; medians of whole processes that take turns`,
    table([
      ['services', 'MlApp', 'floor', 'cdk8s-plus', 'MlApp/floor', 'cdk8s-plus/MlApp'],
      ...rows.map(({ services, ours, floor, plus }) => [
        String(services), took(ours), took(floor), took(plus), ratio(ours?.ms, floor?.ms), ratio(plus?.ms, ours?.ms),
      ]),
    ]),
    table([
      ['peak memory', 'MlApp', 'floor', 'floor that holds', 'cdk8s-plus', 'MlApp/floor that holds'],
      ...rows.map(({ services, ours, floor, holding, plus }) => [
        String(services), had(ours), had(floor), had(holding), had(plus), ratio(ours?.mib, holding?.mib),
      ]),
    ]),
    `MlApp: 10000 services take ${ratio(of(10_000), of(1_000))} times as long as 1000`,
  ].join('\n\n');
}

/** What the capacity proof takes of a synth, in percent: services of 20 namespaces with quotas, on 10 pools. */
function proofShare(processes: Processes, services: number, runs: number): string {
  const shares = Array.from({ length: runs }, () => processes.said<{ proofMs: number; wholeMs: number }>('capacity', [String(services)]))
    .map(({ proofMs, wholeMs }) => 100 * proofMs / wholeMs);
  return `capacity proof of ${services} services in 20 namespaces on 10 pools: ${median(shares).toFixed(1)} % of the synth`;
}

const folder = mkdtempSync(join(tmpdir(), 'cdk8s-ml-bench-'));
try {
  const processes = new Processes(folder);
  processes.bundle('ml-app', join(__dirname, 'programs', 'ml-app.ts'), ['cdk8s-plus-28']);
  processes.bundle('stock-plus', join(__dirname, 'programs', 'stock-plus.ts'));
  processes.bundle('capacity', join(__dirname, 'programs', 'capacity.ts'), ['cdk8s-plus-28']);
  processes.run('ml-app', ['1']);
  const manifests = processes.written();
  processes.run('stock-plus', ['1']);
  const lacks = lacking(processes.written(), manifests);
  if (lacks.length > 0) {
    throw new Error(`the program of cdk8s-plus does not write what the library writes:\n${lacks.join('\n')}`);
  }
  writeFileSync(join(folder, 'floor.ts'), floorProgram(manifests));
  processes.bundle('floor', join(folder, 'floor.ts'));
  const largest = Number(process.argv[2] ?? Infinity);
  console.log(report(SIZES.filter(({ services }) => services <= largest).map((size) => measure(processes, size))));
  console.log(`\n${proofShare(processes, Math.min(1_000, largest), 5)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
