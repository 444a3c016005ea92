import type { PodFailurePolicyRule } from 'kubernetes-types/batch/v1';

/**
 * A pod that had to make room, or whose node went away, has not failed: its work begins again and is not counted. It has to stand before what exit codes mean,
 * because a container that is stopped exits with one too.
 *
 * What a pod does to itself is no disruption: more memory than its limit, or more in an `emptyDir` than its size.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions
 */
export const DISRUPTION_IS_NO_FAILURE: PodFailurePolicyRule = { action: 'Ignore', onPodConditions: [{ status: 'True', type: 'DisruptionTarget' }] };
