import { NodeGroup, perNode, PodKind } from './node-groups';
import { isAccelerator } from '../../reading/accelerators';

/** Why pods cannot all have a place: more of something is wanted than the nodes that may take them have. */
export interface Shortage {
  /** The groups of nodes, by index. */
  readonly groups: readonly number[];
  /** The kinds of pods that are counted, by index, with how many times `step` each of their pods counts. */
  readonly kinds: readonly Counted[];
  /** The resource; none where whole places are counted, for pods at least as large as those of `kinds[0]`. */
  readonly resource?: string;
  /** What is counted: multiples of that, for a node has only whole ones. 1 is the plain sum. */
  readonly step: bigint;
  readonly wanted: bigint;
  readonly has: bigint;
  /** What one node of each group has. */
  readonly perNode: readonly bigint[];
}

/** How many times each pod of a kind counts. */
export interface Counted {
  readonly kind: number;
  readonly weight: bigint;
}

/** A bound that the pods of some kinds keep together. */
type Bound = Omit<Shortage, 'wanted'>;

/** Sets of groups beyond which no further union of them is looked at. */
const MOST_UNIONS = 64;
/** Distinct amounts of one resource that are counted by, and sizes of pods. */
const MOST_STEPS = 8;

/**
 * Finds sets of pods that cannot all be placed, by counting: whatever the scheduler does, a node holds ⌊room ÷ amount⌋ pods that take at
 * least that amount, and pods that may enter only some of the nodes share those. Sound, and not complete: what it passes may still not fit.
 */
export class Counting {
  private readonly bounds: readonly Bound[];
  /** By kind, the bounds that count it. */
  private readonly counting: readonly { readonly bound: number; readonly weight: bigint }[][];

  constructor(private readonly groups: readonly NodeGroup[], private readonly kinds: readonly PodKind[]) {
    const confined = this.unions().map((union) => ({ union, inside: this.insideOf(union) }));
    this.bounds = confined.flatMap(({ union, inside }) => this.boundsOf(union, inside));
    this.counting = kinds.map(() => []);
    for (const [bound, { kinds: counted }] of this.bounds.entries()) {
      for (const { kind, weight } of counted) {
        this.counting[kind].push({ bound, weight });
      }
    }
  }

  /** What so many pods of each kind want, bound by bound. */
  public wantsOf(counts: readonly number[]): readonly bigint[] {
    return this.bounds.map(({ kinds }) => kinds.reduce((sum, { kind, weight }) => sum + weight * BigInt(counts[kind]), 0n));
  }

  /** Why so many pods of each kind cannot all be placed; nothing if counting does not tell. Of several about the same nodes that of the accelerators. */
  public shortage(counts: readonly number[]): Shortage | undefined {
    const wants = this.wantsOf(counts);
    const first = this.bounds.findIndex(({ has }, i) => wants[i] > has);
    if (first < 0) {
      return undefined;
    }
    const { groups: nodes } = this.bounds[first];
    const ofAccelerators = this.bounds.findIndex(({ has, resource, groups }, i) => wants[i] > has && groups === nodes && resource !== undefined && isAccelerator(resource));
    const short = ofAccelerators < 0 ? first : ofAccelerators;
    return { ...this.bounds[short], kinds: this.bounds[short].kinds.filter(({ kind }) => counts[kind] > 0), wanted: wants[short] };
  }

  /** True if what is there leaves room by count for so many pods more. @param wants of what is there, which has room itself */
  public leavesRoom(wants: readonly bigint[], more: ReadonlyMap<number, number>): boolean {
    const [[only, count] = [0, 0], ...others] = more;
    if (others.length === 0) {
      return this.counting[only].every(({ bound, weight }) => wants[bound] + weight * BigInt(count) <= this.bounds[bound].has);
    }
    const sums = new Map<number, bigint>();
    for (const [kind, pods] of more) {
      for (const { bound, weight } of this.counting[kind]) {
        sums.set(bound, (sums.get(bound) ?? wants[bound]) + weight * BigInt(pods));
      }
    }
    return [...sums].every(([bound, sum]) => sum <= this.bounds[bound].has);
  }

  /** Why so many pods of one kind cannot be placed although nothing else is there. */
  public lonely(kind: number, count: number): Shortage | undefined {
    const own = this.places(this.kinds[kind].may, [kind], kind);
    return BigInt(count) > own.has ? { ...own, wanted: BigInt(count) } : undefined;
  }

  /** The sets of groups that some kinds are confined to, and what those come to together that overlap. */
  private unions(): (readonly number[])[] {
    const sets = new Map<string, readonly number[]>();
    for (const { may } of this.kinds) {
      if (may.length > 0) {
        sets.set(may.join(), may);
      }
    }
    // a Map walks over what is added meanwhile
    for (const one of sets.values()) {
      for (const other of [...sets.values()]) {
        if (sets.size < MOST_UNIONS && one !== other && one.some((group) => other.includes(group))) {
          const union = [...new Set([...one, ...other])].sort((a, b) => a - b);
          sets.set(union.join(), sets.get(union.join()) ?? union);
        }
      }
    }
    return [...sets.values()].sort((a, b) => a.length - b.length);
  }

  private insideOf(union: readonly number[]): number[] {
    const groups = new Set(union);
    return [...this.kinds.keys()].filter((kind) => this.kinds[kind].may.length > 0 && this.kinds[kind].may.every((group) => groups.has(group)));
  }

  private boundsOf(union: readonly number[], inside: readonly number[]): Bound[] {
    const found: Bound[] = [];
    for (const resource of new Set(inside.flatMap((kind) => [...this.kinds[kind].demand.keys()]))) {
      // where one of the groups may have any amount of it, it is never short
      if (union.every((group) => this.groups[group].room.has(resource))) {
        const amounts = [...new Set(inside.map((kind) => this.kinds[kind].demand.get(resource) ?? 0n))].filter((amount) => amount > 1n);
        const steps = amounts.sort((a, b) => (a < b ? 1 : -1)).slice(0, MOST_STEPS);
        found.push(...[1n, ...steps].map((step) => this.multiples(union, inside, resource, step)));
      }
    }
    const whole = inside.filter((kind) => this.kinds[kind].may.length === union.length)
      .map((kind) => ({ kind, holds: union.reduce((sum, group) => sum + this.holds(kind, group) * this.groups[group].nodes, 0) }));
    const largest = whole.sort((a, b) => a.holds - b.holds);
    found.push(...largest.filter(({ kind }, i) => i < MOST_STEPS || this.kinds[kind].apart).map(({ kind }) => this.places(union, inside, kind)));
    return found.filter(({ kinds }) => kinds.length > 0);
  }

  private multiples(union: readonly number[], inside: readonly number[], resource: string, step: bigint): Bound {
    const eachNode = union.map((group) => times(this.groups[group].room.get(resource)!, step));
    const kinds = inside.map((kind) => ({ kind, weight: (this.kinds[kind].demand.get(resource) ?? 0n) / step })).filter(({ weight }) => weight > 0n);
    return { groups: union, kinds, resource, step, perNode: eachNode, has: this.total(union, eachNode) };
  }

  /** Whole places of one kind, which every pod takes that is at least as large. */
  private places(union: readonly number[], inside: readonly number[], kind: number): Bound {
    const yardstick = this.kinds[kind];
    const eachNode = union.map((group) => BigInt(this.holds(kind, group)));
    const larger = yardstick.apart ? [] : inside.filter((other) => other !== kind && isAtLeast(this.kinds[other], yardstick));
    return { groups: union, kinds: [kind, ...larger].map((one) => ({ kind: one, weight: 1n })), step: 1n, perNode: eachNode, has: this.total(union, eachNode) };
  }

  private holds(kind: number, group: number): number {
    return perNode(this.kinds[kind], this.groups[group].room);
  }

  private total(union: readonly number[], eachNode: readonly bigint[]): bigint {
    return union.reduce((sum, group, i) => sum + eachNode[i] * BigInt(this.groups[group].nodes), 0n);
  }
}

function times(room: bigint, step: bigint): bigint {
  return room < 0n ? 0n : room / step;
}

function isAtLeast({ demand }: PodKind, other: PodKind): boolean {
  for (const [resource, amount] of other.demand) {
    if ((demand.get(resource) ?? 0n) < amount) {
      return false;
    }
  }
  return true;
}
