import { Duration } from 'cdk8s';

/** How a workload is woken that may have no replicas. */
export interface WakeOptions {
  /**
   * Nothing is kept while there is nothing to do, and `min` replicas at once when there is (`idleReplicaCount`).
   * @default false
   */
  readonly restsWhenIdle?: boolean;
  /**
   * For how long nothing was asked before the last replica goes (`cooldownPeriod`).
   * @default - the time until a new pod works, at least 5 minutes; of a worker on a Redis list the longest unit and 30 s more, for what it has in hand is counted by
   * nobody
   */
  readonly cooldown?: Duration;
  /**
   * How often KEDA asks whether a workload without replicas is needed (`pollingInterval`).
   * @default - KEDA's: 30 s
   */
  readonly pollingInterval?: Duration;
  /**
   * Replicas while KEDA gets no answer, if there are not more of them (`fallback`).
   * @default - `min`; where that is 0, as many as there are: KEDA would take a fallback of 0 for an order to leave
   */
  readonly fallbackReplicas?: number;
}
