import { Size } from 'cdk8s';
import { Cluster, Cpu, NodePool } from '../../../src';
import { judge } from '../../../src/rules/judge';
import { deployment, object } from '../../rules/manifests';

const node = { cpu: Cpu.units(4), memory: Size.gibibytes(16), allocatable: { cpu: Cpu.units(4), memory: Size.gibibytes(16) }, maxNodes: 2 };
const cluster = Cluster.of('prod', {
  pools: [
    NodePool.cpu('general', { ...node, labels: { sandbox: 'none' } }),
    NodePool.cpu('gvisor', { ...node, labels: { sandbox: 'gvisor' }, taints: [{ key: 'sandbox', value: 'gvisor' }] }),
  ],
});
const runtimeClass = (scheduling?: object): any => object('node.k8s.io/v1', 'RuntimeClass', 'gvisor', { handler: 'runsc', ...scheduling && { scheduling } });
const tolerations = [{ key: 'sandbox', operator: 'Exists' }];

function findings(...objects: readonly any[]): string[] {
  return judge(objects.map((manifest, i) => ({ manifest, path: `o${i}`, cluster })), []).filter(({ rule }) => rule.startsWith('ML-CAP-00')).map(({ rule, severity, message }) => `${rule} ${severity} ${message}`);
}
const chat = (pod: object, replicas = 2): any => deployment({ runtimeClassName: 'gvisor', ...pod } as any, { replicas, strategy: { type: 'Recreate' } });

test('a RuntimeClass adds its selector and its tolerations to its pods', () => {
  expect(findings(runtimeClass({ nodeSelector: { sandbox: 'gvisor' }, tolerations }), chat({}))).toEqual([]);
  expect(findings(runtimeClass({ nodeSelector: { sandbox: 'gvisor' } }), chat({}))).toEqual([
    "ML-CAP-004 error no pool of cluster 'prod' takes the pods of Deployment 'chat': general (nodeSelector of RuntimeClass 'gvisor' sandbox=gvisor, and its nodes have none), gvisor (taint sandbox=gvisor:NoSchedule is not tolerated); ask for less, select or tolerate another pool, or declare what its nodes have",
  ]);
});

test('its selector and that of the pod both count', () => {
  expect(findings(runtimeClass({ nodeSelector: { sandbox: 'gvisor' }, tolerations }), chat({ nodeSelector: { sandbox: 'none' } })).map((text) => text.slice(0, 16))).toEqual(['ML-CAP-004 error']);
});

test('it closes pools to pods that have room there', () => {
  const apart = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'chat' } } }] } } };
  expect(findings(runtimeClass({ nodeSelector: { sandbox: 'gvisor' }, tolerations }), chat(apart, 3)).map((text) => text.slice(0, 16))).toEqual(['ML-CAP-007 error']);
  expect(findings(runtimeClass({ tolerations }), chat(apart, 3))).toEqual([]);
});

test('without a word on nodes, or from elsewhere, it changes nothing', () => {
  expect(findings(runtimeClass(), chat({}))).toEqual([]);
  expect(findings(chat({}))).toEqual([]);
});

test('one of a DaemonSet decides on which nodes it takes room', () => {
  const agent = { ...chat({}), kind: 'DaemonSet', metadata: { name: 'agent' } };
  const full = deployment({ nodeSelector: { sandbox: 'none' }, containers: [{ name: 'main', image: 'app:1', resources: { requests: { cpu: '4' }, limits: { cpu: '4' } } }] } as any, { replicas: 2, strategy: { type: 'Recreate' } });
  const taken = (scheduling: object) => findings(runtimeClass(scheduling), { ...agent, spec: { ...agent.spec, template: { ...agent.spec.template, metadata: { labels: { app: 'agent' } } } } }, full).filter((text) => text.includes(' error '));
  expect(taken({ nodeSelector: { sandbox: 'gvisor' }, tolerations })).toEqual([]);
  expect(taken({ nodeSelector: { sandbox: 'none' } })).not.toEqual([]);
});
