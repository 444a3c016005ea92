import { CASE, HOST, ZONE } from './marks';
import type { PlacementCase } from './placement-case';
import { Random } from './random';
import { FakeNode } from '../harness/control-plane';

/** A label and a resource that nodes have, or have not, and no pool declares. */
const HIDDEN_LABEL = 'agreement.test/hidden';
const HIDDEN_RESOURCE = 'agreement.test/widget';
/** Huge pages of which pools declare some. */
export const HUGE_PAGES = 'hugepages-2Mi';

/** Adds what decides about places beside the room of a node and what its pool declares: other pods, domains that have to be there, and what nobody declares. */
export function withExtras(random: Random, placed: PlacementCase): PlacementCase {
  const hidden = new Map(placed.cluster.pools.map(({ name }) => [name, { label: random.chance(0.5), widgets: random.pick([0, 0, 1, 2]) }]));
  const apps = placed.objects.flatMap(({ kind, metadata }) => (kind === 'HorizontalPodAutoscaler' || kind === 'Namespace' || kind === 'DaemonSet' ? [] : [metadata.name as string]));
  return {
    ...placed,
    nodes: placed.nodes.map((node) => withHidden(node, hidden.get(poolOf(node))!)),
    objects: placed.objects.map((object) => {
      if (!apps.includes(object.metadata.name) || object.spec.template === undefined || !random.chance(0.45)) return object;
      const { template } = object.spec;
      return { ...object, spec: { ...object.spec, template: { ...template, spec: changed(random, template.spec, object.metadata.name, apps) } } };
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

function changed(random: Random, spec: any, name: string, apps: readonly string[]): any {
  const labelSelector = (app: string) => ({ matchLabels: { app } });
  const topologyKey = random.pick([HOST, ZONE]);
  switch (random.int(0, 6)) {
    case 0: return { ...spec, affinity: { ...spec.affinity, ...beside(labelSelector(name), topologyKey) } };
    case 1: return { ...spec, affinity: { ...spec.affinity, ...beside(labelSelector(random.pick(apps)), topologyKey) } };
    case 2:
    case 3: return {
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
    case 4: return asking(spec, { [HUGE_PAGES]: `${2 * random.pick([8, 16, 32, 64])}Mi` });
    case 5: return asking(spec, { [HIDDEN_RESOURCE]: '1' });
    default: return { ...spec, nodeSelector: { ...spec.nodeSelector, [HIDDEN_LABEL]: 'yes' } };
  }
}

const beside = (labelSelector: any, topologyKey: string) => ({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey }] } });

/** The server takes huge pages only beside processor or memory. */
function asking(spec: any, limits: any): any {
  const [main, ...others] = spec.containers;
  const { requests, limits: before } = main.resources;
  return { ...spec, containers: [{ ...main, resources: { requests: { cpu: '100m', ...requests }, limits: { ...before, ...limits } } }, ...others] };
}
