import { compares, tolerates } from '../../capacity/nodes/selection';
import { Truth } from '../../capacity/nodes/truth';
import { PodGroup, Workload } from '../../capacity/workload';
import { TRAIN_JOB } from '../../reading/gangs';
import { ManifestSet } from '../../reading/manifest-set';
import { RESOURCE_FLAVOR } from '../../reading/queues';
import { isMap, listOf, mapOf, mapsOf, Shape, textOf, written } from '../../reading/shape';
import { Subject } from '../../reading/subject';

/** What a queue has of nodes that pods of a workload may enter. */
export interface EnterableFlavors {
  /** By resource: the quotas of flavors that some of the pods which request it may enter. */
  readonly quotas: ReadonlyMap<string, readonly Shape[]>;
  /** The flavors that pods may not enter, by name, and the first thing that keeps them out. */
  readonly shut: ReadonlyMap<string, string>;
  /** True if some of the pods may enter none of the flavors that have what they request. */
  readonly nowhere: boolean;
}

/** Kinds whose pods Kueue sees as the server has admitted them, with the tolerations that it may add for extended resources. */
const ADMITTED = new Set(['Pod', 'apps/Deployment', 'apps/StatefulSet']);

/**
 * The flavors of a queue that Kueue takes for the pods of a workload: their labels match what the pods select, of which Kueue looks at the
 * keys alone that some flavor of the same resource group has, and the pods tolerate their taints. A flavor that the manifests do not have is taken to be one.
 *
 * @see https://github.com/kubernetes-sigs/kueue/blob/v0.19.2/pkg/scheduler/flavorassigner/flavorassigner.go
 */
export function enterableFlavors(set: ManifestSet, { spec }: Subject, workload: Workload): EnterableFlavors {
  const quotas = new Map<string, Shape[]>();
  const shut = new Map<string, string>();
  let nowhere = false;
  for (const resourceGroup of mapsOf(spec.resourceGroups)) {
    const flavors = mapsOf(resourceGroup.flavors).map(({ name, resources }) => ({
      name: written(name), resources: mapsOf(resources), made: set.find(RESOURCE_FLAVOR, undefined, textOf(name) ?? '')?.spec,
    }));
    const keys = new Set(flavors.flatMap(({ made }) => Object.keys(mapOf(made?.nodeLabels))));
    const covered = new Set(flavors.flatMap(({ resources }) => resources.map(({ name }) => written(name))));
    const asking = workload.groups.filter((group) => [...group.footprint.requests].some(([resource, amount]) => covered.has(resource) && !amount.isZero));
    const closed = asking.map((group) => flavors.map(({ made }) => made && obstacleOf(group, workload.subject.kind, made, keys)));
    nowhere ||= flavors.length > 0 && closed.some((reasons) => reasons.every((reason) => reason !== undefined));
    for (const [i, { name, resources }] of flavors.entries()) {
      const reason = closed.map((reasons) => reasons[i]).find((one) => one !== undefined);
      if (reason !== undefined) {
        shut.set(name, reason);
      }
      for (const quota of resources) {
        const resource = written(quota.name);
        const of = quotas.get(resource) ?? [];
        const open = asking.length === 0 || asking.some((group, g) => closed[g][i] === undefined && group.footprint.requests.get(resource) !== undefined);
        quotas.set(resource, open ? [...of, quota] : of);
      }
    }
  }
  return { quotas, shut, nowhere };
}

/** What keeps the pods of a group out of a flavor; nothing where they may enter it. */
function obstacleOf({ template: { spec }, footprint }: PodGroup, kind: string, flavor: Shape, keys: ReadonlySet<string>): string | undefined {
  const labels = mapOf(flavor.nodeLabels);
  const tolerations = [...mapsOf(spec.tolerations), ...mapsOf(flavor.tolerations)];
  // a TrainJob says a part of its pods, and its runtime may tolerate more
  const taint = kind === TRAIN_JOB ? undefined : mapsOf(flavor.nodeTaints).find(({ key, value, effect }) => (effect === 'NoSchedule' || effect === 'NoExecute')
    && !(ADMITTED.has(kind) && footprint.requests.get(written(key)))
    && tolerations.every((toleration) => tolerates(toleration, written(key), textOf(value) ?? '', effect) === Truth.NO));
  const selected = Object.entries(mapOf(spec.nodeSelector)).find(([key, value]) => keys.has(key) && (labels[key] === undefined || written(labels[key]) !== written(value)));
  if (selected) {
    return `${labelText(labels, selected[0])}, and its nodeSelector asks for ${selected[0]}=${written(selected[1])}`;
  }
  const asked = affinityKeys(spec, labels, keys);
  if (asked) {
    return `${asked.map((key) => labelText(labels, key)).join(', ')}, against its node affinity`;
  }
  return taint && `taint ${written(taint.key)}${textOf(taint.value) ? `=${taint.value}` : ''}:${written(taint.effect)}, which it does not tolerate`;
}

const labelText = (labels: Shape, key: string): string => (labels[key] === undefined ? `no label ${key}` : `${key}=${written(labels[key])}`);

/** The keys by which required affinity leaves out a flavor; nothing where it does not. A term that asks for other keys alone lets in every flavor. */
function affinityKeys(spec: Shape, labels: Shape, keys: ReadonlySet<string>): readonly string[] | undefined {
  const required = mapOf(mapOf(spec.affinity).nodeAffinity).requiredDuringSchedulingIgnoredDuringExecution;
  const terms = isMap(required) ? mapsOf(required.nodeSelectorTerms).map(({ matchExpressions }) => mapsOf(matchExpressions).filter(({ key }) => keys.has(written(key)))) : [];
  const open = terms.length === 0 || terms.some((term) => term.every((expression) => matches(expression, labels)));
  return open ? undefined : [...new Set(terms.flat().map(({ key }) => written(key)))];
}

function matches({ key, operator, values }: Shape, labels: Shape): boolean {
  const label = labels[written(key)] === undefined ? undefined : written(labels[written(key)]);
  const among = listOf(values).map(written);
  switch (operator) {
    case 'In': return label !== undefined && among.includes(label);
    case 'NotIn': return label === undefined || !among.includes(label);
    case 'Exists': return label !== undefined;
    case 'DoesNotExist': return label === undefined;
    case 'Gt':
    case 'Lt': return label !== undefined && compares(label, operator, among[0]);
    default: return true;
  }
}
