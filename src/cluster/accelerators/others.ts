import { Card } from './card';

const GIB = 1024;

/**
 * AMD's cards. `products` are what their names contain (`AMD_Instinct_MI300X_OAM`).
 *
 * @see https://rocm.docs.amd.com/en/latest/reference/gpu-specs.html for the memory
 * @see https://github.com/ROCm/k8s-device-plugin
 */
export const AMD_CARDS = {
  any: { name: 'amd', resource: 'amd.com/gpu' } as Card,
  mi300x: amd('amd-mi300x', 192, 'MI300X'),
  mi325x: amd('amd-mi325x', 256, 'MI325X'),
  mi350x: amd('amd-mi350x', 288, 'MI350X'),
  mi355x: amd('amd-mi355x', 288, 'MI355X'),
};

function amd(name: string, gibibytes: number, product: string): Card {
  return { name, resource: 'amd.com/gpu', mebibytes: gibibytes * GIB, products: [product] };
}

/**
 * Chips of AWS, whole devices; a pod that wants single cores asks for `aws.amazon.com/neuroncore` by `Accelerator.of`.
 *
 * @see https://awsdocs-neuron.readthedocs-hosted.com/en/latest/about-neuron/arch/neuron-hardware/inferentia2.html and `trainium`, `trainium2` beside it
 */
export const NEURON = {
  inferentia2: { name: 'aws-inferentia2', resource: 'aws.amazon.com/neuron', mebibytes: 32 * GIB } as Card,
  trainium1: { name: 'aws-trainium1', resource: 'aws.amazon.com/neuron', mebibytes: 32 * GIB } as Card,
  trainium2: { name: 'aws-trainium2', resource: 'aws.amazon.com/neuron', mebibytes: 96 * GIB } as Card,
};

/**
 * Intel's.
 *
 * @see https://huggingface.co/docs/accelerate/en/usage_guides/gaudi for the memory of Gaudi
 * @see https://docs.habana.ai/en/latest/Installation_Guide/Additional_Installation/Kubernetes_Installation/index.html
 * @see https://github.com/intel/intel-device-plugins-for-kubernetes/blob/main/cmd/gpu_plugin/README.md
 */
export const INTEL = {
  gaudi2: { name: 'intel-gaudi2', resource: 'habana.ai/gaudi', mebibytes: 96 * GIB } as Card,
  gaudi3: { name: 'intel-gaudi3', resource: 'habana.ai/gaudi', mebibytes: 128 * GIB } as Card,
  i915: { name: 'intel-gpu', resource: 'gpu.intel.com/i915' } as Card,
  xe: { name: 'intel-gpu-xe', resource: 'gpu.intel.com/xe' } as Card,
};
