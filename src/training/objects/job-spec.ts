import type { JobSpec } from 'kubernetes-types/batch/v1';
import { runLabels } from './run-labels';
import { secondsOf } from '../../border/amounts';
import { present } from '../../manifest/present';
import { containerSecurity } from '../../pod/security';
import { taskPodTemplate } from '../../task/task-pod';
import { gangPodFailurePolicy, podFailurePolicy } from '../retry';
import { TrainingBackend } from '../training-backend';
import { TRAINER, TrainingPlan } from '../training-plan';

/** The spec of a run's Job. Keys stand in the order in which they are rendered. */
export function jobSpec(plan: TrainingPlan): JobSpec {
  const { props: { deadline, ttl, network, topology }, task, nodes, backend, retry, meeting } = plan;
  const inSet = backend === TrainingBackend.JOB_SET;
  return present({
    activeDeadlineSeconds: deadline && secondsOf(deadline),
    backoffLimit: inSet ? 0 : retry.retries,
    ...nodes > 1 && { completionMode: 'Indexed' as const, completions: nodes, parallelism: nodes },
    podFailurePolicy: inSet ? gangPodFailurePolicy(retry, TRAINER) : podFailurePolicy(retry, TRAINER),
    // a pod that still saves is not replaced: two would write to one checkpoint
    podReplacementPolicy: 'Failed',
    template: taskPodTemplate(task, {
      restartPolicy: 'Never',
      subdomain: meeting.kind === 'job' ? meeting.service : undefined,
      labels: runLabels(plan),
      annotations: topology?._annotations,
      container: network && { securityContext: network._secured(containerSecurity(false)) },
    }),
    ttlSecondsAfterFinished: ttl && !inSet ? secondsOf(ttl) : undefined,
  });
}
