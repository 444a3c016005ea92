import { Duration } from 'cdk8s';

/** How a pod leaves. */
export interface DrainProps {
  /**
   * The longest request that has to be answered before the server may go.
   * @default - what the server's preset says, otherwise 30 s
   */
  readonly longestRequest?: Duration;
  /**
   * Time between the decision to stop the pod and the signal to its server, in which endpoints and load balancers take it out (`preStop.sleep`).
   *
   * A load balancer leaves a node without pods after interval × failures of its health check, 10 s × 3 on AWS and 8 s × 3 on Google Cloud; where
   * yours is set to others, give their product and 5 s for the endpoints.
   * @default - 5 s inside the cluster, 15 s behind a gateway or ingress, 35 s (5 s + 10 s × 3) behind a load balancer; with a server that breaks off
   * what it computes when it is told to stop (`ModelServer.llamaCpp`, `.rayServe`), the longest request more
   */
  readonly preStopSleep?: Duration;
  /**
   * The whole time that the pod gets (`terminationGracePeriodSeconds`).
   * @default - preStop sleep + longest request + 5 s
   */
  readonly gracePeriod?: Duration;
}
