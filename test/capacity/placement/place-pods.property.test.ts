import * as fc from 'fast-check';
import { Counting } from '../../../src/capacity/placement/counting';
import { Demand, NodeGroup, PodKind } from '../../../src/capacity/placement/node-groups';
import { placePods, Verdict } from '../../../src/capacity/placement/place-pods';

/** A small cluster and pods for it. */
interface Case {
  readonly groups: readonly NodeGroup[];
  readonly kinds: readonly PodKind[];
  readonly counts: readonly number[];
}

const RESOURCES = ['cpu', 'memory', 'nvidia.com/gpu'];

const room = fc.tuple(...[1, 8, 4].map((most) => fc.integer({ min: most === 1 ? 1 : 0, max: most === 1 ? 12 : most }))).map((amounts): Demand => new Map([
  ...RESOURCES.map((resource, i) => [resource, BigInt(amounts[i])] as const), ['pods', 4n] as const,
]));

const demand = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })).map((amounts): Demand => new Map([
  ...RESOURCES.map((resource, i) => [resource, BigInt(amounts[i])] as const).filter(([, amount]) => amount > 0n), ['pods', 1n] as const,
]));

const cases: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 3 }).chain((pools) => fc.record({
  groups: fc.array(fc.tuple(room, fc.integer({ min: 1, max: 3 })), { minLength: pools, maxLength: pools })
    .map((all) => all.map(([has, nodes], i): NodeGroup => ({ name: `pool-${i}`, nodes, room: has, sureRoom: has }))),
  kinds: fc.array(fc.record({ demand, apart: fc.boolean().map((yes) => yes), mask: fc.integer({ min: 1, max: 2 ** pools - 1 }) }), { minLength: 1, maxLength: 4 }),
  counts: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 }),
}).map(({ groups, kinds, counts }) => ({
  groups,
  counts: kinds.map((_, i) => counts[i]),
  kinds: kinds.map((kind, k): PodKind => {
    const may = groups.flatMap((group, i) => (Math.floor(kind.mask / 2 ** i) % 2 === 1 && fits(kind.demand, group.room) ? [i] : []));
    return { demand: kind.demand, may, surely: may, apart: kind.apart && k === 0 };
  }),
})));

function fits(wanted: Demand, has: Demand): boolean {
  return [...wanted].every(([resource, amount]) => (has.get(resource) ?? 0n) >= amount);
}

/** A node with what stands on it. */
interface Node {
  readonly group: number;
  readonly left: Map<string, bigint>;
  readonly kinds: Set<number>;
}

function takes(node: Node, { demand: wanted, apart, may }: PodKind, kind: number): boolean {
  return may.includes(node.group) && !(apart && node.kinds.has(kind)) && fits(wanted, node.left);
}

/** Puts the pods in some order on any node that has room, as the choices say; tells how many are left over. */
function schedule({ groups, kinds, counts }: Case, choose: (options: number) => number): number {
  const nodes = groups.flatMap((group, i) => Array.from({ length: group.nodes }, (): Node => ({ group: i, left: new Map(group.room), kinds: new Set() })));
  const waiting = counts.flatMap((count, kind) => Array.from({ length: count }, () => kind));
  let left = 0;
  while (waiting.length > 0) {
    const [kind] = waiting.splice(choose(waiting.length), 1);
    const open = nodes.filter((node) => takes(node, kinds[kind], kind));
    if (open.length === 0) {
      left += 1;
      continue;
    }
    const node = open[choose(open.length)];
    kinds[kind].demand.forEach((amount, resource) => node.left.set(resource, node.left.get(resource)! - amount));
    node.kinds.add(kind);
  }
  return left;
}

/** True if the pods can be placed at all: tries every way, the largest first. Undefined where it gave up before it knew. */
function canPlace({ groups, kinds, counts }: Case): boolean | undefined {
  const nodes = groups.flatMap((group, i) => Array.from({ length: group.nodes }, (): Node => ({ group: i, left: new Map(group.room), kinds: new Set() })));
  const waiting = counts.flatMap((count, kind) => Array.from({ length: count }, () => kind));
  let steps = 0;
  const place = (index: number, from: number): boolean | undefined => {
    steps += 1;
    if (index === waiting.length) {
      return true;
    }
    if (steps > 20_000) {
      return undefined;
    }
    const kind = waiting[index];
    // pods of one kind are alike: none stands before an earlier one
    for (let i = index > 0 && waiting[index - 1] === kind ? from : 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (takes(node, kinds[kind], kind)) {
        const had = node.kinds.has(kind);
        kinds[kind].demand.forEach((amount, resource) => node.left.set(resource, node.left.get(resource)! - amount));
        node.kinds.add(kind);
        const done = place(index + 1, i);
        kinds[kind].demand.forEach((amount, resource) => node.left.set(resource, node.left.get(resource)! + amount));
        if (!had) {
          node.kinds.delete(kind);
        }
        if (done !== false) {
          return done;
        }
      }
    }
    return false;
  };
  return place(0, 0);
}

function random(seed: number): (options: number) => number {
  let state = seed;
  return (options) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(state / 65536) % options;
  };
}

describe('the verdict on a placement', () => {
  test('is never "cannot fit" for pods that can be placed', () => {
    fc.assert(fc.property(cases, (one) => {
      const { verdict } = placePods(one.groups, one.kinds, one.counts);
      fc.pre(verdict === Verdict.CANNOT_FIT);
      const placed = canPlace(one);
      fc.pre(placed !== undefined);
      expect(placed).toBe(false);
    }), { numRuns: 2000, maxSkipsPerRun: 50 });
  });

  test('is not judged by a search that gave up', () => {
    const alike = { name: 'a', nodes: 9, room: new Map([['cpu', 12n]]), sureRoom: new Map([['cpu', 12n]]) };
    const small = (cpu: bigint): PodKind => ({ demand: new Map([['cpu', cpu]]), may: [0], surely: [0] });
    expect(canPlace({ groups: [alike], kinds: [small(1n), small(2n), small(3n), small(13n)], counts: [5, 5, 5, 1] })).toBeUndefined();
    expect(canPlace({ groups: [alike], kinds: [small(13n)], counts: [1] })).toBe(false);
    expect(canPlace({ groups: [alike], kinds: [small(12n)], counts: [9] })).toBe(true);
  });

  test('is never "fits in any order" for pods that some scheduler leaves over', () => {
    fc.assert(fc.property(cases, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (one, seeds) => {
      const { verdict } = placePods(one.groups, one.kinds, one.counts);
      fc.pre(verdict === Verdict.FITS_IN_ANY_ORDER);
      for (const seed of seeds) {
        expect(schedule(one, random(seed))).toBe(0);
      }
    }), { numRuns: 2000, maxSkipsPerRun: 50 });
  });

  test('is sharp for pods of one kind: each count fits in any order, or cannot fit', () => {
    fc.assert(fc.property(cases, fc.integer({ min: 1, max: 20 }), ({ groups, kinds: [kind] }, count) => {
      fc.pre(kind.may.length > 0);
      const { verdict } = placePods(groups, [kind], [count]);
      const holds = kind.may.reduce((sum, i) => {
        const each = [...kind.demand].map(([resource, amount]) => Number(groups[i].room.get(resource)! / amount));
        return sum + groups[i].nodes * Math.min(...each, kind.apart ? 1 : Infinity);
      }, 0);
      if (count > holds) {
        expect(verdict).toBe(Verdict.CANNOT_FIT);
      } else if (kind.demand.size === 1 || kind.may.length === 1) {
        expect(verdict).toBe(Verdict.FITS_IN_ANY_ORDER);
      } else {
        expect(verdict).not.toBe(Verdict.CANNOT_FIT);
      }
    }), { numRuns: 1000, maxSkipsPerRun: 50 });
  });

  test('leaves room exactly where the whole has no shortage', () => {
    fc.assert(fc.property(cases, fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }), ({ groups, kinds, counts }, more) => {
      const counting = new Counting(groups, kinds);
      fc.pre(counting.shortage(counts) === undefined);
      const extra = new Map(kinds.map((_, kind) => [kind, more[kind]]));
      expect(counting.leavesRoom(counting.wantsOf(counts), extra)).toBe(counting.shortage(counts.map((count, kind) => count + more[kind])) === undefined);
    }), { numRuns: 500, maxSkipsPerRun: 50 });
  });
});

describe('a placement', () => {
  const nodes = (name: string, count: number, gpus: bigint): NodeGroup => {
    const has = new Map([['nvidia.com/gpu', gpus], ['pods', 110n]]);
    return { name, nodes: count, room: has, sureRoom: has };
  };
  const pods = (gpus: bigint, ...may: number[]): PodKind => ({ demand: new Map([['nvidia.com/gpu', gpus], ['pods', 1n]]), may, surely: may });

  test('of 2 + 2 GPUs beside a pod of 4 on two nodes of 4 may fragment', () => {
    expect(placePods([nodes('a', 2, 4n)], [pods(4n, 0), pods(2n, 0)], [1, 2])).toMatchObject({ verdict: Verdict.MAY_FRAGMENT, stranded: { kind: 0, nodes: 2 } });
  });

  test('of 3 pods of 5 GPUs on two nodes of 8 cannot fit, though there are 16 for 15', () => {
    expect(placePods([nodes('a', 2, 8n)], [pods(5n, 0)], [3])).toMatchObject({ verdict: Verdict.CANNOT_FIT, shortage: { wanted: 3n, has: 2n, step: 5n } });
  });

  test('counts pods that share one pool only against both', () => {
    const groups = [nodes('a', 1, 4n), nodes('b', 1, 4n)];
    expect(placePods(groups, [pods(1n, 0), pods(1n, 1), pods(1n, 0, 1)], [4, 3, 1]).verdict).not.toBe(Verdict.CANNOT_FIT);
    const short = placePods(groups, [pods(1n, 0), pods(1n, 1), pods(1n, 0, 1)], [4, 3, 2]);
    expect(short).toMatchObject({ verdict: Verdict.CANNOT_FIT, shortage: { groups: [0, 1], wanted: 9n, has: 8n } });
  });

  test('of pods that keep apart looks at the nodes that they close to each other', () => {
    const kinds = [{ ...pods(1n, 0), apart: true }, pods(4n, 0)];
    expect(placePods([nodes('a', 3, 4n)], kinds, [2, 1]).verdict).toBe(Verdict.FITS_IN_ANY_ORDER);
    expect(placePods([nodes('a', 3, 4n)], kinds, [2, 2]).verdict).toBe(Verdict.MAY_FRAGMENT);
    expect(placePods([nodes('a', 3, 4n)], [kinds[0]], [4]).verdict).toBe(Verdict.CANNOT_FIT);
  });

  test('of pods that may enter a pool and that nothing is sure of is unknown', () => {
    expect(placePods([nodes('a', 2, 4n)], [{ ...pods(1n, 0), surely: [] }], [1]).verdict).toBe(Verdict.UNKNOWN);
  });

  test('of more than 150 kinds is proven by a rougher sum', () => {
    const kinds = Array.from({ length: 200 }, (_, i): PodKind => ({ demand: new Map([['cpu', BigInt(100 + i)], ['pods', 1n]]), may: [0], surely: [0] }));
    const has = new Map([['cpu', 16_000n], ['pods', 110n]]);
    const group = (count: number): NodeGroup => ({ name: 'a', nodes: count, room: has, sureRoom: has });
    expect(placePods([group(10)], kinds, kinds.map(() => 1)).verdict).toBe(Verdict.FITS_IN_ANY_ORDER);
    expect(placePods([group(2)], kinds, kinds.map(() => 1)).verdict).toBe(Verdict.CANNOT_FIT);
  });
});
