/**
 * What node autoscalers may do with a pod when they want its node, by what kind of workload it is of.
 *
 * - Pods that others replace (services, placeholders): they may be moved. A disruption budget says how many at once. The cluster autoscaler has to be told
 *   so, because it leaves every node alone on which a pod has an `emptyDir`, and ours have one for `/tmp`. Karpenter moves pods unless it is told not to.
 * - Pods whose work is lost when they go (a service that says so; runs without checkpoints): they stay until they end.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-types-of-pods-can-prevent-ca-from-removing-a-node
 * @see https://karpenter.sh/docs/concepts/disruption/#pod-level-controls
 */
export const SAFE_TO_EVICT: { readonly [annotation: string]: string } = { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' };

/** The opposite: its node is kept for as long as the pod is there. */
export const NOT_TO_EVICT: { readonly [annotation: string]: string } = {
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
  'karpenter.sh/do-not-disrupt': 'true',
};
