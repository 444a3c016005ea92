import { ManifestSet } from './manifest-set';
import { ScalerIndex } from './scalers';
import { numberOf } from './shape';
import { Subject } from './subject';

/** How many pods a workload has at least and at most. */
export interface Replicas {
  readonly min: number;
  readonly max: number;
  /** Where the numbers are from: `3 replicas`, `2 to 4 replicas by HorizontalPodAutoscaler 'chat'`. */
  readonly text: string;
}

const SCALABLE = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet', 'ReplicationController']);

/** The replicas of a workload that has a number of them; nothing for a DaemonSet, a Job, a Pod. */
export function replicasOf(set: ManifestSet, workload: Subject): Replicas | undefined {
  if (!SCALABLE.has(workload.kind)) {
    return undefined;
  }
  const [scaler] = ScalerIndex.of(set).scalersOf(workload);
  if (scaler) {
    const { min, max, subject } = scaler;
    return { min, max, text: `${min} to ${max} replicas by ${subject.called}` };
  }
  const count = numberOf(workload.spec.replicas) ?? 1;
  return { min: count, max: count, text: `${count} ${count === 1 ? 'replica' : 'replicas'}` };
}
