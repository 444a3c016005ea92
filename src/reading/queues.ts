import { mapOf, textOf } from './shape';
import { Subject } from './subject';

/** The label with which a workload joins a LocalQueue of its namespace. @see https://kueue.sigs.k8s.io/docs/reference/labels-and-annotations/ */
export const QUEUE_LABEL = 'kueue.x-k8s.io/queue-name';
/** The label that names the WorkloadPriorityClass of a workload in a queue. */
export const QUEUE_PRIORITY_LABEL = 'kueue.x-k8s.io/priority-class';

export const QUEUE_API = 'kueue.x-k8s.io/v1beta2';
export const CLUSTER_QUEUE = 'kueue.x-k8s.io/ClusterQueue';
export const LOCAL_QUEUE = 'kueue.x-k8s.io/LocalQueue';
export const RESOURCE_FLAVOR = 'kueue.x-k8s.io/ResourceFlavor';
export const WORKLOAD_PRIORITY_CLASS = 'kueue.x-k8s.io/WorkloadPriorityClass';

/** Where a workload says in which queue it stands. */
export interface QueueLabels {
  readonly queue?: string;
  readonly priority?: string;
}

/** The queue of a workload as Kueue reads it: from its own labels, and of a CronJob from those of the Jobs that it makes. */
export function queueOf({ kind, metadata, spec }: Subject): QueueLabels {
  const labels = mapOf((kind === 'batch/CronJob' ? mapOf(mapOf(spec.jobTemplate).metadata) : metadata).labels);
  return { queue: textOf(labels[QUEUE_LABEL]), priority: textOf(labels[QUEUE_PRIORITY_LABEL]) };
}
