import { ClaimMount, ClaimUse } from './claim-uses';
import { HOSTNAME, looksAtItself, requiredTerms } from '../../capacity/nodes/constraints';
import { ClusterFacts } from '../../capacity/nodes/pool-facts';
import { selectionOf } from '../../capacity/nodes/selection';
import { Truth } from '../../capacity/nodes/truth';
import { PodGroup } from '../../capacity/workload';
import { mapOf, textOf } from '../../reading/shape';

/** True if nothing keeps the pods of those mounts from starting beside each other: they have to stand on one node, there is no other, or the storage is for many. */
export function mayBeShared(use: ClaimUse, mounts: readonly ClaimMount[]): boolean {
  return isNetworked(use) || areTogether(mounts) || haveOneNode(mounts);
}

/** True if the cluster says of the claim's class that it has volumes for many nodes, as file systems of a network are: these take ReadWriteOnce not so seriously. */
function isNetworked({ claim }: ClaimUse): boolean {
  const name = textOf(claim?.spec.storageClassName);
  const modes: readonly string[] | undefined = claim?.cluster?.storageClasses?.find((one) => (name === undefined ? one.isDefault : one.name === name))?.accessModes;
  return modes?.includes('ReadWriteMany') ?? false;
}

/** True if required affinity leads each of them to where some are that stand together, or that are one pod. */
function areTogether(mounts: readonly ClaimMount[]): boolean {
  const groups = mounts.flatMap(({ counts, groups: of }) => of.map((group) => ({ group, isOne: counts.max * group.perUnit === 1 })));
  return groups.some((host) => groups.every((one) => (one === host && host.isOne) || leads(one.group, host.group)));
}

/** Both are of one namespace, as the claim is. */
function leads({ template }: PodGroup, to: PodGroup): boolean {
  return requiredTerms(mapOf(template.spec.affinity).podAffinity).some((term) => term.topologyKey === HOSTNAME && looksAtItself(to.template, term));
}

/** True if the pools that they may enter have one node at most, all together. */
function haveOneNode(mounts: readonly ClaimMount[]): boolean {
  const cluster = mounts[0].workload.subject.cluster;
  if (!cluster || cluster.pools.length === 0) {
    return false;
  }
  const facts = ClusterFacts.of(cluster);
  const entered = facts.pools.filter((pool) => mounts.some(({ groups }) => groups.some(({ template }) => selectionOf(template.spec, pool, facts).truth > Truth.NO)));
  return entered.reduce((sum, { maxNodes }) => sum + maxNodes, 0) <= 1;
}
