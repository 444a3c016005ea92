/** What makes the nodes of an EKS cluster, and so labels them. */
export enum EksCompute {
  /** Managed node groups, one for each pool. */
  MANAGED_NODE_GROUPS = 'MANAGED_NODE_GROUPS',
  /** Karpenter, run by oneself: a NodePool for each pool. */
  KARPENTER = 'KARPENTER',
  /** EKS Auto Mode, which is Karpenter run by AWS. */
  AUTO_MODE = 'AUTO_MODE',
}
