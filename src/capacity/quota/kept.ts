import { Inhabitants } from './inhabitants';
import { countsGroup, isScoped } from './scopes';
import { ManifestSet } from '../../reading/manifest-set';
import { amountsOf } from '../amounts';
import { keptRuns } from '../job-pods';
import { PlacedQuota, Places } from '../places';
import { Quantity } from '../quantity';
import { Workload } from '../workload';
import { workloadsOf } from '../workloads';

/** A Job or JobSet that a quota lets not finish, or a CronJob or ScaledJob that it lets not run again, by what is over and still there. */
export interface KeptShortfall {
  readonly quota: PlacedQuota;
  readonly key: string;
  readonly workload: Workload;
  /** Runs that are over and kept. */
  readonly runs: number;
  readonly needs: Quantity;
  /** What the quota grants, without what others use. */
  readonly grants: Quantity;
}

/** Keys that count objects for as long as they are there; `pods` counts those that are not over. */
const PODS = 'count/pods';
const JOBS = 'count/jobs.batch';

/**
 * What has no room for what it leaves behind: no pod that is over goes before its Job does, a CronJob and a ScaledJob keep some of their Jobs, and
 * of a JobSet none goes before all of it is over.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/quota/v1/evaluator/core/pods.go (`PodUsageFunc`)
 */
export function proveKept(set: ManifestSet): readonly KeptShortfall[] {
  const places = [...Places.of(set).withQuotas()].filter(({ quotas }) => quotas.some(({ subject }) => countsKept(amountsOf(subject.spec.hard))));
  const inPlaces = places.length === 0 ? undefined : new Inhabitants(set, workloadsOf(set));
  return places.flatMap(({ cluster, namespace, quotas }) => {
    const { workloads } = inPlaces!.at(cluster, namespace);
    return quotas.flatMap((quota) => workloads.flatMap((workload) => [PODS, JOBS].flatMap((key) => shortfallOf(quota, key, workload) ?? [])));
  });
}

const countsKept = (hard: ReadonlyMap<string, Quantity>): boolean => hard.has(PODS) || hard.has(JOBS);

function shortfallOf(quota: PlacedQuota, key: string, workload: Workload): KeptShortfall | undefined {
  const hard = amountsOf(quota.subject.spec.hard).get(key);
  if (!hard) {
    return undefined;
  }
  const runs = keptRuns(workload.subject);
  const needs = Quantity.of(BigInt(key === PODS ? podsOf(quota, workload) : runs > 0 && !isScoped(quota.subject) ? runs + 1 : 0));
  const grants = hard.minus(quota.used.get(key) ?? Quantity.ZERO);
  return !needs.isZero && needs.compare(grants) > 0 ? { quota, key, workload, runs, needs, grants } : undefined;
}

function podsOf({ subject }: PlacedQuota, { groups }: Workload): number {
  return groups.filter((group) => group.kept !== undefined && (!isScoped(subject) || countsGroup(subject, group))).reduce((sum, { kept }) => sum + kept!, 0);
}
