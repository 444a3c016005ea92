import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as programs from './programs';

/** What the README says of each program, in its order. */
const said = [...readFileSync(join(__dirname, 'README.md'), 'utf8').matchAll(/^```\n(.*?)\n```$/gms)].map(([, message]) => message);
const { model, node, pool, rollout, container } = programs;

let folder: string;
const before = process.env.CDK8S_OUTDIR;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'too-small-'));
  process.env.CDK8S_OUTDIR = join(folder, 'out');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  if (before === undefined) delete process.env.CDK8S_OUTDIR;
  else process.env.CDK8S_OUTDIR = before;
});

test.each([{ model }, { node }, { pool }, { rollout }, { container }].map((named, i) => [Object.keys(named)[0], Object.values(named)[0], said[i]] as const))(
  'a %s that is too small is refused as the README says, and nothing is written',
  (_, program, message) => {
    expect(message).toMatch(/ML-CAP-00\d: |does not fit: /);
    expect(program).toThrow(new Error(message));
    expect(existsSync(process.env.CDK8S_OUTDIR!)).toBe(false);
  },
);

test('the README speaks of every program', () => {
  expect(said.length).toBe(Object.keys(programs).length);
});
