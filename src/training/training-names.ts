import { REPLICATED_JOB } from './rendezvous';
import { TrainingBackend } from './training-backend';
import { TrainingIntent } from './training-plan';
import { CRON_JOB_SUFFIX, LONGEST_CRON_JOB } from '../task/schedule';

/** Most characters of a label of the DNS, which names of pods and their hosts are. */
const LONGEST = 63;
/** Characters that a Job adds to the names of its pods: `-abcde`. */
const POD_SUFFIX = 6;

/**
 * Most characters of a training's name: with the run's id, the number of the node and what controllers add, the host of each pod is still a name.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/batch/validation/validation.go (`maximumPodHostname`)
 * @see https://github.com/kubernetes-sigs/jobset/blob/v0.12.0/pkg/webhooks/jobset_webhook.go (`podNameTooLongErrorMsg`)
 */
export function longestName({ props: { runId, schedule }, nodes, backend }: TrainingIntent): number {
  const index = `-${Math.max(1, nodes) - 1}`.length;
  const run = runId === undefined ? 0 : runId.length + 1;
  if (backend !== TrainingBackend.JOB) {
    return LONGEST - `-${REPLICATED_JOB}-0`.length - index - POD_SUFFIX - run;
  }
  const job = nodes > 1 ? LONGEST - index : LONGEST;
  return schedule ? Math.min(LONGEST_CRON_JOB, job - CRON_JOB_SUFFIX) : job - run;
}
