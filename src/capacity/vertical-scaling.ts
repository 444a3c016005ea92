import { Amounts, amountsOf, NO_AMOUNTS } from './amounts';
import { LimitRanges } from './limit-ranges';
import { PodFootprint, podFootprint } from './pod-footprint';
import { Quantity } from './quantity';
import { ManifestSet } from '../reading/manifest-set';
import { PodTemplate } from '../reading/pod-template';
import { targetKind, VPA } from '../reading/scalers';
import { listOf, mapOf, mapsOf, Shape } from '../reading/shape';
import { Subject } from '../reading/subject';

const indexes = new WeakMap<ManifestSet, Map<string, Subject[]>>();

/** The VerticalPodAutoscalers that change the pods of `workload`. */
export function verticalScalersOf(set: ManifestSet, workload: Subject): readonly Subject[] {
  let index = indexes.get(set);
  if (!index) {
    indexes.set(set, index = new Map());
    for (const vpa of set.ofKind(VPA)) {
      if (mapOf(vpa.spec.updatePolicy).updateMode !== 'Off') {
        const target = mapOf(vpa.spec.targetRef);
        const key = keyOf(targetKind(target), vpa.namespace, target.name);
        index.set(key, [...index.get(key) ?? [], vpa]);
      }
    }
  }
  const found = index.size === 0 ? undefined : index.get(keyOf(workload.kind, workload.namespace, workload.name));
  return found?.filter(({ cluster }) => cluster === workload.cluster) ?? [];
}

function keyOf(kind: string, namespace: string | undefined, name: unknown): string {
  return `${kind} ${namespace ?? ''} ${name}`;
}

/**
 * What a pod takes when `vpa` has raised it to its `maxAllowed`; limits rise in proportion unless it controls requests only. Where it has no
 * bound nobody knows, and the pod counts as it is written.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/features.md#limits-control
 */
export function raisedFootprint(template: PodTemplate, vpa: Subject, limitRanges: LimitRanges, overhead?: Shape): PodFootprint {
  return podFootprint(changed(template, vpa, (resources, policy) => (policy ? raised(resources, policy) : resources)), limitRanges, overhead);
}

/**
 * What a pod takes at least once `vpa` has set its requests: `minAllowed` where it has one, of what else it controls perhaps next to nothing. Nothing is
 * said of a pod that states resources as a whole.
 */
export function leastFootprint(template: PodTemplate, vpa: Subject): PodFootprint | undefined {
  return template.spec.resources ? undefined : podFootprint(changed(template, vpa, (resources, policy = {}) => {
    const least = mapOf(policy.minAllowed);
    const requests = Object.fromEntries(controlledBy(policy).map((name) => [name, least[name] ?? 0]));
    return { ...resources, requests: { ...mapOf(resources.requests), ...requests } };
  }));
}

/** The pods with other resources of the containers that a VerticalPodAutoscaler changes; it leaves init containers alone. */
function changed(template: PodTemplate, vpa: Subject, change: (resources: Shape, policy: Shape | undefined) => Shape): PodTemplate {
  const policies = mapsOf(mapOf(vpa.spec.resourcePolicy).containerPolicies);
  const containers = mapsOf(template.spec.containers).map((shape) => {
    const policy = policies.find((one) => one.containerName === shape.name) ?? policies.find((one) => one.containerName === '*');
    return policy?.mode === 'Off' ? shape : { ...shape, resources: change(mapOf(shape.resources), policy) };
  });
  return PodTemplate.at(template.owner, { metadata: template.metadata, spec: { ...template.spec, containers } });
}

const controlledBy = ({ controlledResources }: Shape): readonly string[] => (
  controlledResources === undefined ? ['cpu', 'memory'] : listOf(controlledResources).filter((name) => typeof name === 'string')
);

function raised(resources: Shape, policy: Shape): Shape {
  const controlled = controlledBy(policy);
  const requests = new Map(amountsOf(resources.requests));
  const limits = new Map(amountsOf(resources.limits));
  for (const [name, most] of amountsOf(policy.maxAllowed)) {
    const limit = limits.get(name);
    const request = requests.get(name) ?? limit;
    if (controlled.includes(name) && (request === undefined || most.compare(request) > 0)) {
      requests.set(name, most);
      if (limit && policy.controlledValues !== 'RequestsOnly') {
        limits.set(name, inProportion(limit, request, most));
      }
    }
  }
  return { ...resources, requests: asShape(requests), limits: asShape(limits) };
}

function inProportion(limit: Quantity, before: Quantity | undefined, after: Quantity): Quantity {
  return before === undefined || before.isZero ? limit.max(after) : limit.times(after.nanos).over(before.nanos);
}

function asShape(amounts: Amounts = NO_AMOUNTS): Shape {
  return Object.fromEntries([...amounts].map(([name, quantity]) => [name, `${quantity}`]));
}
