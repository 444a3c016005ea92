import { calledOf, claimUsesOf, isForOneNode, isToRead } from './claim-uses';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

/** State that the interchangeable pods of a Deployment share. */
export const writingDeployment: Rule = {
  id: 'ML-VOL-004',
  title: 'the pods of a Deployment do not write to one claim',
  severity: Severity.WARNING,
  why: 'A Deployment takes its pods for interchangeable and starts a new one before the old one is gone, so several write to the same files at once; and a claim that a Deployment writes to is not rolled back with it. https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#using-statefulsets',
  fix: 'Mount it with readOnly: true where it is only read; otherwise a StatefulSet with a claim for each pod, a folder for each pod (subPathExpr), or one replica with strategy Recreate.',
  example: "container 'server' of Deployment 'chat' mounts PersistentVolumeClaim 'models' to write, and up to 4 pods do so at once; mount it with readOnly: true, or let a StatefulSet make a claim for each pod",
  judges: ['apps/Deployment'],
  check(set, report) {
    for (const use of claimUsesOf(set)) {
      // of those the other rules speak
      for (const { workload: { subject }, counts, writers } of isForOneNode(use) || isToRead(use) ? [] : use.mounts) {
        for (const container of subject.kind === 'apps/Deployment' && counts.peak > 1 ? new Set(writers.filter(({ own }) => !own).map((writer) => writer.container)) : []) {
          report(subject, `${container.called} mounts ${calledOf(use)} to write, and up to ${counts.peak} pods do so at once; mount it with readOnly: true, or let a StatefulSet make a claim for each pod`);
        }
      }
    }
  },
};
