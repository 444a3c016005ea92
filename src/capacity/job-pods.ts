import { isMap, listOf, mapOf, Shape } from '../reading/shape';
import { Subject } from '../reading/subject';

export const SCALED_JOB = 'keda.sh/ScaledJob';
/** What KEDA keeps of the Jobs that succeeded where nobody says. @see https://keda.sh/docs/latest/reference/scaledjob-spec/ */
const SCALED_JOBS_KEPT = 100;

/** The API's numbers have 32 bits. */
const MOST = 2 ** 31 - 1;

/** A number of things. What is none is refused by another rule, and counts as if nothing were said. */
export function whole(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MOST ? value : otherwise;
}

/** Pods that a Job has at once: as many as may run beside each other, and never more than have to succeed. */
export function podsOfJob(job: Shape): number {
  const parallelism = whole(job.parallelism, 1);
  return Math.min(parallelism, whole(job.completions, parallelism));
}

/** Pods that there are when a Job is done, and of the runs before it that are kept. A Job that ends by a policy of its own may be done with fewer. */
export function podsKept(job: Shape, runs: number): number | undefined {
  const atOnce = podsOfJob(job);
  const most = isMap(job.successPolicy) || atOnce === 0 ? 0 : whole(job.completions, atOnce === 1 ? 1 : 0);
  return most === 0 ? undefined : most * (runs + 1);
}

/** True if every Job of a JobSet has to succeed, and stays until all of them have. */
export function keepsAll({ successPolicy }: Shape, job: Shape): boolean {
  const { operator = 'All', targetReplicatedJobs } = mapOf(successPolicy);
  return operator === 'All' && listOf(targetReplicatedJobs).length === 0 && !isDeleted(job);
}

/** True for a Job that goes some time after its end, whoever made it. */
const isDeleted = ({ ttlSecondsAfterFinished: after }: Shape): boolean => after !== undefined && after !== null;

/**
 * Runs of a CronJob or of a ScaledJob that are over and kept when all of them succeed; none where they are deleted some time after their end.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/batch/v1/defaults.go (`SetDefaults_CronJob`)
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scaling/executor/scale_jobs.go (`cleanUp`)
 */
export function keptRuns({ kind, spec }: Subject): number {
  switch (kind) {
    case 'batch/CronJob': return isDeleted(mapOf(mapOf(spec.jobTemplate).spec)) ? 0 : whole(spec.successfulJobsHistoryLimit, 3);
    case SCALED_JOB: return isDeleted(mapOf(spec.jobTargetRef)) || spec.maxReplicaCount === 0 ? 0 : whole(spec.successfulJobsHistoryLimit, SCALED_JOBS_KEPT);
    default: return 0;
  }
}
