import { App, Size, Testing } from 'cdk8s';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { DeviceClass } from '../../../src/cluster/accelerators/device-class';
import { Cluster } from '../../../src/cluster/cluster';
import { NodePool } from '../../../src/cluster/node-pool';
import { TaintEffect } from '../../../src/cluster/taint';
import { MlChart } from '../../../src/platform/ml-chart';
import { MlNamespace } from '../../../src/platform/namespace/ml-namespace';
import { PoolQuota } from '../../../src/platform/queue/pool-quota';
import { QueuePreemption } from '../../../src/platform/queue/queue-preemption';
import { TrainingQueue } from '../../../src/platform/queue/training-queue';
import { queueLabels } from '../../../src/platform/queue/training-queue-labels';
import { TrainingQueueProps } from '../../../src/platform/queue/training-queue-props';
import { objects, one, problemsOf, teamA } from '../rendered';

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
const group = (made: TrainingQueue) => specOf(made).resourceGroups[0];
/** The quotas of a flavor, by resource. */
const quotasOf = (made: TrainingQueue, flavor = 0) => Object.fromEntries(group(made).flavors[flavor].resources.map(({ name, ...amounts }: any) => [name, amounts]));
const problems = (props: Partial<TrainingQueueProps>, chart?: MlChart) => problemsOf(() => queue(props, chart)).map((line) => line.replace(/^\[app\/team-a\/research\] /, ''));

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

test('all props', () => {
  const chart = chartOf();
  const [a, b] = [teamA(chart), new MlNamespace(chart, 'team-b', { owner: 'vision', costCenter: 'cc-18' })];
  const made = new TrainingQueue(chart, 'gpus', {
    name: 'research',
    namespaces: [a, b],
    quotas: [PoolQuota.accelerators(a100, 12, { borrowingLimit: 4, lendingLimit: 2, flavorName: 'cards', topology: ['topology/block'] }), PoolQuota.all(general, { topology: [] })],
    cohort: 'ml',
    preemption: QueuePreemption.PRIORITY,
    strictOrder: true,
  });
  expect(specOf(made)).toEqual({
    cohortName: 'ml',
    namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['team-a', 'team-b'] }] },
    preemption: { reclaimWithinCohort: 'Any', withinClusterQueue: 'LowerPriority' },
    queueingStrategy: 'StrictFIFO',
    resourceGroups: [{ coveredResources: ['cpu', 'memory', 'ephemeral-storage', 'nvidia.com/gpu'], flavors: expect.anything() }],
  });
  expect(group(made).flavors.map(({ name }: any) => name)).toEqual(['cards', 'general']);
  // three quarters of two nodes' cards, and as much of everything else
  expect(quotasOf(made).cpu).toEqual({ nominalQuota: '144', borrowingLimit: '48', lendingLimit: '24' });
  expect(quotasOf(made)['nvidia.com/gpu']).toEqual({ nominalQuota: '12', borrowingLimit: '4', lendingLimit: '2' });
  // what DaemonSets take of each node is nobody's
  expect(quotasOf(made, 1)).toMatchObject({ 'cpu': { nominalQuota: '310' }, 'nvidia.com/gpu': { nominalQuota: '0' } });
  expect(made.localQueues.map((each) => each.toJson().metadata)).toEqual([
    { name: 'research', namespace: 'team-a', labels: expect.objectContaining({ 'cdk8s-ml.dev/owner': 'nlp' }) },
    { name: 'research', namespace: 'team-b', labels: expect.objectContaining({ 'cdk8s-ml.dev/owner': 'vision' }) },
  ]);
  expect(made.resourceFlavors.map((each) => each.toJson()).map(({ kind, metadata: { name }, spec }) => [kind, name, spec.topologyName ?? spec.levels])).toEqual([
    ['Topology', 'cards', [{ nodeLabel: 'topology/block' }, { nodeLabel: 'kubernetes.io/hostname' }]],
    ['ResourceFlavor', 'cards', 'cards'],
    ['Topology', 'general', [{ nodeLabel: 'kubernetes.io/hostname' }]],
    ['ResourceFlavor', 'general', 'general'],
  ]);
  expect(made.localQueueName).toBe('research');
});

describe('defaults', () => {
  test('with a cohort, a quota that was lent comes back; without, nobody gives way', () => {
    expect(specOf(queue({ cohort: 'ml' })).preemption).toEqual({ reclaimWithinCohort: 'Any' });
    expect(specOf(queue()).preemption).toBeUndefined();
    expect(specOf(queue({ cohort: 'ml', preemption: QueuePreemption.NEVER })).preemption).toBeUndefined();
    expect(specOf(queue({ preemption: QueuePreemption.PRIORITY })).preemption).toEqual({ withinClusterQueue: 'LowerPriority' });
  });

  test('there are no limits to what is lent and borrowed', () => {
    expect(quotasOf(queue({ cohort: 'ml' })).cpu).toEqual({ nominalQuota: '192' });
    expect(quotasOf(queue({ cohort: 'ml', quotas: [PoolQuota.nodes(a100, 0, { borrowingLimit: 0 })] })).cpu).toEqual({ nominalQuota: '0', borrowingLimit: '0' });
  });

  test('the namespace is the one around it, and one that exists is as good', () => {
    const chart = chartOf();
    const team = MlNamespace.fromExisting(chart, 'team-c');
    const made = new TrainingQueue(team, 'research', { quotas: [PoolQuota.nodes(a100, 1)] });
    expect(made.localQueues.map((each) => each.toJson().metadata.namespace)).toEqual(['team-c']);
  });
});

test('a pool that is completed by its provider is meant as its nodes are', () => {
  const gke = Cluster.gke('prod', { pools: [NodePool.gpu('a100', { ...A100, labels: undefined, spot: true })] });
  const chart = chartOf(gke);
  // the pool as it was declared is known by its cluster
  const made = queue({ quotas: [PoolQuota.nodes(gke.pool('a100'), 1)] }, chart);
  expect(one(chart, 'ResourceFlavor').spec.nodeLabels).toEqual(gke.pool('a100').labels);
  expect(one(chart, 'ResourceFlavor').spec.nodeTaints.map(({ key }: any) => key)).toEqual(gke.pool('a100').taints.map(({ key }) => key));
  // what the kubelet and the system keep is not there to be given out
  expect(Number(quotasOf(made).cpu.nominalQuota.replace(/m$/, '')) / 1000).toBeLessThan(96);
});

test('further resources of nodes are covered too: network devices stand beside the cards', () => {
  const pool = NodePool.gpu('p5', { ...A100, resources: { 'vpc.amazonaws.com/efa': '32' } });
  const made = queue({ quotas: [PoolQuota.accelerators(pool, 4)] }, chartOf(cluster(pool)));
  expect(group(made).coveredResources).toEqual(['cpu', 'memory', 'ephemeral-storage', 'nvidia.com/gpu', 'vpc.amazonaws.com/efa']);
  expect(quotasOf(made)['vpc.amazonaws.com/efa']).toEqual({ nominalQuota: '16' });
});

test('queues of one cluster share their flavors, and those of another have their own', () => {
  const app = new App();
  const [one1, two] = [cluster(), cluster()];
  const charts = [one1, one1, two].map((on, i) => new MlChart(app, `stage-${i}`, { cluster: on }));
  const made = charts.map((chart, i) => new TrainingQueue(teamA(chart, { name: `team-${i}` }), `queue-${i}`, { quotas: [PoolQuota.nodes(a100, 1)] }));
  expect(made.map(({ resourceFlavors }) => resourceFlavors.length)).toEqual([1, 0, 1]);
});

test('a chart with a namespace of its own gives it to none of the objects that stand in none', () => {
  const chart = chartOf(cluster(), 'somewhere');
  queue({}, chart);
  expect(objects(chart).filter(({ kind }) => /Queue|Flavor/.test(kind)).map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
    ['ResourceFlavor', undefined], ['ClusterQueue', undefined], ['LocalQueue', 'team-a'],
  ]);
});

test('two in one chart, and twice the same bytes', () => {
  const program = () => {
    const chart = chartOf();
    const team = teamA(chart);
    new TrainingQueue(team, 'research', { quotas: [PoolQuota.nodes(a100, 1), PoolQuota.nodes(general, 2)] });
    new TrainingQueue(team, 'nightly', { quotas: [PoolQuota.nodes(general, 1), PoolQuota.nodes(a100, 1)] });
    return JSON.stringify(Testing.synth(chart));
  };
  expect(program()).toBe(program());
});

describe('what a workload carries', () => {
  test('the queue, and a priority where one is named', () => {
    const made = queue();
    expect(queueLabels(made)).toEqual({ 'kueue.x-k8s.io/queue-name': 'research' });
    expect(queueLabels(made.withPriority('production'))).toEqual({ 'kueue.x-k8s.io/priority-class': 'production', 'kueue.x-k8s.io/queue-name': 'research' });
    expect(queueLabels(undefined)).toEqual({});
  });

  test('one that exists by its name', () => {
    const team = teamA(chartOf());
    const existing = TrainingQueue.fromExisting(team, 'research');
    expect(queueLabels(existing)).toEqual({ 'kueue.x-k8s.io/queue-name': 'research' });
    expect(queueLabels(existing.withPriority('low'))).toMatchObject({ 'kueue.x-k8s.io/priority-class': 'low' });
    expect(problemsOf(() => TrainingQueue.fromExisting(team, 'Research'))).toEqual([
      "[app/team-a] 'name' must be a name that fits into a label (at most 63 of a-z, 0-9, '-' and '.', with a letter or digit at both ends), got \"Research\"; workloads carry it as a label; choose another name",
    ]);
    expect(problemsOf(() => existing.withPriority(''))).toEqual([
      "[app/team-a] 'priorityClassName' must be a name that fits into a label (at most 63 of a-z, 0-9, '-' and '.', with a letter or digit at both ends), got \"\"; workloads carry it as a label; choose another name",
    ]);
  });
});

describe('refused', () => {
  test.each<[string, Partial<TrainingQueueProps>, string[]]>([
    ['no quota at all', { quotas: [] }, ["'quotas' must be of 1 to 64 node pools, got 0; a queue starts only what it has a quota for: PoolQuota.nodes(cluster.pool('a100'), 2)"]],
    ['more nodes than there may be', { quotas: [PoolQuota.nodes(a100, 5)] }, ["'quotas[0].nodes' must be a whole number from 0 to 4, got 5; pool 'a100' has 4 at most; ask for less, or raise its maxNodes"]],
    ['more cards than there may be', { quotas: [PoolQuota.accelerators(a100, 33)] }, ["'quotas[0].accelerators' must be a whole number from 0 to 32, got 33; pool 'a100' has 32 at most; ask for less, or raise its maxNodes"]],
    ['part of a node', { quotas: [PoolQuota.nodes(a100, 0.5)] }, ["'quotas[0].nodes' must be a whole number from 0 to 4, got 0.5; pool 'a100' has 4 at most; ask for less, or raise its maxNodes"]],
    ['cards of a pool without', { quotas: [PoolQuota.accelerators(general, 1)] }, ["'quotas[0]' counts accelerators, and pool 'general' has none; take PoolQuota.nodes"]],
    ['nothing, and nobody to borrow from', { quotas: [PoolQuota.nodes(a100, 0)] }, ["'quotas' are all 0 and there is no 'cohort' to borrow from, so that nothing could ever start; give it a quota, or name a cohort"]],
    ['limits without a cohort', { quotas: [PoolQuota.nodes(a100, 2, { borrowingLimit: 1, lendingLimit: 0 })] }, [
      "'quotas[0].borrowingLimit' is 1 and there is no 'cohort' to share with; name one, or leave the limit out",
      "'quotas[0].lendingLimit' is 0 and there is no 'cohort' to share with; name one, or leave the limit out",
    ]],
    ['more lent than there is', { cohort: 'ml', quotas: [PoolQuota.nodes(a100, 2, { lendingLimit: 3 })] }, ["'quotas[0].lendingLimit' must be a whole number from 0 to 2, got 3; no more can be lent than there is; lower it"]],
    ['a negative limit', { cohort: 'ml', quotas: [PoolQuota.nodes(a100, 2, { borrowingLimit: -1 })] }, ["'quotas[0].borrowingLimit' must be a whole number of at least 0, got -1; give a whole number in that range"]],
    ['a pool twice', { quotas: [PoolQuota.nodes(a100, 1), PoolQuota.accelerators(a100, 4)] }, ["'quotas[1]' must be of another flavor than quotas[0], got \"a100\"; put both quotas of a pool into one, or give one of two pools another 'flavorName'"]],
    ['a pool of nobody', { quotas: [PoolQuota.nodes(NodePool.gpu('h100', A100), 1)] }, ["'quotas[0].pool' must be a pool of cluster 'prod' (general, a100), got \"h100\"; no node would have its flavor; add the pool to the cluster, or take one of these"]],
    ['a name that is no label', { name: 'Research Team' }, ["'name' must be a name that fits into a label (at most 63 of a-z, 0-9, '-' and '.', with a letter or digit at both ends), got \"Research Team\"; workloads carry it as a label; choose another name"]],
    ['a cohort without a name', { cohort: 'ML team' }, ["'cohort' must be the name of a cohort (at most 253 of a-z, 0-9, '-' and '.'), got \"ML team\"; choose another name"]],
    ['a flavor without a name', { quotas: [PoolQuota.nodes(a100, 1, { flavorName: 'A100' })] }, ["'quotas[0].flavorName' must be the name of a ResourceFlavor (at most 253 of a-z, 0-9, '-' and '.'), got \"A100\"; give 'flavorName' such a name"]],
    ['nothing that could be reclaimed', { preemption: QueuePreemption.RECLAIM }, ["'preemption' is QueuePreemption.RECLAIM and there is no 'cohort' that the quota is lent to; name one, or leave it out"]],
    ['no namespace', { namespaces: [] }, ["'namespaces' must be at least one, got []; nobody could use the queue; name those of its team, or make it below their MlNamespace"]],
    ['a topology for one of two', { quotas: [PoolQuota.nodes(a100, 1, { topology: [] }), PoolQuota.nodes(general, 1)] }, [
      "'quotas' have a topology for 'a100' and none for 'general'; Kueue admits work that names none only where all flavors of a queue have one, so give it to all of them or to none",
    ]],
    ['a level twice', { quotas: [PoolQuota.nodes(a100, 1, { topology: ['rack', 'rack'] })] }, ["'quotas[0].topology' must be of at most 15 node labels above the node's own, each once, got [\"rack\",\"rack\"]; copy them from 'kubectl get nodes --show-labels'"]],
  ])('%s', (_, props, expected) => {
    expect(problems(props)).toEqual(expected);
  });

  test('a namespace twice', () => {
    const chart = chartOf();
    const team = teamA(chart);
    expect(problemsOf(() => new TrainingQueue(chart, 'research', { namespaces: [team, team], quotas: [PoolQuota.all(a100)] }))).toEqual([
      "[app/research] 'namespaces[1]' must be named once, got \"team-a\"; drop the second",
    ]);
  });

  test('a topology of nodes that have no label', () => {
    const bare = NodePool.cpu('bare', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 2 });
    expect(problems({ quotas: [PoolQuota.nodes(bare, 1, { topology: [] })] }, chartOf(cluster(bare)))).toEqual([
      "'quotas[0].pool' must be one with a label, by which Kueue knows the nodes of a topology, got \"bare\"; declare its labels",
    ]);
  });

  test('more labels than a flavor holds', () => {
    const labels = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`label-${i}`, 'x']));
    const many = NodePool.cpu('many', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 2, labels });
    expect(problems({ quotas: [PoolQuota.nodes(many, 1)] }, chartOf(cluster(many)))).toEqual([
      "'quotas[0].pool' must be one with at most 8 labels and 8 taints, got \"many (9 labels, 0 taints)\"; a ResourceFlavor holds no more; declare fewer labels",
    ]);
  });

  test('devices of a DRA driver, which only the configuration of Kueue can name', () => {
    const claimed = NodePool.gpu('a100', { ...A100, deviceClass: DeviceClass.NVIDIA_GPU });
    expect(problems({ quotas: [PoolQuota.nodes(claimed, 1)] }, chartOf(cluster(claimed)))).toEqual([
      "'quotas[0].pool' must be one whose devices a device plugin offers, got \"a100\"; Kueue counts devices of DeviceClass 'gpu.nvidia.com' under a name that only its manager's configuration knows "
      + '(resources.deviceClassMappings); write that ClusterQueue yourself, and name its LocalQueue with TrainingQueue.fromExisting',
    ]);
  });

  test('pools that nothing tells apart', () => {
    const size = { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 2 };
    const [big, bare, tainted] = [
      NodePool.cpu('big', { ...size, labels: { size: 'big' } }), NodePool.cpu('bare', size), NodePool.cpu('tainted', { ...size, taints: [{ key: 'team', value: 'a', effect: TaintEffect.NO_EXECUTE }] }),
    ];
    const on = (...pools: NodePool[]) => problems({ quotas: pools.map((pool) => PoolQuota.nodes(pool, 1)) }, chartOf(cluster(...pools)));
    expect(on(bare, big)).toEqual([
      "'quotas[0]' and 'quotas[1]' count each for itself what they cannot keep apart: nodes of pool 'big' have every label of pool 'bare' and no taint that its pods do not tolerate; declare a label that only 'bare' has",
    ]);
    // its taint keeps off what does not tolerate it, and what does could run on the others
    expect(on(bare, tainted)).toEqual([
      "'quotas[1]' and 'quotas[0]' count each for itself what they cannot keep apart: nodes of pool 'bare' have every label of pool 'tainted' and no taint that its pods do not tolerate; declare a label that only 'tainted' has",
    ]);
    expect(on(bare, NodePool.cpu('own', { ...size, labels: { size: 'own' }, taints: [{ key: 'team', value: 'a' }] }))).toEqual([]);
    expect(on(big, NodePool.cpu('small', { ...size, labels: { size: 'small' } }))).toEqual([]);
    // who asks for cards lands where there are some
    expect(on(bare, NodePool.gpu('a100', { ...A100, labels: undefined }))).toEqual([]);
  });

  test('flavors of one name that are not the same', () => {
    const chart = chartOf();
    const team = teamA(chart);
    new TrainingQueue(team, 'first', { quotas: [PoolQuota.nodes(a100, 1)] });
    expect(problemsOf(() => new TrainingQueue(team, 'second', { quotas: [PoolQuota.nodes(general, 1, { flavorName: 'a100' })] }))).toEqual([
      "[app/team-a/second] 'quotas[0].flavorName' must be another than that of a pool of another queue, got \"a100\"; a ResourceFlavor stands for one pool; give it another name",
    ]);
    expect(problemsOf(() => new TrainingQueue(team, 'third', { quotas: [PoolQuota.nodes(a100, 1, { topology: [] })] }))).toEqual([
      "[app/team-a/third] 'quotas[0].topology' must be that of the other queues of flavor 'a100' (none), got \"kubernetes.io/hostname\"; a ResourceFlavor has one; say the same everywhere, or give it another name",
    ]);
  });

  test('one without a chart', () => {
    expect(problemsOf(() => new TrainingQueue(new App(), 'research', { quotas: [PoolQuota.all(a100)] }))[0]).toContain("'scope' must be a chart or stand in one");
  });
});
