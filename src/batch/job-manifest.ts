import type { JobSpec, JobTemplateSpec } from 'kubernetes-types/batch/v1';
import { MANY_SHARDS, mostOf, parallelismOf } from './batch-plan';
import { BatchScoringJobProps } from './batch-scoring-job-props';
import { secondsOf } from '../border/amounts';
import { Manifest } from '../manifest/manifest';
import { present } from '../manifest/present';
import { queueLabels } from '../platform/queue/training-queue-labels';
import { KEPT } from '../pod/config/kept';
import { DISRUPTION_IS_NO_FAILURE } from '../task/job-failures';
import { runNameOf } from '../task/run-id';
import { TaskPlan } from '../task/task-plan';
import { taskPodTemplate } from '../task/task-pod';

/**
 * The Job of batch scoring, or the CronJob that makes it. A run with an id of its own is kept by GitOps controllers when the next one takes its place among the
 * manifests: it may not have ended.
 */
export function jobManifest(plan: TaskPlan, props: BatchScoringJobProps): Manifest {
  const { annotations, namespace } = plan;
  const name = runNameOf(plan.name, props.runId);
  const labels = { ...plan.labels, ...queueLabels(props.queue) };
  const spec = jobSpec(plan, props);
  if (!props.schedule) {
    const metadata = { annotations: { ...annotations, ...props.runId !== undefined && KEPT }, labels, name, namespace };
    return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec };
  }
  const jobTemplate: JobTemplateSpec = { metadata: { ...Object.keys(annotations).length > 0 && { annotations }, labels }, spec };
  return { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { annotations, labels: plan.labels, name, namespace }, spec: props.schedule._cronJob(jobTemplate) };
}

function jobSpec(plan: TaskPlan, props: BatchScoringJobProps): JobSpec {
  const { deadline, enoughShards, exitCodes, retries, shards, ttl } = props;
  return present({
    activeDeadlineSeconds: deadline && secondsOf(deadline),
    backoffLimitPerIndex: retries ?? 6,
    completionMode: 'Indexed',
    completions: shards,
    maxFailedIndexes: mostFailures(props),
    parallelism: parallelismOf(plan, props),
    podFailurePolicy: { rules: [DISRUPTION_IS_NO_FAILURE, ...exitCodes?._rules(plan.terms.container) ?? []] },
    // two pods of one shard would write to one place
    podReplacementPolicy: 'Failed',
    successPolicy: enoughShards === undefined ? undefined : { rules: [{ succeededCount: enoughShards }] },
    template: taskPodTemplate(plan, { restartPolicy: 'Never' }),
    ttlSecondsAfterFinished: ttl && secondsOf(ttl),
  });
}

function mostFailures({ enoughShards, maxFailedShards, shards }: BatchScoringJobProps): number | undefined {
  const bound = enoughShards === undefined ? undefined : Math.min(shards - enoughShards, mostOf(shards));
  return maxFailedShards ?? bound ?? (shards > MANY_SHARDS ? mostOf(shards) : undefined);
}
