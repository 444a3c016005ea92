import { Size } from 'cdk8s';
import { Cases } from './case';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { Cluster } from '../../../src/cluster/cluster';
import { NodePool } from '../../../src/cluster/node-pool';
import { Severity } from '../../../src/manifest/finding';
import { container, Fields, object, template } from '../manifests';

const API = 'kueue.x-k8s.io/v1beta2';
const LABEL = 'kueue.x-k8s.io/queue-name';
const PRIORITY = 'kueue.x-k8s.io/priority-class';
const everywhere = (kind: string, name: string, fields: Fields = {}): any => ({ apiVersion: API, kind, metadata: { name }, ...fields });

const prod = Cluster.of('prod', {
  pools: [
    NodePool.gpu('a100', { accelerator: Accelerator.NVIDIA_A100_80GB, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(1360), maxNodes: 4, labels: { accelerator: 'nvidia-a100' } }),
    NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 2, labels: { pool: 'general' } }),
  ],
});

/** A ClusterQueue of cards, and of enough of everything else. */
const clusterQueue = (gpus: string, spec: Fields = {}, name = 'research', quota: Fields = {}): any => everywhere('ClusterQueue', name, {
  spec: {
    namespaceSelector: {},
    resourceGroups: [{
      coveredResources: ['cpu', 'memory', 'nvidia.com/gpu'],
      flavors: [{ name: 'a100', resources: [{ name: 'cpu', nominalQuota: '32' }, { name: 'memory', nominalQuota: '64Gi' }, { name: 'nvidia.com/gpu', nominalQuota: gpus, ...quota }] }],
    }],
    ...spec,
  },
});
const flavor = (nodeLabels: Fields = { accelerator: 'nvidia-a100' }): any => everywhere('ResourceFlavor', 'a100', { spec: { nodeLabels } });
const localQueue = (clusterQueueName = 'research', name = 'research', metadata: Fields = {}): any => object(API, 'LocalQueue', name, { spec: { clusterQueue: clusterQueueName } }, metadata);
const queued = (labels: Fields = { [LABEL]: 'research' }, spec: Fields = {}, gpus = 8, requests: Fields = {}): any => object('batch/v1', 'Job', 'train', {
  spec: {
    parallelism: 2,
    completions: 2,
    template: template({ restartPolicy: 'Never', containers: [container({ resources: { requests: { 'cpu': '1', 'memory': '1Gi', 'nvidia.com/gpu': `${gpus}`, ...requests }, limits: { 'nvidia.com/gpu': `${gpus}` } } })] }),
    ...spec,
  },
}, { labels });
const cronJob = (own: Fields, made: Fields, pods: Fields = {}): any => object('batch/v1', 'CronJob', 'retrain', {
  spec: { schedule: '0 3 * * *', jobTemplate: { metadata: { labels: made }, spec: { template: template({ restartPolicy: 'Never' }, pods) } } },
}, { labels: own });
/** A ClusterQueue of two flavors, and its Job `train` of 8 cards in 2 pods, which selects the nodes of one. */
const twoFlavors = (a100: string, ...others: any[]): any => [
  flavor(), everywhere('ResourceFlavor', 'l4', { spec: { nodeLabels: { accelerator: 'nvidia-l4' }, nodeTaints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }] } }),
  clusterQueue('0', {
    resourceGroups: [{
      coveredResources: ['cpu', 'memory', 'nvidia.com/gpu'],
      flavors: [['l4', '1000'], ...a100 ? [['a100', a100]] : []].map(([name, nominalQuota]) => ({
        name, resources: ['cpu', 'memory', 'nvidia.com/gpu'].map((resource) => ({ name: resource, nominalQuota: resource === 'memory' ? `${nominalQuota}Gi` : nominalQuota })),
      })),
    }],
  }),
  localQueue(), ...others,
];
const selecting = (pod: Fields): any => queued({ [LABEL]: 'research' }, { template: template({ restartPolicy: 'Never', containers: queued().spec.template.spec.containers, ...pod }) }, 8);
const affinity = (...terms: Fields[][]): Fields => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms.map((matchExpressions) => ({ matchExpressions })) } } },
});
const tolerating = { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] };
const namespace = (labels: Fields = {}): any => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a', labels } });

const topology = everywhere('Topology', 'racks', { spec: { levels: [{ nodeLabel: 'example.com/rack' }, { nodeLabel: 'kubernetes.io/hostname' }] } });
/** The Job, in one rack. */
const inOneRack = (() => {
  const made = queued();
  return { ...made, spec: { ...made.spec, template: { ...made.spec.template, metadata: { annotations: { 'kueue.x-k8s.io/podset-required-topology': 'example.com/rack' } } } } };
})();

/** Who waits where, for what. */
export const queue: Cases = {
  broken: [
    {
      rule: 'ML-QUEUE-001',
      name: 'a slip of the pen',
      objects: [clusterQueue('8'), localQueue('reserch')],
      says: ["LocalQueue 'research' leads to ClusterQueue 'reserch', which is not among the manifests; mend the name (is it 'research'?), make it, or declare it with External.declare"],
    },
    {
      rule: 'ML-QUEUE-001',
      name: 'a selector of other namespaces, by name and by a label of a namespace that is made here',
      objects: [
        clusterQueue('8', { namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['team-b'] }] } }), localQueue(),
        clusterQueue('8', { namespaceSelector: { matchLabels: { tier: 'gold' } } }, 'gold'), localQueue('gold', 'gold'), namespace({ tier: 'silver' }),
      ],
      severity: Severity.ERROR,
      says: [
        "LocalQueue 'research' of namespace 'team-a' leads to ClusterQueue 'research', whose namespaceSelector leaves that namespace out; add it to the selector",
        "LocalQueue 'gold' of namespace 'team-a' leads to ClusterQueue 'gold', whose namespaceSelector leaves that namespace out; add it to the selector",
      ],
    },
    {
      rule: 'ML-QUEUE-001',
      name: 'no selector',
      objects: [clusterQueue('8', { namespaceSelector: undefined }), localQueue()],
      severity: Severity.ERROR,
      says: ["LocalQueue 'research' leads to ClusterQueue 'research', which has no namespaceSelector and so takes no namespace; give it one, {} for every namespace"],
    },
    {
      rule: 'ML-QUEUE-002',
      name: 'a slip of the pen',
      objects: [localQueue(), queued({ [LABEL]: 'reserch' })],
      says: ["Job 'train' waits in LocalQueue 'reserch', which is not among the manifests of namespace 'team-a'; mend label kueue.x-k8s.io/queue-name (is it 'research'?), make the queue, or declare it with External.declare"],
    },
    {
      rule: 'ML-QUEUE-002',
      name: 'a queue of another namespace, and a priority of nobody',
      objects: [localQueue('research', 'research', { namespace: 'team-b' }), cronJob({}, { [LABEL]: 'research', [PRIORITY]: 'high' })],
      says: [
        "CronJob 'retrain' waits in LocalQueue 'research', which stands in namespace 'team-b' and not in namespace 'team-a'; mend label kueue.x-k8s.io/queue-name, make the queue, or declare it with External.declare",
        "CronJob 'retrain' has the priority of WorkloadPriorityClass 'high', which is not among the manifests; mend label kueue.x-k8s.io/priority-class, make the class, or declare it with External.declare",
      ],
    },
    {
      rule: 'ML-QUEUE-003',
      name: 'a flavor that is not there',
      objects: [
        everywhere('ClusterQueue', 'research', { spec: { namespaceSelector: {}, resourceGroups: [{ coveredResources: ['cpu'], flavors: [{ name: 'a10', resources: [{ name: 'cpu', nominalQuota: '1' }] }] }] } }), flavor(),
      ],
      says: ["ClusterQueue 'research' has a quota of ResourceFlavor 'a10', which is not among the manifests, and is inactive without it; mend the name (is it 'a100'?), make the flavor, or declare it with External.declare"],
    },
    {
      rule: 'ML-QUEUE-003',
      name: 'a flavor of nodes that nobody has',
      objects: [flavor({ accelerator: 'nvidia-h100' })],
      cluster: prod,
      says: ["ResourceFlavor 'a100' stands for nodes with accelerator=nvidia-h100, which no pool of cluster 'prod' has (a100, general); mend its nodeLabels, or declare the labels of the pool"],
    },
    {
      rule: 'ML-QUEUE-004',
      name: 'more cards than there are, by two queues',
      objects: [flavor(), clusterQueue('24', {}, 'nlp'), clusterQueue('16')],
      cluster: prod,
      says: ["queues may admit 40 nvidia.com/gpu of flavor 'a100' (24 by ClusterQueue 'nlp' + 16 by ClusterQueue 'research'), and its nodes have 32 (4 × 8 of a100); lower a nominalQuota or raise maxNodes"],
    },
    {
      rule: 'ML-QUEUE-005',
      name: 'a label on the CronJob and one on its pods',
      objects: [cronJob({ [LABEL]: 'research' }, {}, { [LABEL]: 'research' })],
      says: [
        "CronJob 'retrain' has label kueue.x-k8s.io/queue-name=research on its own metadata, where Kueue does not read it, and its Jobs stand in no queue; move it to spec.jobTemplate.metadata.labels",
        "CronJob 'retrain' has label kueue.x-k8s.io/queue-name=research on that of its pods, where Kueue does not read it, and its Jobs stand in no queue; move it to spec.jobTemplate.metadata.labels",
      ],
    },
    {
      rule: 'ML-QUEUE-006',
      name: 'a Job that is more than the queue',
      objects: [flavor(), clusterQueue('8'), localQueue(), queued()],
      says: ["Job 'train' asks for 16 nvidia.com/gpu at once, and ClusterQueue 'research' admits 8 at most, so that it is never started; raise the quota, or ask for less"],
    },
    {
      rule: 'ML-QUEUE-006',
      name: 'a limit to what is borrowed, and a resource that is not covered',
      objects: [flavor(), clusterQueue('8', { cohortName: 'ml' }, 'research', { borrowingLimit: '4' }), localQueue(), queued({ [LABEL]: 'research' }, {}, 8, { 'ephemeral-storage': '1Gi' })],
      says: [
        "Job 'train' requests 2Gi ephemeral-storage, which ClusterQueue 'research' does not cover, so that it is never started; give the queue a quota of it, or request none",
        "Job 'train' asks for 16 nvidia.com/gpu at once, and ClusterQueue 'research' admits 12 at most, so that it is never started; raise the quota, or ask for less",
      ],
    },
    {
      rule: 'ML-QUEUE-006',
      name: 'a quota of other nodes alone, by selector and by affinity',
      objects: twoFlavors('', selecting({ nodeSelector: { accelerator: 'nvidia-a100' }, ...tolerating }), {
        ...selecting({ ...affinity([{ key: 'accelerator', operator: 'In', values: ['nvidia-a100'] }], [{ key: 'accelerator', operator: 'DoesNotExist' }]), ...tolerating }), metadata: { name: 'other', namespace: 'team-a', labels: { [LABEL]: 'research' } },
      }),
      says: [
        "Job 'train' is never started, for ClusterQueue 'research' has no quota of nodes that it may enter (flavors: l4: accelerator=nvidia-l4, and its nodeSelector asks for accelerator=nvidia-a100); give the queue a quota of its pool",
        "Job 'other' is never started, for ClusterQueue 'research' has no quota of nodes that it may enter (flavors: l4: accelerator=nvidia-l4, against its node affinity); give the queue a quota of its pool",
      ],
    },
    {
      rule: 'ML-QUEUE-006',
      name: 'a taint that is not tolerated',
      objects: twoFlavors('', selecting({})),
      says: ["Job 'train' is never started, for ClusterQueue 'research' has no quota of nodes that it may enter (flavors: l4: taint nvidia.com/gpu:NoSchedule, which it does not tolerate); give the queue a quota of its pool"],
    },
    {
      rule: 'ML-QUEUE-006',
      name: 'too little of its own nodes beside much of others, and too little of two resources',
      objects: twoFlavors('1', selecting({ nodeSelector: { accelerator: 'nvidia-a100' }, ...tolerating })),
      says: ["Job 'train' asks for 2 cpu, 2Gi memory and 16 nvidia.com/gpu at once, and ClusterQueue 'research' admits 1 cpu, 1Gi memory and 1 nvidia.com/gpu at most on nodes that it may enter (not l4), so that it is never started; raise the quota, or ask for less"],
    },
    {
      rule: 'ML-QUEUE-006',
      name: 'a rack of a queue that knows none',
      objects: [flavor(), clusterQueue('16'), localQueue(), inOneRack],
      says: ["Job 'train' asks for nodes that are near by example.com/rack, and the flavors of ClusterQueue 'research' have no topology, so that it is never started; name one of their levels, or give them a topology"],
    },
    {
      rule: 'ML-QUEUE-006',
      name: 'a rack of a queue that knows other levels',
      objects: [{ ...topology, spec: { levels: [{ nodeLabel: 'block' }] } }, { ...flavor(), spec: { topologyName: 'racks' } }, clusterQueue('16'), localQueue(), inOneRack],
      says: ["Job 'train' asks for nodes that are near by example.com/rack, and the flavors of ClusterQueue 'research' have the levels block, so that it is never started; name one of their levels, or give them a topology"],
    },
  ],
  nearMisses: [
    { rule: 'ML-QUEUE-006', name: 'nodes of one of two flavors', objects: twoFlavors('16', selecting({ nodeSelector: { accelerator: 'nvidia-a100' } })) },
    {
      rule: 'ML-QUEUE-006',
      name: 'a label that no flavor has, a term that asks for one, and one of two terms that matches',
      objects: twoFlavors('', ...[
        { nodeSelector: { zone: 'a' } },
        affinity([{ key: 'zone', operator: 'In', values: ['a'] }], [{ key: 'accelerator', operator: 'In', values: ['nvidia-a100'] }]),
        affinity([{ key: 'accelerator', operator: 'NotIn', values: ['nvidia-l4'] }], [{ key: 'accelerator', operator: 'Exists' }, { key: 'zone', operator: 'In', values: ['a'] }]),
      ].map((pod, i) => ({ ...selecting({ ...pod, ...tolerating }), metadata: { name: `train-${i}`, namespace: 'team-a', labels: { [LABEL]: 'research' } } }))),
    },
    {
      rule: 'ML-QUEUE-006',
      name: 'a taint that the flavor has tolerated, and a flavor of somebody else',
      objects: [
        everywhere('ResourceFlavor', 'a100', { spec: { nodeTaints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }], tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] } }),
        clusterQueue('16'), localQueue(), selecting({}),
        clusterQueue('16', { resourceGroups: [{ coveredResources: ['cpu', 'memory', 'nvidia.com/gpu'], flavors: [{ name: 'theirs', resources: [{ name: 'cpu', nominalQuota: '32' }, { name: 'memory', nominalQuota: '64Gi' }, { name: 'nvidia.com/gpu', nominalQuota: '16' }] }] }] }, 'theirs'),
        localQueue('theirs', 'theirs'), { ...selecting({ nodeSelector: { accelerator: 'nvidia-a100' } }), metadata: { name: 'there', namespace: 'team-a', labels: { [LABEL]: 'theirs' } } },
      ],
    },
    { rule: 'ML-QUEUE-006', name: 'a rack of a queue that knows racks', objects: [topology, { ...flavor(), spec: { topologyName: 'racks' } }, clusterQueue('16'), localQueue(), inOneRack] },
    { rule: 'ML-QUEUE-006', name: 'a rack of a flavor that somebody else makes', objects: [clusterQueue('16'), localQueue(), inOneRack] },
    { rule: 'ML-QUEUE-001', name: 'a queue of somebody else', objects: [localQueue('shared')], externals: [{ kind: 'ClusterQueue', name: 'shared' }] },
    { rule: 'ML-QUEUE-001', name: 'a label of a namespace that others make', objects: [clusterQueue('8', { namespaceSelector: { matchLabels: { tier: 'gold' } } }), localQueue()] },
    { rule: 'ML-QUEUE-001', name: 'the namespace by name', objects: [clusterQueue('8', { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'team-a' } } }), localQueue(), namespace()] },
    { rule: 'ML-QUEUE-002', name: 'a queue and a priority that are there', objects: [localQueue(), everywhere('WorkloadPriorityClass', 'high', { value: 1 }), queued({ [LABEL]: 'research', [PRIORITY]: 'high' })] },
    { rule: 'ML-QUEUE-002', name: 'a queue that exists', objects: [queued()], externals: [{ kind: 'LocalQueue', name: 'research', namespace: 'team-a' }] },
    { rule: 'ML-QUEUE-002', name: 'work without a queue', objects: [queued({}), cronJob({}, {})] },
    { rule: 'ML-QUEUE-003', name: 'a flavor of any node, and one of somebody else', objects: [flavor({}), clusterQueue('8')], cluster: prod },
    { rule: 'ML-QUEUE-003', name: 'a flavor that is declared', objects: [clusterQueue('8')], externals: [{ kind: 'ResourceFlavor', name: 'a100' }] },
    { rule: 'ML-QUEUE-004', name: 'all that there is', objects: [flavor(), clusterQueue('16', {}, 'nlp'), clusterQueue('16')], cluster: prod },
    { rule: 'ML-QUEUE-004', name: 'nodes of which nothing is declared', objects: [flavor(), clusterQueue('1000')] },
    { rule: 'ML-QUEUE-005', name: 'a label on the Jobs, and on the CronJob too', objects: [cronJob({ [LABEL]: 'research' }, { [LABEL]: 'research' })] },
    { rule: 'ML-QUEUE-006', name: 'a Job that fills the queue', objects: [flavor(), clusterQueue('16'), localQueue(), queued()] },
    { rule: 'ML-QUEUE-006', name: 'what a cohort may lend', objects: [flavor(), clusterQueue('8', { cohortName: 'ml' }), localQueue(), queued()] },
    {
      rule: 'ML-QUEUE-006',
      name: 'a Job that may start with fewer pods',
      objects: [flavor(), clusterQueue('8'), localQueue(), { ...queued(), metadata: { ...queued().metadata, annotations: { 'kueue.x-k8s.io/job-min-parallelism': '1' } } }],
    },
  ],
};
