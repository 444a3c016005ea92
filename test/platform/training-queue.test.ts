import { App, Size, Testing } from 'cdk8s';
import { objects, one, problemsOf, teamA } from './rendered';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { DeviceClass } from '../../src/cluster/accelerators/device-class';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { TaintEffect } from '../../src/cluster/taint';
import { MlChart } from '../../src/platform/ml-chart';
import { MlNamespace } from '../../src/platform/ml-namespace';
import { PoolQuota } from '../../src/platform/pool-quota';
import { QueuePreemption } from '../../src/platform/queue-preemption';
import { TrainingQueue } from '../../src/platform/training-queue';
import { queueLabels } from '../../src/platform/training-queue-labels';
import { TrainingQueueProps } from '../../src/platform/training-queue-props';

const A100 = { accelerator: Accelerator.NVIDIA_A100_80GB, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(1360), maxNodes: 4, labels: { accelerator: 'nvidia-a100' } };
const a100 = NodePool.gpu('a100', A100);
const general = NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 20, labels: { pool: 'general' }, daemonSets: { cpu: Cpu.millis(500), memory: Size.gibibytes(1) } });
const cluster = (...pools: NodePool[]) => Cluster.of('prod', { pools: pools.length > 0 ? pools : [general, a100] });
const chartOf = (on = cluster(), namespace?: string) => new MlChart(new App(), 'app', { cluster: on, namespace });

/** A queue of team-a, with all else given. */
function queue(props: Partial<TrainingQueueProps> = {}, chart = chartOf()): TrainingQueue {
  return new TrainingQueue(teamA(chart), 'research', { quotas: [PoolQuota.nodes(a100, 2)], ...props });
}
const specOf = (made: TrainingQueue) => made.clusterQueue.toJson().spec;
const flavorsOf = (made: TrainingQueue) => specOf(made).resourceGroups[0].flavors;

test('minimal props: a flavor, a ClusterQueue, and a LocalQueue in the namespace that it stands in', () => {
  const chart = chartOf();
  const made = queue({}, chart);
  expect(objects(chart).map(({ kind, metadata }) => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`)).toEqual([
    'Namespace//team-a', 'NetworkPolicy/team-a/default-deny', 'ResourceFlavor//a100', 'ClusterQueue//research', 'LocalQueue/team-a/research',
  ]);
  expect(one(chart, 'ResourceFlavor')).toEqual({
    apiVersion: 'kueue.x-k8s.io/v1beta2',
    kind: 'ResourceFlavor',
    metadata: { name: 'a100' },
    spec: { nodeLabels: { accelerator: 'nvidia-a100' }, nodeTaints: [{ effect: 'NoSchedule', key: 'nvidia.com/gpu' }] },
  });
  expect(one(chart, 'ClusterQueue')).toEqual({
    apiVersion: 'kueue.x-k8s.io/v1beta2',
    kind: 'ClusterQueue',
    metadata: { name: 'research', labels: expect.objectContaining({ 'cdk8s-ml.dev/owner': 'nlp' }) },
    spec: {
      namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['team-a'] }] },
      resourceGroups: [{
        coveredResources: ['cpu', 'memory', 'ephemeral-storage', 'nvidia.com/gpu'],
        flavors: [{
          name: 'a100',
          resources: [
            { name: 'cpu', nominalQuota: '192' }, { name: 'memory', nominalQuota: '2785080Mi' }, { name: 'ephemeral-storage', nominalQuota: expect.stringMatching(/^\d+[KMG]i$/) }, { name: 'nvidia.com/gpu', nominalQuota: '16' },
          ],
        }],
      }],
    },
  });
  expect(one(chart, 'LocalQueue')).toEqual({
    apiVersion: 'kueue.x-k8s.io/v1beta2',
    kind: 'LocalQueue',
    metadata: { name: 'research', namespace: 'team-a', labels: expect.objectContaining({ 'cdk8s-ml.dev/owner': 'nlp' }) },
    spec: { clusterQueue: 'research' },
  });
  expect([made.name, made.localQueueName, made.priorityClassName]).toEqual(['research', 'research', undefined]);
});
