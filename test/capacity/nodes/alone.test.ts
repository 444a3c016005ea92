import { Size } from 'cdk8s';
import { Cluster, Cpu, NodePool } from '../../../src';
import { judge } from '../../../src/rules/judge';
import { container, object, podSpec } from '../../rules/manifests';

const node = { cpu: Cpu.units(4), memory: Size.gibibytes(16), allocatable: { cpu: Cpu.units(4), memory: Size.gibibytes(16) } };
const prod = Cluster.of('prod', { pools: [NodePool.cpu('general', { ...node, maxNodes: 2 })] });
const pod = podSpec({ restartPolicy: 'Never', containers: [container({ resources: { requests: { cpu: '3', memory: '1Gi' }, limits: { memory: '1Gi' } } })] });

function findings(...objects: readonly any[]): string[] {
  return judge(objects.map((manifest, i) => ({ manifest, path: `o${i}`, cluster: prod })), [])
    .filter(({ rule }) => rule === 'ML-CAP-005').map(({ severity, message }) => `${severity} ${message}`);
}

test('a workload that has no room alone is named itself, whoever has pods like its own', () => {
  const jobSet = object('jobset.x-k8s.io/v1alpha2', 'JobSet', 'js', { spec: { replicatedJobs: [{ name: 'w', replicas: 1, template: { spec: { template: { spec: pod } } } }] } });
  const lws = object('leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', 'lws', {
    spec: { replicas: 1, leaderWorkerTemplate: { size: 4, workerTemplate: { spec: { ...pod, restartPolicy: 'Always' } } } },
  });
  expect(findings(jobSet, lws)).toEqual([
    "error LeaderWorkerSet 'lws' alone has no room on cluster 'prod' at its maximum: it needs 12 cpu (4 pods × 3 of LeaderWorkerSet 'lws'), "
    + 'and the nodes that may take them have 8 (2 × 4 of general); raise maxNodes or ask for less',
  ]);
});

test('pods that give way to others count beside nobody, and have to have room alone', () => {
  const low = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'low' }, value: -5 };
  const deployment = (name: string, replicas: number, fields: object): any => object('apps/v1', 'Deployment', name, {
    spec: { replicas, strategy: { type: 'Recreate' }, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { ...pod, restartPolicy: 'Always', ...fields } } },
  });
  const pause = { containers: [{ ...pod.containers[0], image: 'registry.k8s.io/pause:3.10' }], priorityClassName: 'low' };
  const sum = "it needs 9 cpu (3 pods × 3 of Deployment 'idle'), and the nodes that may take them have 8 (2 × 4 of general); raise maxNodes, ask for less or lower its maximum";
  const text = (severity: string): string => `${severity} Deployment 'idle' alone has no room on cluster 'prod' at its maximum (3 replicas): ${sum}`;
  expect(findings(low, deployment('idle', 3, { priorityClassName: 'low' }))).toEqual([text('error')]);
  expect(findings(low, deployment('idle', 3, pause))).toEqual([text('warning')]);
  expect(findings(low, deployment('idle', 2, pause), deployment('chat', 2, {}))).toEqual([]);
});

test('a Job that has room for some of its pods does not hide that the rest has none at the least', () => {
  const job = object('batch/v1', 'Job', 'train', { spec: { parallelism: 3, template: { spec: pod } } });
  const deployment = (name: string): any => object('apps/v1', 'Deployment', name, {
    spec: {
      replicas: name === 'chat' ? 2 : 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { ...pod, restartPolicy: 'Always' } },
    },
  });
  expect(findings(job, deployment('chat'), deployment('rank'))).toEqual([
    expect.stringMatching(/^warning Job 'train' alone has no room/), expect.stringMatching(/^error what is meant for cluster 'prod' has no room at the least/),
  ]);
});

test('pods that a pool may take, by a label that it does not declare, have to have room there', () => {
  const doubtful = object('apps/v1', 'Deployment', 'chat', {
    spec: { replicas: 3, strategy: { type: 'Recreate' }, selector: { matchLabels: { app: 'chat' } }, template: { metadata: { labels: { app: 'chat' } }, spec: { ...pod, restartPolicy: 'Always', nodeSelector: { rack: '7' } } } },
  });
  expect(findings(doubtful)).toEqual([
    "error Deployment 'chat' alone has no room on cluster 'prod' at its maximum (3 replicas): it needs 9 cpu (3 pods × 3 of Deployment 'chat'), and the nodes that may take them have 8 (2 × 4 of general); raise maxNodes, ask for less or lower its maximum",
  ]);
});
