import { hourlyPriceOf, rounded, timeText, trainedOn, workText } from './cost';
import { trainingsOf, TrainingView } from './trainings';
import { Severity } from '../../manifest/finding';
import { JOB_SET, RUN_BY } from '../../reading/gangs';
import { mapOf, numberOf } from '../../reading/shape';
import { Rule } from '../rule';

/** Seconds from which on a run is not tried again without a thought. */
const LONG = 2 * 3600;
/** What the API makes of a Job's `backoffLimit` that is not said. */
const USUAL_RETRIES = 6;

/** A long run that starts from the beginning each time it fails. */
export const costlyRetry: Rule = {
  id: 'ML-TRAIN-002',
  title: 'a training of hours is tried again only from a checkpoint',
  severity: Severity.WARNING,
  why: 'Without a checkpoint each retry does all the work again, and what made the run fail is often still there. https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy',
  fix: 'Save checkpoints, or set retries to 0 (backoffLimit, maxRestarts), so that somebody looks first.',
  example: "Job 'train' takes 8 h, saves no checkpoints and is tried again up to 3 times from the beginning: 8 accelerators × 24 h = 192 accelerator hours, which cost 288; save checkpoints, or set retries to 0",
  judges: RUN_BY,
  check(set, report) {
    for (const training of trainingsOf(set)) {
      const { subject, nodes, interval } = training;
      const time = interval === undefined ? timeOf(training) : undefined;
      const retries = time && time.seconds >= LONG ? retriesOf(training) : 0;
      if (time && retries > 0) {
        const { pools, gpus } = trainedOn(set, training);
        const prices = pools.flatMap(({ pool }) => hourlyPriceOf(pool, gpus) ?? []);
        const again = time.inAll ? time.seconds : retries * time.seconds;
        const money = prices.length > 0 ? `, which cost ${rounded((Math.max(...prices) * nodes * again) / 3600)}` : '';
        report(subject, `${subject.called} ${time.text}, saves no checkpoints and is tried again up to ${retries} time${retries === 1 ? '' : 's'} from the beginning: `
          + `${workText(nodes, gpus, again)}${money}; save checkpoints, or set retries to 0`);
      }
    }
  },
};

/** How long a run takes, or may take where only that is said: the deadline of a Job is that of all its tries, the one of a JobSet's Job that of each. */
function timeOf({ subject, runTime, deadline }: TrainingView): { readonly seconds: number; readonly inAll: boolean; readonly text: string } | undefined {
  if (runTime !== undefined) {
    return { seconds: runTime, inAll: false, text: `takes ${timeText(runTime)}` };
  }
  const inAll = subject.kind !== JOB_SET;
  return deadline === undefined ? undefined : { seconds: deadline, inAll, text: `may take ${timeText(deadline)}${inAll ? ' in all' : ''}` };
}

/** How often a run may begin anew; of a TrainJob that is in its runtime. */
function retriesOf({ subject: { kind, spec }, job }: TrainingView): number {
  switch (kind) {
    case JOB_SET: return numberOf(mapOf(spec.failurePolicy).maxRestarts) ?? 0;
    case 'batch/Job':
    case 'batch/CronJob': return numberOf(job.backoffLimit) ?? USUAL_RETRIES;
    default: return 0;
  }
}
