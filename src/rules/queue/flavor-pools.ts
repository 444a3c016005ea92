import { ClusterFacts, PoolFacts } from '../../capacity/nodes/pool-facts';
import { selectionOf } from '../../capacity/nodes/selection';
import { Truth } from '../../capacity/nodes/truth';
import { Subject } from '../../reading/subject';

/** A pool, and whether its nodes are those of a flavor. */
export interface FlavorPool {
  readonly pool: PoolFacts;
  readonly truth: Truth;
}

/** The pools of a flavor's cluster, with how sure it is that it stands for their nodes; nothing where no pools are declared. */
export function flavorPools({ spec, cluster }: Subject): readonly FlavorPool[] | undefined {
  const facts = cluster && ClusterFacts.of(cluster);
  return facts && facts.pools.length > 0
    ? facts.pools.map((pool) => ({ pool, truth: selectionOf({ nodeSelector: spec.nodeLabels, tolerations: [{ operator: 'Exists' }] }, pool, facts).truth }))
    : undefined;
}
