import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from '../synth/folder';

const ROOT = join(__dirname, '..', '..');
/** Of programs that are all refused; it has no manifests. */
const REFUSED = 'too-small';

/** What `npm run synth` starts, with further arguments. */
function synth(out: string, ...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, ['--require', 'tsx/cjs', 'examples/synth.ts', ...args], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK8S_OUTDIR: out } });
}

test('an example that is refused is named with its findings, writes nothing and makes the exit code 1; the others are written', () => {
  const out = newFolder();

  const { status, stdout, stderr } = synth(out, 'test/examples/programs');

  expect(status).toBe(1);
  expect(stdout).toBe([
    'example    files  objects  warnings',
    'good           1       14         1',
    'refused  refused',
    '',
  ].join('\n'));
  expect(stderr).toMatch(/^warning \[good\/warned\/Autoscaler\] ML-SCALE-006: .+$/m);
  expect(stderr).not.toContain('[good/waived');
  expect(stderr).toMatch(/^refused was refused:\n2 problems:\n {2}\[b\/echo\/Resource\] ML-DUP-001: .+\n {2}\[b\/echo\/Service\] ML-DUP-001: .+\n$/m);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(readdirSync(join(out, 'good'))).toContain('good.k8s.yaml');
  expect(existsSync(join(out, 'refused')) ? readdirSync(join(out, 'refused')) : []).toEqual([]);
}, 60_000);

test('every example of this repository is taken, with a warning at most', () => {
  const { status, stdout, stderr } = synth(newFolder());

  expect(stdout.trimEnd().split('\n').slice(1).map((line) => line.split(/ +/)[0])).toEqual(
    readdirSync(join(ROOT, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== REFUSED).map(({ name }) => name).sort());
  expect(stderr.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(1);
  expect(status).toBe(0);
}, 60_000);
