import { DEFAULT_SCHEDULER, HOSTNAME, hardSpreads, isOnAllNodes, keepsOwnTogether, lookedAt, looksAtItself, requiredTerms } from './constraints';
import { Crowd } from './crowd';
import { domainLimit, domainsOf, LABELLED, ZONE } from './domains';
import { PodClass, PodClasses } from './pod-classes';
import { Truth } from './truth';
import { CLAIMED_DEVICES } from '../../cluster/accelerators/claimed-devices';
import { PodTemplate } from '../../reading/pod-template';
import { listOf, mapOf, mapsOf, numberOf, Shape, textOf, written } from '../../reading/shape';
import { PodGroup, podsAtPeak, Workload } from '../workload';

/** Why nothing is proven of where pods go, and what would change that. */
export interface Unjudged {
  readonly workload: Workload;
  readonly because: string;
  readonly remedy: string;
}

/** What there may be in the cluster at once, the pods that are looked at included. */
export interface Others {
  readonly pods: number;
  readonly crowd: Crowd;
}

/** Whether others leave room: on each node, and on one at least. */
interface Room {
  readonly crowd: Crowd;
  readonly roomy: boolean;
}

type Reason = Omit<Unjudged, 'workload'>;

/**
 * Why more than room decides whether the pods of a group find a node, where the rules do not judge that either; nothing where they do, and where
 * so few pods are there that one node is empty in any case, which satisfies every anti-affinity by host.
 *
 * Volumes are left out: what they hold a pod to is written nowhere before they are there.
 *
 */
export function whyUnjudged(classes: PodClasses, workload: Workload, group: PodGroup, { pods, crowd }: Others): Reason | undefined {
  const podClass = classes.of(group);
  if (!podClass || isJudged(podClass) || workload.max === 0 || group.perUnit === 0) {
    return undefined;
  }
  const { template } = group;
  const { affinity, schedulerName, schedulingGates } = template.spec;
  const nodes = podClass.surely.reduce((sum, pool) => sum + classes.nodes[pool].nodes, 0);
  const scheduler = textOf(schedulerName) ?? DEFAULT_SCHEDULER;
  if (scheduler !== DEFAULT_SCHEDULER) {
    return { because: `scheduler '${scheduler}' has rules of its own`, remedy: 'look there for what it needs' };
  }
  if (listOf(schedulingGates).length > 0) {
    return { because: 'schedulingGates hold them until somebody takes those away', remedy: 'make sure that somebody does' };
  }
  return ofDevices(classes, podClass, template.spec)
    ?? first(requiredTerms(mapOf(affinity).podAffinity), (term) => ofAffinity(classes, workload, group, term))
    ?? first(requiredTerms(mapOf(affinity).podAntiAffinity), (term) => ofAntiAffinity(classes, workload, group, term, { crowd, roomy: pods <= nodes }))
    ?? first(hardSpreads(template.spec), (spread) => ofSpread(classes, workload, group, spread, crowd))
    ?? ofRepeller(classes, group, pods <= nodes)
    ?? ofSelection(podClass, template);
}

/** True of pods that are known to enter the nodes of some pool, where nothing but room decides. */
export const isJudged = ({ unproven, surely }: PodClass): boolean => !unproven && surely.length > 0;

/** A Pod that names its node may have been put there by the scheduler; of a template its author did, and the scheduler has no say. */
function ofSelection({ fits, surely }: PodClass, { spec: { nodeName }, owner }: PodTemplate): Reason | undefined {
  if (surely.length > 0) {
    return undefined;
  }
  if (textOf(nodeName)) {
    return owner.kind === 'Pod' ? undefined
      : { because: `nodeName puts all of them on node '${nodeName}', whether it has room or not`, remedy: 'select nodes by a label instead' };
  }
  const likely = fits.filter(({ truth }) => truth >= Truth.LIKELY);
  if (likely.length > 0) {
    return { because: `DaemonSets that may run on the nodes of ${namesOf(likely)} would leave too little`, remedy: 'declare the labels by which they select nodes, or ask for less' };
  }
  const open = fits.filter(({ truth, reason }) => truth === Truth.MAYBE && reason !== '');
  return open.length === 0 ? undefined
    : { because: `not all nodes of ${namesOf(open)} are known to take them: ${open[0].reason}`, remedy: 'declare that on a pool of which it is true of all nodes, or select another pool' };
}

function namesOf([one, ...others]: PodClass['fits']): string {
  return `pool ${one.pool.name}${others.length > 0 ? ` and ${others.length} more` : ''}`;
}

function ofRepeller(classes: PodClasses, { template }: PodGroup, roomy: boolean): Reason | undefined {
  const repeller = classes.repellerOf(template);
  return repeller === undefined || (roomy && !repeller.everywhere) ? undefined
    : { because: `required anti-affinity of ${repeller.by.called} keeps them away from its pods`, remedy: 'prefer it there instead of requiring it, or raise maxNodes' };
}

function ofDevices({ nodes }: PodClasses, { demand, may }: PodClass, { resourceClaims }: Shape): Reason | undefined {
  const asked = [...demand.keys()].filter((resource) => resource.endsWith(CLAIMED_DEVICES));
  const known = asked.length > 0 && asked.every((resource) => may.some((pool) => nodes[pool].room.has(resource)));
  return known || mapsOf(resourceClaims).length === 0 ? undefined
    : { because: 'no pool is known to have the devices that they claim', remedy: 'declare the class of its devices on the pool that has them (deviceClass)' };
}

function ofAffinity(classes: PodClasses, workload: Workload, group: PodGroup, term: Shape): Reason | undefined {
  const { template } = group;
  const key = written(term.topologyKey);
  const others = lookedAt(classes.set, template, term);
  if (others.length === 0) {
    return { because: `required affinity by ${key} wants them beside pods that none of the manifests makes`, remedy: 'prefer it instead of requiring it, or make sure that those pods are there' };
  }
  if (!keepsOwnTogether(classes.set, template, term)) {
    const other = others.find(({ owner }) => owner !== template.owner) ?? template;
    return { because: `required affinity by ${key} lets them stand only where pods of ${other.owner.called} do`, remedy: 'prefer it instead of requiring it' };
  }
  if (isLimited(classes, workload, group)) {
    return undefined;
  }
  if (domainsOf(classes, group, term.topologyKey, LABELLED) === undefined && !hasEverywhere(classes, key)) {
    return undeclared(key);
  }
  // one pod stands by itself
  return podsAtPeak(workload, group) <= 1 ? undefined
    : { because: `required affinity by ${key} keeps them together, and others may leave too little where the first of them stands`, remedy: 'prefer it instead of requiring it, or give them a pool of their own' };
}

function ofAntiAffinity(classes: PodClasses, workload: Workload, group: PodGroup, term: Shape, { crowd, roomy }: Room): Reason | undefined {
  const { template } = group;
  const key = written(term.topologyKey);
  const others = lookedAt(classes.set, template, term).filter(({ owner }) => owner !== template.owner);
  const other = others.find(isOnAllNodes) ?? others[0];
  if (other && !(roomy && term.topologyKey === HOSTNAME && !isOnAllNodes(other))) {
    return { because: `required anti-affinity by ${key} keeps them away from pods of ${other.owner.called}`, remedy: 'prefer it instead of requiring it, or raise maxNodes' };
  }
  if (!looksAtItself(template, term)) {
    return undefined;
  }
  if (domainsOf(classes, group, term.topologyKey) === undefined) {
    return undeclared(key);
  }
  // by host they are proven
  return isLimited(classes, workload, group) || !classes.of(group)!.unproven || podsAtPeak(workload, group) <= 1 || crowd.leaves(workload, group, 1) ? undefined
    : { because: `required anti-affinity by ${key} lets one of them be in each, and others may leave too little in one`, remedy: 'prefer it instead of requiring it, or give them a pool of their own' };
}

/** True where fewer can be than there are at most, of which another rule speaks. */
function isLimited(classes: PodClasses, workload: Workload, group: PodGroup): boolean {
  const limit = domainLimit(classes, group);
  return limit !== undefined && limit.pods < workload.max * group.perUnit;
}

function ofSpread(classes: PodClasses, workload: Workload, group: PodGroup, spread: Shape, crowd: Crowd): Reason | undefined {
  const key = written(spread.topologyKey);
  const pods = podsAtPeak(workload, group);
  // so few pods are askew nowhere
  const few = pods <= (numberOf(spread.maxSkew) ?? 1);
  const domains = domainsOf(classes, group, spread.topologyKey, { spread, labelled: true });
  if (domains === undefined) {
    return few && hasEverywhere(classes, key) ? undefined : undeclared(key);
  }
  // one more always may stand where the fewest are
  const fewest = Math.floor((pods - 1) / Math.max(1, domains.length)) + 1;
  return few || isLimited(classes, workload, group) || crowd.leaves(workload, group, fewest) ? undefined
    : { because: `spread by ${key} with DoNotSchedule lets one more of them be where the fewest are, and others may leave too little there`, remedy: 'set whenUnsatisfiable: ScheduleAnyway, or give them a pool of their own' };
}

/** True for a label that every node of the cluster has, though its pools do not say which value. */
function hasEverywhere({ facts }: PodClasses, key: string): boolean {
  return key === ZONE && facts.zoned;
}

function undeclared(key: string): Reason {
  return key === ZONE
    ? { because: 'not every pool that takes them declares the zones of its nodes', remedy: 'declare zones on them' }
    : { because: `not every pool that takes them declares label ${key}, by which they are placed to each other`, remedy: 'declare it on the pools that have it, or place them by another label' };
}

function first<T>(terms: readonly T[], why: (term: T) => Reason | undefined): Reason | undefined {
  for (const term of terms) {
    const reason = why(term);
    if (reason) {
      return reason;
    }
  }
  return undefined;
}
