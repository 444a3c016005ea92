import { PoolQuota } from './pool-quota';
import { QueuePreemption } from './queue-preemption';
import { MlNamespaceBase } from '../namespace/ml-namespace-base';

/** Properties of `TrainingQueue`. */
export interface TrainingQueueProps {
  /** What it may use of which node pools; the first that has room is taken. */
  readonly quotas: PoolQuota[];
  /**
   * The namespaces whose workloads may stand in it; each gets a LocalQueue.
   * @default - the MlNamespace that it stands in
   */
  readonly namespaces?: MlNamespaceBase[];
  /**
   * Name of the ClusterQueue and of its LocalQueues.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Queues of the same cohort lend each other what they leave idle.
   * @default - none; it neither lends nor borrows
   */
  readonly cohort?: string;
  /**
   * Which running work gives way.
   * @default QueuePreemption.RECLAIM
   */
  readonly preemption?: QueuePreemption;
  /**
   * Keep the order within a priority even where the first does not fit and a later one would: a large gang is not overtaken for ever, and what fits waits for it.
   * @default false
   */
  readonly strictOrder?: boolean;
}
