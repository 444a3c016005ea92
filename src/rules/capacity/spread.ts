import { counted } from './sum-text';
import { clusterProofs } from '../../capacity/nodes/cluster-proof';
import { DomainLimit, domainLimit } from '../../capacity/nodes/domains';
import { needsStep, PodGroup, unitCounts, Workload } from '../../capacity/workload';
import { PROVEN, worksInTurns } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { Report, Rule } from '../rule';

/** Pods that keep each other from starting. */
export const spreadRoom: Rule = {
  id: 'ML-CAP-007',
  title: 'anti-affinity and spread let all pods start, the one more of a rollout too',
  severity: Severity.ERROR,
  why: 'Required anti-affinity lets one pod stand on each node (or in each zone), and a spread with DoNotSchedule only one more than where there are fewest: by default tainted nodes count, on which none can stand. What is beyond that stays Pending, and a rollout that may not take an old pod away first hangs; the pods of both revisions count. A warning where that happens with more replicas than the minimum, where a rollout may add less than it wants to, and of a Job, whose pods then take turns. https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
  fix: 'Prefer it instead (preferredDuringSchedulingIgnoredDuringExecution, ScheduleAnyway), let a rollout take an old pod away first, or raise maxNodes.',
  example: "rollout of 'chat' at its minimum needs 3 pods at once (2 + 1 surge), and required anti-affinity by kubernetes.io/hostname, which has 2 of them, lets 2 be; prefer it instead of requiring it, set maxUnavailable 1, or raise maxNodes",
  judges: PROVEN,
  check(set, report) {
    for (const proof of clusterProofs(set)) {
      for (const workload of proof.workloads) {
        for (const group of workload.groups) {
          const limit = domainLimit(proof.classes, group);
          if (limit) {
            checkLimit(report, workload, group, limit);
          }
        }
      }
    }
  },
};

function checkLimit(report: Report, workload: Workload, { perUnit }: PodGroup, { pods, text, remedy: ofCluster, acrossRevisions }: DomainLimit): void {
  const { subject, rollout, unit } = workload;
  const { floor, max } = unitCounts(workload);
  const room = Math.floor(pods / perUnit);
  const name = subject.name ?? subject.called;
  const remedy = `prefer it instead of requiring it, set maxUnavailable 1, or ${ofCluster}`;
  if (max > room) {
    report(subject, `${subject.called} needs ${counted(max * perUnit, 'pod')} at its maximum, and ${text}, lets ${pods} be; prefer it instead of requiring it, or ${ofCluster}`,
      worksInTurns(workload) && pods > 0 ? Severity.WARNING : Severity.ERROR);
  } else if (acrossRevisions && floor + 1 > room && needsStep(rollout, floor)) {
    report(subject, `rollout of '${name}' at its minimum needs ${counted((floor + 1) * perUnit, 'pod')} at once (${floor * perUnit} + ${perUnit} surge), and ${text}, lets ${pods} be; ${remedy}`);
  } else if (acrossRevisions && room > floor && room <= max && needsStep(rollout, room)) {
    report(subject, `rollout of '${name}' hangs at ${counted(room, unit)}: it needs ${counted((room + 1) * perUnit, 'pod')} at once, and ${text}, lets ${pods} be; ${remedy}`, Severity.WARNING);
  } else if (acrossRevisions && rollout !== undefined && max + rollout.surge(max) > room) {
    const surge = rollout.surge(max);
    report(subject, `rollout of '${name}' at its maximum may add ${counted(surge, unit)} to ${max}, not all of which can start: ${text}, lets ${pods} be; lower maxSurge, prefer it instead of requiring it, or ${ofCluster}`, Severity.WARNING);
  }
}
