import { jobSetSpec } from './job-set-spec';
import { jobSpec } from './job-spec';
import { runLabels } from './run-labels';
import { trainJobSpec } from './train-job-spec';
import { Manifest } from '../../manifest/manifest';
import { queueLabels } from '../../platform/queue/training-queue-labels';
import { KEPT } from '../../pod/config/kept';
import { writableRootWaiver } from '../../pod/security';
import { TrainingBackend } from '../training-backend';
import { TrainingPlan } from '../training-plan';

/**
 * The object that makes the pods of a run, or that of all runs. A run with an id of its own is kept by GitOps controllers when the next one takes its place among the
 * manifests: it may not have ended.
 */
export function runManifest(plan: TrainingPlan): Manifest {
  const { props: { queue, runId, schedule }, task, backend, runName } = plan;
  const labels = { ...task.labels, ...runLabels(plan), ...queueLabels(queue) };
  const metadata = {
    annotations: { ...task.annotations, ...runId !== undefined && KEPT, ...writableRootWaiver() },
    labels,
    name: runName,
    ...task.namespace !== undefined && { namespace: task.namespace },
  };
  if (schedule) {
    const jobTemplate = { metadata: { annotations: task.annotations, labels }, spec: jobSpec(plan) };
    return { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { ...metadata, labels: task.labels }, spec: schedule._cronJob(jobTemplate) };
  }
  switch (backend) {
    case TrainingBackend.JOB: return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: jobSpec(plan) };
    case TrainingBackend.JOB_SET: return { apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', metadata, spec: jobSetSpec(plan) };
    default: return { apiVersion: 'trainer.kubeflow.org/v1alpha1', kind: 'TrainJob', metadata, spec: trainJobSpec(plan) };
  }
}
