import { PodTemplate } from './pod-template';
import { listOf, mapOf, written } from './shape';

/** Extended resources that are processors: by vendor, or by a name that says it. Network devices are none. */
const ACCELERATOR = /^(nvidia\.com\/(?!.*(rdma|hca|sriov|roce))|amd\.com\/|gpu\.intel\.com\/|habana\.ai\/|google\.com\/tpu|aws\.amazon\.com\/neuron|[^/]+\/.*(gpu|tpu|npu|mig-))/i;

/** True for an extended resource that is a processor. */
export function isAccelerator(resource: string): boolean {
  return resource.includes('/') && ACCELERATOR.test(resource);
}

/** The accelerators that a pod asks for, by resource name; a DRA claim is called by its name in the pod. */
export function acceleratorsOf(template: PodTemplate): string[] {
  const found = new Set<string>();
  for (const { shape } of template.all) {
    const resources = mapOf(shape.resources);
    for (const amounts of [mapOf(resources.limits), mapOf(resources.requests)]) {
      for (const name in amounts) {
        if (isAccelerator(name)) {
          found.add(name);
        }
      }
    }
    for (const claim of listOf(resources.claims)) {
      found.add(`claim ${written(mapOf(claim).name)}`);
    }
  }
  return [...found];
}
