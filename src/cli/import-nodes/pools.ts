import { DaemonFacts } from './daemon-facts';
import { Kept, keptOf } from './daemon-sets';
import { isPlace, POOL_LABELS } from './node-marks';
import { NodeFacts } from './read-nodes';
import { Texts } from './texts';
import { isKnownLabel } from '../../capacity/nodes/known-labels';
import { amountOf } from '../../cluster/file/amount';
import { PoolFile } from '../../cluster/file/pool-file';

/** Resources of which machines of one kind report a little more or less, as when an upgrade of the nodes reserves more. */
const VARYING = new Set(['cpu', 'memory', 'ephemeral-storage']);
/** Machines of one kind differ by less than this share of them. */
const TOLERANCE = 0.02;

/** Labels by which people tell nodes apart. */
const KNOWN: readonly string[] = ['node.kubernetes.io/instance-type', 'karpenter.sh/capacity-type', 'eks.amazonaws.com/capacityType', 'cloud.google.com/gke-spot', 'kubernetes.io/arch', 'kubernetes.io/os'];

/** A pool as a file has it, and what its DaemonSets take of each node, where DaemonSets are known. */
export interface FoundPool {
  readonly file: PoolFile;
  readonly kept?: Kept;
}

/**
 * The pools that nodes are of: those with equal labels and taints, and with equal amounts. Of processor, memory and disk, where equal machines differ by a
 * little, the least counts.
 */
export function poolsOf(nodes: readonly NodeFacts[], daemons: readonly DaemonFacts[] = []): FoundPool[] {
  const kinds = new Map<string, NodeFacts[]>();
  for (const node of withoutSerials(nodes)) {
    const fixed = Object.entries(node.allocatable).filter(([resource, amount]) => !VARYING.has(resource) && amountOf(amount) > 0);
    const key = JSON.stringify([node.labels, node.taints, fixed, node.spot, node.accelerator]);
    const kind = kinds.get(key);
    if (kind) {
      kind.push(node);
    } else {
      kinds.set(key, [node]);
    }
  }
  return named([...kinds.values()].flatMap(bySize), daemons);
}

/** The pool of a node as its provider calls it. */
const baseOf = (labels: Texts): string | undefined => POOL_LABELS.find((key) => labels[key] !== undefined && labels[key] !== '');

function homeOf({ labels }: NodeFacts): string {
  const base = baseOf(labels);
  return base === undefined ? '' : `${base}=${labels[base]}`;
}

/** Takes labels for a node's own of which no two nodes of a provider's pool have the same value, or no two of three or more nodes without one. */
function withoutSerials(nodes: readonly NodeFacts[]): NodeFacts[] {
  const homes = new Map<string, NodeFacts[]>();
  for (const node of nodes) {
    const home = homeOf(node);
    homes.set(home, [...homes.get(home) ?? [], node]);
  }
  const serials = new Map([...homes].map(([home, members]) => [home, members.length < (home === '' ? 3 : 2) ? [] : Object.keys(members[0].labels)
    .filter((key) => !isKnownLabel(key) && new Set(members.flatMap(({ labels }) => labels[key] ?? [])).size === members.length)]));
  return nodes.map((node) => {
    const own = new Set(serials.get(homeOf(node)));
    const part = (isOwn: boolean) => Object.fromEntries(Object.entries(node.labels).filter(([key]) => own.has(key) === isOwn));
    return own.size === 0 ? node : { ...node, labels: part(false), own: { ...node.own, ...part(true) } };
  });
}

/** Splits nodes where processor, memory or disk differ by more than machines of one kind do. */
function bySize(nodes: readonly NodeFacts[]): NodeFacts[][] {
  const groups: NodeFacts[][] = [];
  const size = (node: NodeFacts, resource: string) => amountOf(node.allocatable[resource] ?? '0');
  for (const node of [...nodes].sort((a, b) => size(b, 'memory') - size(a, 'memory') || (a.name < b.name ? -1 : 1))) {
    const alike = groups.find(([largest]) => [...VARYING].every((resource) => {
      const [some, more] = [size(node, resource), size(largest, resource)].sort((a, b) => a - b);
      return some >= more * (1 - TOLERANCE);
    }));
    if (alike) {
      alike.push(node);
    } else {
      groups.push([node]);
    }
  }
  return groups;
}

/** Each group as a pool with a name of its own, and with labels that tell it from the others. */
function named(groups: readonly (readonly NodeFacts[])[], daemons: readonly DaemonFacts[]): FoundPool[] {
  const bases = groups.map(([{ labels }]) => baseOf(labels));
  const homes = groups.map(([node]) => homeOf(node));
  const taken = new Set<string>();
  const pools = groups.map((nodes, i) => {
    const { labels, spot } = nodes[0];
    const alike = groups.filter((_, j) => homes[j] === homes[i]);
    const machine = labels['node.kubernetes.io/instance-type'] || undefined;
    const base = bases[i] === undefined ? machine ?? 'nodes' : labels[bases[i]!];
    // where an upgrade splits a pool, the larger part keeps its name
    const sameMachine = bases[i] !== undefined && alike.every(([node]) => node.labels['node.kubernetes.io/instance-type'] === machine && node.spot === spot);
    const largest = alike.reduce((a, b) => (b.length > a.length ? b : a));
    const candidates = [...alike.length === 1 || (sameMachine && largest === nodes) ? [base] : [], ...machine === undefined ? [] : [`${base}-${machine}`], ...spot ? [`${base}-${machine ?? ''}-spot`.replace('--', '-')] : []];
    const selectedBy = {
      ...bases[i] !== undefined && { [bases[i]!]: labels[bases[i]!] },
      ...telling(nodes[0], alike.map(([node]) => node)),
    };
    const pool = poolOf(freeName(candidates.length > 0 ? candidates : [base], taken), nodes, selectedBy);
    const kept = daemons.length > 0 ? keptOf(nodes, pool.allocatable, daemons) : undefined;
    return { file: { ...pool, ...kept && { daemonSets: kept.amounts } }, kept };
  });
  return pools.sort((a, b) => (a.file.name < b.file.name ? -1 : 1));
}

/** As few labels of a node as tell it from the others of its home, those that everybody knows first, then those that people gave. */
function telling(node: NodeFacts, others: readonly NodeFacts[]): Texts {
  const chosen: { [key: string]: string } = {};
  let same = others.filter((other) => other !== node);
  const rest = Object.keys(node.labels).filter((key) => !KNOWN.includes(key) && !key.includes('beta.kubernetes.io/'));
  const keys = [...KNOWN, ...rest.filter((key) => !isKnownLabel(key)), ...rest.filter(isKnownLabel)];
  for (const key of keys.filter((known) => node.labels[known] !== undefined)) {
    const still = same.filter(({ labels }) => labels[key] === node.labels[key]);
    if (still.length < same.length) {
      chosen[key] = node.labels[key];
      same = still;
    }
  }
  return chosen;
}

function freeName(candidates: readonly string[], taken: Set<string>): string {
  const last = candidates[candidates.length - 1];
  let name = candidates.find((candidate) => !taken.has(candidate));
  for (let i = 2; name === undefined; i++) {
    name = taken.has(`${last}-${i}`) ? undefined : `${last}-${i}`;
  }
  taken.add(name);
  return name;
}

function poolOf(name: string, nodes: readonly NodeFacts[], selectedBy: Texts): PoolFile {
  const { labels, taints, spot, accelerator } = nodes[0];
  const zones = [...new Set(nodes.flatMap(({ zone }) => zone ?? []))].sort();
  return {
    name,
    minNodes: nodes.length,
    maxNodes: nodes.length,
    spot,
    ...zones.length > 0 && { zones },
    selectedBy,
    labels,
    otherLabels: othersOf(nodes),
    complete: true,
    taints: taints as PoolFile['taints'],
    ...accelerator && { accelerator },
    capacity: least(nodes.map(({ capacity }) => capacity)),
    allocatable: least(nodes.map(({ allocatable }) => allocatable)),
  };
}

/** Labels that are not the same on all nodes: of places the values that there are, of others only that they are there. */
function othersOf(nodes: readonly NodeFacts[]): { [key: string]: string[] } {
  const keys = [...new Set(nodes.flatMap(({ own }) => Object.keys(own)))].sort();
  const valuesOf = (key: string) => [...new Set(nodes.map(({ own }) => own[key]))].sort();
  return Object.fromEntries(keys.map((key) => [key, isPlace(key) && nodes.every(({ own }) => own[key] !== undefined) ? valuesOf(key) : []]));
}

/** Of each amount that all have, the least. */
function least(shares: readonly Texts[]): Texts {
  const [first, ...others] = shares;
  const common = Object.keys(first).filter((resource) => others.every((share) => share[resource] !== undefined));
  return Object.fromEntries(common.map((resource) => [resource, shares.map((share) => share[resource]).reduce((a, b) => (amountOf(b) < amountOf(a) ? b : a))]));
}
