import { countsClaim, countsGroup } from './scopes';
import { countsPods, podUsage } from './usage';
import { Cluster } from '../../cluster/cluster';
import { mapOf, Shape } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { volumeClaimUsage } from '../claims';
import { PodFootprint } from '../pod-footprint';
import { Quantity } from '../quantity';
import { PodGroup, UnitCounts, Workload } from '../workload';

/** What workloads take of one key of a quota. */
export class KeyUsage {
  private readonly ofPods: boolean;
  private readonly matching = new Map<PodGroup, boolean>();

  constructor(private readonly key: string, private readonly quota: Subject, private readonly scoped: boolean) {
    this.ofPods = countsPods(key);
  }

  /** What one unit takes at most. */
  public atPeak({ groups, raised }: Workload): Quantity {
    const one = this.unit(groups);
    return raised.every((footprint, i) => footprint === groups[i].footprint) ? one : this.unit(groups, raised).max(one);
  }

  /** A workload's share; nothing if it takes none. */
  public shareOf(workload: Workload, counts: UnitCounts): Share | undefined {
    const perUnit = this.unit(workload.groups);
    const atPeak = this.atPeak(workload);
    if (perUnit.isZero && atPeak.isZero) {
      return undefined;
    }
    const alone = workload.together.map((some) => this.unit(some)).reduce((a, b) => a.max(b));
    const one = workload.groups.map((group) => this.ofPod(group)).reduce((a, b) => a.max(b));
    return { workload, counts, perUnit, atPeak, alone, one };
  }

  private unit(groups: readonly PodGroup[], footprints?: readonly PodFootprint[]): Quantity {
    if (groups.length === 1) {
      return this.ofGroup(groups[0], footprints?.[0]);
    }
    return groups.reduce((sum, group, i) => sum.plus(this.ofGroup(group, footprints?.[i])), Quantity.ZERO);
  }

  private ofGroup(group: PodGroup, footprint?: PodFootprint): Quantity {
    const each = this.ofPod(group, footprint);
    return group.perUnit === 1 ? each : each.times(group.perUnit);
  }

  private ofPod(group: PodGroup, footprint = group.footprint): Quantity {
    const amount = this.ofPods ? podUsage(footprint).get(this.key) : undefined;
    const claimed = group.claims.size === 0 ? undefined : this.scoped ? this.ofClaims(group) : group.claims.get(this.key);
    const counted = amount && this.counts(group) ? amount : Quantity.ZERO;
    return claimed ? counted.plus(claimed) : counted;
  }

  /** What a quota with scopes counts of the claims for volumes that come with a pod. */
  private ofClaims({ volumeClaims, template }: PodGroup): Quantity {
    return scopedClaims(this.quota, this.key, volumeClaims, template.owner.cluster);
  }

  private counts(group: PodGroup): boolean {
    if (!this.scoped) {
      return true;
    }
    let found = this.matching.get(group);
    if (found === undefined) {
      this.matching.set(group, found = countsGroup(this.quota, group));
    }
    return found;
  }
}

/** What a quota with scopes counts of claims for volumes by one key. */
export function scopedClaims(quota: Subject, key: string, claims: readonly Shape[], cluster: Cluster | undefined): Quantity {
  const counted = claims.filter(({ spec }) => countsClaim(quota, mapOf(spec)));
  return counted.reduce<Quantity>((sum, claim) => sum.plus(volumeClaimUsage(claim, cluster).get(key) ?? Quantity.ZERO), Quantity.ZERO);
}

/** A workload's share of one key. */
export interface Share {
  readonly workload: Workload;
  readonly counts: UnitCounts;
  readonly perUnit: Quantity;
  readonly atPeak: Quantity;
  readonly alone: Quantity;
  /** Of one pod, or of one object that is made: without that much it does nothing at all. */
  readonly one: Quantity;
}
