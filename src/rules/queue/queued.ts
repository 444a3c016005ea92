import { JOB_SET, TRAIN_JOB } from '../../reading/gangs';
import { ManifestSet } from '../../reading/manifest-set';
import { CLUSTER_QUEUE, LOCAL_QUEUE } from '../../reading/queues';
import { textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';

/** What Kueue queues, of the kinds that are read here. @see https://kueue.sigs.k8s.io/docs/tasks/run/ */
export const QUEUED: readonly string[] = [
  'batch/Job', 'batch/CronJob', JOB_SET, TRAIN_JOB, 'keda.sh/ScaledJob', 'ray.io/RayJob', 'ray.io/RayCluster', 'leaderworkerset.x-k8s.io/LeaderWorkerSet',
  'apps/Deployment', 'apps/StatefulSet', 'Pod',
];

/** The ClusterQueue behind a LocalQueue, if the manifests have both. */
export function clusterQueueOf(set: ManifestSet, namespace: string | undefined, queue: string): Subject | undefined {
  const local = set.find(LOCAL_QUEUE, namespace, queue);
  const name = local && textOf(local.spec.clusterQueue);
  return name === undefined ? undefined : set.find(CLUSTER_QUEUE, undefined, name);
}
