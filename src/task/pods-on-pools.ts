import { Amounts, amountsOf } from '../capacity/amounts';
import { Quantity } from '../capacity/quantity';
import { Placement } from '../pod/placement/placement';
import { Resources } from '../pod/resources/resources';

/**
 * How many pods of these resources the pools of a placement hold when all their nodes are there and nothing else runs on them, each node for itself.
 * Without pools nobody knows: infinitely many.
 *
 * @param writable bytes of their disk-backed volumes
 */
export function podsOnPools(placement: Placement, resources: Resources, writable: number): number {
  if (placement.pools.length === 0) {
    return Infinity;
  }
  const pod = new Map(amountsOf(resources._render(writable, placement._extended).requests)).set('pods', Quantity.ONE);
  return placement.pools.reduce((sum, { _offer, _devices, maxNodes }) => {
    const byDevices = placement._claim ? Math.floor((_devices?.count ?? 0) / placement.gpus) : Infinity;
    return sum + maxNodes * Math.min(byDevices, onNode(pod, amountsOf(_offer.allocatable), amountsOf(_offer.kept)));
  }, 0);
}

function onNode(pod: Amounts, allocatable: Amounts, kept: Amounts): number {
  let most = Infinity;
  for (const [resource, amount] of pod) {
    const free = (allocatable.get(resource) ?? Quantity.ZERO).minus(kept.get(resource) ?? Quantity.ZERO);
    most = amount.isZero ? most : Math.min(most, Number(free.dividedBy(amount)));
  }
  return most;
}
