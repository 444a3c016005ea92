import { Cases } from './case';
import { container, cronJob, Fields, job, object } from '../manifests';

const labels = { 'app.kubernetes.io/component': 'batch-scoring', 'app.kubernetes.io/managed-by': 'cdk8s' };
const indexed = (name: string, completions: number): any => cronJob({ jobTemplate: { spec: { completionMode: 'Indexed', completions, template: job().spec.template } } }, name);
const ours = (metadata: Fields): any => ({ ...job(), metadata: { name: 'train', labels, ...metadata } });

const trainJob = (metadata: Fields) => object('trainer.kubeflow.org/v1alpha1', 'TrainJob', 'kubeflow', { spec: { runtimeRef: { name: 'torch-distributed' } } }, {
  labels: { ...labels, 'app.kubernetes.io/component': 'training' }, ...metadata,
});

/** A run of a namespace whose program is told these folders. */
const told = (namespace: string, env: readonly Fields[], name = 'score') => ({ ...job({}, { containers: [container({ env })] }, name), metadata: { name, namespace } });
const shard = (folder: string, ...before: Fields[]) => [
  { name: 'SHARD_INDEX', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']" } } }, ...before,
  { name: 'SHARD_OUTPUT_URI', value: `${folder}/shard=$(SHARD_INDEX)` }, { name: 'COMMIT_MARKER_URI', value: '$(SHARD_OUTPUT_URI)/_SUCCESS' },
];
const RUN_FIELD = { name: 'RUN_ID', valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } } };
const nightly = (namespace: string, name: string) => ({ ...cronJob({ jobTemplate: { spec: { template: told(namespace, shard('s3://scores/run=$(RUN_ID)', RUN_FIELD)).spec.template } } }, name), metadata: { name, namespace } });
const saving = (namespace: string, path: string) => told(namespace, [{ name: 'RUN_ID', value: 'r1' }, { name: 'CHECKPOINT_PATH', value: path }], 'rank');

/** What is unwise or impossible about runs. */
export const jobs: Cases = {
  broken: [
    {
      rule: 'ML-JOB-001',
      name: 'runs of one name',
      objects: [ours({}), object('jobset.x-k8s.io/v1alpha2', 'JobSet', 'gang', { spec: { replicatedJobs: [] } }, { labels: { ...labels, 'app.kubernetes.io/component': 'training' } }), trainJob({})],
      says: ["Job 'train'", "JobSet 'gang'", "TrainJob 'kubeflow'"].map((called) => `${called} is of one run and its name does not say which, so that the next release is refused while it exists, and the same one runs again `
        + 'when it was deleted; give runId, or a schedule'),
    },
    {
      rule: 'ML-JOB-002',
      name: 'a CronJob of 1,000 indexes and 51 characters, one with a dot',
      objects: [indexed('nightly-scoring-of-every-customer-by-churn-and-sums', 1000), indexed('nightly.scoring', 4)],
      says: [
        "CronJob 'nightly-scoring-of-every-customer-by-churn-and-sums' makes Jobs whose last pod would have a name of 64 characters, and may have 63, so that each run is refused; shorten its name by 1",
        "CronJob 'nightly.scoring' makes Jobs whose pods would be called after it, and a host name has no dots, so that each run is refused; take them out of its name",
      ],
    },
    {
      rule: 'ML-JOB-003',
      name: 'stages that share a bucket',
      objects: [
        told('prod', shard('s3://scores/run=score-r1')), told('dev', shard('s3://scores/run=score-r1')), nightly('prod', 'night'), nightly('dev', 'night'),
        saving('prod', 'gs://states/rank-$(RUN_ID)'), saving('dev', 'gs://states/rank-r1'),
      ],
      says: [
        "Job 'score' of namespace 'dev' and Job 'score' of namespace 'prod' are both told COMMIT_MARKER_URI 's3://scores/run=score-r1/shard=$(SHARD_INDEX)/_SUCCESS': the second finds its shards done and scores nothing; "
          + 'give each an output of its own, such as one with the namespace in it',
        "CronJob 'night' of namespace 'dev' and CronJob 'night' of namespace 'prod' are both told COMMIT_MARKER_URI 's3://scores/run=$(RUN_ID)/shard=$(SHARD_INDEX)/_SUCCESS': the second finds its shards done and scores nothing; "
          + 'give each an output of its own, such as one with the namespace in it',
        "Job 'rank' of namespace 'dev' and Job 'rank' of namespace 'prod' are both told CHECKPOINT_PATH 'gs://states/rank-r1': the second goes on from the first one's checkpoints; give each an address for checkpoints of its own, "
          + 'such as one with the namespace in it',
      ],
    },
  ],
  nearMisses: [
    {
      rule: 'ML-JOB-003',
      name: 'buckets of their own, schedules of two names, checkpoints on claims',
      objects: [
        told('prod', shard('s3://scores/prod/run=score-r1')), told('dev', shard('s3://scores/dev/run=score-r1')), nightly('prod', 'night'), nightly('dev', 'nightly'),
        saving('prod', '/checkpoints/rank-r1'), saving('dev', '/checkpoints/rank-r1'), told('dev', [], 'other'),
      ],
    },
    { rule: 'ML-JOB-001', name: 'an id, somebody else\'s Job, a helper', objects: [ours({ annotations: { 'cdk8s-ml.dev/run-id': 'r1' } }), job({}, {}, 'theirs'), ours({ name: 'fill', labels: { ...labels, 'app.kubernetes.io/component': 'model-cache' } }), trainJob({ annotations: { 'cdk8s-ml.dev/run-id': 'r1' } })] },
    { rule: 'ML-JOB-002', name: 'one character less; a long name without indexes', objects: [indexed('a'.repeat(50), 1000), indexed('b'.repeat(52), 10), cronJob({}, 'c'.repeat(52))] },
  ],
};
