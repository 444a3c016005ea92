import { ManifestSet } from '../../reading/manifest-set';
import { numberOf, textOf } from '../../reading/shape';
import { Workload } from '../workload';

/** Pods that only hold a place: nobody waits for one of them. @see https://github.com/kubernetes/kubernetes/tree/v1.36.0/build/pause */
export function isIdle({ groups }: Workload): boolean {
  return groups.every(({ template: { all } }) => all.every(({ shape }) => /(^|\/)pause(-\w+)?(:|@|$)/.test(textOf(shape.image) ?? '')));
}

/** Pods of a priority below that of pods without one: the scheduler takes their nodes for other pods. */
export function givesWay(set: ManifestSet, { groups }: Workload): boolean {
  return groups.every(({ template: { spec } }) => {
    const name = textOf(spec.priorityClassName);
    return name !== undefined && (numberOf(set.findAnywhere('scheduling.k8s.io/PriorityClass', name)?.manifest.value) ?? 0) < 0;
  });
}
