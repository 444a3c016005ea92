import { calledOf, ClaimMount, ClaimUse, claimUsesOf, isForOneNode, isForOnePod } from './claim-uses';
import { mayBeShared } from './same-node';
import { HOSTNAME, looksAtItself, requiredTerms } from '../../capacity/nodes/constraints';
import { needsStep } from '../../capacity/workload';
import { PROVEN, worksInTurns } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { mapOf } from '../../reading/shape';
import { Rule } from '../rule';

/** A volume for one node, or one pod, under several pods. */
export const singleNode: Rule = {
  id: 'ML-VOL-001',
  title: 'a volume for one node has one pod',
  severity: Severity.ERROR,
  why: 'A ReadWriteOnce claim is attached to one node at a time: further pods wait on any other node (Multi-Attach error) while the first holds it, and start only where the scheduler happens to put them on that very node. A warning where only a rollout has one pod more, for it goes on when that pod meets the node, or the old one gives way; and where nothing is in the way of several: required pod affinity keeps them on one node, the pools that they may enter have no more than one, or the class is said to have ReadWriteMany, as file systems of a network have. Of ReadWriteOncePod the scheduler lets one pod have it: an error too where a rollout cannot begin, a warning where pods take turns. https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
  fix: 'Use ReadOnlyMany or ReadWriteMany, a StatefulSet with a claim for each pod, or one replica with strategy Recreate.',
  example: "Deployment 'chat' runs up to 4 pods (3 replicas and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate",
  judges: PROVEN,
  check(set, report) {
    for (const use of claimUsesOf(set)) {
      for (const mount of isForOneNode(use) ? use.mounts : []) {
        const { workload: { subject }, counts, perUnit } = mount;
        if (counts.peak * perUnit > 1) {
          report(subject, `${subject.called} runs up to ${counts.peak * perUnit} pods (${numbersOf(mount)}) on ${calledOf(use)}, which is ${use.modes.join(', ')}${
            areApart(mount) ? ', and they have to be on different nodes' : ''}; ${remedyFor(subject.kind)}`, isCertain(use, mount) ? Severity.ERROR : Severity.WARNING);
        }
      }
    }
  },
};

/** `3 replicas and 1 more in a rollout` */
function numbersOf({ workload: { text, unit, subject }, counts: { max, peak }, perUnit }: ClaimMount): string {
  const units = subject.kind === 'apps/DaemonSet' || max === 1 || text.includes(' by ') ? text : `${max} ${unit}s`;
  return `${units}${perUnit > 1 ? ` of ${perUnit} pods each` : ''}${peak > max ? ` and ${peak - max} more in a rollout` : ''}`;
}

function isCertain(use: ClaimUse, mount: ClaimMount): boolean {
  const { workload, counts, perUnit } = mount;
  if (isForOnePod(use)) {
    return counts.max * perUnit > 1 ? !worksInTurns(workload) : needsStep(workload.rollout, counts.max);
  }
  return counts.max * perUnit > 1 && !mayBeShared(use, [mount]);
}

/** True if no two of its pods can be on one node. */
function areApart({ workload: { subject }, groups }: ClaimMount): boolean {
  return subject.kind === 'apps/DaemonSet'
    || groups.every(({ template }) => requiredTerms(mapOf(template.spec.affinity).podAntiAffinity).some((term) => term.topologyKey === HOSTNAME && looksAtItself(template, term)));
}

function remedyFor(kind: string): string {
  switch (kind) {
    case 'apps/Deployment': return 'use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate';
    case 'apps/StatefulSet': return 'use volumeClaimTemplates, which make a claim for each pod';
    case 'batch/Job':
    case 'batch/CronJob': return 'use ReadOnlyMany or ReadWriteMany, or parallelism 1';
    default: return 'use ReadOnlyMany or ReadWriteMany';
  }
}
