import { nameOf } from './card-names';
import { sharesOf } from './card-shares';
import { AcceleratorFile } from '../../cluster/file/accelerator-file';
import { amountOf } from '../../cluster/file/amount';

interface Texts {
  readonly [key: string]: string;
}

/** Resources that are accelerators, the one that counts first. */
const RESOURCES = /^(nvidia\.com\/(gpu|gpu\.shared|mig-.+|mig-.+\.shared)|amd\.com\/gpu|google\.com\/tpu|aws\.amazon\.com\/neuron|habana\.ai\/gaudi|gpu\.intel\.com\/(i915|xe))$/;

/** The accelerators of a node by what it offers and how it is labelled; nothing without. */
export function cardsOf(allocatable: Texts, labels: Texts): AcceleratorFile | undefined {
  const offered = Object.keys(allocatable).filter((name) => RESOURCES.test(name) && amountOf(allocatable[name]) >= 1).sort()[0];
  if (offered === undefined) {
    return undefined;
  }
  const resource = offered.replace(/\.shared$/, '');
  const shares = sharesOf(resource, labels);
  const profile = profileOf(resource, labels);
  const name = nameOf(resource, labels);
  const topology = labels['cloud.google.com/gke-tpu-topology'];
  const driver = labels['nvidia.com/cuda.driver-version.full'];
  return {
    name,
    resource,
    perNode: amountOf(allocatable[offered]) / (shares?.replicas ?? 1),
    ...profile !== undefined && isNamed(name) && { mig: profile },
    ...name.startsWith('tpu-') && topology !== undefined && { topology },
    ...shares && { ...shares, renamed: offered !== resource },
    ...driver !== undefined && /^\d+(\.\d+){0,2}$/.test(driver) && { driverVersion: driver },
  };
}

/** A name that says which card it is, and not only whose. */
const isNamed = (name: string): boolean => name.startsWith('nvidia-');

/**
 * The MIG profile of what is offered: in the name of the resource where each profile has one, and else in a label, GKE's or feature discovery's.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/gpus-multi
 */
function profileOf(resource: string, labels: Texts): string | undefined {
  if (!resource.startsWith('nvidia.com/')) {
    return undefined;
  }
  const product = labels['nvidia.com/gpu.product'] ?? '';
  return /^nvidia\.com\/mig-(.+)$/.exec(resource)?.[1].replace(/\.(?=me|gfx|all)/, '+')
    ?? /-MIG-(.+?)(-SHARED)?$/.exec(product)?.[1]
    ?? (labels['cloud.google.com/gke-gpu-partition-size'] || undefined);
}
