import { Share } from './key-usage';
import { Quantity } from '../quantity';
import { UnitCounts, Workload } from '../workload';
import { jobsOf } from '../workloads';

/** The key by which a quota counts ReplicaSets, one of which each revision of a Deployment has. */
export const REVISIONS = 'count/replicasets.apps';
const JOBS = 'count/jobs.batch';

/** From one revision to the next: the new ReplicaSet is made before an old one goes, whatever the strategy. */
const NEXT = { surge: () => 1, unavailable: () => 0 };
const REVISION_COUNTS: UnitCounts = { floor: 1, step: 2, rollout: 2, max: 1, peak: 2 };

/**
 * What a workload's controller makes that is no pod and is counted by a key: the ReplicaSets of a Deployment, the Jobs of a CronJob and of a
 * JobSet. What is kept of runs that are over is not counted here.
 */
export function madeObjects(key: string, workload: Workload, counts: UnitCounts): Share | undefined {
  if (key === REVISIONS && workload.subject.kind === 'apps/Deployment') {
    return { workload: { ...workload, rollout: NEXT }, counts: REVISION_COUNTS, perUnit: Quantity.ONE, atPeak: Quantity.ONE, alone: Quantity.ONE, one: Quantity.ONE };
  }
  const jobs = key === JOBS ? Quantity.of(BigInt(jobsOf(workload))) : Quantity.ZERO;
  return jobs.isZero ? undefined : { workload, counts, perUnit: jobs, atPeak: jobs, alone: jobs, one: Quantity.ONE };
}
