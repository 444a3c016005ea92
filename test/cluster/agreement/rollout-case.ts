import { Size } from 'cdk8s';
import { written } from './amounts';
import { CASE } from './marks';
import { assemble, PlacementCase } from './placement-case';
import { ENDLESS } from './quota-case';
import { Random } from './random';
import { autoscaler, strategyOf } from './workloads';
import { Cpu, NodePool } from '../../../src';

/** One Deployment that rolls, and perhaps another beside it, in a quota or on a pool that has little more than they need. */
export interface RolloutCase extends Omit<PlacementCase, 'cluster'> {
  readonly cluster?: PlacementCase['cluster'];
}

export function rolloutCase(seed: string, name: string): RolloutCase {
  const random = new Random(`${seed}-${name}`);
  return random.chance(0.5) ? inQuota(random, name) : onPool(random, name);
}

/** What all pods of a case request: multiples of one amount, so that the bounds are met. */
const CORES = 200;
const MEBIBYTES = 128;

function deployments(random: Random, change: (spec: any) => any): any[] {
  return Array.from({ length: random.pick([1, 1, 2]) }, (_, i) => deployment(random, `w${i}`, change(pod(random)))).flat();
}

function pod(random: Random): any {
  const times = random.pick([1, 1, 2]);
  const requests = { cpu: written(random, 'cpu', times * CORES), memory: written(random, 'memory', times * MEBIBYTES) };
  return {
    terminationGracePeriodSeconds: random.pick([0, 1, 2, 3]),
    containers: [{ name: 'main', image: 'registry.example.com/app:1', resources: { requests, limits: requests } }],
  };
}

function deployment(random: Random, name: string, spec: any): any[] {
  const min = random.int(1, 3);
  const max = min + random.pick([0, 0, 1, 2]);
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      ...max === min ? { replicas: min } : {},
      ...random.chance(0.4) ? { strategy: { rollingUpdate: { maxSurge: random.int(1, 2), maxUnavailable: 0 } } } : strategyOf(random),
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec },
    },
  };
  return max === min ? [object] : [object, autoscaler(name, min, max)];
}

/** How many times the smallest pod a quota or a pool has room for: what the Deployments take at their least, and little more. */
function room(random: Random, objects: readonly any[]): number {
  const least = objects.filter(({ kind }) => kind === 'Deployment').reduce((sum, { metadata, spec }) => {
    const scaler = objects.find((one) => one.kind === 'HorizontalPodAutoscaler' && one.metadata.name === metadata.name);
    const { limits } = spec.template.spec.containers[0].resources;
    return sum + (scaler?.spec.minReplicas ?? spec.replicas) * (/^(0?\.?4(00m)?|0\.4)$/.test(limits.cpu) ? 2 : 1);
  }, 0);
  return least + random.pick([0, 0, 1, 1, 2, 3, 4]);
}

function inQuota(random: Random, name: string): RolloutCase {
  const objects = deployments(random, (spec) => ({ ...spec, nodeSelector: ENDLESS }));
  const times = room(random, objects);
  const key = random.pick(['requests.cpu', 'limits.memory', 'memory', 'limits.cpu']);
  const quota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'quota' },
    spec: { hard: { [key]: key.endsWith('cpu') ? written(random, 'cpu', times * CORES) : written(random, 'memory', times * MEBIBYTES) } },
  };
  return { name, nodes: [], objects: inNamespace(name, [quota, ...objects]) };
}

function onPool(random: Random, name: string): RolloutCase {
  const apart = random.chance(0.3);
  const objects = deployments(random, (spec) => ({ ...spec, nodeSelector: { [CASE]: name } })).map((object) => (apart && object.kind === 'Deployment' ? keptApart(object) : object));
  const times = room(random, objects);
  const perNode = random.pick([1, 2, 2, 4]);
  const nodes = apart ? random.int(1, 5) : Math.max(1, Math.ceil(times / perNode));
  const pool = NodePool.cpu('pool', {
    cpu: Cpu.units(8),
    memory: Size.gibibytes(64),
    maxNodes: nodes,
    labels: { [CASE]: name },
    allocatable: { cpu: Cpu.millis(perNode * CORES), memory: Size.gibibytes(60), pods: 110 },
  });
  const { cluster, nodes: made } = assemble(random, name, [pool], { constraints: false, workloads: [0] });
  return { name, cluster, nodes: made, objects: inNamespace(name, objects) };
}

/** One pod on each node, the pods of both revisions counted. */
function keptApart(object: any): any {
  const { template } = object.spec;
  const term = { labelSelector: object.spec.selector, topologyKey: 'kubernetes.io/hostname' };
  const spec = { ...template.spec, affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
  return { ...object, spec: { ...object.spec, template: { ...template, spec } } };
}

const inNamespace = (name: string, objects: readonly any[]) => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  ...objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: name } })),
];
