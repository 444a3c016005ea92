import { Labels, Machine, Provider } from './provider';
import { GI, kernelMemory, leave, MI, reservedCores, stairs } from './reservation';
import { GpuPoolFacts } from '../accelerators/gpu-pool';
import { MigStrategy } from '../accelerators/mig-strategy';
import { TaintEffect } from '../taint';

const card = (value: string) => ({ 'cloud.google.com/gke-accelerator': value });

/**
 * GKE Standard. GPU and TPU nodes are tainted by GKE; spot nodes are not. Slices and shares of cards are all called `nvidia.com/gpu`, and labels tell them
 * from whole cards. A spot machine has a notice of 30 s, of which the kubelet gives pods 15 and those of the system the rest.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/gpus
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/gpus-multi
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/timesharing-gpus
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nvidia-mps-gpus
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes
 */
export const GKE: Provider = {
  name: 'GKE',
  zoned: true,
  poolLabel: 'cloud.google.com/gke-nodepool',
  poolName: { fits: /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/, rule: "the name of a GKE node pool (at most 40 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit)" },
  cards: {
    'nvidia-t4': card('nvidia-tesla-t4'),
    'nvidia-l4': card('nvidia-l4'),
    'nvidia-a100-40gb': card('nvidia-tesla-a100'),
    'nvidia-a100-80gb': card('nvidia-a100-80gb'),
    'nvidia-h200': card('nvidia-h200-141gb'),
    'nvidia-b200': card('nvidia-b200'),
  },
  parts,
  mig: MigStrategy.SINGLE,
  sharesAsCards: true,
  cardCount: 'cloud.google.com/gke-accelerator-count',
  nodes: {},
  gpuTaints: {
    'nvidia.com/gpu': [{ key: 'nvidia.com/gpu', effect: TaintEffect.NO_SCHEDULE, value: 'present' }],
    'google.com/tpu': [{ key: 'google.com/tpu', effect: TaintEffect.NO_SCHEDULE, value: 'present' }],
  },
  spot: { labels: { 'cloud.google.com/gke-spot': 'true', 'cloud.google.com/gke-provisioning': 'spot' }, taints: [], notice: 15 },
  bootDisk: () => 100 * GI,
  podsPerNode: 110,
  allocatable,
};

function parts({ accelerator: { _profile }, sharing }: GpuPoolFacts): Labels {
  return {
    ..._profile !== undefined && { 'cloud.google.com/gke-gpu-partition-size': _profile },
    ...sharing && {
      'cloud.google.com/gke-gpu-sharing-strategy': sharing.strategy === 'mps' ? 'mps' : 'time-sharing',
      'cloud.google.com/gke-max-shared-clients-per-gpu': `${sharing.replicas}`,
    },
  };
}

/** Of the machine's memory 25, 20, 10, 6 and 2 %, or 255 MiB below 1 GiB; of its disk the least of half, 6 GiB and 35 %, and 100 GiB. */
function allocatable(machine: Machine): Machine {
  const steps = [{ upTo: 4 * GI, share: 2500 }, { upTo: 8 * GI, share: 2000 }, { upTo: 16 * GI, share: 1000 }, { upTo: 128 * GI, share: 600 }, { upTo: Infinity, share: 200 }];
  const small = machine.memory < GI;
  return leave({ ...machine, memory: machine.memory - kernelMemory(machine.memory) }, {
    milliCores: reservedCores(machine.milliCores),
    memory: small ? 255 * MI : stairs(machine.memory, steps),
    storage: Math.min(machine.storage * 0.5, 6 * GI + machine.storage * 0.35, 100 * GI),
  });
}
