import { NodeGroup, PodKind } from './node-groups';

/** A kind of pods of which it cannot be shown that each finds a node. */
export interface Stranded {
  /** By index. */
  readonly kind: number;
  /** How many of the nodes that it may enter the others can close to it, at most. */
  readonly closed: number;
  /** How many such nodes there are. */
  readonly nodes: number;
  /** False where there is room in any order, and only what else decides about them is not proven. */
  readonly byRoom: boolean;
}

/** Kinds beyond which each pair of them is no longer looked at. */
const MOST_PAIRS = 150;
/** Shares are added up as floating-point numbers: what is nearer to the bound than that is not taken as proven. */
const MARGIN = 1e-9;

/**
 * The kinds of pods that may be left over, the nearest to it first; none if so many pods of each kind are all placed, in whatever order they
 * come and on whichever of the nodes with room each is put.
 *
 * A node is closed to a pod when what stands on it leaves too little of some resource, so the others have to bring at least a certain amount
 * of that one to every single node. Each other pod stands on one node and brings it no larger a share of the way than its largest one by
 * resource; if all shares together are less than the nodes, one node stays open. What a node is filled with comes in multiples of the largest
 * common measure of all pods that may be there, which makes it exact for GPUs of one kind.
 */
export function strandedInSomeOrder(groups: readonly NodeGroup[], kinds: readonly PodKind[], counts: readonly number[]): Stranded[] {
  const found: Stranded[] = [];
  const present = [...kinds.keys()].filter((kind) => counts[kind] > 0);
  const measures = groups.map((_, group) => measuresOf(present.map((kind) => kinds[kind]).filter(({ may }) => may.includes(group))));
  for (const kind of present) {
    const pod = kinds[kind];
    const nodes = pod.surely.reduce((sum, group) => sum + groups[group].nodes, 0);
    const closing = pod.surely.map((group) => closingAmounts(groups[group], pod, measures[group]));
    let closed = 0;
    for (const other of present.length > MOST_PAIRS ? [] : present) {
      closed += (counts[other] - (other === kind ? 1 : 0)) * shareOf(kinds[other], pod, closing, other === kind);
    }
    if (present.length > MOST_PAIRS) {
      closed = roughly(present, kinds, counts, pod, closing);
    }
    const byRoom = closed * (1 + MARGIN) >= nodes;
    if (pod.unproven || byRoom) {
      found.push({ kind, closed, nodes, byRoom });
    }
  }
  return found.sort((a, b) => b.closed * a.nodes - a.closed * b.nodes);
}

/** By resource, what all amounts of it are multiples of. */
function measuresOf(kinds: readonly PodKind[]): Map<string, bigint> {
  const measures = new Map<string, bigint>();
  for (const { demand } of kinds) {
    for (const [resource, amount] of demand) {
      if (amount > 0n) {
        measures.set(resource, divisor(measures.get(resource) ?? 0n, amount));
      }
    }
  }
  return measures;
}

/** By resource, the least that others have to bring to a node of the group so that the pod has no room there. */
function closingAmounts({ sureRoom }: NodeGroup, { demand }: PodKind, measures: ReadonlyMap<string, bigint>): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const [resource, amount] of demand) {
    if (amount > 0n) {
      const spare = (sureRoom.get(resource) ?? 0n) - amount;
      const measure = measures.get(resource) ?? 1n;
      amounts.set(resource, spare < 0n ? 0 : Number((spare / measure + 1n) * measure));
    }
  }
  return amounts;
}

/** How far one pod of `other` closes a node to the pod at most: from 0 to 1. */
function shareOf(other: PodKind, pod: PodKind, closing: readonly ReadonlyMap<string, number>[], same: boolean): number {
  let share = 0;
  for (const [i, group] of pod.surely.entries()) {
    if (other.may.includes(group)) {
      if (same && pod.apart) {
        return 1;
      }
      for (const [resource, amount] of closing[i]) {
        share = Math.max(share, amount === 0 ? 1 : Number(other.demand.get(resource) ?? 0n) / amount);
      }
    }
  }
  return Math.min(1, share);
}

/** An upper bound of the same sum that looks at each kind once: each resource for itself, at the group where it closes a node soonest. */
function roughly(present: readonly number[], kinds: readonly PodKind[], counts: readonly number[], pod: PodKind, closing: readonly ReadonlyMap<string, number>[]): number {
  const soonest = new Map<string, number>();
  for (const amounts of closing) {
    for (const [resource, amount] of amounts) {
      soonest.set(resource, Math.min(soonest.get(resource) ?? Infinity, amount));
    }
  }
  let closed = 0;
  for (const kind of present) {
    let share = pod.apart ? 1 : 0;
    for (const [resource, amount] of soonest) {
      share = Math.max(share, amount === 0 ? 1 : Number(kinds[kind].demand.get(resource) ?? 0n) / amount);
    }
    closed += counts[kind] * Math.min(1, share);
  }
  return closed;
}

function divisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y > 0n) {
    [x, y] = [y, x % y];
  }
  return x;
}
