/** A Gateway of a cluster, which routes may name. */
export interface ClusterGateway {
  /** Its name. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
}
