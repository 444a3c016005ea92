import type { EnvVar } from 'kubernetes-types/core/v1';

/** Where Kubernetes writes the number of an Indexed Job's pod. @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode */
export const INDEX_FIELD = "metadata.annotations['batch.kubernetes.io/job-completion-index']";
/** Where Kubernetes writes the name of a pod's Job, which no program knows of a CronJob's runs. */
const JOB_NAME_FIELD = "metadata.labels['batch.kubernetes.io/job-name']";

/** The variable with the id of the run, to which the environment of a scheduled run refers. */
export const RUN_ID_VARIABLE = 'RUN_ID';

/** A variable that is filled from a field of the pod. */
export const fromField = (name: string, fieldPath: string): EnvVar => ({ name, valueFrom: { fieldRef: { fieldPath } } });

/**
 * The id of the run, for its program. That of a scheduled one is the name of its Job, which ends with the minutes from 1970 to the time for which it runs, whenever it begins.
 * @param id that of a run that is not scheduled
 */
export function runIdVariable(scheduled: boolean, id: string): EnvVar {
  return scheduled ? fromField(RUN_ID_VARIABLE, JOB_NAME_FIELD) : { name: RUN_ID_VARIABLE, value: id };
}
