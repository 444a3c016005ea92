/** What one node of a pool offers to pods: amounts by resource name, as Kubernetes writes quantities. */
export interface NodeOffer {
  /** As its `status.allocatable`: `{ cpu: '15890m', memory: '58Gi', pods: '110', 'nvidia.com/gpu': '8' }`. */
  readonly allocatable: { readonly [resource: string]: string };
  /** What of that is kept for DaemonSets that are not among the manifests. */
  readonly kept: { readonly [resource: string]: string };
  /** True if `allocatable` is worked out from the node's capacity, and was neither given nor read from a real node. */
  readonly estimated: boolean;
}
