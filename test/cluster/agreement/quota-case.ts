import { Resource, STEPS, written } from './amounts';
import { crossing, crossingQuota } from './crossing';
import { limitRange } from './limit-range';
import { habitOf, sketch } from './pods';
import { Random } from './random';
import { workload } from './workloads';

/** Where pods of cases about quotas run: a node without end. */
export const ENDLESS = { 'agreement.test/node': 'endless' };
/** A PriorityClass that the cluster has. */
export const PRIORITY_CLASS = 'agreement-urgent';

/** The manifests of one case: a namespace of that name with its quotas, LimitRanges and workloads. */
export function quotaCase(seed: string, name: string): any[] {
  const random = new Random(`${seed}-${name}`);
  const across = new Random(`${seed}-${name}-across`);
  const crosses = across.chance(0.15);
  const habit = habitOf(random);
  const overhead = random.chance(0.12) ? runtimeClass(random, name) : undefined;
  const objects = Array.from({ length: random.pick([1, 1, 2, 2, 3, 4]) }, (_, i) => workload(random, `w${i}`, habit, (spec) => ({
    ...crosses ? crossing(across, spec) : spec,
    nodeSelector: ENDLESS,
    ...overhead && random.chance(0.7) ? { runtimeClassName: name } : {},
    ...random.chance(0.12) ? { priorityClassName: PRIORITY_CLASS } : {},
  }))).flat();
  const ranges = random.chance(0.45) ? [limitRange(random, 'limits', ['Container', 'Container', 'Pod']), ...random.chance(0.2) ? [limitRange(random, 'more', ['Pod'])] : []] : [];
  const quotas = Array.from({ length: random.pick([1, 1, 1, 2]) }, (_, i) => quota(random, `quota-${i}`, objects));
  const looking = objects.filter((object) => object.kind === 'HorizontalPodAutoscaler' || podOf(object).affinity !== undefined);
  const bounds = [...ranges, ...quotas, ...crosses ? [crossingQuota(across, (key) => hardOf(across, key, looking))] : []];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    ...overhead ? [overhead] : [],
    ...[...bounds, ...objects].map((object) => ({ ...object, metadata: { ...object.metadata, namespace: name } })),
  ];
}

function runtimeClass(random: Random, name: string): any {
  const podFixed = { cpu: written(random, 'cpu', 100 * random.int(1, 3)), ...random.chance(0.6) ? { memory: written(random, 'memory', 64 * random.int(1, 3)) } : {} };
  return { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name }, handler: 'runc', overhead: { podFixed } };
}

const OF_PODS = ['pods', 'cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];
const OF_ALL = [
  ...OF_PODS, 'requests.cpu', 'limits.memory', 'count/pods', 'requests.ephemeral-storage', 'ephemeral-storage', 'limits.ephemeral-storage', 'requests.nvidia.com/gpu',
  'count/deployments.apps', 'count/replicasets.apps', 'count/statefulsets.apps', 'count/jobs.batch', 'count/cronjobs.batch', 'configmaps', 'count/serviceaccounts',
];

function quota(random: Random, name: string, objects: readonly any[]): any {
  const scope = random.chance(0.3) ? scopeOf(random) : undefined;
  const keys = scope ? random.some(scope.spec.scopes?.[0] === 'BestEffort' ? ['pods'] : OF_PODS, 1, 3) : random.some(OF_ALL, 1, 4);
  const hard = Object.fromEntries(keys.map((key) => [key, hardOf(random, key, objects)]));
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec: { hard, ...scope?.spec } };
}

function scopeOf(random: Random): { spec: any } {
  const byClass = (operator: string, values?: string[]) => ({ scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator, ...values ? { values } : {} }] } });
  return {
    spec: random.pick<any>([
      ...['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort'].map((one) => ({ scopes: [one] })),
      { scopes: ['NotTerminating', 'NotBestEffort'] },
      byClass('In', [PRIORITY_CLASS]), byClass('NotIn', [PRIORITY_CLASS]), byClass('Exists'), byClass('DoesNotExist'),
    ]),
  };
}

/** An amount near what the workloads take in one of their states, or one step above or below it. */
function hardOf(random: Random, key: string, objects: readonly any[]): string {
  const found = /^(requests\.|limits\.|)(cpu|memory|ephemeral-storage|nvidia\.com\/gpu)$/.exec(key);
  if (key.startsWith('count/') && key !== 'count/pods' || key === 'configmaps') {
    // a ReplicaSet for each Deployment, and for each of its revisions another one
    const deployments = objects.filter(({ kind }) => kind === 'Deployment').length;
    return key === 'count/replicasets.apps' && deployments > 0 ? `${deployments + random.int(0, 2)}` : `${random.int(1, 4)}`;
  }
  const state = random.pick<State>(['floor', 'step', 'max', 'peak', 'peak']);
  const side = found?.[1] === 'limits.' ? 'limits' : 'requests';
  const resource = found?.[2] as Resource | undefined;
  const amount = objects.reduce((sum, object) => sum + unitsOf(object, objects, state) * (resource ? sketch(podOf(object), resource, side) : 1), 0);
  const step = resource ? STEPS[resource] : 1;
  const moved = Math.max(resource ? step : 1, amount + step * random.pick([0, 0, 0, -1, 1, 3, 10]));
  const grown = random.chance(0.3) ? step * Math.ceil(moved / step * 1.6) : moved;
  return resource ? written(random, resource, grown) : `${grown}`;
}

type State = 'floor' | 'step' | 'max' | 'peak';

const podOf = ({ kind, spec }: any) => (kind === 'Pod' ? spec : kind === 'CronJob' ? spec.jobTemplate.spec.template.spec : spec.template?.spec ?? { containers: [] });

/** How many pods an object has in that state, roughly. */
function unitsOf(object: any, objects: readonly any[], state: State): number {
  const { kind, metadata, spec } = object;
  const job = kind === 'CronJob' ? spec.jobTemplate.spec : spec;
  switch (kind) {
    case 'Deployment': {
      const scaler = objects.find((one) => one.kind === 'HorizontalPodAutoscaler' && one.metadata.name === metadata.name);
      const replicas = scaler ? (state === 'floor' || state === 'step' ? scaler.spec.minReplicas : scaler.spec.maxReplicas) : spec.replicas;
      return replicas + (state === 'step' || state === 'peak' ? 1 : 0);
    }
    case 'StatefulSet':
    case 'ReplicaSet': return spec.replicas;
    case 'Job':
    case 'CronJob': return state === 'floor' || state === 'step' ? 0 : Math.min(job.parallelism, job.completions ?? job.parallelism);
    case 'Pod': return 1;
    default: return 0;
  }
}
