import { Severity } from '../../manifest/finding';
import { QUEUE_LABEL, queueOf } from '../../reading/queues';
import { mapOf, textOf } from '../../reading/shape';
import { Rule } from '../rule';

/** A label that Kueue does not read where it stands. */
export const misplacedQueueLabel: Rule = {
  id: 'ML-QUEUE-005',
  title: 'a CronJob names its queue on the Jobs that it makes',
  severity: Severity.WARNING,
  why: 'Kueue reads the label of each Job, and a CronJob gives its Jobs the labels of jobTemplate.metadata, not its own: they run beside the queue, without its quota. (https://kueue.sigs.k8s.io/docs/tasks/run/run_cronjobs/)',
  fix: 'Move the label to spec.jobTemplate.metadata.labels.',
  example: "CronJob 'retrain' has label kueue.x-k8s.io/queue-name=research on its own metadata, where Kueue does not read it, and its Jobs stand in no queue; move it to spec.jobTemplate.metadata.labels",
  judges: ['batch/CronJob'],
  check(set, report) {
    for (const cronJob of set.ofKind('batch/CronJob')) {
      const template = mapOf(mapOf(mapOf(cronJob.spec.jobTemplate).spec).template);
      const places: [string, unknown][] = [['its own metadata', cronJob.metadata], ['that of its pods', template.metadata]];
      for (const [place, metadata] of places) {
        const queue = textOf(mapOf(mapOf(metadata).labels)[QUEUE_LABEL]);
        if (queue !== undefined && queueOf(cronJob).queue === undefined) {
          report(cronJob, `${cronJob.called} has label ${QUEUE_LABEL}=${queue} on ${place}, where Kueue does not read it, and its Jobs stand in no queue; move it to spec.jobTemplate.metadata.labels`);
        }
      }
    }
  },
};
