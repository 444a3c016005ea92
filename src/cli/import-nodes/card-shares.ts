import { Texts } from './texts';
import { AcceleratorFile } from '../../cluster/file/accelerator-file';

/** How each card of a node is handed out to several pods. */
export type Shares = Required<Pick<AcceleratorFile, 'sharing' | 'replicas'>>;

/** What GKE and feature discovery call the ways. */
const WAYS: Texts = { 'time-sharing': 'time-slicing', 'time-slicing': 'time-slicing', 'mps': 'mps' };

/**
 * The shares of what a node offers as `resource`, by its labels; nothing for whole cards. Feature discovery says so for each resource by itself, and did not
 * name the way while there was only one; GKE says so for the node.
 *
 * @see https://github.com/NVIDIA/k8s-device-plugin/blob/main/docs/gpu-feature-discovery/README.md
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/timesharing-gpus
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nvidia-mps-gpus
 */
export function sharesOf(resource: string, labels: Texts): Shares | undefined {
  if (!resource.startsWith('nvidia.com/')) {
    return undefined;
  }
  const discovered = [labels[`${resource}.replicas`], labels[`${resource}.sharing-strategy`] ?? 'time-slicing'] as const;
  const ofGke = [labels['cloud.google.com/gke-max-shared-clients-per-gpu'], labels['cloud.google.com/gke-gpu-sharing-strategy']] as const;
  for (const [replicas, strategy] of [discovered, ofGke]) {
    const sharing = Object.hasOwn(WAYS, strategy ?? '') ? WAYS[strategy!] : undefined;
    if (sharing !== undefined && Number.isSafeInteger(Number(replicas)) && Number(replicas) > 1) {
      return { sharing, replicas: Number(replicas) };
    }
  }
  return undefined;
}
