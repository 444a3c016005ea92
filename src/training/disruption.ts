/**
 * What becomes of a run whose pod is put out by the cluster: its node is drained or taken back, somebody more important takes its place. Kubernetes marks such a pod with
 * the condition `DisruptionTarget`, so that it can be told from one that failed by itself.
 *
 * A program that is stopped (SIGTERM) saves and then ends with an exit code *other than 0*. One that ends with 0 has succeeded, says the kubelet, whatever the reason for which
 * it was stopped, and the run is taken for complete: https://github.com/kubernetes/enhancements/tree/master/keps/sig-apps/3329-retriable-and-non-retriable-failures
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions
 */
export enum Disruption {
  /** It goes on from its checkpoint, however often; a disruption is no failure and is not counted. */
  RESUME = 'RESUME',
  /** It starts again from the beginning; a disruption counts like a failure (`retries`), for it costs the whole run. */
  RESTART = 'RESTART',
  /** It has failed, and somebody looks at it. */
  FAIL = 'FAIL',
}
