import { isMap, listOf, mapOf, mapsOf, Shape, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { PodGroup } from '../workload';

interface Scope {
  readonly name: unknown;
  readonly operator: unknown;
  readonly values: readonly unknown[];
}

/** True if a quota counts only some pods, or some claims for volumes, and so nothing else. */
export function isScoped({ spec }: Subject): boolean {
  return scopesOf(spec).length > 0;
}

/**
 * True if the quota counts the pods of a group.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/quota/v1/evaluator/core/pods.go (`podMatchesScopeFunc`)
 */
export function countsGroup({ spec }: Subject, group: PodGroup): boolean {
  return scopesOf(spec).every((scope) => matches(scope, group));
}

/**
 * True if a quota with scopes counts a claim for a volume.
 *
 * @param claim its `spec`
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/quota/v1/evaluator/core/persistent_volume_claims.go (`pvcMatchesScopeFunc`)
 */
export function countsClaim({ spec }: Subject, claim: Shape): boolean {
  return scopesOf(spec).every(({ name, operator, values }) => name === 'VolumeAttributesClass' && matchesClass(textOf(claim.volumeAttributesClassName) ?? '', operator, values));
}

function scopesOf(spec: Subject['spec']): Scope[] {
  return [
    ...listOf(spec.scopes).map((name) => ({ name, operator: 'Exists', values: [] })),
    ...mapsOf(mapOf(spec.scopeSelector).matchExpressions).map(({ scopeName, operator, values }) => ({ name: scopeName, operator, values: listOf(values) })),
  ];
}

function matches({ name, operator, values }: Scope, group: PodGroup): boolean {
  const { spec } = group.template;
  switch (name) {
    case 'Terminating': return isTerminating(spec.activeDeadlineSeconds);
    case 'NotTerminating': return !isTerminating(spec.activeDeadlineSeconds);
    case 'BestEffort': return isBestEffort(group);
    case 'NotBestEffort': return !isBestEffort(group);
    case 'PriorityClass': return matchesClass(group.priorityClass, operator, values);
    case 'CrossNamespacePodAffinity': return crossesNamespaces(spec.affinity);
    default: return false;
  }
}

/** A deadline of the pod, not of its Job. */
function isTerminating(deadline: unknown): boolean {
  return typeof deadline === 'number' && deadline >= 0;
}

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/v1/helper/qos/qos.go */
function isBestEffort({ footprint: { bare, containers, ofPod } }: PodGroup): boolean {
  const all = ofPod ? [bare] : containers;
  return all.every(({ requests, limits }) => [requests, limits].every((amounts) => ['cpu', 'memory'].every((name) => amounts.get(name)?.isZero ?? true)));
}

function matchesClass(className: string, operator: unknown, values: readonly unknown[]): boolean {
  switch (operator) {
    case 'In': return className !== '' && values.includes(className);
    case 'NotIn': return className === '' || !values.includes(className);
    case 'Exists': return className !== '';
    case 'DoesNotExist': return className === '';
    default: return false;
  }
}

function crossesNamespaces(affinity: unknown): boolean {
  return [mapOf(affinity).podAffinity, mapOf(affinity).podAntiAffinity].some((rules) => {
    const preferred = mapsOf(mapOf(rules).preferredDuringSchedulingIgnoredDuringExecution).map(({ podAffinityTerm }) => mapOf(podAffinityTerm));
    return [...mapsOf(mapOf(rules).requiredDuringSchedulingIgnoredDuringExecution), ...preferred]
      .some(({ namespaces, namespaceSelector }) => listOf(namespaces).length > 0 || isMap(namespaceSelector));
  });
}
