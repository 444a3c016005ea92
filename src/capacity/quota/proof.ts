import { Inhabitant, Inhabitants } from './inhabitants';
import { KeyUsage, scopedClaims, Share } from './key-usage';
import { madeObjects } from './made-objects';
import { fromTheStart, objectUsage } from './object-usage';
import { isScoped } from './scopes';
import { ManifestSet } from '../../reading/manifest-set';
import { Shape } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Amounts, amountsOf, addTo } from '../amounts';
import { isGuaranteed } from '../guaranteed';
import { PlacedQuota, Places } from '../places';
import { Quantity } from '../quantity';
import { Fault, rolloutFault, Shortfall } from '../shortfall';
import { Presence, unitCounts, UnitCounts, Workload } from '../workload';
import { worksInTurns, workloadsOf } from '../workloads';

/** One term of a sum: so many units of a workload, or something that is there anyway. */
export interface QuotaTerm {
  readonly workload?: Workload;
  readonly units: number;
  readonly perUnit: Quantity;
  readonly amount: Quantity;
}

/** A sum that is above what a quota grants. */
export interface QuotaShortfall extends Shortfall {
  readonly quota: PlacedQuota;
  readonly key: string;
  /** The workload that it is about; none where it is about all of them. */
  readonly workload?: Workload;
  readonly perUnit: Quantity;
  readonly needs: Quantity;
  /** What the quota grants, without what others use. */
  readonly grants: Quantity;
  /** The terms of the sum, without the workload's own. */
  readonly others: readonly QuotaTerm[];
}

const known = new WeakMap<ManifestSet, readonly QuotaShortfall[]>();

/**
 * What of the manifests does not fit into the quotas of their namespaces.
 *
 * Whatever is there from the first minute counts at the floor; Jobs end, and count at the peak only. Each workload has to fit alone.
 */
export function proveQuota(set: ManifestSet): readonly QuotaShortfall[] {
  let shortfalls = known.get(set);
  if (!shortfalls) {
    const places = [...Places.of(set).withQuotas()];
    const inPlaces = places.length === 0 ? undefined : new Inhabitants(set, workloadsOf(set));
    shortfalls = places.flatMap(({ cluster, namespace, quotas }) => {
      const tenants = tenantsOf(set, inPlaces!.at(cluster, namespace));
      return quotas.flatMap((quota) => prove(set, quota, tenants));
    });
    known.set(set, shortfalls);
  }
  return shortfalls;
}

/** What stands in a namespace. */
interface Tenants {
  readonly workloads: readonly { readonly workload: Workload; readonly counts: UnitCounts }[];
  /** What the objects themselves take, without pods. */
  readonly ofObjects: Amounts;
  /** The claims for volumes among them. */
  readonly claims: readonly Shape[];
  /** What controllers make beside them. */
  readonly fromTheStart: Amounts;
  readonly isMadeHere: boolean;
}

function tenantsOf(set: ManifestSet, place: Inhabitant): Tenants {
  const objects = new Map<string, Quantity>();
  const kinds = new Map<Amounts, number>();
  for (const subject of place.subjects) {
    const usage = objectUsage(set, subject);
    kinds.set(usage, (kinds.get(usage) ?? 0) + 1);
  }
  for (const [usage, count] of kinds) {
    addTo(objects, new Map([...usage].map(([key, amount]) => [key, amount.times(count)])));
  }
  return {
    ofObjects: objects,
    claims: place.subjects.filter(({ kind }) => kind === 'PersistentVolumeClaim').map(({ manifest }) => manifest),
    fromTheStart: fromTheStart(place.subjects),
    isMadeHere: place.isMadeHere,
    workloads: place.workloads.map((workload) => ({ workload, counts: unitCounts(workload) })),
  };
}

function prove(set: ManifestSet, quota: PlacedQuota, tenants: Tenants): QuotaShortfall[] {
  const hard = amountsOf(quota.subject.spec.hard);
  const scoped = isScoped(quota.subject);
  const found: QuotaShortfall[] = [];
  for (const [key, amount] of hard) {
    if (amount.isNegative) {
      // the API server refuses it, which another rule says
      continue;
    }
    const usage = new KeyUsage(key, quota.subject, scoped);
    const grants = quota.used.has(key) ? amount.minus(quota.used.get(key)!) : amount;
    const fixed = scoped ? scopedClaims(quota.subject, key, tenants.claims, quota.subject.cluster) : fixedOf(tenants, quota, key);
    if (key.startsWith('count/') || !hasRoomForAll(usage, tenants, grants, fixed)) {
      const shares = tenants.workloads.flatMap(({ workload, counts }) => usage.shareOf(workload, counts) ?? (scoped ? undefined : madeObjects(key, workload, counts)) ?? []);
      found.push(...proveKey({ quota, key, grants, guaranteed: isGuaranteed(set, quota.subject), bearable: false }, shares, fixed));
    }
  }
  return found;
}

/**
 * What the objects take of a key, with those that every namespace has: they are among what others are said to use, and where a namespace is there
 * already, so are they, which hinders nothing but further objects.
 */
function fixedOf({ ofObjects, fromTheStart: made, isMadeHere }: Tenants, { used }: PlacedQuota, key: string): Quantity | undefined {
  const own = ofObjects.get(key);
  const more = used.has(key) || (own === undefined && !isMadeHere) ? undefined : made.get(key);
  return own && more ? own.plus(more) : own ?? more;
}

/** True if even the sum of all peaks is granted, so that nothing smaller can be short either. */
function hasRoomForAll(usage: KeyUsage, { workloads }: Tenants, grants: Quantity, fixed: Quantity | undefined): boolean {
  let sum = fixed?.nanos ?? 0n;
  for (const { workload, counts } of workloads) {
    sum += usage.atPeak(workload).nanos * BigInt(counts.peak);
  }
  return sum <= grants.nanos;
}

type Case = Pick<QuotaShortfall, 'quota' | 'key' | 'grants' | 'guaranteed' | 'bearable'>;

function proveKey(about: Case, shares: readonly Share[], fixed: Quantity | undefined): QuotaShortfall[] {
  const { grants } = about;
  const found: QuotaShortfall[] = [];
  const termsAt = (units: (share: Share) => number, amount: (share: Share) => Quantity = (x) => x.perUnit, except?: Share): QuotaTerm[] => [
    ...fixed && !fixed.isZero ? [{ units: 1, perUnit: fixed, amount: fixed }] : [],
    ...shares.filter((share) => share !== except && units(share) > 0).map((share) => ({
      workload: share.workload, units: units(share), perUnit: amount(share), amount: amount(share).times(units(share)),
    })),
  ];
  const sum = (terms: readonly QuotaTerm[]) => terms.reduce((total, { amount }) => total.plus(amount), Quantity.ZERO);
  const above = (quantity: Quantity) => quantity.compare(grants) > 0;
  const floor = sum(termsAt(({ counts }) => counts.floor));

  const alone = new Set<Share>();
  for (const share of shares) {
    const needs = share.alone.times(share.counts.max);
    if (above(needs)) {
      alone.add(share);
      const bearable = worksInTurns(share.workload) && !above(share.one);
      found.push({ ...about, fault: Fault.ALONE, workload: share.workload, units: share.counts.max, surge: 0, perUnit: share.alone, needs, others: [], bearable });
    }
  }
  if (above(floor)) {
    if (![...alone].some(({ perUnit, counts }) => above(perUnit.times(counts.floor)))) {
      found.push({ ...about, fault: Fault.FLOOR, units: 0, surge: 0, perUnit: Quantity.ZERO, needs: floor, others: termsAt(({ counts }) => counts.floor) });
    }
    return found;
  }
  let hangs = false;
  for (const share of shares) {
    const one = alone.has(share) ? undefined : rolloutOf(share, grants.minus(floor));
    if (one) {
      hangs ||= one.fault === Fault.HANG || one.fault === Fault.STEP;
      const extra = one.units - share.counts.floor;
      found.push({
        ...about,
        ...one,
        workload: share.workload,
        perUnit: share.perUnit,
        needs: floor.plus(share.perUnit.times(extra)),
        others: termsAt(({ counts }) => counts.floor, undefined, share),
      });
    }
  }
  const atPeak = termsAt(unitsAtPeak, (share) => share.atPeak);
  const peak = sum(atPeak);
  if (above(peak) && (about.guaranteed || (!hangs && alone.size === 0))) {
    found.push({ ...about, fault: Fault.PEAK, units: 0, surge: 0, perUnit: Quantity.ZERO, needs: peak, others: atPeak });
  }
  return found;
}

function unitsAtPeak({ workload, counts }: Share): number {
  return workload.presence === Presence.WHEN_ADMITTED ? 0 : counts.peak;
}

/** @param room what the quota leaves above all floors */
function rolloutOf({ workload: { rollout }, counts, perUnit }: Share, room: Quantity): ReturnType<typeof rolloutFault> {
  return rollout === undefined || perUnit.isZero ? undefined : rolloutFault(rollout, counts, Number(room.dividedBy(perUnit)));
}

/** The object that a shortfall is about. */
export function subjectOf({ workload, quota }: QuotaShortfall): Subject {
  return workload?.subject ?? quota.subject;
}
