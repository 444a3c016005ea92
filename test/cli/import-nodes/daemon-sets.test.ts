import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importNodes } from '../../../src/cli/import-nodes/import-nodes';
import { Cluster } from '../../../src/cluster/cluster';
import { judge } from '../../../src/rules/judge';

const path = join(mkdtempSync(join(tmpdir(), 'daemon-sets-')), 'prod.yaml');
const gke = JSON.parse(readFileSync(join(__dirname, 'nodes', 'gke.json'), 'utf8')).items;

function daemon(name: string, spec: object, more: object = {}): object {
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name, namespace: 'kube-system' }, spec: { selector: {}, template: { spec: { containers: [container('100m', '100Mi')], ...spec } }, ...more } };
}
const container = (cpu: string, memory: string, more: object = {}) => ({ name: 'a', resources: { requests: { cpu, memory } }, ...more });
const EVERYWHERE = { tolerations: [{ operator: 'Exists' }] };

function imported(...items: object[]): Cluster {
  writeFileSync(path, importNodes(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), 'prod').text);
  return Cluster.fromFile(path);
}
const kept = (...daemons: object[]) => Object.fromEntries(imported(...daemons, ...gke).pools.map(({ name, _offer }) => [name, _offer.kept]));

test('what DaemonSets ask for is kept in the pools that they run in', () => {
  expect(kept(
    daemon('everywhere', EVERYWHERE),
    daemon('untainted', { containers: [container('50m', '20Mi'), container('5m', '1Mi')] }),
    daemon('spot', { ...EVERYWHERE, nodeSelector: { 'cloud.google.com/gke-spot': 'true' } }),
    daemon('absent', { ...EVERYWHERE, nodeSelector: { 'example.com/never': 'true' } }),
    daemon('cards', {
      ...EVERYWHERE,
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'cloud.google.com/gke-accelerator', operator: 'Exists' }] }] } } },
    }),
  )).toEqual({ 'general': { cpu: '155m', memory: '121Mi', pods: '2' }, 'l4-spot': { cpu: '300m', memory: '300Mi', pods: '3' } });
  expect(readFileSync(path, 'utf8')).toContain('    # kube-system/cards, kube-system/everywhere, kube-system/spot\n    daemonSets:\n');
});

test('as the scheduler counts a pod: limits without requests, init containers, sidecars, overhead', () => {
  const { general } = kept(daemon('agent', {
    containers: [{ name: 'a', resources: { limits: { cpu: '200m', memory: '64Mi' } } }],
    initContainers: [container('1', '10Mi'), container('10m', '6Mi', { restartPolicy: 'Always' })],
    overhead: { memory: '1Mi' },
  }));
  expect(general).toEqual({ cpu: '1', memory: '71Mi', pods: '1' });
});

test('one that runs on a node of the pool is kept room for on each, and no more is kept than there is', () => {
  expect(kept(daemon('zonal', { nodeSelector: { 'topology.kubernetes.io/zone': 'us-central1-b' } })).general).toEqual({ cpu: '100m', memory: '100Mi', pods: '1' });
  expect(kept(daemon('huge', { containers: [container('900', '1Ti')] })).general).toEqual({ cpu: '3920m', memory: '13498412Ki', pods: '1' });
});

test('what asks for nothing takes a place among the pods', () => {
  expect(kept(daemon('idle', { ...EVERYWHERE, containers: [{ name: 'a' }] }))).toEqual({ 'general': { pods: '1' }, 'l4-spot': { pods: '1' } });
});

test('a pod that would fit beside nothing does not beside DaemonSets', () => {
  const manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'a', image: 'x:1', resources: { requests: { cpu: '3900m', memory: '1Gi' } } }] } };
  const messages = (cluster: Cluster) => judge([{ manifest, path: 'prod', cluster }], []).filter(({ rule }) => rule.startsWith('ML-CAP-')).map(({ message }) => message);
  expect(messages(imported(...gke)).filter((message) => message.includes('cpu'))).toEqual([]);
  expect(messages(imported(daemon('everywhere', EVERYWHERE), ...gke)).filter((message) => message.includes('cpu 3900m is more than the 3820m of a node (3920m allocatable − 100m kept)'))).toHaveLength(1);
});

test('nodes alone are told how to list them', () => {
  const { text, notes } = importNodes(JSON.stringify({ kind: 'List', items: gke }), 'prod');
  expect(notes).toEqual(["no room for DaemonSets is kept in pools 'general', 'l4-spot', where all that nodes leave to pods counts as free; "
    + 'list them too: kubectl get nodes,daemonsets -A -o json | npx cdk8s-ml import-nodes; or give daemonSets of a pool by hand']);
  expect(text).not.toMatch(/^ {4}daemonSets/m);
  expect(importNodes(JSON.stringify({ kind: 'List', items: [...gke, daemon('x', {})] }), 'prod').notes).toEqual([]);
});

test('DaemonSets without nodes are no list of nodes', () => {
  expect(() => importNodes(JSON.stringify({ kind: 'List', items: [daemon('x', {})] }), 'prod')).toThrow('standard input must be a list of nodes, got DaemonSet; ');
});
