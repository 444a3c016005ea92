import { ClusterFacts, PoolFacts } from './pool-facts';
import { Selection, selectionOf } from './selection';
import { ManifestSet } from '../../reading/manifest-set';
import { Shape } from '../../reading/shape';
import { runtimeSchedulingOf } from '../runtime-class';

/** What the controller lets every pod of a DaemonSet tolerate. @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/daemon/util/daemonset_util.go (`AddOrUpdateDaemonPodTolerations`) */
export const TOLERATED: readonly Shape[] = [
  'node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable', 'node.kubernetes.io/disk-pressure', 'node.kubernetes.io/memory-pressure',
  'node.kubernetes.io/pid-pressure', 'node.kubernetes.io/unschedulable',
].map((key) => ({ key, operator: 'Exists' }));

/** Whether a DaemonSet runs on the nodes of a pool. @param spec of its pods */
export function daemonSelection(set: ManifestSet, spec: Shape, pool: PoolFacts, cluster: ClusterFacts): Selection {
  return selectionOf(spec, pool, cluster, { runtime: runtimeSchedulingOf(set, spec), tolerated: TOLERATED });
}
