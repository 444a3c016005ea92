import { Claims, claimsOf } from './claims';
import { PlacementCase, placementCase } from './placement-case';
import { Word, wordOn } from './placement-run';
import { quotaCase } from './quota-case';
import { Cluster, NodePool } from '../../../src';
import { Fault } from '../../../src/capacity/shortfall';

/** A case with what a library says of it that is wrong. */
export interface Wrong<T> {
  readonly of: T;
  readonly claims: Claims;
}

const WANTED = 3;

const content = ({ findings }: Claims) => findings.length === 0;
const discontent = ({ shortfalls }: Claims) => shortfalls.some(({ fault }) => fault === Fault.FLOOR);

/** Namespaces whose quotas a library reads as if they granted anything, so that it is content and should not be. */
export const generous = (seed: string) => misread(seed, '1000Ti', discontent, content);

/** Namespaces whose quotas a library reads as if they granted nothing, so that it finds fault and should not. */
export const mean = (seed: string) => misread(seed, '1m', content, discontent);

function misread(seed: string, amount: string, right: (claims: Claims) => boolean, wrong: (claims: Claims) => boolean): Wrong<any[]>[] {
  return first((i) => {
    const objects = quotaCase(seed, `misread-${i}`);
    const claims = claimsOf(objects.map((one) => (one.kind === 'ResourceQuota' ? withHard(one, amount) : one)));
    return right(claimsOf(objects)) && wrong(claims) ? { of: objects, claims } : undefined;
  });
}

function withHard(quota: any, amount: string): any {
  return { ...quota, spec: { ...quota.spec, hard: Object.fromEntries(Object.keys(quota.spec.hard).map((key) => [key, amount])) } };
}

/** Pods on pools that a library takes for larger ones, so that it says that all fit. */
export const enlarged = (seed: string): Wrong<PlacementCase>[] => first((i) => {
  const placed = placementCase(seed, `enlarged-${i}`);
  const claims = claimsOf(placed.objects, largerThan(placed.cluster));
  const right = wordOn(claimsOf(placed.objects, placed.cluster), 'floor');
  return right === Word.CANNOT_FIT && wordOn(claims, 'floor') === Word.FITS ? { of: placed, claims } : undefined;
});

function largerThan({ name, pools }: Cluster): Cluster {
  return Cluster.of(name, {
    pools: pools.map(({ name: pool, cpuPerNode: cpu, memoryPerNode: memory, maxNodes, labels }) => NodePool.cpu(pool, {
      cpu, memory, labels, maxNodes: maxNodes + 9, allocatable: { cpu, memory },
    })),
  });
}

function first<T>(make: (i: number) => T | undefined): T[] {
  const found: T[] = [];
  for (let i = 0; found.length < WANTED; i++) {
    found.push(...[make(i) ?? []].flat() as T[]);
  }
  return found;
}
