import { Lab, Refusal } from './lab';
import { sleep } from '../harness/wait';

/** What became of the workloads of a namespace when nothing moved any more. */
export interface Settled {
  /** True if the controllers made every pod that they wanted. */
  readonly complete: boolean;
  /** What the API server, the controllers and the scheduler said against it. */
  readonly reasons: string[];
}

/** How long nothing has to move until that is taken as the end. */
export interface Patience {
  /** Where all is made: the controllers have nothing more to say. */
  readonly complete: number;
  /** Where something is missing: they try again, each time later. */
  readonly missing: number;
  /** Whether a pod without a node is one that is missing. */
  readonly bound?: boolean;
  /** Whether a pod of an old revision stands for one that is missing. */
  readonly rolled?: boolean;
}

/** Where all was to be expected: several times a grace period, and as long as a busy machine may stand still. */
export const PATIENT: Patience = { complete: 600, missing: 45_000 };
/** Where nothing was to be expected: the scheduler tries again after 10 s at the latest. */
export const CURIOUS: Patience = { complete: 600, missing: 12_000 };
/** Where what is missing was to be expected. */
export const SURE: Patience = { complete: 600, missing: 2_500 };
/** Where more is to come: until the scheduler has looked at all pods once. */
export const BRIEF: Patience = { complete: 300, missing: 1_500 };
/** Where a rollout was expected to hang: long enough to see that no more pods come. */
export const STUCK: Patience = { complete: 600, missing: 4_000, bound: true, rolled: true };
const REVISION = 'deployment.kubernetes.io/revision';
const LONGEST = 180_000;

/** What is looked at, at one moment. */
interface View {
  readonly complete: boolean;
  readonly leaving: boolean;
  readonly state: string;
}

/** Waits until the workloads of a namespace have all of their pods, or do not get them. */
export async function settle(lab: Lab, namespace: string, patience: Patience, refusals: readonly Refusal[] = []): Promise<Settled> {
  const start = Date.now();
  const missing = Math.min(patience.missing, lab.longest);
  let since = start;
  let before = '';
  for (;;) {
    const view = await look(lab, namespace, patience);
    if (view.state !== before) {
      before = view.state;
      since = Date.now();
    }
    const quiet = Date.now() - since;
    if (view.complete && refusals.length === 0 && quiet >= patience.complete) return { complete: true, reasons: [] };
    if (!view.leaving && quiet >= missing) {
      const reasons = [...refusals.map(({ message }) => message), ...await complaints(lab, namespace)];
      // on a busy machine nobody has spoken yet
      if (reasons.length > 0 || quiet >= PATIENT.missing) {
        return { complete: false, reasons: reasons.length > 0 ? reasons : [`nobody says why: ${view.state}`] };
      }
    }
    if (Date.now() - start > LONGEST) throw new Error(`${namespace} does not come to rest: ${before}`);
    await sleep(150);
  }
}

async function look(lab: Lab, namespace: string, { bound, rolled }: Patience): Promise<View> {
  const apps = `/apis/apps/v1/namespaces/${namespace}`;
  const [deployments, replicaSets, statefulSets, daemonSets, jobs, pods] = await Promise.all([
    ...['deployments', 'replicasets', 'statefulsets', 'daemonsets'].map((plural) => `${apps}/${plural}`),
    `/apis/batch/v1/namespaces/${namespace}/jobs`, `/api/v1/namespaces/${namespace}/pods`,
  ].map((path) => lab.list(path)));
  const seen = ({ metadata, status }: any) => (status?.observedGeneration ?? 0) >= metadata.generation;
  const has = (status: any, wanted: number) => (status?.replicas ?? 0) === wanted;
  const complete = deployments.every((one) => seen(one) && isBuilt(one, replicaSets))
    && (!rolled || deployments.every(isRolled))
    && replicaSets.every((one) => seen(one) && has(one.status, one.spec.replicas))
    && statefulSets.every((one) => seen(one) && has(one.status, one.spec.replicas))
    && daemonSets.every((one) => seen(one) && one.status.currentNumberScheduled === one.status.desiredNumberScheduled)
    && (!bound || pods.every(({ metadata, spec }) => metadata.deletionTimestamp || spec.nodeName))
    && jobs.every(({ spec, status }) => (status?.active ?? 0) === (spec.suspend ? 0 : Math.min(spec.parallelism, spec.completions ?? spec.parallelism)));
  const state = [
    ...[...deployments, ...replicaSets, ...statefulSets, ...daemonSets, ...jobs].map(({ metadata, status = {} }) => [
      metadata.uid, metadata.generation, status.replicas, status.readyReplicas, status.updatedReplicas, status.observedGeneration, status.active,
      status.desiredNumberScheduled, status.currentNumberScheduled,
    ].join()),
    ...pods.map(({ metadata, spec, status }) => [metadata.name, metadata.deletionTimestamp, spec.nodeName, status.phase].join()),
  ];
  return { complete, leaving: pods.some(({ metadata, spec }) => metadata.deletionTimestamp && spec.nodeName), state: state.sort().join(' ') };
}

/** True if a Deployment has the ReplicaSet of its template. */
function isBuilt({ metadata }: any, replicaSets: readonly any[]): boolean {
  const revision = metadata.annotations?.[REVISION];
  return revision !== undefined
    && replicaSets.some((one) => one.metadata.ownerReferences?.[0]?.uid === metadata.uid && one.metadata.annotations?.[REVISION] === revision);
}

/** As `kubectl rollout status` sees it. */
function isRolled({ spec, status }: any): boolean {
  return [status.replicas, status.updatedReplicas, status.availableReplicas].every((count = 0) => count === spec.replicas);
}

/** What the controllers and the scheduler say that they could not do. */
async function complaints(lab: Lab, namespace: string): Promise<string[]> {
  const events = await lab.list(`/api/v1/namespaces/${namespace}/events`);
  const failed = events.filter(({ reason }) => reason === 'FailedCreate' || reason === 'ReplicaSetCreateError').map(({ message }) => nameless(message));
  const homeless = (await lab.list(`/api/v1/namespaces/${namespace}/pods`)).flatMap(({ metadata, status }) => {
    const condition = status.conditions?.find(({ type, reason }: any) => type === 'PodScheduled' && reason === 'Unschedulable');
    return condition ? [`${metadata.labels?.app}: ${condition.message}`] : [];
  });
  return [...new Set<string>([...failed, ...homeless])];
}

/** What is said of each of many pods, once. */
const nameless = (message: string) => message.replace(/^\(combined from similar events\): /, '').replace(/^(Error creating: pods) "[^"]*"/, '$1');
