import { Placement } from './placement';
import { Problems } from '../../border/problems';
import { Cluster } from '../../cluster/cluster';

/** Records what is wrong with the pools of a placement: they have to be the cluster's own, and each has to be told from the others. */
export function checkPools(problems: Problems, placement: Placement, cluster: Cluster | undefined): void {
  const chosen = placement.pools;
  const pools = chosen.length > 0 && cluster ? cluster.pools : [];
  for (const pool of cluster ? chosen : []) {
    if (!pools.includes(pool)) {
      problems.say(`'placement.pools' names '${pool.name}', which is no pool of cluster '${cluster!.name}'; take it from the cluster: cluster.pool('${pool.name}')`);
    }
  }
  const unlabelled = placement._unlabelled;
  const resource = unlabelled?._devices?.resource;
  const twin = pools.find((pool) => pool !== unlabelled && pool._devices?.resource === resource);
  if (unlabelled && resource && twin) {
    problems.say(`'placement.pools' names '${unlabelled.name}', which has no labels to be told from '${twin.name}' by; declare its labels`);
  }
}
