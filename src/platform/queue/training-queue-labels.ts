import { QUEUE_LABEL, QUEUE_PRIORITY_LABEL } from '../../reading/queues';

/** A queue in which workloads of a namespace can stand: a `TrainingQueue`, or one that exists (`TrainingQueue.fromExisting`). */
export interface ITrainingQueue {
  /** The name of its LocalQueue, in the namespace of the workload. */
  readonly localQueueName: string;
  /** The WorkloadPriorityClass of what stands in it; the priority of its pods counts where none is named. */
  readonly priorityClassName?: string;

  /** The same queue, for work of a WorkloadPriorityClass: `research.withPriority('production')`. */
  withPriority(priorityClassName: string): ITrainingQueue;
}

/**
 * Labels of a Job, JobSet or TrainJob that stands in `queue`, for its own metadata; for a CronJob, that of its `jobTemplate`. None without a queue.
 *
 * Kueue suspends what carries them when it is created, and starts it when all its pods have their quota.
 * @see https://kueue.sigs.k8s.io/docs/reference/labels-and-annotations/
 */
export function queueLabels(queue: ITrainingQueue | undefined): { readonly [key: string]: string } {
  if (!queue) {
    return {};
  }
  const { localQueueName, priorityClassName } = queue;
  return { ...priorityClassName !== undefined && { [QUEUE_PRIORITY_LABEL]: priorityClassName }, [QUEUE_LABEL]: localQueueName };
}
