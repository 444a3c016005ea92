import { isWildcard } from './demand';
import { ManifestSet } from '../../reading/manifest-set';
import { PodTemplate } from '../../reading/pod-template';
import { selectorOf, selects } from '../../reading/selector';
import { isMap, listOf, mapOf, mapsOf, Shape, textOf } from '../../reading/shape';

/** The label by which nodes are told apart. */
export const HOSTNAME = 'kubernetes.io/hostname';
const DEFAULT_SCHEDULER = 'default-scheduler';

/** What decides where pods go beside room and labels. */
export interface Constraints {
  /** True if no two pods of the workload stand on one node. */
  readonly apart: boolean;
  /** True if nothing can be proven of where they go: it depends on other pods, on volumes or on devices. */
  readonly unproven: boolean;
}

const NONE: Constraints = { apart: false, unproven: false };

/** What decides where the pods of `template` go beside room and labels. */
export function constraintsOf(set: ManifestSet, template: PodTemplate): Constraints {
  const { spec } = template;
  const affinity = mapOf(spec.affinity);
  const terms = requiredTerms(affinity.podAntiAffinity);
  const alone = terms.length > 0 && terms.every((term) => keepsOwnApart(set, template, term));
  const unproven = (terms.length > 0 && !alone) || requiredTerms(affinity.podAffinity).length > 0 || spreadsHard(spec) || hasClaims(spec)
    || (textOf(spec.schedulerName) ?? DEFAULT_SCHEDULER) !== DEFAULT_SCHEDULER || listOf(spec.schedulingGates).length > 0
    || template.all.some(({ shape }) => mapsOf(shape.ports).some(({ hostIP }) => !isWildcard(hostIP)));
  return alone || unproven ? { apart: alone, unproven } : NONE;
}

/** Pods of other workloads that the pods of `template` keep away from themselves. */
export function repelledBy(set: ManifestSet, template: PodTemplate): readonly PodTemplate[] {
  const terms = requiredTerms(mapOf(template.spec.affinity).podAntiAffinity);
  return terms.flatMap(({ labelSelector, namespaces, namespaceSelector }) => {
    const selector = selectorOf(labelSelector);
    const listed = listOf(namespaces).filter((name): name is string => typeof name === 'string');
    const where = isMap(namespaceSelector) ? set.namespaces : listed.length > 0 ? listed : [template.namespace];
    return selector === undefined ? [] : where.flatMap((namespace) => set.select(namespace, selector)).filter(({ owner }) => owner !== template.owner);
  });
}

/** The required terms of an affinity or an anti-affinity between pods. */
export function requiredTerms(rules: unknown): readonly Shape[] {
  return mapsOf(mapOf(rules).requiredDuringSchedulingIgnoredDuringExecution);
}

/** True if the pods of `template` are among those that the term looks at. */
export function looksAtItself({ labels }: PodTemplate, { labelSelector, namespaces, namespaceSelector }: Shape): boolean {
  const selector = selectorOf(labelSelector);
  return selector !== undefined && listOf(namespaces).length === 0 && !isMap(namespaceSelector) && selects(selector, labels);
}

/** The constraints of a spread that keep a pod from starting. */
export function hardSpreads(spec: Shape): readonly Shape[] {
  return mapsOf(spec.topologySpreadConstraints).filter(({ whenUnsatisfiable }) => whenUnsatisfiable === undefined || whenUnsatisfiable === 'DoNotSchedule');
}

/** A term that keeps the pods of one workload on different nodes, and concerns no others. */
function keepsOwnApart(set: ManifestSet, template: PodTemplate, term: Shape): boolean {
  const selector = selectorOf(term.labelSelector);
  return term.topologyKey === HOSTNAME && looksAtItself(template, term) && listOf(term.matchLabelKeys).length + listOf(term.mismatchLabelKeys).length === 0
    && set.select(template.namespace, selector!).every(({ owner }) => owner === template.owner);
}

function spreadsHard(spec: Shape): boolean {
  return hardSpreads(spec).length > 0;
}

/** Volumes hold a pod where they are, and devices are known to the scheduler only. */
function hasClaims(spec: Shape): boolean {
  return listOf(spec.resourceClaims).length > 0 || mapsOf(spec.volumes).some(({ persistentVolumeClaim, ephemeral }) => isMap(persistentVolumeClaim) || isMap(ephemeral));
}
