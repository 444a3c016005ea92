import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Finding, MlApp, Severity } from 'cdk8s-ml';

/** What became of one example. */
interface Row {
  readonly example: string;
  readonly files: number;
  readonly objects: number;
  readonly warnings: number;
  readonly refusal?: string;
}

/** Where manifests go, a folder for each example. */
const OUT = process.env.CDK8S_OUTDIR ?? join(__dirname, '..', 'dist', 'manifests');

/** Names of all examples in a folder: its folders with a program. */
export function exampleNames(folder = __dirname): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'main.ts')))
    .map((entry) => entry.name)
    .sort();
}

/** Runs the program of an example, as its user would, into `outdir`; the app that it exports knows what was found. */
export function runExample(example: string, outdir: string, folder = __dirname): MlApp {
  const before = process.env.CDK8S_OUTDIR;
  process.env.CDK8S_OUTDIR = outdir;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require(join(folder, example, 'main.ts')).app;
  } finally {
    if (before === undefined) {
      delete process.env.CDK8S_OUTDIR;
    } else {
      process.env.CDK8S_OUTDIR = before;
    }
  }
}

function synthesize(example: string, folder: string): Row {
  const outdir = join(OUT, example);
  try {
    const app = runExample(example, outdir, folder);
    const files = readdirSync(outdir).filter((name) => name.endsWith('.yaml'));
    const objects = files.reduce((sum, name) => sum + readFileSync(join(outdir, name), 'utf8').split(/^---$/m).length, 0);
    const warnings = app.findings.filter((finding: Finding) => finding.severity === Severity.WARNING && finding.waivedBecause === undefined).length;
    return { example, files: files.length, objects, warnings };
  } catch (e) {
    return { example, files: 0, objects: 0, warnings: 0, refusal: (e as Error).message };
  }
}

function table(rows: Row[]): string {
  const lines = [['example', 'files', 'objects', 'warnings'], ...rows.map((row) => [
    row.example, ...(row.refusal === undefined ? [row.files, row.objects, row.warnings].map(String) : ['refused', '', '']),
  ])];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ').trimEnd()).join('\n');
}

/** `--update` makes what was synthesized the checked-in manifests of each example. */
function update(example: string, folder: string): void {
  const expected = join(folder, example, 'expected');
  rmSync(expected, { recursive: true, force: true });
  mkdirSync(expected);
  for (const name of readdirSync(join(OUT, example)).filter((file) => file.endsWith('.yaml'))) {
    copyFileSync(join(OUT, example, name), join(expected, name));
  }
}

if (require.main === module) {
  // another folder than this one is for tests
  const [folder = __dirname] = process.argv.slice(2).filter((argument) => !argument.startsWith('--')).map((path) => resolve(path));
  const rows = exampleNames(folder).map((example) => synthesize(example, folder));
  console.log(table(rows));
  for (const { example, refusal } of rows) {
    if (refusal !== undefined) {
      console.error(`\n${example} was refused:\n${refusal}`);
      process.exitCode = 1;
    } else if (process.argv.includes('--update')) {
      update(example, folder);
    }
  }
}
