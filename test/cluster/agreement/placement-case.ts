import { Size } from 'cdk8s';
import { importedFrom } from './imported';
import { CASE, HOST, ZONE } from './marks';
import { Extra, extraOf, HUGE_PAGES, isImported, withExtras } from './placement-extras';
import { Random } from './random';
import { autoscaler, strategyOf } from './workloads';
import { Accelerator, Cluster, Cpu, NodePool, TaintEffect } from '../../../src';
import { FakeNode } from '../harness/control-plane';

/** The pools of one case, their nodes, and what is to run there. */
export interface PlacementCase {
  readonly name: string;
  readonly cluster: Cluster;
  readonly nodes: readonly FakeNode[];
  readonly objects: readonly any[];
  /** What decides about places beside room and labels. */
  readonly extras?: readonly Extra[];
}

const TIER = 'agreement.test/tier';
const SPARE = 'agreement.test/spare';

/** Which of the things that decide on places the pods of a case have. */
export interface Sorts {
  /** Selectors, affinity, tolerations, spread, anti-affinity, ports. */
  readonly constraints: boolean;
  readonly workloads: readonly number[];
}

export function placementCase(seed: string, name: string): PlacementCase {
  const random = new Random(`${seed}-${name}`);
  const extras = new Random(`${seed}-${name}-extras`);
  const extra = extraOf(name);
  const huge = extra === Extra.HUGE_PAGES ? 0.7 : 0.1;
  const pools = Array.from({ length: random.pick([1, 1, 2, 2, 3]) }, (_, i) => pool(random, name, `p${i}`, extras.chance(huge) ? { [HUGE_PAGES]: `${2 * extras.int(8, 128)}Mi` } : undefined));
  const placed = withExtras(extras, assemble(random, name, pools, { constraints: random.chance(0.6), workloads: [1, 2, 2, 3, 4] }), extra);
  return isImported(name) ? { ...placed, cluster: importedFrom(name, placed.nodes) } : placed;
}

export function assemble(random: Random, name: string, pools: readonly NodePool[], sorts: Sorts): PlacementCase {
  const cluster = Cluster.of(name, { pools: [...pools] });
  // few sizes, so that some of them meet
  const sizes = Array.from({ length: random.int(1, 3) }, () => size(random, random.pick(pools)));
  const objects = Array.from({ length: random.pick(sorts.workloads) }, (_, i) => workload(random, `w${i}`, pods(random, name, `w${i}`, random.pick(sizes), pools, sorts)));
  const daemon = random.chance(0.15) ? [daemonSet(random, name, pools)] : [];
  return {
    name,
    cluster,
    nodes: cluster.pools.flatMap(nodesOf),
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      ...[...daemon, ...objects.flat()].map((object) => ({ ...object, metadata: { ...object.metadata, namespace: name } })),
    ],
  };
}

export function pool(random: Random, caseName: string, name: string, resources?: { [resource: string]: string }): NodePool {
  const cores = random.pick([1, 2, 4, 8]);
  const gibibytes = random.pick([2, 4, 8, 16]);
  const maxNodes = random.pick([1, 2, 2, 3, 4, 5]);
  const props = {
    cpu: Cpu.units(cores),
    memory: Size.gibibytes(gibibytes),
    maxNodes,
    minNodes: random.int(0, maxNodes),
    labels: { [CASE]: caseName, ...random.chance(0.5) ? { [TIER]: random.pick(['gold', 'silver']) } : {}, ...random.chance(0.3) ? { [SPARE]: `${random.int(1, 9)}` } : {} },
    taints: random.chance(0.3) ? [{ key: 'dedicated', ...random.chance(0.7) ? { value: random.pick(['ml', 'web']) } : {}, effect: random.pick([TaintEffect.NO_SCHEDULE, TaintEffect.NO_SCHEDULE, TaintEffect.PREFER_NO_SCHEDULE]) }] : [],
    allocatable: {
      cpu: Cpu.millis(cores * 1000 - 100 * random.int(0, 3)), memory: Size.mebibytes(gibibytes * 1024 - 64 * random.int(0, 3)), pods: random.pick([3, 5, 110, 110, 110]),
    },
    ...random.chance(0.5) ? { zones: random.pick([['za'], ['zb'], ['za', 'zb']]) } : {},
    ...resources && { resources },
  };
  return random.chance(0.35) ? NodePool.gpu(name, { ...props, accelerator: Accelerator.NVIDIA_L4, perNode: random.pick([1, 2, 4, 8]) }) : NodePool.cpu(name, props);
}

/** The nodes of a pool at its maximum, as they would say so themselves. */
function nodesOf({ name, labels, taints, zones, maxNodes, _offer: { allocatable } }: NodePool): FakeNode[] {
  return Array.from({ length: maxNodes }, (_, i) => ({
    name: `${labels[CASE]}-${name}-${i}`,
    labels: { ...labels, ...zones.length > 0 ? { 'topology.kubernetes.io/zone': zones[i % zones.length] } : {} },
    taints: taints.map(({ key, value, effect }) => ({ key, ...value === undefined ? {} : { value }, effect: effect ?? TaintEffect.NO_SCHEDULE })),
    capacity: { ...allocatable },
  }));
}

/** A share of a node of that pool: often one of which a whole number fits, sometimes more than all of it. */
function size(random: Random, { _offer: { allocatable }, acceleratorsPerNode }: NodePool): any {
  const share = () => random.pick([1, 2, 2, 3, 3, 4, 4, 5, 6, 8, ...random.chance(0.15) ? [0.9] : []]);
  const cpu = Math.floor(Number(/^\d+m$/.test(allocatable.cpu) ? allocatable.cpu.slice(0, -1) : Number(allocatable.cpu) * 1000) / share());
  const memory = Math.floor(mebibytes(allocatable.memory) / share());
  const gpus = acceleratorsPerNode > 0 && random.chance(0.7) ? Math.max(1, random.pick([acceleratorsPerNode, acceleratorsPerNode / 2, 1, 3])) : 0;
  return {
    requests: { ...random.chance(0.85) ? { cpu: `${cpu}m` } : {}, ...random.chance(0.6) ? { memory: `${memory}Mi` } : {} },
    ...gpus > 0 ? { limits: { 'nvidia.com/gpu': `${Math.ceil(gpus)}` } } : {},
  };
}

const mebibytes = (text: string) => Number(/^(\d+)/.exec(text)![1]) * (text.endsWith('Gi') ? 1024 : text.endsWith('Mi') ? 1 : 1 / 1048576);

function pods(random: Random, caseName: string, name: string, resources: any, pools: readonly NodePool[], { constraints }: Sorts): any {
  const labelSelector = { matchLabels: { app: name } };
  const mine = constraints ? random.int(0, 9) : -1;
  const chosen = random.pick(pools);
  const asksTier = constraints && random.chance(0.25);
  const affinity = {
    ...constraints && random.chance(0.2) ? {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression(random)] }] } },
    } : {},
    ...mine === 0 || mine === 1 ? {
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey: mine === 0 ? HOST : random.pick([HOST, ZONE]) }] },
    } : {},
  };
  const tolerations = [
    ...chosen.taints.filter(() => random.chance(0.85)).map(({ key, value, effect }) => random.pick<any>([{ key, operator: 'Exists' }, { key, operator: 'Equal', value: value ?? '', effect: effect ?? 'NoSchedule' }])),
    ...random.chance(0.1) ? [{ key: 'dedicated', operator: 'Equal', value: 'web' }] : [],
  ];
  return {
    terminationGracePeriodSeconds: 0,
    nodeSelector: { [CASE]: caseName, ...asksTier ? { [TIER]: chosen.labels[TIER] ?? 'gold' } : {} },
    ...Object.keys(affinity).length > 0 ? { affinity } : {},
    ...tolerations.length > 0 ? { tolerations } : {},
    ...mine === 2 ? { topologySpreadConstraints: [{ maxSkew: random.int(1, 2), topologyKey: random.pick([HOST, ZONE]), whenUnsatisfiable: 'DoNotSchedule', labelSelector }] } : {},
    ...random.chance(0.15) ? { initContainers: [{ name: 'init', image: 'registry.example.com/app:1', resources: { requests: { cpu: '700m' } } }] } : {},
    containers: [{
      name: 'main',
      image: 'registry.example.com/app:1',
      resources,
      ...mine === 3 ? { ports: [{ containerPort: 8080, hostPort: 8080 }] } : {},
    }],
  };
}

function expression(random: Random): any {
  return random.pick<any>([
    { key: TIER, operator: 'In', values: ['gold'] }, { key: TIER, operator: 'NotIn', values: ['gold'] }, { key: TIER, operator: 'Exists' }, { key: TIER, operator: 'DoesNotExist' },
    { key: SPARE, operator: 'Gt', values: ['4'] }, { key: SPARE, operator: 'Lt', values: ['6'] }, { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
    { key: 'topology.kubernetes.io/zone', operator: 'In', values: ['za'] },
  ]);
}

function workload(random: Random, name: string, spec: any): any[] {
  const head = { metadata: { name } };
  const template = { metadata: { labels: { app: name } }, spec };
  const selector = { matchLabels: { app: name } };
  const replicas = random.pick([1, 1, 2, 2, 3, 4]);
  switch (random.int(0, 5)) {
    case 0: return [{
      apiVersion: 'apps/v1', kind: 'StatefulSet', ...head, spec: { replicas, serviceName: name, selector, template, ...random.chance(0.7) ? { podManagementPolicy: 'Parallel' } : {} },
    }];
    case 1: return [{ apiVersion: 'batch/v1', kind: 'Job', ...head, spec: { parallelism: replicas, template: { ...template, spec: { ...spec, restartPolicy: 'Never' } } } }];
    default: {
      const max = replicas + random.int(0, 2);
      const scaled = random.chance(0.4);
      const object = { apiVersion: 'apps/v1', kind: 'Deployment', ...head, spec: { ...scaled ? {} : { replicas }, ...strategyOf(random), selector, template } };
      return scaled ? [object, autoscaler(name, replicas, max)] : [object];
    }
  }
}

function daemonSet(random: Random, caseName: string, pools: readonly NodePool[]): any {
  const tolerations = random.chance(0.7) ? [{ operator: 'Exists' }] : random.pick(pools).taints.map(({ key }) => ({ key, operator: 'Exists' }));
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: {
          nodeSelector: { [CASE]: caseName },
          ...tolerations.length > 0 ? { tolerations } : {},
          containers: [{ name: 'agent', image: 'registry.example.com/agent:1', resources: { requests: { cpu: `${100 * random.int(1, 4)}m`, memory: `${64 * random.int(1, 4)}Mi` } } }],
        },
      },
    },
  };
}
