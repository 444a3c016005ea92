import { calledOf, claimUsesOf, isToRead } from './claim-uses';
import { PROVEN } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

/** A claim to read that is mounted to write. */
export const readOnlyClaim: Rule = {
  id: 'ML-VOL-003',
  title: 'a claim that is only read is mounted to read',
  severity: Severity.ERROR,
  why: 'The two contradict each other, and which one holds is the driver\'s choice: a disk is mounted read-only all the same, so that every write fails, or not at all; a network file system may let the write through, under the eyes of all who read. https://docs.cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/readonlymany-disks',
  fix: 'Set readOnly: true at the volume (persistentVolumeClaim) and at the mount, or let what writes have a claim that can be written.',
  example: "container 'server' of Deployment 'chat' mounts PersistentVolumeClaim 'models' to write, and the claim is ReadOnlyMany; set readOnly: true at its mount, or use a claim that can be written",
  judges: PROVEN,
  check(set, report) {
    for (const use of claimUsesOf(set)) {
      for (const { workload: { subject }, writers } of isToRead(use) ? use.mounts : []) {
        for (const container of new Set(writers.map((writer) => writer.container))) {
          report(subject, `${container.called} mounts ${calledOf(use)} to write, and the claim is ReadOnlyMany; set readOnly: true at its mount, or use a claim that can be written`);
        }
      }
    }
  },
};
