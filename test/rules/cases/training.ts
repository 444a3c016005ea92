import { Size } from 'cdk8s';
import { Cases } from './case';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { Cluster } from '../../../src/cluster/cluster';
import { NodePool } from '../../../src/cluster/node-pool';
import { GpuNodePoolProps } from '../../../src/cluster/node-pool-props';
import { container, Fields, object, template } from '../manifests';

const pool = (name: string, props: Partial<GpuNodePoolProps> = {}) => NodePool.gpu(name, {
  accelerator: Accelerator.NVIDIA_A100_80GB, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(1000), maxNodes: 8, labels: { pool: name }, ...props,
});
/** The same with this time to end, and what its container starts. */
const stopping = (made: any, grace: number, command: readonly string[] = ['python', 'train.py']) => {
  const { spec } = (made.spec.replicatedJobs?.[0].template.spec ?? made.spec).template;
  Object.assign(spec, { terminationGracePeriodSeconds: grace });
  Object.assign(spec.containers[0], { command });
  return made;
};
const SPOT = pool('spot', { spot: true });
const PRICED = pool('spot', { spot: true, hourlyPrice: 12 });
const prod = (...pools: NodePool[]) => Cluster.of('prod', { pools });

/** Annotations of a training's pods. */
const facts = (of: { readonly [key: string]: string | number }) => Object.fromEntries(Object.entries({ disruption: 'resume', ...of }).map(([key, value]) => [`cdk8s-ml.dev/${key}`, value]));
const podOf = (annotations: Fields, gpus: number, name: string): any => {
  const made: any = template({
    nodeSelector: { pool: name },
    tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    containers: [container({ resources: { limits: { 'memory': '1Gi', 'nvidia.com/gpu': gpus } } })],
  });
  return { ...made, metadata: { ...made.metadata, annotations }, spec: { ...made.spec, restartPolicy: 'Never' } };
};
/** The Job `train` on cards of a pool. */
const train = (annotations: Fields, job: Fields = {}, gpus = 8, on = 'spot', name = 'train') => object('batch/v1', 'Job', name, { spec: { backoffLimit: 0, ...job, template: podOf(annotations, gpus, on) } });
const gang = (annotations: Fields, failurePolicy: Fields = {}, job: Fields = {}) => object('jobset.x-k8s.io/v1alpha2', 'JobSet', 'gang', {
  spec: { failurePolicy, replicatedJobs: [{ name: 'node', template: { spec: { backoffLimit: 0, parallelism: 4, completions: 4, ...job, template: podOf(annotations, 8, 'spot') } } }] },
});
const trainJob = (annotations: Fields) => object('trainer.kubeflow.org/v1alpha1', 'TrainJob', 'kubeflow', {
  spec: {
    runtimeRef: { name: 'torch-distributed' },
    trainer: { numNodes: 2, resourcesPerNode: { limits: { 'nvidia.com/gpu': 8 } } },
    runtimePatches: [{ manager: 'a/b', trainingRuntimeSpec: { template: { spec: { replicatedJobs: [{ name: 'node', template: { spec: { template: podOf(annotations, 8, 'spot') } } }] } } } }],
  },
});
const cron = (annotations: Fields) => object('batch/v1', 'CronJob', 'weekly', { spec: { schedule: '@weekly', concurrencyPolicy: 'Forbid', jobTemplate: { spec: { template: podOf(annotations, 1, 'spot') } } } });

const SAVES = facts({ 'checkpoint-interval': '1200', 'checkpoint': 's3://states/' });
const LONG = facts({ 'disruption': 'restart', 'run-time': '28800' });
const onClaim = (checkpoint: string) => facts({ 'checkpoint-interval': '1200', checkpoint });

/** Trainings, what their interruptions cost and where they save. */
export const training: Cases = {
  broken: [
    {
      rule: 'ML-TRAIN-001',
      name: 'trainings on spot nodes, with and without checkpoints',
      cluster: prod(SPOT),
      objects: [train(SAVES), train(facts({}), {}, 8, 'spot', 'unsaved'), train(facts({}), { activeDeadlineSeconds: 36_000 }, 8, 'spot', 'stopped'),
        train(facts({ 'run-time': '28800' }), {}, 2, 'spot', 'long'), cron(SAVES)],
      says: [
        "Job 'train' runs on spot nodes (pool 'spot'), and each interruption loses 10 min of work on average and 20 min at most: 8 accelerators × 10 min = 1.3 accelerator hours, and the time to start again; save more often, or waive the rule if that is worth it",
        "Job 'unsaved' runs on spot nodes (pool 'spot'), and each interruption loses all that was done, for it saves no checkpoints; save checkpoints, or use nodes that are not taken back",
        "Job 'stopped' runs on spot nodes (pool 'spot'), and each interruption loses all that was done, 10 h at most, for it saves no checkpoints; save checkpoints, or use nodes that are not taken back",
        "Job 'long' runs on spot nodes (pool 'spot'), and each interruption loses 4 h of work on average and 8 h at most, for it saves no checkpoints: 2 accelerators × 4 h = 8 accelerator hours, and the time to start again; save checkpoints, or use nodes that are not taken back",
        "CronJob 'weekly' runs on spot nodes (pool 'spot'), and each interruption loses 10 min of work on average and 20 min at most: 1 accelerator × 10 min = 0.17 accelerator hours, and the time to start again; save more often, or waive the rule if that is worth it",
      ],
    },
    {
      rule: 'ML-TRAIN-001',
      name: 'gangs on spot nodes, against the price of others',
      cluster: prod(PRICED, pool('a100', { hourlyPrice: 30 }), pool('dear', { hourlyPrice: 40 })),
      objects: [gang(SAVES), trainJob(SAVES), train(SAVES, {}, 2)],
      says: [
        "JobSet 'gang' runs on spot nodes (pool 'spot'), and each interruption loses 10 min of work on average and 20 min at most: 4 nodes × 8 accelerators × 10 min = 5.3 accelerator hours, which cost 8, and the time to start again; against pool 'a100' (30 an hour, not 12) that is cheaper up to 3.6 interruptions an hour; save more often, or waive the rule if that is worth it",
        "TrainJob 'kubeflow' runs on spot nodes (pool 'spot'), and each interruption loses 10 min of work on average and 20 min at most: 2 nodes × 8 accelerators × 10 min = 2.7 accelerator hours, which cost 4, and the time to start again; against pool 'a100' (30 an hour, not 12) that is cheaper up to 3.6 interruptions an hour; save more often, or waive the rule if that is worth it",
        "Job 'train' runs on spot nodes (pool 'spot'), and each interruption loses 10 min of work on average and 20 min at most: 2 accelerators × 10 min = 0.33 accelerator hours, which cost 0.5, and the time to start again; against pool 'a100' (7.5 an hour, not 3) that is cheaper up to 3.6 interruptions an hour; save more often, or waive the rule if that is worth it",
      ],
    },
    {
      rule: 'ML-TRAIN-001',
      name: 'spot nodes that cost more than others',
      cluster: prod(PRICED, pool('a100', { hourlyPrice: 11 })),
      objects: [train(SAVES)],
      says: [
        "Job 'train' runs on spot nodes (pool 'spot'), and each interruption loses 10 min of work on average and 20 min at most: 8 accelerators × 10 min = 1.3 accelerator hours, which cost 2, and the time to start again; against pool 'a100' (11 an hour, not 12) that is never cheaper; save more often, or waive the rule if that is worth it",
      ],
    },
    {
      rule: 'ML-TRAIN-001',
      name: 'a save that takes longer than the notice',
      cluster: Cluster.gke('prod', { pools: [pool('spot', { spot: true })] }),
      objects: [train(SAVES)],
      says: [
        "Job 'train' runs on spot nodes (pool 'spot'), and each interruption loses 10 min of work on average and 20 min at most: 8 accelerators × 10 min = 1.3 accelerator hours, and the time to start again; its pods may take 30 s to save and end, and have 15 s when a node of pool 'spot' is taken back, so that a last save may be cut off; save more often, or waive the rule if that is worth it",
      ],
    },
    {
      rule: 'ML-TRAIN-004',
      name: 'torchrun with a long save, by its name and as a module',
      objects: [stopping(train(SAVES), 36, ['/usr/bin/torchrun', 'train.py']), stopping(gang(SAVES), 125, ['python', '-m', 'torch.distributed.run', 'train.py'])],
      says: [["Job 'train'", 36], ["JobSet 'gang'", 125]].map(([called, grace]) => `${called} may take ${grace} s to save and end, and torchrun kills its processes 30 s after it was stopped, `
        + 'so that a longer save is cut off; save in less, or start it by something that waits longer'),
    },
    {
      rule: 'ML-TRAIN-002',
      name: 'long runs without checkpoints that are tried again',
      cluster: prod(PRICED),
      objects: [train(LONG, { backoffLimit: 3 }), cron(LONG), gang(LONG, { maxRestarts: 1 })],
      says: [
        "Job 'train' takes 8 h, saves no checkpoints and is tried again up to 3 times from the beginning: 8 accelerators × 24 h = 192 accelerator hours, which cost 288; save checkpoints, or set retries to 0",
        "CronJob 'weekly' takes 8 h, saves no checkpoints and is tried again up to 6 times from the beginning: 1 accelerator × 48 h = 48 accelerator hours, which cost 72; save checkpoints, or set retries to 0",
        "JobSet 'gang' takes 8 h, saves no checkpoints and is tried again up to 1 time from the beginning: 4 nodes × 8 accelerators × 8 h = 256 accelerator hours, which cost 384; save checkpoints, or set retries to 0",
      ],
    },
    {
      rule: 'ML-TRAIN-002',
      name: 'runs without checkpoints that are tried again, of which only the deadline is known',
      cluster: prod(PRICED),
      objects: [train(facts({}), { backoffLimit: 3, activeDeadlineSeconds: 36_000 }), gang(facts({}), { maxRestarts: 2 }, { activeDeadlineSeconds: 36_000 })],
      says: [
        "Job 'train' may take 10 h in all, saves no checkpoints and is tried again up to 3 times from the beginning: 8 accelerators × 10 h = 80 accelerator hours, which cost 120; save checkpoints, or set retries to 0",
        "JobSet 'gang' may take 10 h, saves no checkpoints and is tried again up to 2 times from the beginning: 4 nodes × 8 accelerators × 20 h = 640 accelerator hours, which cost 960; save checkpoints, or set retries to 0",
      ],
    },
    {
      rule: 'ML-TRAIN-003',
      name: 'two trainings on one claim',
      objects: [train(onClaim('claim/states')), train(onClaim('claim/states'), {}, 1, 'spot', 'rank')],
      says: [
        "the checkpoints of Job 'rank' and of Job 'train' are both on PersistentVolumeClaim 'states', which is for one writer; give each a volume of its own, or save in object storage",
      ],
    },
  ],
  nearMisses: [
    { rule: 'ML-TRAIN-001', name: 'nodes that are not taken back', cluster: prod(pool('spot')), objects: [train(SAVES), gang(SAVES)] },
    { rule: 'ML-TRAIN-001', name: 'another Job on spot nodes, and no cluster', objects: [train({}), train(SAVES, {}, 1, 'spot', 'other')] },
    {
      rule: 'ML-TRAIN-004',
      name: 'a save of 30 s, another launcher, and nothing that is saved',
      objects: [stopping(train(SAVES), 35, ['torchrun', 'train.py']), stopping(train(SAVES, {}, 1, 'spot', 'other'), 600), stopping(train(facts({}), {}, 1, 'spot', 'unsaved'), 600, ['torchrun', 'train.py'])],
    },
    {
      rule: 'ML-TRAIN-002',
      name: 'runs with checkpoints, short ones, and what is tried once',
      cluster: prod(PRICED),
      objects: [
        train(facts({ 'run-time': '28800', 'checkpoint-interval': '1200' }), { backoffLimit: 3 }),
        train(facts({ 'run-time': '7199' }), { backoffLimit: 3 }, 1, 'spot', 'short'),
        train(LONG, {}, 1, 'spot', 'once'),
        train(facts({ 'run-time': 'long' }), { backoffLimit: 3 }, 1, 'spot', 'odd'),
        train(facts({}), { backoffLimit: 3, activeDeadlineSeconds: 7199 }, 1, 'spot', 'soon'),
        train(facts({ 'run-time': '60' }), { backoffLimit: 3, activeDeadlineSeconds: 36_000 }, 1, 'spot', 'guarded'),
        gang(LONG),
        trainJob(LONG),
      ],
    },
    {
      rule: 'ML-TRAIN-003',
      name: 'a claim that is there, and for many',
      objects: [
        object('v1', 'PersistentVolumeClaim', 'states', { spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '20Gi' } } } }),
        train(onClaim('claim/states')), train(onClaim('claim/states'), {}, 1, 'spot', 'rank'),
      ],
    },
    {
      rule: 'ML-TRAIN-003',
      name: 'a claim for many, one in another namespace, and object storage',
      objects: [
        train(onClaim('shared/states')), train(onClaim('shared/states'), {}, 1, 'spot', 'rank'),
        train(onClaim('claim/states'), {}, 1, 'spot', 'third'),
        { ...train(onClaim('claim/states')), metadata: { name: 'train', namespace: 'team-b' } },
        train(SAVES, {}, 1, 'spot', 'fourth'), train(SAVES, {}, 1, 'spot', 'fifth'),
      ],
    },
  ],
};
