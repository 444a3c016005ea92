import { Share } from './key-usage';
import { ONE, UnitCounts, Workload } from '../workload';
import { SCALED_JOB } from '../workloads';

/** The key by which a quota counts ReplicaSets, one of which each revision of a Deployment has. */
export const REVISIONS = 'count/replicasets.apps';
const JOBS = 'count/jobs.batch';
const RUNS: ReadonlySet<string> = new Set(['batch/CronJob', SCALED_JOB]);

/** From one revision to the next: the new ReplicaSet is made before an old one goes, whatever the strategy. */
const NEXT = { surge: () => 1, unavailable: () => 0 };
const REVISION_COUNTS: UnitCounts = { floor: 1, step: 2, rollout: 2, max: 1, peak: 2 };

/**
 * What a workload's controller makes that is no pod and is counted by a key: the ReplicaSets of a Deployment, the Jobs of a CronJob. What is
 * kept of those that are over is not counted here.
 */
export function madeObjects(key: string, workload: Workload, counts: UnitCounts): Share | undefined {
  const { kind } = workload.subject;
  if (key === REVISIONS && kind === 'apps/Deployment') {
    return { workload: { ...workload, rollout: NEXT }, counts: REVISION_COUNTS, perUnit: ONE, atPeak: ONE, alone: ONE, one: ONE };
  }
  return key === JOBS && RUNS.has(kind) ? { workload, counts, perUnit: ONE, atPeak: ONE, alone: ONE, one: ONE } : undefined;
}
