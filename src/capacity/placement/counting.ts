import { NodeGroup, perNode, PodKind } from './node-groups';

/** Why pods cannot all have a place: more of something is wanted than the nodes that may take them have. */
export interface Shortage {
  /** The groups of nodes, by index. */
  readonly groups: readonly number[];
  /** The kinds of pods that are counted, by index, with how many times `step` each of their pods counts. */
  readonly kinds: readonly { readonly kind: number; readonly weight: bigint }[];
  /** The resource; none where whole places are counted, for pods at least as large as those of `kinds[0]`. */
  readonly resource?: string;
  /** What is counted: multiples of that, for a node has only whole ones. 1 is the plain sum. */
  readonly step: bigint;
  readonly wanted: bigint;
  readonly has: bigint;
  /** What one node of each group has. */
  readonly perNode: readonly bigint[];
}

interface Constraint extends Omit<Shortage, 'wanted'> {}

/** Where there are more than that many unions of groups, only the smallest and the largest are looked at. */
const MOST_UNIONS = 64;
/** Distinct amounts of one resource that are counted by. */
const MOST_STEPS = 8;

/**
 * Finds sets of pods that cannot all be placed, by counting: whatever the scheduler does, a node holds ⌊room ÷ amount⌋ pods that take at
 * least that amount, and pods that may enter only some of the nodes share those. Sound, and not complete: what it passes may still not fit.
 */
export class Counting {
  private readonly constraints: readonly Constraint[];

  constructor(private readonly groups: readonly NodeGroup[], private readonly kinds: readonly PodKind[]) {
    this.constraints = this.unions().flatMap((union) => this.constraintsOn(union));
  }

  /** Why so many pods of each kind cannot all be placed; nothing if counting does not tell. */
  public shortage(counts: readonly number[]): Shortage | undefined {
    for (const constraint of this.constraints) {
      let wanted = 0n;
      for (const { kind, weight } of constraint.kinds) {
        wanted += weight * BigInt(counts[kind]);
      }
      if (wanted > constraint.has) {
        return { ...constraint, kinds: constraint.kinds.filter(({ kind }) => counts[kind] > 0), wanted };
      }
    }
    return undefined;
  }

  /** The sets of groups that some kinds are confined to, and what they come to together. */
  private unions(): (readonly number[])[] {
    const sets = new Map<string, readonly number[]>();
    for (const { may } of this.kinds) {
      sets.set(may.join(), may);
    }
    for (const one of [...sets.values()]) {
      for (const other of [...sets.values()]) {
        if (sets.size < MOST_UNIONS) {
          const union = [...new Set([...one, ...other])].sort((a, b) => a - b);
          sets.set(union.join(), union);
        }
      }
    }
    const all = [...new Set(this.kinds.flatMap(({ may }) => may))].sort((a, b) => a - b);
    sets.set(all.join(), all);
    return [...sets.values()].sort((a, b) => a.length - b.length);
  }

  private constraintsOn(union: readonly number[]): Constraint[] {
    const inside = new Set(union);
    const confined = [...this.kinds.keys()].filter((kind) => this.kinds[kind].may.every((group) => inside.has(group)));
    const resources = new Set(confined.flatMap((kind) => [...this.kinds[kind].demand.keys()]));
    const found: Constraint[] = [];
    for (const resource of resources) {
      // where one of the groups may have any amount of it, it is never short
      if (union.every((group) => this.groups[group].room.has(resource))) {
        const amounts = [...new Set(confined.map((kind) => this.kinds[kind].demand.get(resource) ?? 0n))].filter((amount) => amount > 1n);
        const steps = amounts.sort((a, b) => (a < b ? 1 : -1)).slice(0, MOST_STEPS);
        found.push(...[1n, ...steps].map((step) => this.multiples(union, confined, resource, step)));
      }
    }
    found.push(...confined.filter((kind) => this.kinds[kind].may.length === union.length).map((kind) => this.places(union, confined, kind)));
    return found.filter(({ kinds }) => kinds.length > 0);
  }

  private multiples(union: readonly number[], confined: readonly number[], resource: string, step: bigint): Constraint {
    const eachNode = union.map((group) => times(this.groups[group].room.get(resource)!, step));
    const kinds = confined.map((kind) => ({ kind, weight: (this.kinds[kind].demand.get(resource) ?? 0n) / step })).filter(({ weight }) => weight > 0n);
    return { groups: union, kinds, resource, step, perNode: eachNode, has: this.total(union, eachNode) };
  }

  /** Whole places of one kind, which every pod takes that is at least as large. */
  private places(union: readonly number[], confined: readonly number[], kind: number): Constraint {
    const yardstick = this.kinds[kind];
    const eachNode = union.map((group) => BigInt(perNode(yardstick, this.groups[group].room)));
    const larger = yardstick.apart ? [] : confined.filter((other) => other !== kind && isAtLeast(this.kinds[other], yardstick));
    return { groups: union, kinds: [kind, ...larger].map((one) => ({ kind: one, weight: 1n })), step: 1n, perNode: eachNode, has: this.total(union, eachNode) };
  }

  private total(union: readonly number[], eachNode: readonly bigint[]): bigint {
    return union.reduce((sum, group, i) => sum + eachNode[i] * BigInt(this.groups[group].nodes), 0n);
  }
}

function times(room: bigint, step: bigint): bigint {
  return room < 0n ? 0n : room / step;
}

function isAtLeast({ demand }: PodKind, other: PodKind): boolean {
  return [...other.demand].every(([resource, amount]) => (demand.get(resource) ?? 0n) >= amount);
}
