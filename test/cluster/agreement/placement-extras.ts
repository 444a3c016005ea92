import { CASE, HOST, ZONE } from './marks';
import type { PlacementCase } from './placement-case';
import { Random } from './random';
import { FakeNode } from '../harness/control-plane';

/** What decides about places beside the room of a node and what its pool declares. */
export enum Extra {
  BESIDE_ITS_OWN = 'beside its own',
  BESIDE_OTHERS = 'beside others',
  MIN_DOMAINS = 'minDomains',
  HUGE_PAGES = 'huge pages',
  HIDDEN_RESOURCE = 'undeclared resource',
  HIDDEN_LABEL = 'undeclared label',
}

export const EXTRAS: readonly Extra[] = Object.values(Extra);

/** A label and a resource that nodes have, or have not, and no pool declares. */
const HIDDEN_LABEL = 'agreement.test/hidden';
const HIDDEN_RESOURCE = 'agreement.test/widget';
/** Huge pages of which pools declare some. */
export const HUGE_PAGES = 'hugepages-2Mi';

const numberOf = (name: string) => Number(/\d+$/.exec(name)![0]);
/** After so many cases each extra was there once. */
const ROUND = 2 * EXTRAS.length;

/** The extra of a case by its number, so that there are as many of each whatever the seed is; every other case has none. */
export function extraOf(name: string): Extra | undefined {
  const place = numberOf(name) % ROUND;
  return place % 2 === 0 ? undefined : EXTRAS[(place - 1) / 2];
}

/** Whether the library knows the nodes of a case because they were imported, as in every other round; else their pools are declared. */
export const isImported = (name: string): boolean => Math.floor(numberOf(name) / ROUND) % 2 === 1;

/** Gives a workload of the case its extra, and sometimes another one any of them. */
export function withExtras(random: Random, placed: PlacementCase, extra: Extra | undefined): PlacementCase {
  const hidden = new Map(placed.cluster.pools.map(({ name }) => [name, { label: random.chance(0.5), widgets: random.pick([0, 0, 1, 2]) }]));
  const nodes = placed.nodes.map((node) => withHidden(node, hidden.get(poolOf(node))!));
  if (extra === undefined) return { ...placed, nodes };
  const apps = placed.objects.flatMap(({ kind, metadata, spec }) => (kind !== 'DaemonSet' && spec?.template ? [metadata.name as string] : []));
  const [first, second] = random.shuffled(apps);
  const chosen = new Map([[first, extra]]);
  if (second !== undefined && random.chance(0.25)) chosen.set(second, random.pick(EXTRAS));
  return {
    ...placed,
    nodes,
    extras: [...new Set(chosen.values())],
    objects: placed.objects.map((object) => {
      const { kind, metadata: { name }, spec } = object;
      const one = kind === 'HorizontalPodAutoscaler' ? undefined : chosen.get(name);
      return one === undefined ? object : { ...object, spec: { ...spec, template: { ...spec.template, spec: changed(random, spec.template.spec, one, name, apps) } } };
    }),
  };
}

/** Nodes are called by case, pool and number. */
const poolOf = ({ name, labels }: FakeNode) => name.slice(labels![CASE].length + 1).replace(/-\d+$/, '');

function withHidden(node: FakeNode, { label, widgets }: { label: boolean; widgets: number }): FakeNode {
  return {
    ...node,
    labels: { ...node.labels, ...label ? { [HIDDEN_LABEL]: 'yes' } : {} },
    capacity: { ...node.capacity, ...widgets > 0 ? { [HIDDEN_RESOURCE]: `${widgets}` } : {} },
  };
}

function changed(random: Random, spec: any, extra: Extra, name: string, apps: readonly string[]): any {
  const labelSelector = (app: string) => ({ matchLabels: { app } });
  const topologyKey = random.pick([HOST, ZONE]);
  switch (extra) {
    case Extra.BESIDE_ITS_OWN: return { ...spec, affinity: { ...spec.affinity, ...beside(labelSelector(name), topologyKey) } };
    case Extra.BESIDE_OTHERS: return { ...spec, affinity: { ...spec.affinity, ...beside(labelSelector(random.pick(apps)), topologyKey) } };
    case Extra.MIN_DOMAINS: return {
      ...spec,
      topologySpreadConstraints: [{
        maxSkew: random.int(1, 2),
        minDomains: random.int(1, 4),
        topologyKey,
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: labelSelector(name),
        ...random.chance(0.3) ? { nodeTaintsPolicy: 'Honor' } : {},
        ...random.chance(0.2) ? { nodeAffinityPolicy: 'Ignore' } : {},
      }],
    };
    case Extra.HUGE_PAGES: return asking(spec, { [HUGE_PAGES]: `${2 * random.pick([8, 16, 32, 64])}Mi` });
    case Extra.HIDDEN_RESOURCE: return asking(spec, { [HIDDEN_RESOURCE]: '1' });
    case Extra.HIDDEN_LABEL: return { ...spec, nodeSelector: { ...spec.nodeSelector, [HIDDEN_LABEL]: 'yes' } };
  }
}

const beside = (labelSelector: any, topologyKey: string) => ({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey }] } });

/** The server takes huge pages only beside processor or memory. */
function asking(spec: any, limits: any): any {
  const [main, ...others] = spec.containers;
  const { requests, limits: before } = main.resources;
  return { ...spec, containers: [{ ...main, resources: { requests: { cpu: '100m', ...requests }, limits: { ...before, ...limits } } }, ...others] };
}
