/** What makes the nodes of an AKS cluster, and so labels them. */
export enum AksCompute {
  /** Node pools, of scale sets or virtual machines. */
  NODE_POOLS = 'NODE_POOLS',
  /** Node auto-provisioning, which is Karpenter run by AKS: a Karpenter NodePool for each pool. */
  NODE_AUTO_PROVISIONING = 'NODE_AUTO_PROVISIONING',
}
