import { calledOf, ClaimMount, ClaimUse, claimUsesOf, ClaimWriter, isForOneNode, isForOnePod, isToRead, stays } from './claim-uses';
import { mayBeShared } from './same-node';
import { PROVEN } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { mapsOf, written } from '../../reading/shape';
import { Rule } from '../rule';
import { ownClaimOf, trainingsOf } from '../training/trainings';

/** Two workloads on a claim that is not meant for two. */
export const oneWriter: Rule = {
  id: 'ML-VOL-002',
  title: 'one workload writes to a claim, and one has it if it is for one node',
  severity: Severity.WARNING,
  why: 'Nothing keeps two writers from each other: files are overwritten, and what is read is half of one and half of the other. Pods of two workloads on a ReadWriteOnce claim start only where they happen to be on one node. An error where one of them writes to a ReadWriteOnce claim and nothing lets both have it (required pod affinity that keeps them on one node, pools with no more than one, a class that is said to have ReadWriteMany), and where a ReadWriteOncePod claim is held by a workload that does not end: the pods of the other stay Pending. https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
  fix: 'Give each writer a claim of its own, or a folder (subPath); mount it with readOnly: true where it is only read; use ReadOnlyMany or ReadWriteMany for several nodes.',
  example: "Job 'train' and Deployment 'chat' both write to PersistentVolumeClaim 'models'; mount it with readOnly: true in one of them, or give each a claim or a subPath of its own",
  judges: PROVEN,
  check(set, report) {
    const uses = claimUsesOf(set);
    const trainings = uses.length > 0 ? new Map(trainingsOf(set).map((training) => [training.subject, ownClaimOf(set, training)?.name])) : undefined;
    for (const use of uses) {
      // of two trainings that save on a claim for one writer ML-TRAIN-003 speaks
      const saves = ({ workload }: ClaimMount): boolean => trainings?.get(workload.subject) === use.name;
      const mounts = isToRead(use) ? [] : distinct(use.mounts);
      for (const [i, mount] of mounts.entries()) {
        const earlier = mounts.slice(0, i);
        const holder = isForOnePod(use) ? earlier.find((other) => stays(other) || stays(mount)) : undefined;
        const writer = earlier.find((other) => !(saves(other) && saves(mount)) && writeTheSame(other, mount));
        const neighbours = isForOneNode(use) ? earlier.filter((other) => stays(other) || stays(mount)) : [];
        const neighbour = neighbours.find((other) => isWritten(other, mount)) ?? neighbours[0];
        const severity = (other: ClaimMount) => (isForOneNode(use) && isWritten(other, mount) && !mayBeShared(use, [other, mount]) ? Severity.ERROR : Severity.WARNING);
        const { subject } = mount.workload;
        if (holder) {
          report(subject, `${both(mount, holder)} have ${calledOf(use)}, which is ReadWriteOncePod, and one of them stays; give each a claim of its own`, Severity.ERROR);
        } else if (writer) {
          report(subject, `${both(mount, writer)} both write to ${calledOf(use)}; mount it with readOnly: true in one of them, or give each a claim or a subPath of its own`, severity(writer));
        } else if (neighbour) {
          report(subject, `${both(mount, neighbour)} have ${calledOf(use)}, which is ${use.modes.join(', ')}, and so have to be on one node; use ReadOnlyMany or ReadWriteMany, or give each a claim of its own`, severity(neighbour));
        }
      }
    }
  },
};

const both = ({ workload: { subject } }: ClaimMount, other: ClaimMount): string => `${subject.called} and ${other.workload.subject.called}`;

/** Each workload once: Pods on their own count as one, and so do the Jobs of one CronJob and an object that is made twice. */
function distinct(mounts: ClaimUse['mounts']): readonly ClaimMount[] {
  const found = new Map<string, ClaimMount>();
  for (const mount of mounts) {
    const { kind, name, order, metadata } = mount.workload.subject;
    const owner = kind === 'batch/Job' ? mapsOf(metadata.ownerReferences).find((one) => one.kind === 'CronJob') : undefined;
    const key = kind === 'Pod' ? kind : owner ? `batch/CronJob ${written(owner.name)}` : `${kind} ${name ?? order}`;
    if (!found.has(key)) {
      found.set(key, mount);
    }
  }
  return [...found.values()];
}

const isWritten = (a: ClaimMount, b: ClaimMount): boolean => a.writers.length > 0 || b.writers.length > 0;

function writeTheSame(a: ClaimMount, b: ClaimMount): boolean {
  return a.writers.some((one) => b.writers.some((other) => overlap(one, other)));
}

/** A folder whose name is made at run time is taken to be nobody else's. */
function overlap(a: ClaimWriter, b: ClaimWriter): boolean {
  return !a.own && !b.own && (isIn(a.folder, b.folder) || isIn(b.folder, a.folder));
}

const isIn = (folder: string, outer: string): boolean => outer === '' || folder === outer || folder.startsWith(`${outer}/`);
