import { flavorPools } from './flavor-pools';
import { PoolFacts } from '../../capacity/nodes/pool-facts';
import { Truth } from '../../capacity/nodes/truth';
import { Quantity } from '../../capacity/quantity';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { CLUSTER_QUEUE, RESOURCE_FLAVOR } from '../../reading/queues';
import { mapsOf, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

/** Quotas of queues that are more than there is. */
export const queueQuota: Rule = {
  id: 'ML-QUEUE-004',
  title: 'the quotas of queues are at most what the nodes of their flavors have',
  severity: Severity.WARNING,
  why: 'Kueue admits by quota and knows no nodes: what it admits beyond them stays Pending, holds its quota, and a gang with some of its pods holds nodes that it cannot use. (https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/#resources)',
  fix: 'Lower a nominalQuota, raise maxNodes, or give the flavor a topology, with which Kueue looks at nodes.',
  example: "queues may admit 40 nvidia.com/gpu of flavor 'a100' (24 by ClusterQueue 'nlp' + 16 by ClusterQueue 'research'), and its nodes have 32 (4 × 8 of a100); lower a nominalQuota or raise maxNodes",
  judges: [CLUSTER_QUEUE],
  check(set, report) {
    for (const [flavor, quotas] of quotasByFlavor(set)) {
      const pools = poolsOf(set, flavor);
      for (const [resource, shares] of pools ? quotas : []) {
        const granted = shares.reduce((sum, { amount }) => sum.plus(amount), Quantity.ZERO);
        const had = pools!.reduce((sum, pool) => sum.plus(left(pool, resource).times(pool.maxNodes)), Quantity.ZERO);
        if (granted.compare(had) > 0) {
          const by = shares.map(({ queue, amount }) => `${amount} by ${queue.called}`).join(' + ');
          const nodes = pools!.map((pool) => `${pool.maxNodes} × ${left(pool, resource)} of ${pool.name}`).join(' + ');
          report(shares[shares.length - 1].queue, `queues may admit ${granted} ${resource} of flavor '${flavor}' (${by}), and its nodes have ${had} (${nodes}); lower a nominalQuota or raise maxNodes`);
        }
      }
    }
  },
};

interface Share {
  readonly queue: Subject;
  readonly amount: Quantity;
}

/** What is granted of each flavor, by resource and queue. */
function quotasByFlavor(set: ManifestSet): Map<string, Map<string, Share[]>> {
  const found = new Map<string, Map<string, Share[]>>();
  for (const queue of set.ofKind(CLUSTER_QUEUE)) {
    for (const { name: flavor, resources } of mapsOf(queue.spec.resourceGroups).flatMap(({ flavors }) => mapsOf(flavors))) {
      for (const { name: resource, nominalQuota } of mapsOf(resources)) {
        const amount = Quantity.parse(nominalQuota);
        if (amount && !amount.isZero && textOf(flavor) !== undefined && textOf(resource) !== undefined) {
          const quotas = found.get(flavor) ?? found.set(flavor, new Map()).get(flavor)!;
          const shares = quotas.get(resource);
          if (shares) {
            shares.push({ queue, amount });
          } else {
            quotas.set(resource, [{ queue, amount }]);
          }
        }
      }
    }
  }
  return found;
}

/** The pools that a flavor stands for; nothing where some may be that are not known to be, or none is. */
function poolsOf(set: ManifestSet, flavor: string): readonly PoolFacts[] | undefined {
  const found = set.find(RESOURCE_FLAVOR, undefined, flavor);
  const pools = found && flavorPools(found);
  const sure = pools?.filter(({ truth }) => truth === Truth.YES).map(({ pool }) => pool) ?? [];
  return sure.length > 0 && pools!.every(({ truth }) => truth === Truth.YES || truth <= Truth.UNLIKELY) ? sure : undefined;
}

/** What one node leaves to pods beside its DaemonSets. */
function left({ allocatable, kept }: PoolFacts, resource: string): Quantity {
  return (allocatable.get(resource) ?? Quantity.ZERO).minus(kept.get(resource) ?? Quantity.ZERO).max(Quantity.ZERO);
}
