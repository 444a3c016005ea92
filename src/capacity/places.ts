import { Amounts, amountsOf, NO_AMOUNTS } from './amounts';
import { LimitRanges } from './limit-ranges';
import { Cluster } from '../cluster/cluster';
import { ManifestSet } from '../reading/manifest-set';
import { Subject } from '../reading/subject';

/** A quota, and what others than the manifests use of it. */
export interface PlacedQuota {
  readonly subject: Subject;
  readonly used: Amounts;
}

/** What bounds a namespace of one cluster: its LimitRanges and its quotas. */
interface Bounds {
  readonly limitRanges: Subject[];
  readonly quotas: PlacedQuota[];
  read?: LimitRanges;
}

const known = new WeakMap<ManifestSet, Places>();

/** The namespaces of each cluster, with what bounds them. The same name in two clusters is two namespaces. */
export class Places {
  /** The namespaces of `set`, read once. */
  public static of(set: ManifestSet): Places {
    let places = known.get(set);
    if (!places) {
      known.set(set, places = new Places(set));
    }
    return places;
  }

  private readonly bounds = new Map<Cluster | undefined, Map<string | undefined, Bounds>>();

  private constructor(set: ManifestSet) {
    for (const limitRange of set.ofKind('LimitRange')) {
      this.at(limitRange).limitRanges.push(limitRange);
    }
    for (const quota of set.ofKind('ResourceQuota')) {
      this.at(quota).quotas.push({ subject: quota, used: NO_AMOUNTS });
    }
    for (const { subject, used } of set.known) {
      const { limitRanges, quotas } = this.at(subject);
      // what the manifests make themselves they know better, and what was said twice is one
      if (subject.kind === 'LimitRange' && !limitRanges.some(({ name }) => name === subject.name)) {
        limitRanges.push(subject);
      } else if (subject.kind === 'ResourceQuota' && !quotas.some(({ subject: { name } }) => name === subject.name)) {
        quotas.push({ subject, used: amountsOf(used) });
      }
    }
  }

  /** The LimitRanges of a namespace. */
  public limitRanges(cluster: Cluster | undefined, namespace: string | undefined): LimitRanges {
    const bounds = this.bounds.get(cluster)?.get(namespace);
    return bounds ? bounds.read ??= LimitRanges.of(bounds.limitRanges) : LimitRanges.NONE;
  }

  /** The quotas of a namespace. */
  public quotas(cluster: Cluster | undefined, namespace: string | undefined): readonly PlacedQuota[] {
    return this.bounds.get(cluster)?.get(namespace)?.quotas ?? [];
  }

  /** The LimitRanges of each namespace that has any. */
  public allLimitRanges(): LimitRanges[] {
    return [...this.bounds].flatMap(([cluster, namespaces]) => [...namespaces.keys()].map((namespace) => this.limitRanges(cluster, namespace)))
      .filter((ranges) => ranges !== LimitRanges.NONE);
  }

  /** Namespaces that have a quota. */
  public *withQuotas(): Iterable<{ readonly cluster?: Cluster; readonly namespace?: string; readonly quotas: readonly PlacedQuota[] }> {
    for (const [cluster, namespaces] of this.bounds) {
      for (const [namespace, { quotas }] of namespaces) {
        if (quotas.length > 0) {
          yield { cluster, namespace, quotas };
        }
      }
    }
  }

  private at({ cluster, namespace }: Subject): Bounds {
    let namespaces = this.bounds.get(cluster);
    if (!namespaces) {
      this.bounds.set(cluster, namespaces = new Map());
    }
    let bounds = namespaces.get(namespace);
    if (!bounds) {
      namespaces.set(namespace, bounds = { limitRanges: [], quotas: [] });
    }
    return bounds;
  }
}
