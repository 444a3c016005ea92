import { HOSTNAME, hardSpreads, keepsOwnTogether, looksAtItself, requiredTerms } from './constraints';
import { PodClasses } from './pod-classes';
import { PoolFacts } from './pool-facts';
import { selectionOf } from './selection';
import { Truth } from './truth';
import { isMap, listOf, mapOf, numberOf, Shape, written } from '../../reading/shape';
import { perNode } from '../placement/node-groups';
import { runtimeSchedulingOf } from '../runtime-class';
import { PodGroup } from '../workload';

/** The most pods of a group that an anti-affinity or a spread lets be there at once, beside the room that they need. */
export interface DomainLimit {
  readonly pods: number;
  /** What limits them: `required anti-affinity by kubernetes.io/hostname, 2 nodes`. */
  readonly text: string;
  /** What of the cluster would let more of them be. */
  readonly remedy: string;
  /** True if pods of an old and of a new revision count together, so that a surge counts too. */
  readonly acrossRevisions: boolean;
}

/** The label by which nodes say their zone. */
export const ZONE = 'topology.kubernetes.io/zone';
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
      found.push({ pods, text: `required anti-affinity by ${term.topologyKey}, which has ${pods} of them`, remedy: moreDomains(term.topologyKey), acrossRevisions: sameRevisions(term) });
    }
  }
  for (const term of requiredTerms(mapOf(template.spec.affinity).podAffinity)) {
    const key = written(term.topologyKey);
    const domains = keepsOwnTogether(classes.set, template, term) ? domainsOf(classes, group, term.topologyKey, LABELLED) : undefined;
    if (domains) {
      const pods = Math.max(0, ...domains.map(({ holds }) => holds));
      found.push(domains.length === 0 ? nowhere(`required affinity by ${key}`, key) : {
        pods,
        text: `required affinity by ${key}, which keeps all of them on one that holds ${pods}`,
        remedy: key === HOSTNAME ? 'let them run on larger nodes' : 'raise maxNodes',
        acrossRevisions: sameRevisions(term),
      });
    }
  }
  for (const spread of hardSpreads(template.spec)) {
    const domains = looksAtItself(template, { labelSelector: spread.labelSelector }) ? domainsOf(classes, group, spread.topologyKey, { spread, labelled: true }) : undefined;
    const limit = domains && spreadLimit(classes, group, spread, domains);
    if (limit) {
      found.push(limit);
    }
  }
  return found.sort((a, b) => a.pods - b.pods)[0];
}

/**
 * Where there are fewer domains than `minDomains`, the fewest pods of one count as none.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/scheduler/framework/plugins/podtopologyspread/filtering.go (`minMatchNum`)
 */
function spreadLimit(classes: PodClasses, group: PodGroup, spread: Shape, domains: readonly Domain[]): DomainLimit | undefined {
  const key = written(spread.topologyKey);
  if (domains.length === 0) {
    return nowhere(`spread by ${key} with DoNotSchedule`, key);
  }
  const sure = domains.filter((domain) => domain.sure);
  const wanted = numberOf(spread.minDomains) ?? 1;
  const there = wanted > 1 ? mostDomains(classes, group, spread) : Infinity;
  if (sure.length === 0 && there >= wanted) {
    return undefined;
  }
  const least = there < wanted ? 0 : Math.min(...sure.map(({ holds }) => holds));
  const skew = numberOf(spread.maxSkew) ?? 1;
  const pods = domains.reduce((sum, { holds }) => sum + Math.min(holds, least + skew), 0);
  const text = `spread by ${key} with DoNotSchedule${there < wanted ? `, maxSkew ${skew} and minDomains ${wanted}, of which there are ${there} at most` : ` and maxSkew ${skew}, where one of them holds ${least}`}`;
  return { pods, text, remedy: there < wanted ? moreDomains(key) : 'raise maxNodes', acrossRevisions: sameRevisions(spread) };
}

const moreDomains = (key: unknown): string => (key === HOSTNAME ? 'raise maxNodes' : `let them run on nodes of more values of ${written(key)}`);

/** Nodes without the label are none that pods are placed on by it. @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/scheduler/framework/plugins/interpodaffinity/filtering.go (`satisfyPodAffinity`) */
function nowhere(by: string, key: string): DomainLimit {
  return { pods: 0, text: `${by}, a label that none of the nodes has`, remedy: `give nodes the label ${key}`, acrossRevisions: false };
}

/** How many domains can count in a spread at most. */
function mostDomains(classes: PodClasses, group: PodGroup, spread: Shape): number {
  const pools = classes.facts.pools.filter((pool) => countingOf(classes, group, pool, spread) > Truth.NO && !lacks(pool, spread.topologyKey));
  if (spread.topologyKey === HOSTNAME) {
    return pools.reduce((sum, { maxNodes }) => sum + maxNodes, 0);
  }
  const values = pools.map((pool) => valuesOf(pool, spread.topologyKey));
  return values.some((one) => one.length === 0) ? Infinity : new Set(values.flat()).size;
}

/** What a node of the pool may have as a label: one value, one of its zones; none where it is not known. */
function valuesOf({ labels, others, zones }: PoolFacts, key: unknown): readonly string[] {
  const name = written(key);
  return labels[name] !== undefined ? [labels[name]] : others[name]?.length > 0 ? others[name] : name === ZONE ? zones : [];
}

/** True if all is known of the nodes of a pool, and that they have no such label. */
function lacks(pool: PoolFacts, key: unknown): boolean {
  return pool.complete && key !== HOSTNAME && pool.others[written(key)] === undefined && valuesOf(pool, key).length === 0;
}

function sameRevisions({ matchLabelKeys, mismatchLabelKeys }: Shape): boolean {
  return listOf(matchLabelKeys).length + listOf(mismatchLabelKeys).length === 0;
}

/** How pods look at domains. */
interface Look {
  /** The spread by which they do, if it is one. */
  readonly spread?: Shape;
  /** True if they only stand on nodes that have the label. */
  readonly labelled: boolean;
}

export const LABELLED: Look = { labelled: true };

/** The domains that pods of a group may stand in, or that count although they cannot; nothing where they are not known. */
export function domainsOf(classes: PodClasses, group: PodGroup, topologyKey: unknown, { spread, labelled }: Look = { labelled: false }): Domain[] | undefined {
  const podClass = classes.of(group);
  if (!podClass) {
    return undefined;
  }
  const { pools } = classes.facts;
  const holds = (pool: number) => (podClass.may.includes(pool) ? perNode({ ...podClass, apart: false }, classes.nodes[pool].room) : 0);
  const counted = pools.map((pool, i) => ({ pool, each: holds(i), sure: pool.minNodes > 0 && countingOf(classes, group, pool, spread) === Truth.YES }))
    .filter(({ pool, each, sure }) => (each > 0 || (sure && spread !== undefined)) && !(labelled && lacks(pool, topologyKey)));
  if (topologyKey === HOSTNAME) {
    return counted.flatMap(({ pool, each, sure }) => Array.from({ length: each > 0 ? pool.maxNodes : 1 }, (_, i) => ({ holds: each, sure: sure && i < pool.minNodes })));
  }
  if (counted.some(({ pool }) => valuesOf(pool, topologyKey).length === 0)) {
    return undefined;
  }
  return [...new Set(counted.flatMap(({ pool }) => valuesOf(pool, topologyKey)))].map((value) => {
    const inside = counted.filter(({ pool }) => valuesOf(pool, topologyKey).includes(value));
    const all = inside.reduce((sum, { pool, each }) => sum + each * pool.maxNodes, 0);
    return { holds: all, sure: inside.some(({ pool, sure }) => sure && valuesOf(pool, topologyKey).length === 1) };
  });
}

/** Whether the nodes of a pool count in a spread: by default those that its selector and affinity select, whatever their taints. */
function countingOf(classes: PodClasses, { template: { spec } }: PodGroup, pool: PoolFacts, spread: Shape | undefined): Truth {
  if (spread === undefined) {
    return Truth.YES;
  }
  const looked = {
    ...spread.nodeAffinityPolicy === 'Ignore' ? {} : { nodeSelector: spec.nodeSelector, affinity: spec.affinity },
    tolerations: spread.nodeTaintsPolicy === 'Honor' ? spec.tolerations : [{ operator: 'Exists' }],
  };
  const runtime = spread.nodeAffinityPolicy === 'Ignore' ? undefined : runtimeSchedulingOf(classes.set, spec);
  return isMap(spec) ? selectionOf(looked, pool, classes.facts, { runtime }).truth : Truth.NO;
}
