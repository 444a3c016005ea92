import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { floorProgram, treeProgram } from './floor-program';
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

const mediansOf = (of: readonly Figures[]): Figures | undefined => (of.length === 0 ? undefined : {
  ms: median(of.map(({ ms }) => ms)), cpuMs: median(of.map(({ cpuMs }) => cpuMs)), mib: median(of.map(({ mib }) => mib)),
});

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
  return { services, ours: mediansOf(results.ours), floor: mediansOf(results.floor), holding: mediansOf(results.holding), plus: mediansOf(results.plus) };
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

/** Where the time goes: programs of which each does more than the one before it. */
const STEPS = [
  ['floor', 'floor'],
  ['and a tree of cdk8s', 'tree'],
  ['MlApp without a rule', 'unjudged'],
  ['MlApp', 'ml-app'],
  ['cdk8s-plus', 'stock-plus'],
] as const;

function steps(processes: Processes, services: number, runs: number): string {
  const results = STEPS.map(([called, file]) => ({ called, file, all: [] as Figures[] }));
  for (let turn = 0; turn < runs; turn++) {
    // a stock `App` takes as long as all the others together, many times over
    for (const { file, all } of results.filter((result) => turn === 0 || result.file !== 'stock-plus')) {
      all.push(processes.run(file, [String(services)]));
    }
  }
  const medians = results.map(({ all }) => mediansOf(all)!);
  const [floor, plus] = [medians[0], medians[medians.length - 1]];
  return table([
    [`${services} services`, 'time', 'of the floor', 'cdk8s-plus by it', 'processors', 'of the floor', 'cdk8s-plus by it'],
    ...results.map(({ called }, i) => [
      called, time(medians[i].ms), ratio(medians[i].ms, floor.ms), ratio(plus.ms, medians[i].ms),
      time(medians[i].cpuMs), ratio(medians[i].cpuMs, floor.cpuMs), ratio(plus.cpuMs, medians[i].cpuMs),
    ]),
  ]);
}

const folder = mkdtempSync(join(tmpdir(), 'cdk8s-ml-bench-'));
try {
  const processes = new Processes(folder);
  processes.bundle('ml-app', join(__dirname, 'programs', 'ml-app.ts'), ['cdk8s-plus-28']);
  processes.bundle('stock-plus', join(__dirname, 'programs', 'stock-plus.ts'));
  processes.bundle('capacity', join(__dirname, 'programs', 'capacity.ts'), ['cdk8s-plus-28']);
  processes.bundle('unjudged', join(__dirname, 'programs', 'unjudged.ts'), ['cdk8s-plus-28']);
  processes.run('ml-app', ['1']);
  const manifests = processes.written();
  processes.run('stock-plus', ['1']);
  const lacks = lacking(processes.written(), manifests);
  if (lacks.length > 0) {
    throw new Error(`the program of cdk8s-plus does not write what the library writes:\n${lacks.join('\n')}`);
  }
  writeFileSync(join(folder, 'floor.ts'), floorProgram(manifests));
  processes.bundle('floor', join(folder, 'floor.ts'));
  writeFileSync(join(folder, 'tree.ts'), treeProgram(manifests));
  processes.bundle('tree', join(folder, 'tree.ts'));
  const largest = Number(process.argv[2] ?? Infinity);
  console.log(report(SIZES.filter(({ services }) => services <= largest).map((size) => measure(processes, size))));
  console.log(`\n${steps(processes, Math.min(1_000, largest), 9)}`);
  console.log(`\n${proofShare(processes, Math.min(1_000, largest), 5)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
