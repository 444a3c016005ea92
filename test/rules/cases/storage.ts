import { Size } from 'cdk8s';
import { Cases } from './case';
import { Cpu } from '../../../src/border/cpu';
import { Cluster } from '../../../src/cluster/cluster';
import { NodePool } from '../../../src/cluster/node-pool';
import { AccessMode } from '../../../src/cluster/storage-class';
import { Severity } from '../../../src/manifest/finding';
import { claim, container, cronJob, deployment, Fields, hpa, job, object, statefulSet, template } from '../manifests';

const prod = Cluster.of('prod', {
  storageClasses: [
    { name: 'fast', accessModes: [AccessMode.READ_WRITE_ONCE, AccessMode.READ_ONLY_MANY], isDefault: true },
    { name: 'shared', accessModes: [AccessMode.READ_WRITE_ONCE, AccessMode.READ_WRITE_MANY] },
    { name: 'unknown' },
  ],
});
const laptop = Cluster.of('laptop', {
  pools: ['one', 'other'].map((name) => NodePool.cpu(name, { cpu: Cpu.units(8), memory: Size.gibibytes(32), minNodes: 1, maxNodes: 1, labels: { pool: name } })),
});
const onClaim = { volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'models' } }] };
const mounting = (mount: Fields = {}, volume: Fields = {}): Fields => ({
  volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'models', ...volume } }],
  containers: [container({ volumeMounts: [{ name: 'models', mountPath: '/models', ...mount }] })],
});
const reading = mounting({ readOnly: true });
const of = (...accessModes: string[]) => claim({ accessModes });
const once = (pod: Fields = onClaim, name = 'chat') => deployment(pod, { replicas: 1, strategy: { type: 'Recreate' } }, { name });
const apart = (operator = 'In') => ({ podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchExpressions: [{ key: 'app', operator, values: ['chat'] }] } }] } });
const beside = (app: string, topologyKey = 'kubernetes.io/hostname') => ({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: { matchLabels: { app } } }] } });
const daemon = (pod: Fields) => object('apps/v1', 'DaemonSet', 'agent', { spec: { selector: { matchLabels: { app: 'agent' } }, template: template(pod, { app: 'agent' }) } });
const jobSet = (pod: Fields) => object('jobset.x-k8s.io/v1alpha2', 'JobSet', 'ranks', { spec: { replicatedJobs: [{ name: 'rank', replicas: 2, template: { spec: { parallelism: 2, completions: 2, template: template({ restartPolicy: 'Never', ...pod }) } } }] } });

/** A training that saves on the claim `models`, in a folder of its run. */
const training = (name: string, checkpoint: string, folder?: string) => {
  const made = job({}, mounting(), name);
  const { template: { metadata, spec } } = made.spec;
  const containers = [{ ...spec.containers[0], env: folder ? [{ name: 'CHECKPOINT_PATH', value: `/models/${folder}` }] : [] }];
  return { ...made, spec: { template: { metadata: { ...metadata, annotations: { 'cdk8s-ml.dev/disruption': 'resume', 'cdk8s-ml.dev/checkpoint': checkpoint } }, spec: { ...spec, containers } } } };
};

/** Claims for storage under several pods. */
export const storage: Cases = {
  broken: [
    {
      rule: 'ML-VOL-001',
      name: 'several replicas on one claim',
      objects: [of('ReadWriteOnce'), deployment(onClaim)],
      says: [
        "Deployment 'chat' runs up to 4 pods (3 replicas and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate",
      ],
    },
    {
      rule: 'ML-VOL-001',
      name: 'one replica, and one more in a rollout, which waits for the volume on another node',
      objects: [of('ReadWriteOnce'), deployment(onClaim, { replicas: 1, strategy: { rollingUpdate: { maxSurge: 1 } } })],
      severity: Severity.WARNING,
      says: [
        "Deployment 'chat' runs up to 2 pods (1 replica and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate",
      ],
    },
    {
      rule: 'ML-VOL-001',
      name: 'what an autoscaler may make of it',
      objects: [of('ReadWriteOnce'), deployment(reading, { replicas: undefined, strategy: { type: 'Recreate' } }), hpa({ minReplicas: 1 })],
      says: [
        "Deployment 'chat' runs up to 10 pods (1 to 10 by HorizontalPodAutoscaler 'chat') on PersistentVolumeClaim 'models', which is ReadWriteOnce; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate",
      ],
    },
    {
      rule: 'ML-VOL-001',
      name: 'other workloads than Deployments',
      objects: [of('ReadWriteOnce'), statefulSet({ replicas: 2, template: template(onClaim, { app: 'store' }) }), job({ parallelism: 4 }, onClaim), daemon(onClaim), jobSet(onClaim)],
      // how many nodes there are for the DaemonSet, nobody says
      says: [
        "StatefulSet 'store' runs up to 2 pods (2 replicas) on PersistentVolumeClaim 'models', which is ReadWriteOnce; use volumeClaimTemplates, which make a claim for each pod",
        "Job 'train' runs up to 4 pods (1 run of 4 pods each) on PersistentVolumeClaim 'models', which is ReadWriteOnce; use ReadOnlyMany or ReadWriteMany, or parallelism 1",
        "JobSet 'ranks' runs up to 4 pods (1 run of 4 pods each) on PersistentVolumeClaim 'models', which is ReadWriteOnce; use ReadOnlyMany or ReadWriteMany",
      ],
    },
    {
      rule: 'ML-VOL-001',
      name: 'pods that have to be on different nodes, of a class without volumes for several nodes',
      cluster: prod,
      objects: [of('ReadWriteOnce'), deployment({ ...onClaim, affinity: apart() })],
      says: [
        "Deployment 'chat' runs up to 4 pods (3 replicas and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce, and they have to be on different nodes; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate",
      ],
    },
    {
      rule: 'ML-VOL-001',
      name: 'the same of a class of which nothing is known',
      cluster: prod,
      objects: ['unknown', 'elsewhere'].flatMap((storageClassName, i) => [
        { ...claim({ storageClassName }), metadata: { name: 'models', namespace: `n${i}` } }, deployment({ ...onClaim, affinity: apart() }, {}, { namespace: `n${i}` }),
      ]),
      says: Array(2).fill("Deployment 'chat' runs up to 4 pods (3 replicas and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce, and they have to be on different nodes; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate"),
    },
    {
      rule: 'ML-VOL-001',
      name: 'several pods of a class that has volumes for several nodes, by what the cluster says',
      cluster: prod,
      objects: [claim({ storageClassName: 'shared' }), deployment({ ...onClaim, affinity: apart() })],
      severity: Severity.WARNING,
      says: ["Deployment 'chat' runs up to 4 pods (3 replicas and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce, and they have to be on different nodes; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate"],
    },
    {
      rule: 'ML-VOL-001',
      name: 'several pods that are kept on one node',
      objects: [of('ReadWriteOnce'), deployment({ ...onClaim, affinity: beside('chat') })],
      severity: Severity.WARNING,
      says: ["Deployment 'chat' runs up to 4 pods (3 replicas and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate"],
    },
    {
      rule: 'ML-VOL-001',
      name: 'several pods that stand with others, or in one zone, or rather on one node',
      objects: [beside('search'), beside('chat', 'topology.kubernetes.io/zone'), { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: beside('chat').podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0] }] } }]
        .flatMap((affinity, i) => [{ ...of('ReadWriteOnce'), metadata: { name: 'models', namespace: `n${i}` } }, deployment({ ...onClaim, affinity }, {}, { namespace: `n${i}` })]),
      says: Array(3).fill("Deployment 'chat' runs up to 4 pods (3 replicas and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate"),
    },
    {
      rule: 'ML-VOL-001',
      name: 'several pods that may enter one node only',
      cluster: laptop,
      objects: [of('ReadWriteOnce'), deployment({ ...onClaim, nodeSelector: { pool: 'one' } })],
      severity: Severity.WARNING,
      says: ["Deployment 'chat' runs up to 4 pods (3 replicas and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate"],
    },
    {
      rule: 'ML-VOL-001',
      name: 'several pods that may enter two pools of one node each',
      cluster: laptop,
      objects: [of('ReadWriteOnce'), deployment(onClaim)],
      says: ["Deployment 'chat' runs up to 4 pods (3 replicas and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate"],
    },
    {
      rule: 'ML-VOL-001',
      name: 'anti-affinity to others',
      cluster: prod,
      objects: [of('ReadWriteOnce'), deployment({ ...onClaim, affinity: apart('NotIn') })],
      says: ["Deployment 'chat' runs up to 4 pods (3 replicas and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate"],
    },
    {
      rule: 'ML-VOL-001',
      name: 'one replica that has to be alone',
      cluster: prod,
      objects: [of('ReadWriteOnce'), deployment({ ...onClaim, affinity: apart() }, { replicas: 1 }, { name: 'one' })],
      severity: Severity.WARNING,
      says: ["Deployment 'one' runs up to 2 pods (1 replica and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce, and they have to be on different nodes; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate"],
    },
    {
      rule: 'ML-VOL-001',
      name: 'a claim for one pod: a second replica, a rollout that starts the new one first',
      objects: [of('ReadWriteOncePod'), deployment(onClaim, { strategy: { type: 'Recreate' } }), deployment(onClaim, { replicas: 1 }, { name: 'one' }), jobSet(onClaim)],
      severity: Severity.ERROR,
      says: [
        "Deployment 'chat' runs up to 3 pods (3 replicas) on PersistentVolumeClaim 'models', which is ReadWriteOncePod; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate",
        "Deployment 'one' runs up to 2 pods (1 replica and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOncePod; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate",
        "JobSet 'ranks' runs up to 4 pods (1 run of 4 pods each) on PersistentVolumeClaim 'models', which is ReadWriteOncePod; use ReadOnlyMany or ReadWriteMany",
      ],
    },
    {
      rule: 'ML-VOL-001',
      name: 'a claim for one pod under pods that take turns, or of which one may go first',
      objects: [of('ReadWriteOncePod'), job({ parallelism: 2 }, onClaim), deployment(onClaim, { replicas: 1, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } })],
      severity: Severity.WARNING,
      says: [
        "Job 'train' runs up to 2 pods (1 run of 2 pods each) on PersistentVolumeClaim 'models', which is ReadWriteOncePod; use ReadOnlyMany or ReadWriteMany, or parallelism 1",
        "Deployment 'chat' runs up to 2 pods (1 replica and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOncePod; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate",
      ],
    },
    {
      rule: 'ML-VOL-002',
      name: 'a job and a service that write to one claim',
      objects: [of('ReadWriteMany'), job({}, mounting()), once(mounting())],
      says: ["Deployment 'chat' and Job 'train' both write to PersistentVolumeClaim 'models'; mount it with readOnly: true in one of them, or give each a claim or a subPath of its own"],
    },
    {
      rule: 'ML-VOL-002',
      name: 'the same in the order of the example, of a claim that is somebody else\'s, and into a folder of the other',
      objects: [once(mounting({ subPath: 'a' })), job({}, mounting({ subPath: 'a/b/' }))],
      says: ["Job 'train' and Deployment 'chat' both write to PersistentVolumeClaim 'models'; mount it with readOnly: true in one of them, or give each a claim or a subPath of its own"],
    },
    {
      rule: 'ML-VOL-002',
      name: 'two workloads on a claim for one node, though neither writes',
      objects: [of('ReadWriteOnce'), once(reading), once(reading, 'search'), job({}, reading)],
      says: [
        "Deployment 'search' and Deployment 'chat' have PersistentVolumeClaim 'models', which is ReadWriteOnce, and so have to be on one node; use ReadOnlyMany or ReadWriteMany, or give each a claim of its own",
        "Job 'train' and Deployment 'chat' have PersistentVolumeClaim 'models', which is ReadWriteOnce, and so have to be on one node; use ReadOnlyMany or ReadWriteMany, or give each a claim of its own",
      ],
    },
    {
      rule: 'ML-VOL-002',
      name: 'two workloads on a claim for one node, of which one writes; two jobs that write',
      objects: [
        of('ReadWriteOnce'), once(mounting({ subPath: 'a' })), once(reading, 'search'),
        { ...of('ReadWriteOnce'), metadata: { name: 'models', namespace: 'b' } }, ...['train', 'score'].map((name) => ({ ...job({}, mounting(), name), metadata: { name, namespace: 'b' } })),
      ],
      severity: Severity.ERROR,
      says: [
        "Deployment 'search' and Deployment 'chat' have PersistentVolumeClaim 'models', which is ReadWriteOnce, and so have to be on one node; use ReadOnlyMany or ReadWriteMany, or give each a claim of its own",
        "Job 'score' and Job 'train' both write to PersistentVolumeClaim 'models'; mount it with readOnly: true in one of them, or give each a claim or a subPath of its own",
      ],
    },
    {
      rule: 'ML-VOL-002',
      name: 'the same where one goes to the node of the other',
      objects: [of('ReadWriteOnce'), once(mounting()), job({}, { ...mounting(), affinity: beside('chat') })],
      says: ["Job 'train' and Deployment 'chat' both write to PersistentVolumeClaim 'models'; mount it with readOnly: true in one of them, or give each a claim or a subPath of its own"],
    },
    {
      rule: 'ML-VOL-002',
      name: 'the same of a class for several nodes',
      cluster: prod,
      objects: [claim({ storageClassName: 'shared' }), once(mounting({ subPath: 'a' })), once(reading, 'search')],
      says: ["Deployment 'search' and Deployment 'chat' have PersistentVolumeClaim 'models', which is ReadWriteOnce, and so have to be on one node; use ReadOnlyMany or ReadWriteMany, or give each a claim of its own"],
    },
    {
      rule: 'ML-VOL-002',
      name: 'one that goes to where several pods of the other are',
      objects: [of('ReadWriteOnce'), deployment(mounting({ subPath: 'a' })), job({}, { ...reading, affinity: beside('chat') })],
      severity: Severity.ERROR,
      says: ["Job 'train' and Deployment 'chat' have PersistentVolumeClaim 'models', which is ReadWriteOnce, and so have to be on one node; use ReadOnlyMany or ReadWriteMany, or give each a claim of its own"],
    },
    {
      rule: 'ML-VOL-002',
      name: 'a claim for one pod that a service holds for ever',
      objects: [of('ReadWriteOncePod'), job({}, reading), once(reading)],
      severity: Severity.ERROR,
      says: ["Deployment 'chat' and Job 'train' have PersistentVolumeClaim 'models', which is ReadWriteOncePod, and one of them stays; give each a claim of its own"],
    },
    {
      rule: 'ML-VOL-002',
      name: 'trainings with one folder of a claim for many, one that does not say which, and a job that writes beside one',
      objects: [
        of('ReadWriteMany'), training('train', 'shared/models', 'run'), training('rank', 'shared/models', 'run'),
        ...[training('one', 'claim/models'), job({}, mounting(), 'score')].map((made) => ({ ...made, metadata: { ...made.metadata, namespace: 'b' } })),
      ],
      says: [
        "Job 'rank' and Job 'train' both write to PersistentVolumeClaim 'models'; mount it with readOnly: true in one of them, or give each a claim or a subPath of its own",
        "Job 'score' and Job 'one' both write to PersistentVolumeClaim 'models'; mount it with readOnly: true in one of them, or give each a claim or a subPath of its own",
      ],
    },
    {
      rule: 'ML-VOL-003',
      name: 'a claim to read that two containers mount to write',
      objects: [of('ReadOnlyMany'), deployment({ ...mounting(), initContainers: [container({ name: 'warm', ports: [], volumeMounts: [{ name: 'models', mountPath: '/models', readOnly: false }] })] }), job({}, mounting({ subPath: 'a' }))],
      says: [
        "init container 'warm' of Deployment 'chat' mounts PersistentVolumeClaim 'models' to write, and the claim is ReadOnlyMany; set readOnly: true at its mount, or use a claim that can be written",
        "container 'server' of Deployment 'chat' mounts PersistentVolumeClaim 'models' to write, and the claim is ReadOnlyMany; set readOnly: true at its mount, or use a claim that can be written",
        "container 'server' of Job 'train' mounts PersistentVolumeClaim 'models' to write, and the claim is ReadOnlyMany; set readOnly: true at its mount, or use a claim that can be written",
      ],
    },
    {
      rule: 'ML-VOL-004',
      name: 'a service that writes to a claim for many',
      objects: [of('ReadWriteMany'), deployment(mounting())],
      says: ["container 'server' of Deployment 'chat' mounts PersistentVolumeClaim 'models' to write, and up to 4 pods do so at once; mount it with readOnly: true, or let a StatefulSet make a claim for each pod"],
    },
    {
      rule: 'ML-VOL-004',
      name: 'one replica whose successor starts first, on a claim of which nothing is known',
      objects: [deployment(mounting(), { replicas: 1 })],
      says: ["container 'server' of Deployment 'chat' mounts PersistentVolumeClaim 'models' to write, and up to 2 pods do so at once; mount it with readOnly: true, or let a StatefulSet make a claim for each pod"],
    },
  ],
  nearMisses: [
    { rule: 'ML-VOL-001', name: 'one replica with Recreate, claims for many', objects: [of('ReadWriteOnce'), once(), { ...of('ReadWriteOnce', 'ReadOnlyMany'), metadata: { name: 'many', namespace: 'team-a' } }, deployment({ volumes: [{ name: 'm', persistentVolumeClaim: { claimName: 'many' } }] }, {}, { name: 'many' })] },
    { rule: 'ML-VOL-001', name: 'a claim of which nothing is known, modes that are none, another namespace', objects: [deployment(onClaim), { ...of('ReadWriteOnce'), metadata: { name: 'models', namespace: 'team-b' } }, ...[[], undefined, [7]].map((accessModes, i) => ({ ...claim({ accessModes }), metadata: { name: `c${i}`, namespace: 'team-a' } })), ...[0, 1, 2].map((i) => deployment({ volumes: [{ name: 'm', persistentVolumeClaim: { claimName: `c${i}` } }] }, {}, { name: `d${i}` }))] },
    { rule: 'ML-VOL-001', name: 'a claim for each pod of a StatefulSet, also where a volume of that name refers to one; one pod of a group', objects: [of('ReadWriteOncePod'), statefulSet({ replicas: 3, volumeClaimTemplates: [{ metadata: { name: 'models' }, spec: { accessModes: ['ReadWriteOncePod'], resources: { requests: { storage: '1Gi' } } } }], template: template(onClaim, { app: 'store' }) }), job({}, onClaim), cronJob()] },
    { rule: 'ML-VOL-002', name: 'one that writes and one that reads, folders of their own, jobs one after the other, a claim to read', objects: [of('ReadWriteMany'), job({}, mounting()), once(reading), once(mounting({}, { readOnly: true }), 'search')] },
    { rule: 'ML-VOL-002', name: 'trainings on a claim for one writer, of which ML-TRAIN-003 speaks', objects: [of('ReadWriteOnce'), training('train', 'claim/models', 'run'), training('rank', 'claim/models'), training('third', 'claim/models', 'run')] },
    { rule: 'ML-VOL-002', name: 'trainings on a claim for many, each with a folder of its run', objects: [of('ReadWriteMany'), training('train', 'shared/models', 'train'), training('rank', 'shared/models', 'rank/'), training('weekly', 'shared/models', '$(RUN_ID)')] },
    { rule: 'ML-VOL-002', name: 'folders of their own, by name or by pod', objects: [of('ReadWriteMany'), job({}, mounting({ subPath: 'a' })), once(mounting({ subPath: 'ab' })), once(mounting({ subPathExpr: '$(POD)' }), 'search')] },
    { rule: 'ML-VOL-002', name: 'jobs that read a claim for one node, or for one pod, one after the other', objects: [of('ReadWriteOnce'), job({}, reading), job({}, reading, 'score'), { ...of('ReadWriteOncePod'), metadata: { name: 'models', namespace: 'b' } }, ...['x', 'y'].map((name) => ({ ...job({}, mounting({ subPath: name }), name), metadata: { name, namespace: 'b' } }))] },
    { rule: 'ML-VOL-002', name: 'one object twice, jobs of one schedule, a claim that nobody may write to', objects: [of('ReadWriteMany'), ...['a', 'b'].map((name) => object('batch/v1', 'Job', name, { spec: job({}, mounting()).spec }, { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'score', uid: '1' }] })), { ...of('ReadOnlyMany'), metadata: { name: 'models', namespace: 'b' } }, ...['x', 'y'].map((name) => ({ ...job({}, mounting(), name), metadata: { name, namespace: 'b' } }))] },
    { rule: 'ML-VOL-003', name: 'mounted to read, by mount or by volume; a claim that may be written, too', objects: [of('ReadOnlyMany'), deployment(reading), job({}, mounting({}, { readOnly: true })), deployment(onClaim, {}, { name: 'not-mounted' }), { ...of('ReadOnlyMany', 'ReadWriteOnce'), metadata: { name: 'models', namespace: 'b' } }, deployment(mounting(), {}, { namespace: 'b' })] },
    { rule: 'ML-VOL-004', name: 'one replica with Recreate, a folder for each pod, reading, other workloads', objects: [of('ReadWriteMany'), once(mounting()), deployment(mounting({ subPathExpr: '$(POD)' }), {}, { name: 'folders' }), deployment(reading, {}, { name: 'reader' }), statefulSet({ replicas: 3, template: template(mounting(), { app: 'store' }) })] },
  ],
};
