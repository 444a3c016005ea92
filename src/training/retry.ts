import type { PodFailurePolicy } from 'kubernetes-types/batch/v1';
import { Disruption } from './disruption';
import { DISRUPTION_IS_NO_FAILURE } from '../task/job-failures';

/** What becomes of a run that does not end well. */
export interface Retry {
  readonly disruption: Disruption;
  /** How often it is tried again. */
  readonly retries: number;
  /** Exit codes after which it is not, in ascending order. */
  readonly finalExitCodes: readonly number[];
}

type Rules = PodFailurePolicy['rules'];

/** The rule for disrupted pods comes before those for exit codes: a program that is stopped may end with any. */
const disrupted = (action: string): Rules[number] => ({ ...DISRUPTION_IS_NO_FAILURE, action });

/**
 * The failure policy of a Job whose pods start again one by one.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 */
export function podFailurePolicy(retry: Retry, container: string): PodFailurePolicy {
  const action = { [Disruption.RESUME]: 'Ignore', [Disruption.RESTART]: 'Count', [Disruption.FAIL]: 'FailJob' }[retry.disruption];
  return { rules: [disrupted(action), ...finalRules(retry, container)] };
}

/** The failure policy of a Job in a JobSet: whatever it is, the Job fails at once, and its message tells the JobSet which rule it was. */
export function gangPodFailurePolicy(retry: Retry, container: string): PodFailurePolicy {
  return { rules: [disrupted('FailJob'), ...finalRules(retry, container)] };
}

function finalRules({ finalExitCodes }: Retry, containerName: string): Rules {
  return finalExitCodes.length > 0 ? [{ action: 'FailJob', onExitCodes: { containerName, operator: 'In', values: [...finalExitCodes] } }] : [];
}

/** What the message of a Job says that failed by its rule for a disrupted pod. @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/job/pod_failure_policy.go */
const BY_DISRUPTION = 'has condition DisruptionTarget matching FailJob rule';
/** What it says of an exit code. */
const BY_EXIT_CODE = 'failed with exit code \\d+ matching FailJob rule';

/**
 * The failure policy of a JobSet: all its pods start again together. The reason of a failed Job is the same for a disruption and for a final exit code
 * (`PodFailurePolicy`), so the message tells them apart. A Job that ran into its deadline is not started again.
 *
 * @see https://github.com/kubernetes-sigs/jobset/blob/v0.12.0/api/jobset/v1alpha2/jobset_types.go (`FailurePolicyRule`)
 */
export function gangFailurePolicy({ disruption, retries, finalExitCodes }: Retry, hasDeadline: boolean): object {
  const byPolicy = (pattern: string) => ({ onJobFailureMessagePatterns: [pattern], onJobFailureReasons: ['PodFailurePolicy'] });
  const action = { [Disruption.RESUME]: 'RestartJobSetAndIgnoreMaxRestarts', [Disruption.RESTART]: 'RestartJobSet', [Disruption.FAIL]: 'FailJobSet' }[disruption];
  return {
    maxRestarts: retries,
    rules: [
      { action, name: 'disruption', ...byPolicy(BY_DISRUPTION) },
      ...finalExitCodes.length > 0 ? [{ action: 'FailJobSet', name: 'finalExitCode', ...byPolicy(BY_EXIT_CODE) }] : [],
      ...hasDeadline ? [{ action: 'FailJobSet', name: 'deadline', onJobFailureReasons: ['DeadlineExceeded'] }] : [],
    ],
  };
}
