import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from '../../../src/cluster/cluster';

const ROOT = join(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'import-nodes-'));
const gke = readFileSync(join(__dirname, 'nodes', 'gke.json'), 'utf8');

function run(input: string | Buffer, ...args: string[]): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', 'src/cli/main.ts', 'import-nodes', ...args], {
    cwd: ROOT, input, encoding: 'utf8', maxBuffer: 2 ** 30, env: { ...process.env, NODE_OPTIONS: '' },
  });
  return { code: status, stdout, stderr };
}

test('writes the file, or prints it', () => {
  const file = join(folder, 'prod.yaml');
  expect(run(gke, '--name', 'prod', '--output', file)).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(run(gke, '--name', 'prod')).toEqual({ code: 0, stdout: readFileSync(file, 'utf8'), stderr: '' });
  expect(Cluster.fromFile(file).pools.map(({ name }) => name)).toEqual(['general', 'l4-spot']);
});

test('ends with 2 and a message where there is nothing to write', () => {
  expect(run('kind: List')).toEqual({ code: 2, stdout: '', stderr: 'standard input:1:1 must be JSON: expected a value, got "k"; run kubectl get nodes -o json | npx cdk8s-ml import-nodes\n' });
  const { code, stdout, stderr } = run(gke, '--output', join(folder, 'nowhere', 'prod.yaml'));
  expect([code, stdout, stderr.split('\n').length]).toEqual([2, '', 2]);
  expect(stderr).toMatch(/^'--output' must be a file that can be written, got ".*prod\.yaml"; /);
  expect(run(gke, '--format', 'json').code).toBe(2);
});

test('reads 100 MB', () => {
  const node = JSON.stringify(JSON.parse(gke).items[0]);
  const items = Array.from({ length: Math.ceil(100e6 / node.length) }, () => node).join(',');
  const { code, stdout } = run(Buffer.from(`{"kind":"List","items":[${items}]}`));
  expect(code).toBe(0);
  expect(stdout).toContain(`maxNodes: ${Math.ceil(100e6 / node.length)}`);
}, 120_000);
