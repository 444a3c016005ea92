import { isDeepStrictEqual } from 'node:util';
import { withoutEchoes } from './echoes';
import { shortageText } from './shortage-text';
import { counted, inPlaceText } from './sum-text';
import { ClusterProof, clusterProofs } from '../../capacity/nodes/cluster-proof';
import { PoolShortfall } from '../../capacity/nodes/pool-findings';
import { Fault, isError } from '../../capacity/shortfall';
import { Workload } from '../../capacity/workload';
import { PROVEN, worksInTurns } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

/** Pods that the pools of their cluster cannot hold together. */
export const poolRoom: Rule = {
  id: 'ML-CAP-005',
  title: 'the pools of a cluster hold all pods at their maximum of nodes, those of rollouts included',
  severity: Severity.ERROR,
  why: 'Pods beyond that stay Pending for ever, and a rollout that may not take an old pod away first waits for them. Counted is what nodes hold whole: a node of 8 GPUs holds one pod of 5. An error where the minimum of all workloads does not fit, where one of them can never reach its maximum, and where a rollout at the minimum hangs; a warning where that happens with more replicas, where a Job that is no training has room for fewer pods at once than it may have, where placeholders of a negative priority are more than all nodes hold, where a rollout may add less than it wants to, and where not all can be at their peak (an error where annotation cdk8s-ml.dev/capacity: guaranteed asks for it).',
  fix: 'Raise maxNodes, ask for less, lower the replicas, or let a rollout take an old pod away first.',
  example: "rollout of 'chat' at its minimum has no room on cluster 'prod': it needs 3 nvidia.com/gpu (3 pods × 1 of Deployment 'chat'), and the nodes that may take them have 2 (2 × 1 of l4); raise maxNodes or set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)",
  judges: PROVEN,
  check(set, report) {
    for (const proof of clusterProofs(set)) {
      // pods that keep apart have a rule of their own
      const found = proof.shortfalls.filter(({ shortage: { resource, kinds } }) => resource !== undefined || !proof.classes.classes[kinds[0].kind].apart);
      for (const shortfall of withoutEchoes(found, (surge, peak) => surge.guaranteed === peak.guaranteed && isDeepStrictEqual(surge.counts, peak.counts))) {
        report(shortfall.workload.subject, textOf(shortfall, proof), isError(shortfall) ? Severity.ERROR : Severity.WARNING);
      }
    }
  },
};

function textOf({ fault, workload, units, surge, shortage, counts }: PoolShortfall, { classes }: ClusterProof): string {
  const { subject, unit, max } = workload;
  const sum = shortageText(classes, shortage, counts, fault === Fault.ALONE ? workload : undefined);
  const cluster = classes.facts.called;
  const name = subject.name ?? subject.called;
  switch (fault) {
    case Fault.ALONE: return `${subject.called} alone has no room on ${cluster} at its maximum${max > 1 ? ` (${workload.text})` : ''}: it needs ${sum}; raise maxNodes${lessOf(workload)}`;
    case Fault.FLOOR: return `what is meant for ${cluster} has no room at the least: it needs ${sum}; raise maxNodes or ask for less`;
    case Fault.STEP: return `rollout of '${name}' at its minimum has no room on ${cluster}: it needs ${sum}; raise maxNodes or ${inPlaceText(workload)}`;
    case Fault.HANG: return `rollout of '${name}' hangs at ${counted(units - 1, unit)} on ${cluster}: it needs ${sum}; raise maxNodes or ${inPlaceText(workload)}`;
    case Fault.SURGE: return `rollout of '${name}' at its minimum may add ${counted(surge, unit)}, not all of which have room on ${cluster}: it needs ${sum}; raise maxNodes or lower maxSurge`;
    case Fault.PEAK: return `what is meant for ${cluster} has no room at its peak: it needs ${sum}; raise maxNodes or lower the maxima`;
  }
}

function lessOf(workload: Workload): string {
  return workload.max > 1 ? ', ask for less or lower its maximum' : worksInTurns(workload) ? ', ask for less or lower its parallelism' : ' or ask for less';
}
