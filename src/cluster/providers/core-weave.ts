import { PLAIN } from './plain';
import { Provider } from './provider';
import { TaintEffect } from '../taint';

const card = (name: string) => ({ 'gpu.nvidia.com/class': name });

/**
 * CoreWeave Kubernetes Service: nodes are bare machines with what the kubelet keeps.
 *
 * @see https://docs.coreweave.com/products/cks/clusters/scheduling/workload-scheduling
 * @see https://github.com/skypilot-org/skypilot/issues/6701 for the labels of a node with H100s
 */
export const CORE_WEAVE: Provider = {
  ...PLAIN,
  name: 'CoreWeave',
  poolLabel: 'compute.coreweave.com/node-pool',
  cards: {
    'nvidia-a100-80gb': card('A100_NVLINK_80GB'),
    'nvidia-h100': card('H100_NVLINK_80GB'),
  },
  cardCount: 'gpu.nvidia.com/count',
  gpuTaints: { 'nvidia.com/gpu': [{ key: 'is_gpu', effect: TaintEffect.PREFER_NO_SCHEDULE }] },
};
