import { QUEUED } from './queued';
import { nearest } from '../../border/nearest';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { LOCAL_QUEUE, QUEUE_LABEL, QUEUE_PRIORITY_LABEL, queueOf, WORKLOAD_PRIORITY_CLASS } from '../../reading/queues';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

/** Work that waits in a queue that is not there. */
export const queueReference: Rule = {
  id: 'ML-QUEUE-002',
  title: 'the queues and priorities that work names exist',
  severity: Severity.WARNING,
  why: 'Kueue suspends a workload that names a queue and starts it when the queue lets it; a LocalQueue that is not in its namespace never does, and nothing but an event says so. The same holds for a WorkloadPriorityClass that is not there. (https://kueue.sigs.k8s.io/docs/concepts/local_queue/)',
  fix: 'Make the LocalQueue in the namespace of the workload (TrainingQueue), mend the name, or say that it exists with TrainingQueue.fromExisting or External.declare.',
  example: "Job 'train' waits in LocalQueue 'reserch', which is not among the manifests of namespace 'team-a'; mend label kueue.x-k8s.io/queue-name (is it 'research'?), make the queue, or declare it with External.declare",
  judges: QUEUED,
  check(set, report) {
    for (const workload of QUEUED.flatMap((kind) => set.ofKind(kind))) {
      const { queue, priority } = queueOf(workload);
      if (queue === undefined) {
        continue;
      }
      if (!set.find(LOCAL_QUEUE, workload.namespace, queue) && !set.external('LocalQueue', workload.namespace, queue)) {
        report(workload, `${workload.called} waits in LocalQueue '${queue}', ${absence(set, workload, LOCAL_QUEUE, queue)}; mend label ${QUEUE_LABEL}${hint(set, LOCAL_QUEUE, workload.namespace, queue)}, `
          + 'make the queue, or declare it with External.declare');
      }
      if (priority !== undefined && !set.find(WORKLOAD_PRIORITY_CLASS, undefined, priority) && !set.external('WorkloadPriorityClass', undefined, priority)) {
        report(workload, `${workload.called} has the priority of WorkloadPriorityClass '${priority}', which is not among the manifests; `
          + `mend label ${QUEUE_PRIORITY_LABEL}${hint(set, WORKLOAD_PRIORITY_CLASS, undefined, priority)}, make the class, or declare it with External.declare`);
      }
    }
  },
};

function absence(set: ManifestSet, { place }: Subject, kind: string, name: string): string {
  const elsewhere = set.findAnywhere(kind, name);
  return elsewhere ? `which stands in ${elsewhere.place} and not in ${place}` : `which is not among the manifests of ${place}`;
}

function hint(set: ManifestSet, kind: string, namespace: string | undefined, name: string): string {
  const [near] = nearest(name, set.namesOf(kind, namespace));
  return near === undefined || near === name ? '' : ` (is it '${near}'?)`;
}
