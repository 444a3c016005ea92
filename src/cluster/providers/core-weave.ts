import { PLAIN } from './plain';
import { Provider } from './provider';
import { TaintEffect } from '../taint';

/**
 * CoreWeave Kubernetes Service: nodes are bare machines with what the kubelet keeps.
 *
 * @see https://docs.coreweave.com/products/cks/clusters/scheduling/workload-scheduling
 */
export const CORE_WEAVE: Provider = {
  ...PLAIN,
  name: 'CoreWeave',
  poolLabel: 'compute.coreweave.com/node-pool',
  gpuTaints: { 'nvidia.com/gpu': [{ key: 'is_gpu', effect: TaintEffect.PREFER_NO_SCHEDULE }] },
};
