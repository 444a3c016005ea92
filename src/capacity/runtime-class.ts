import { ManifestSet } from '../reading/manifest-set';
import { mapOf, mapsOf, Shape, textOf } from '../reading/shape';
import { Subject } from '../reading/subject';

/** What a RuntimeClass adds to where its pods may go. */
export interface RuntimeScheduling {
  /** As a sentence calls it: `RuntimeClass 'gvisor'`. */
  readonly called: string;
  /** Labels of the nodes that have it. */
  readonly nodeSelector: Shape;
  readonly tolerations: readonly Shape[];
}

/** The RuntimeClass of a pod, if it names one that is among the manifests. */
export function runtimeClassOf(set: ManifestSet, spec: Shape): Subject | undefined {
  const name = textOf(spec.runtimeClassName);
  return name === undefined ? undefined : set.findAnywhere('node.k8s.io/RuntimeClass', name);
}

/**
 * What the API server adds to a pod for its RuntimeClass, which it refuses where that and the pod's own selector exclude each other.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/plugin/pkg/admission/runtimeclass/admission.go (`setScheduling`)
 */
export function runtimeSchedulingOf(set: ManifestSet, spec: Shape): RuntimeScheduling | undefined {
  const runtimeClass = runtimeClassOf(set, spec);
  const scheduling = mapOf(runtimeClass?.manifest.scheduling);
  return runtimeClass && { called: runtimeClass.called, nodeSelector: mapOf(scheduling.nodeSelector), tolerations: mapsOf(scheduling.tolerations) };
}
