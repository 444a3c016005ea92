import { HOSTNAME, hardSpreads, looksAtItself, requiredTerms } from './constraints';
import { PodClasses } from './pod-classes';
import { PoolFacts } from './pool-facts';
import { selectionOf } from './selection';
import { Truth } from './truth';
import { isMap, listOf, mapOf, numberOf, Shape, written } from '../../reading/shape';
import { perNode } from '../placement/node-groups';
import { PodGroup } from '../workload';

/** The most pods of a group that an anti-affinity or a spread lets be there at once, beside the room that they need. */
export interface DomainLimit {
  readonly pods: number;
  /** What limits them: `required anti-affinity by kubernetes.io/hostname, 2 nodes`. */
  readonly text: string;
  /** True if pods of an old and of a new revision count together, so that a surge counts too. */
  readonly acrossRevisions: boolean;
}

const ZONE = 'topology.kubernetes.io/zone';
/** A place between which pods are spread: how many of them it can hold at most, and whether it is there for certain. */
interface Domain {
  readonly holds: number;
  readonly sure: boolean;
}

/** What limits the pods of a group by where they stand to each other; the tightest limit, if any is known. */
export function domainLimit(classes: PodClasses, group: PodGroup): DomainLimit | undefined {
  const { template } = group;
  const found: DomainLimit[] = [];
  for (const term of requiredTerms(mapOf(template.spec.affinity).podAntiAffinity)) {
    const domains = looksAtItself(template, term) ? domainsOf(classes, group, term.topologyKey) : undefined;
    if (domains) {
      const pods = domains.filter(({ holds }) => holds > 0).length;
      found.push({ pods, text: `required anti-affinity by ${term.topologyKey}, which has ${pods} of them`, acrossRevisions: sameRevisions(term) });
    }
  }
  for (const spread of hardSpreads(template.spec)) {
    const domains = looksAtItself(template, { labelSelector: spread.labelSelector }) ? domainsOf(classes, group, spread.topologyKey, spread) : undefined;
    const sure = domains?.filter((domain) => domain.sure) ?? [];
    if (domains && sure.length > 0) {
      const least = Math.min(...sure.map(({ holds }) => holds));
      const most = least + (numberOf(spread.maxSkew) ?? 1);
      const pods = domains.reduce((sum, { holds }) => sum + Math.min(holds, most), 0);
      const text = `spread by ${written(spread.topologyKey)} with DoNotSchedule and maxSkew ${numberOf(spread.maxSkew) ?? 1}, where one of them holds ${least}`;
      found.push({ pods, text, acrossRevisions: sameRevisions(spread) });
    }
  }
  return found.sort((a, b) => a.pods - b.pods)[0];
}

function sameRevisions({ matchLabelKeys, mismatchLabelKeys }: Shape): boolean {
  return listOf(matchLabelKeys).length + listOf(mismatchLabelKeys).length === 0;
}

/** The domains that pods of a group may stand in, or that count although they cannot; nothing where they are not known. */
function domainsOf(classes: PodClasses, group: PodGroup, topologyKey: unknown, spread?: Shape): Domain[] | undefined {
  const podClass = classes.of(group);
  if (!podClass) {
    return undefined;
  }
  const { pools } = classes.facts;
  const holds = (pool: number) => (podClass.may.includes(pool) ? perNode({ ...podClass, apart: false }, classes.nodes[pool].room) : 0);
  const counted = pools.map((pool, i) => ({ pool, each: holds(i), sure: pool.minNodes > 0 && counts(classes, group, pool, spread) }))
    .filter(({ each, sure }) => each > 0 || (sure && spread !== undefined));
  if (topologyKey === HOSTNAME) {
    return counted.flatMap(({ pool, each, sure }) => Array.from({ length: each > 0 ? pool.maxNodes : 1 }, (_, i) => ({ holds: each, sure: sure && i < pool.minNodes })));
  }
  if (topologyKey !== ZONE || counted.some(({ pool }) => pool.zones.length === 0)) {
    return undefined;
  }
  const zones = [...new Set(counted.flatMap(({ pool }) => pool.zones))];
  return zones.map((zone) => {
    const inZone = counted.filter(({ pool }) => pool.zones.includes(zone));
    return { holds: inZone.reduce((sum, { pool, each }) => sum + each * pool.maxNodes, 0), sure: inZone.some(({ pool, sure }) => sure && pool.zones.length === 1) };
  });
}

/** True if the nodes of a pool count in a spread for certain: by default those that its selector and affinity select, whatever their taints. */
function counts(classes: PodClasses, { template: { spec } }: PodGroup, pool: PoolFacts, spread: Shape | undefined): boolean {
  if (spread === undefined) {
    return true;
  }
  const looked = {
    ...spread.nodeAffinityPolicy === 'Ignore' ? {} : { nodeSelector: spec.nodeSelector, affinity: spec.affinity },
    tolerations: spread.nodeTaintsPolicy === 'Honor' ? spec.tolerations : [{ operator: 'Exists' }],
  };
  return isMap(spec) && selectionOf(looked, pool, classes.facts).truth === Truth.YES;
}
