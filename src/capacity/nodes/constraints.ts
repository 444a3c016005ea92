import { isWildcard } from './demand';
import { ManifestSet } from '../../reading/manifest-set';
import { PodTemplate } from '../../reading/pod-template';
import { selectorOf, selects } from '../../reading/selector';
import { isMap, listOf, mapOf, mapsOf, Shape, textOf } from '../../reading/shape';
import { workloadsOf } from '../workloads';

/** The label by which nodes are told apart. */
export const HOSTNAME = 'kubernetes.io/hostname';
export const DEFAULT_SCHEDULER = 'default-scheduler';

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

/** Pods of other workloads that the pods of `template` keep away from themselves, and whether from more than one node each. */
export function repelledBy(set: ManifestSet, template: PodTemplate): readonly { readonly repelled: PodTemplate; readonly everywhere: boolean }[] {
  const terms = requiredTerms(mapOf(template.spec.affinity).podAntiAffinity);
  return terms.flatMap((term) => lookedAt(set, template, term).filter(({ owner }) => owner !== template.owner)
    .map((repelled) => ({ repelled, everywhere: term.topologyKey !== HOSTNAME || isOnAllNodes(template) })));
}

/** True for pods that stand on every node, so that there is none without them. */
export function isOnAllNodes({ owner }: PodTemplate): boolean {
  return owner.kind === 'apps/DaemonSet';
}

/** The pods of the manifests that a term of `template` looks at, its own included. */
export function lookedAt(set: ManifestSet, template: PodTemplate, { labelSelector, namespaces, namespaceSelector }: Shape): readonly PodTemplate[] {
  const selector = selectorOf(labelSelector);
  if (selector === undefined) {
    return [];
  }
  const listed = listOf(namespaces).filter((name): name is string => typeof name === 'string');
  const where = isMap(namespaceSelector) ? undefined : listed.length > 0 ? listed : [template.namespace];
  return [
    ...(where ?? set.namespaces).flatMap((namespace) => set.select(namespace, selector)),
    ...customPods(set).filter((one) => (where?.includes(one.namespace) ?? true) && selects(selector, one.labels)),
  ];
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

/** True if a term of an affinity looks at the pods of its own workload and at no others, so that they all stand together. */
export function keepsOwnTogether(set: ManifestSet, template: PodTemplate, term: Shape): boolean {
  return looksAtItself(template, term) && listOf(term.mismatchLabelKeys).length === 0
    && lookedAt(set, template, term).every((one) => one === template || (one.owner === template.owner && one.spec === template.spec));
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

const custom = new WeakMap<ManifestSet, readonly PodTemplate[]>();

/** Pods of kinds whose templates the set does not know. */
function customPods(set: ManifestSet): readonly PodTemplate[] {
  let templates = custom.get(set);
  if (!templates) {
    templates = workloadsOf(set).filter(({ subject }) => set.templatesOf(subject).length === 0).flatMap(({ groups }) => groups.map(({ template }) => template));
    custom.set(set, templates);
  }
  return templates;
}

function spreadsHard(spec: Shape): boolean {
  return hardSpreads(spec).length > 0;
}

/** Volumes hold a pod where they are, and devices are known to the scheduler only. */
function hasClaims(spec: Shape): boolean {
  return listOf(spec.resourceClaims).length > 0 || mapsOf(spec.volumes).some(({ persistentVolumeClaim, ephemeral }) => isMap(persistentVolumeClaim) || isMap(ephemeral));
}
