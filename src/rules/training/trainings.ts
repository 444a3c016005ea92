import { workloadsOf } from '../../capacity/workloads';
import { CHECKPOINT, CHECKPOINT_INTERVAL, DISRUPTION, RUN_TIME } from '../../manifest/annotations';
import { JOB_SET, RUN_BY } from '../../reading/gangs';
import { ManifestSet } from '../../reading/manifest-set';
import { PodTemplate } from '../../reading/pod-template';
import { listOf, mapOf, numberOf, Shape, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';

/** A training: a workload whose pods say what becomes of it when it is disrupted. */
export interface TrainingView {
  readonly subject: Subject;
  readonly template: PodTemplate;
  /** Pods that train together. */
  readonly nodes: number;
  /** Seconds from one checkpoint to the next; none where it saves nothing. */
  readonly interval?: number;
  /** Where its checkpoints are. */
  readonly checkpoint?: string;
  /** Seconds that a run takes, where that is said. */
  readonly runTime?: number;
  /** Seconds after which it is stopped, where that is said: a JobSet's begin anew with each try. */
  readonly deadline?: number;
  /** Seconds that its pods have to save and end. */
  readonly grace: number;
  /** The spec of its Job, if it has one. */
  readonly job: Shape;
}


const known = new WeakMap<ManifestSet, readonly TrainingView[]>();

/** Every training of the manifests. */
export function trainingsOf(set: ManifestSet): readonly TrainingView[] {
  let trainings = known.get(set);
  if (!trainings) {
    known.set(set, trainings = readTrainings(set));
  }
  return trainings;
}

/** The claim for one writer on which a training saves, with its namespace; nothing where it saves elsewhere, or the claim is there and is for many. */
export function ownClaimOf(set: ManifestSet, { subject: { namespace }, checkpoint }: TrainingView): { readonly key: string; readonly name: string } | undefined {
  const name = checkpoint?.startsWith('claim/') ? checkpoint.slice('claim/'.length) : undefined;
  return name === undefined || listOf(set.find('PersistentVolumeClaim', namespace, name)?.spec.accessModes).includes('ReadWriteMany')
    ? undefined : { key: `${namespace ?? ''}/${name}`, name };
}

function readTrainings(set: ManifestSet): readonly TrainingView[] {
  const found = RUN_BY.flatMap((kind) => set.ofKind(kind)).sort((a, b) => a.order - b.order).flatMap((subject) => {
    const [template] = set.templatesOf(subject).filter(({ metadata }) => textOf(mapOf(metadata.annotations)[DISRUPTION]) !== undefined);
    return template ? [{ subject, template }] : [];
  });
  const workloads = found.length > 0 ? new Map(workloadsOf(set).map((workload) => [workload.subject, workload])) : undefined;
  return found.map(({ subject, template }) => {
    const annotations = mapOf(template.metadata.annotations);
    const job = jobOf(subject);
    return {
      subject,
      template,
      nodes: workloads?.get(subject)?.groups.find((group) => group.template === template)?.perUnit ?? 1,
      interval: secondsOf(annotations[CHECKPOINT_INTERVAL]),
      checkpoint: textOf(annotations[CHECKPOINT]),
      runTime: secondsOf(annotations[RUN_TIME]),
      deadline: secondsOf(job.activeDeadlineSeconds ?? subject.spec.activeDeadlineSeconds),
      grace: template.gracePeriod,
      job,
    };
  });
}

function jobOf({ kind, spec }: Subject): Shape {
  switch (kind) {
    case 'batch/Job': return spec;
    case 'batch/CronJob': return mapOf(mapOf(spec.jobTemplate).spec);
    case JOB_SET: return mapOf(mapOf(mapOf((spec.replicatedJobs ?? [])[0]).template).spec);
    default: return {};
  }
}

function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : numberOf(value);
  return seconds !== undefined && Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
