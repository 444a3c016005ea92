import { trainingsOf } from './trainings';
import { Severity } from '../../manifest/finding';
import { RUN_BY } from '../../reading/gangs';
import { ContainerView } from '../../reading/pod-template';
import { listOf } from '../../reading/shape';
import { Rule } from '../rule';

/** Seconds after which torchrun kills the processes that it was told to stop. */
const KILLED = 30;
/** Seconds that a program needs to end after its save. */
const AFTER_SAVE = 5;

/** A save that the launcher cuts off. */
export const cutSave: Rule = {
  id: 'ML-TRAIN-004',
  title: 'torchrun leaves a training the time of its last save',
  severity: Severity.WARNING,
  why: 'torchrun passes SIGTERM on to its processes and kills them 30 s later, however long the pod may take to end: a save that takes longer is never whole, and each disruption costs what was '
    + 'done since the one before. https://github.com/pytorch/pytorch/blob/main/torch/distributed/elastic/multiprocessing/api.py',
  fix: 'Save in less than 30 s (each process its part, or a copy in memory that is written while the training goes on), or start the processes by something that waits longer. '
    + 'Waive the rule where the work since the last save may be lost.',
  example: "JobSet 'gang' may take 125 s to save and end, and torchrun kills its processes 30 s after it was stopped, so that a longer save is cut off; save in less, or start it by something that waits longer",
  judges: RUN_BY,
  check(set, report) {
    for (const { subject, template, interval, grace } of trainingsOf(set)) {
      if (interval !== undefined && grace > KILLED + AFTER_SAVE && template.containers.some(startsTorchrun)) {
        report(subject, `${subject.called} may take ${grace} s to save and end, and torchrun kills its processes ${KILLED} s after it was stopped, so that a longer save is cut off; `
          + 'save in less, or start it by something that waits longer');
      }
    }
  },
};

/** `torchrun …` or `python -m torch.distributed.run …` */
function startsTorchrun({ shape }: ContainerView): boolean {
  const words = [...listOf(shape.command), ...listOf(shape.args)];
  return /(^|\/)torchrun$/.test(`${words[0]}`) || (words[1] === '-m' && words[2] === 'torch.distributed.run');
}
