import { claimsOfPod, volumeClaimsOfPod } from './claims';
import { keepsAll, keptRuns, podsKept, podsOfJob, SCALED_JOB, whole } from './job-pods';
import { LimitRanges } from './limit-ranges';
import { daemonSelection } from './nodes/daemons';
import { ClusterFacts } from './nodes/pool-facts';
import { Truth } from './nodes/truth';
import { Places } from './places';
import { PodFootprint, podFootprint } from './pod-footprint';
import { priorityClassOf } from './priority-class';
import { rolloutStep } from './rollout-step';
import { runtimeClassOf } from './runtime-class';
import { raisedFootprint, verticalScalersOf } from './vertical-scaling';
import { PodGroup, Presence, Workload } from './workload';
import { DISRUPTION } from '../manifest/annotations';
import { JOB_SET, TRAIN_JOB } from '../reading/gangs';
import { ManifestSet } from '../reading/manifest-set';
import { PodTemplate } from '../reading/pod-template';
import { queueOf } from '../reading/queues';
import { idleReplicas, ScalerIndex } from '../reading/scalers';
import { mapOf, mapsOf, Shape, textOf } from '../reading/shape';
import { Subject } from '../reading/subject';

export const LEADER_WORKER_SET = 'leaderworkerset.x-k8s.io/LeaderWorkerSet';

/** Every kind that is read here, in the order of its name's first letter. */
export const PROVEN: readonly string[] = [
  'apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', 'ReplicationController', 'Pod', 'batch/Job', 'batch/CronJob',
  JOB_SET, TRAIN_JOB, LEADER_WORKER_SET, SCALED_JOB,
];

const REPLICATED = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet', 'ReplicationController', LEADER_WORKER_SET]);
/** Kinds whose pods need not wait for each other: where not all have room, one starts when another ends. */
const IN_TURNS = new Set(['batch/Job', 'batch/CronJob', SCALED_JOB]);
/** What KEDA starts at most where nobody says. @see https://keda.sh/docs/latest/reference/scaledjob-spec/ */
const SCALED_JOB_MAX = 100;

const NONE_LATE: ReadonlySet<number> = new Set();

const known = new WeakMap<ManifestSet, readonly Workload[]>();

/**
 * Everything in the manifests that makes pods, with how many of what footprint: those of Kubernetes, and JobSet, TrainJob, LeaderWorkerSet and KEDA's
 * ScaledJob. What another of the manifests owns is its owner's business, and what has ended takes nothing.
 */
export function workloadsOf(set: ManifestSet): readonly Workload[] {
  let workloads = known.get(set);
  if (!workloads) {
    const places = Places.of(set);
    workloads = PROVEN.flatMap((kind) => set.ofKind(kind))
      .filter((subject) => !hasEnded(subject) && !isOwned(set, subject))
      .sort((a, b) => a.order - b.order)
      .flatMap((subject) => readWorkload(set, subject, places.limitRanges(subject.cluster, subject.namespace)) ?? []);
    known.set(set, workloads);
  }
  return workloads;
}

/**
 * True for a Job, which gets done by fewer pods at once than it may have, however late. Those of a JobSet and of a LeaderWorkerSet wait for each other, and so do those
 * of a Job that is a training, which their annotations say.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#controlling-parallelism ("actual parallelism may be more or less")
 */
export function worksInTurns({ subject, groups }: Workload): boolean {
  return IN_TURNS.has(subject.kind) && !groups.some(({ template: { metadata } }) => textOf(mapOf(metadata.annotations)[DISRUPTION]) !== undefined);
}

/** What is one pod's share of a workload, and how many pods of that shape one unit has. */
interface Part {
  readonly template: PodTemplate;
  readonly perUnit: number;
  readonly kept?: number;
  readonly volumeClaimTemplates?: unknown;
}

function readWorkload(set: ManifestSet, subject: Subject, limitRanges: LimitRanges): Workload | undefined {
  const parts = partsOf(set, subject);
  if (parts.length === 0) {
    return undefined;
  }
  const vpas = verticalScalersOf(set, subject);
  const groups: PodGroup[] = [];
  const raised: PodFootprint[] = [];
  for (const { template, perUnit, kept, volumeClaimTemplates } of parts) {
    const overhead = overheadOf(set, template);
    const footprint = podFootprint(template, limitRanges, overhead);
    const priorityClass = priorityClassOf(set, subject.cluster, template.spec);
    const volumeClaims = volumeClaimsOfPod(template, volumeClaimTemplates);
    groups.push({ template, footprint, priorityClass, perUnit, kept, claims: claimsOfPod(set, template, volumeClaims), volumeClaims });
    raised.push(vpas.length > 0 ? raisedFootprint(template, vpas[0], limitRanges, overhead) : footprint);
  }
  return { subject, groups, raised, rollout: rolloutStep(subject), together: togetherOf(subject, groups), ...numbersOf(set, subject) };
}

function partsOf(set: ManifestSet, subject: Subject): Part[] {
  const { kind, spec } = subject;
  switch (kind) {
    case JOB_SET: return mapsOf(spec.replicatedJobs).map((one, i) => {
      const job = mapOf(mapOf(one.template).spec);
      const replicas = whole(one.replicas, 1);
      const kept = keepsAll(spec, job) ? podsKept(job, 0) : undefined;
      return { template: set.templatesOf(subject)[i], perUnit: replicas * podsOfJob(job), kept: kept && replicas * kept };
    });
    case TRAIN_JOB: {
      // how many nodes its runtime has is not known here
      const { numNodes } = mapOf(spec.trainer);
      return [{ template: set.templatesOf(subject)[0], perUnit: whole(numNodes, 1) }];
    }
    case LEADER_WORKER_SET: {
      const { leaderTemplate, workerTemplate, size, volumeClaimTemplates } = mapOf(spec.leaderWorkerTemplate);
      const workers = Math.max(0, whole(size, 1) - 1);
      const leader = { template: PodTemplate.at(subject, leaderTemplate ?? workerTemplate), perUnit: 1, volumeClaimTemplates };
      return workers === 0 ? [leader] : [leader, { template: PodTemplate.at(subject, workerTemplate), perUnit: workers, volumeClaimTemplates }];
    }
    case SCALED_JOB: {
      const job = mapOf(spec.jobTargetRef);
      return [{ template: PodTemplate.at(subject, job.template), perUnit: podsOfJob(job), kept: podsKept(job, keptRuns(subject)) }];
    }
    default: {
      const template = set.template(subject);
      const job = kind === 'batch/Job' ? spec : kind === 'batch/CronJob' ? mapOf(mapOf(spec.jobTemplate).spec) : undefined;
      return template ? [{ template, perUnit: job ? podsOfJob(job) : 1, kept: job && podsKept(job, keptRuns(subject)), volumeClaimTemplates: spec.volumeClaimTemplates }] : [];
    }
  }
}

/** The Jobs that one unit of a workload is made of; those of a JobSet stay until all of it is over. */
export function jobsOf({ subject: { kind, spec } }: Workload): number {
  return kind === JOB_SET ? mapsOf(spec.replicatedJobs).reduce((sum, { replicas }) => sum + whole(replicas, 1), 0) : kind === SCALED_JOB || kind === TRAIN_JOB || kind === 'batch/CronJob' ? 1 : 0;
}

type Numbers = Pick<Workload, 'presence' | 'min' | 'max' | 'unit' | 'text'>;

function numbersOf(set: ManifestSet, subject: Subject): Numbers {
  const { kind, spec } = subject;
  const once = { min: 1, max: 1 };
  if (REPLICATED.has(kind)) {
    const unit = kind === LEADER_WORKER_SET ? 'group' : 'replica';
    const scaler = ScalerIndex.of(set).scalersOf(subject).find(({ subject: by }) => by.cluster === subject.cluster);
    if (scaler) {
      const min = whole(scaler.min, 0);
      const max = Math.max(min, whole(scaler.max, min));
      const idle = whole(idleReplicas(scaler), min);
      const text = `${idle < min ? `${idle}, or ` : ''}${min} to ${max} by ${scaler.subject.called}`;
      return { presence: Presence.ALWAYS, min: Math.min(idle, min), max, unit, text };
    }
    const count = whole(spec.replicas, 1);
    return { presence: Presence.ALWAYS, min: count, max: count, unit, text: `${count} ${count === 1 ? unit : `${unit}s`}` };
  }
  switch (kind) {
    case 'apps/DaemonSet': return { presence: Presence.ON_NODES, unit: 'node', ...nodesOf(set, subject, set.template(subject)) };
    case 'Pod': return { presence: runsOn(subject) ? Presence.ALWAYS : Presence.AT_TIMES, ...once, unit: 'pod', text: '1 pod' };
    case 'batch/CronJob': {
      const several = spec.concurrencyPolicy !== 'Forbid' && spec.concurrencyPolicy !== 'Replace';
      return { presence: waitsOf(subject), ...once, unit: 'run', text: several ? 'at least 1 run, concurrencyPolicy Allow has no upper bound' : '1 run' };
    }
    case SCALED_JOB: {
      const max = whole(spec.maxReplicaCount, SCALED_JOB_MAX);
      return { presence: waitsOf(subject), min: Math.min(max, whole(spec.minReplicaCount, 0)), max, unit: 'job', text: `up to ${max} jobs` };
    }
    default: return { presence: waitsOf(subject), ...once, unit: 'run', text: '1 run' };
  }
}

/** The nodes on which a DaemonSet runs for certain; where no pools are declared, nobody knows how many there are. */
function nodesOf(set: ManifestSet, { cluster }: Subject, template: PodTemplate | undefined): Pick<Workload, 'min' | 'max' | 'text'> {
  const facts = cluster && ClusterFacts.of(cluster);
  if (!facts || facts.pools.length === 0 || !template) {
    return { min: 0, max: 1, text: 'one on each node' };
  }
  const pools = facts.pools.filter((pool) => daemonSelection(set, template.spec, pool, facts).truth === Truth.YES);
  const [min, max] = [pools.reduce((sum, { minNodes }) => sum + minNodes, 0), pools.reduce((sum, { maxNodes }) => sum + maxNodes, 0)];
  return { min, max, text: `one on each of ${min} to ${max} nodes` };
}

/** Groups that run beside each other for certain: of a JobSet those that come before none has ended; each of the others for itself. */
function togetherOf({ kind, spec }: Subject, groups: readonly PodGroup[]): (readonly PodGroup[])[] {
  const late = kind === JOB_SET ? lateParts(spec) : NONE_LATE;
  return late.size > 0 ? [groups.filter((_, i) => !late.has(i)), ...groups.filter((_, i) => late.has(i)).map((group) => [group])] : [groups];
}

/** The parts of a JobSet that wait until another has ended, and those that wait for them. A part waits for parts that stand before it only. */
function lateParts({ replicatedJobs }: Shape): ReadonlySet<number> {
  const late = new Map<unknown, number>();
  for (const [i, { name, dependsOn }] of mapsOf(replicatedJobs).entries()) {
    if (mapsOf(dependsOn).some((one) => one.status === 'Complete' || late.has(one.name))) {
      late.set(name, i);
    }
  }
  return new Set(late.values());
}

function overheadOf(set: ManifestSet, { spec }: PodTemplate): Shape | undefined {
  const runtimeClass = runtimeClassOf(set, spec);
  return runtimeClass && mapOf(mapOf(runtimeClass.manifest.overhead).podFixed);
}

/** What is suspended, or stands in a queue, runs when somebody lets it. KEDA gives the labels of a ScaledJob to its Jobs. */
function waitsOf(subject: Subject): Presence {
  return subject.spec.suspend === true || queueOf(subject).queue !== undefined ? Presence.WHEN_ADMITTED : Presence.AT_TIMES;
}

/** A pod that is started again when it ends. */
function runsOn({ spec }: Subject): boolean {
  return (textOf(spec.restartPolicy) ?? 'Always') === 'Always';
}

/** What `kubectl get -o yaml` shows of a Pod or a Job that is over. */
function hasEnded({ kind, manifest }: Subject): boolean {
  const status = mapOf(manifest.status);
  return (kind === 'Pod' && (status.phase === 'Succeeded' || status.phase === 'Failed'))
    || mapsOf(status.conditions).some(({ type, status: holds }) => holds === 'True' && (type === 'Complete' || type === 'Completed' || type === 'Failed') && kind !== 'Pod');
}

/** True for what another of the manifests makes, so that it is counted there. */
function isOwned(set: ManifestSet, { metadata, namespace }: Subject): boolean {
  return mapsOf(metadata.ownerReferences).some(({ apiVersion, kind, name, controller }) => controller === true && textOf(name) !== undefined
    && set.find(`${groupOf(apiVersion)}${kind}`, namespace, name) !== undefined);
}

function groupOf(apiVersion: unknown): string {
  const version = textOf(apiVersion) ?? '';
  return version.includes('/') ? `${version.slice(0, version.indexOf('/'))}/` : '';
}
