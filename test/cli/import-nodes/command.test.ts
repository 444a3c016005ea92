import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
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

/** What is said where nodes are listed alone. */
const open = (pools: string) => `note no room for DaemonSets is kept in ${pools}, where all that nodes leave to pods counts as free; `
  + 'list them too: kubectl get nodes,daemonsets -A -o json | npx cdk8s-ml import-nodes; or give daemonSets of a pool by hand\n';
const OPEN = open("pools 'general', 'l4-spot'");

test('writes the file, or prints it', () => {
  const file = join(folder, 'prod.yaml');
  expect(run(gke, '--name', 'prod', '--output', file)).toEqual({ code: 0, stdout: '', stderr: OPEN });
  expect(run(gke, '--name', 'prod')).toEqual({ code: 0, stdout: readFileSync(file, 'utf8'), stderr: OPEN });
  expect(Cluster.fromFile(file).pools.map(({ name }) => name)).toEqual(['general', 'l4-spot']);
});

describe('of a file that is there', () => {
  const imported = (name: string) => {
    const file = join(folder, name);
    run(gke, '--name', 'prod', '--output', file);
    return file;
  };

  test('an import of the same nodes changes nothing', () => {
    const file = imported('same.yaml');
    const before = readFileSync(file, 'utf8');
    expect(run(gke, '--output', file)).toEqual({ code: 0, stdout: '', stderr: OPEN });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('what was added by hand stays, with its comments', () => {
    const file = imported('added.yaml');
    const added = readFileSync(file, 'utf8')
      .replace('\npools:\n', '\n# as helm list says\nmetrics:\n  - api: keda.sh\n    prometheus: http://prometheus.monitoring:9090\nstorageClasses:\n  - name: fast\npools:\n')
      .replace('minNodes: 3\n    maxNodes: 3', 'minNodes: 1\n    maxNodes: 20\n    hourlyPrice: 0.5 # list price\n    daemonSets: { cpu: 200m } # by hand');
    writeFileSync(file, added);
    const [one] = JSON.parse(gke).items;
    expect(run(JSON.stringify({ kind: 'NodeList', items: [one] }), '--output', file)).toEqual({
      code: 0, stdout: '', stderr: `${open("pool 'l4-spot'")}note no node is of pool 'l4-spot' now; it is kept as it was, with minNodes 0: take it out of the file if it is gone\n`,
    });
    const cluster = Cluster.fromFile(file);
    expect([cluster.name, cluster.metrics.map(String), cluster.storageClasses]).toEqual([
      'prod', ["MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })"], [{ name: 'fast' }],
    ]);
    expect(cluster.pools.map(({ name, minNodes, maxNodes, hourlyPrice }) => [name, minNodes, maxNodes, hourlyPrice])).toEqual([['general', 1, 20, 0.5], ['l4-spot', 0, 2, undefined]]);
    expect(readFileSync(file, 'utf8')).toMatch(/# as helm list says\nmetrics:[^]*hourlyPrice: 0\.5 # list price\n {4}daemonSets: \{ cpu: 200m \} # by hand/);
    expect(run(gke, '--output', file, '--name', 'other').code).toBe(0);
    expect(Cluster.fromFile(file).pools.map(({ name, minNodes, maxNodes }) => [name, minNodes, maxNodes])).toEqual([['general', 1, 20], ['l4-spot', 0, 2]]);
    expect(Cluster.fromFile(file).name).toBe('other');
  });

  test('DaemonSets that are listed tell anew what was given by hand', () => {
    const file = imported('daemons.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('maxNodes: 3', 'maxNodes: 3\n    daemonSets: { cpu: 200m }'));
    const daemon = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'logs', namespace: 'ops' }, spec: { template: { spec: { containers: [{ name: 'a', resources: { requests: { cpu: '300m' } } }] } } } };
    expect(run(JSON.stringify({ kind: 'List', items: [...JSON.parse(gke).items, daemon] }), '--output', file)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(Cluster.fromFile(file).pools.map(({ name, _offer }) => [name, _offer.kept])).toEqual([['general', { cpu: '300m', pods: '1' }], ['l4-spot', { pods: '0' }]]);
    expect(readFileSync(file, 'utf8')).toContain('\n    # ops/logs\n    daemonSets:\n      cpu: 300m\n      pods: "1"\n');
  });

  test('one of something else is not lost', () => {
    const file = join(folder, 'notes.yaml');
    writeFileSync(file, 'shopping: [milk]\n');
    const { code, stderr } = run(gke, '--output', file);
    expect([code, readFileSync(file, 'utf8')]).toEqual([2, 'shopping: [milk]\n']);
    expect(stderr).toMatch(/^'--output' must be a new file or one of a cluster's facts, got ".*notes\.yaml"; take another name, or mend this: /);
  });
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
