import { Cases } from './case';
import { cronJob, Fields, job, object } from '../manifests';

const labels = { 'app.kubernetes.io/component': 'batch-scoring', 'app.kubernetes.io/managed-by': 'cdk8s' };
const indexed = (name: string, completions: number): any => cronJob({ jobTemplate: { spec: { completionMode: 'Indexed', completions, template: job().spec.template } } }, name);
const ours = (metadata: Fields): any => ({ ...job(), metadata: { name: 'train', labels, ...metadata } });

const trainJob = (metadata: Fields) => object('trainer.kubeflow.org/v1alpha1', 'TrainJob', 'kubeflow', { spec: { runtimeRef: { name: 'torch-distributed' } } }, {
  labels: { ...labels, 'app.kubernetes.io/component': 'training' }, ...metadata,
});

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
  ],
  nearMisses: [
    { rule: 'ML-JOB-001', name: 'an id, somebody else\'s Job, a helper', objects: [ours({ annotations: { 'cdk8s-ml.dev/run-id': 'r1' } }), job({}, {}, 'theirs'), ours({ name: 'fill', labels: { ...labels, 'app.kubernetes.io/component': 'model-cache' } }), trainJob({ annotations: { 'cdk8s-ml.dev/run-id': 'r1' } })] },
    { rule: 'ML-JOB-002', name: 'one character less; a long name without indexes', objects: [indexed('a'.repeat(50), 1000), indexed('b'.repeat(52), 10), cronJob({}, 'c'.repeat(52))] },
  ],
};
