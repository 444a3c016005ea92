import { PLAIN } from './plain';
import { Provider } from './provider';

const product = (value: string) => ({ 'nvidia.com/gpu.product': value });

/**
 * Nodes of one's own, with the labels of NVIDIA's GPU feature discovery. Only cards of which there is one make are selected by product: an A100 or H100
 * is called after its board (SXM, PCIe, NVL) as well.
 *
 * @see https://github.com/NVIDIA/k8s-device-plugin/blob/main/docs/gpu-feature-discovery/README.md
 */
export const ON_PREM: Provider = {
  ...PLAIN,
  name: 'the cluster',
  cards: {
    'nvidia-t4': product('Tesla-T4'),
    'nvidia-l4': product('NVIDIA-L4'),
    'nvidia-l40s': product('NVIDIA-L40S'),
    'nvidia-a10g': product('NVIDIA-A10G'),
  },
};
