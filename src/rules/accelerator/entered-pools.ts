import { claimsOfPod } from '../../capacity/claims';
import { ClusterFacts } from '../../capacity/nodes/pool-facts';
import { selectionOf } from '../../capacity/nodes/selection';
import { Truth } from '../../capacity/nodes/truth';
import { Cluster } from '../../cluster/cluster';
import { NodePool } from '../../cluster/node-pool';
import { acceleratorsOf } from '../../reading/accelerators';
import { ManifestSet } from '../../reading/manifest-set';
import { PodTemplate } from '../../reading/pod-template';
import { Shape } from '../../reading/shape';

/** A pool with accelerators that pods may enter. */
export interface EnteredPool {
  readonly pool: NodePool;
  /** How sure that is. */
  readonly truth: Truth;
}

const known = new WeakMap<Cluster, readonly NodePool[]>();

/** The pools of a cluster that have accelerators. */
export function acceleratorPools(cluster: Cluster | undefined): readonly NodePool[] {
  if (!cluster) {
    return [];
  }
  let pools = known.get(cluster);
  if (!pools) {
    known.set(cluster, pools = cluster.pools.filter(({ _devices }) => _devices));
  }
  return pools;
}

/** The pools with accelerators that pods of this spec may enter, as far as selectors, affinity and taints say. */
export function enteredPools(cluster: Cluster | undefined, spec: Shape): EnteredPool[] {
  const pools = acceleratorPools(cluster);
  if (!cluster || pools.length === 0) {
    return [];
  }
  const facts = ClusterFacts.of(cluster);
  return pools.flatMap((pool) => {
    const { truth } = selectionOf(spec, facts.pools.find(({ name }) => name === pool.name)!, facts);
    return truth > Truth.UNLIKELY ? [{ pool, truth }] : [];
  });
}

/** Of them those whose accelerators a pod asks for, of a device plugin or by a claim. */
export function usedPools(set: ManifestSet, template: PodTemplate): EnteredPool[] {
  const asked = new Set([...acceleratorsOf(template), ...claimsOfPod(set, template).keys()]);
  return enteredPools(template.owner.cluster, template.spec).filter(({ pool }) => asked.has(pool._devices!.resource));
}
