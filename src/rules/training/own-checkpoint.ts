import { ownClaimOf, trainingsOf } from './trainings';
import { Severity } from '../../manifest/finding';
import { RUN_BY } from '../../reading/gangs';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

/** Two trainings that save on one claim. */
export const ownCheckpoint: Rule = {
  id: 'ML-TRAIN-003',
  title: 'a training has the claim of its checkpoints for itself',
  severity: Severity.ERROR,
  why: 'A claim for one writer is attached to one node: the second training waits on any other for the first to end (Multi-Attach error), and on the same one both fill one volume, until neither can save. '
    + 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
  fix: 'Give each training a volume of its own (Checkpoint.onVolume), save in object storage, or use a volume for many writers.',
  example: "the checkpoints of Job 'rank' and of Job 'train' are both on PersistentVolumeClaim 'states', which is for one writer; give each a volume of its own, or save in object storage",
  judges: RUN_BY,
  check(set, report) {
    const first = new Map<string, Subject>();
    for (const training of trainingsOf(set)) {
      const { subject } = training;
      const claim = ownClaimOf(set, training);
      if (!claim) {
        continue;
      }
      const other = first.get(claim.key);
      if (other) {
        report(subject, `the checkpoints of ${subject.called} and of ${other.called} are both on PersistentVolumeClaim '${claim.name}', which is for one writer; give each a volume of its own, or save in object storage`);
      } else {
        first.set(claim.key, subject);
      }
    }
  },
};
