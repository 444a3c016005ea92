import { Machine, Provider } from './provider';
import { GI, kernelMemory, leave, seenByKarpenter } from './reservation';
import { TaintEffect } from '../taint';

const MB = 1_000_000;

/** How the guides of AKS taint pools with cards. @see https://learn.microsoft.com/en-us/azure/aks/use-nvidia-gpu */
const SKU = [{ key: 'sku', effect: TaintEffect.NO_SCHEDULE, value: 'gpu' }];

/**
 * AKS. Spot pools are labelled and tainted by AKS; GPU pools only where the pool is made so, for which there is a convention. How many pods a node takes is the network's choice (30, 110 or
 * 250), and a pool's `podsPerNode` says it; without it is 110, which most networks have.
 *
 * @see https://learn.microsoft.com/en-us/azure/aks/concepts-network-ip-address-planning#maximum-pods-per-node
 * @see https://learn.microsoft.com/en-us/azure/aks/use-labels
 * @see https://learn.microsoft.com/en-us/azure/aks/spot-node-pool
 * @see https://learn.microsoft.com/en-us/azure/virtual-machines/spot-vms for the notice
 * @see https://learn.microsoft.com/en-us/azure/aks/node-resource-reservations
 */
export const AKS: Provider = {
  name: 'AKS',
  zoned: true,
  poolLabel: 'kubernetes.azure.com/agentpool',
  poolName: { fits: /^[a-z][a-z0-9]{0,11}$/, rule: 'the name of an AKS node pool (at most 12 of a-z and 0-9, starting with a letter)' },
  cards: {},
  nodes: {},
  gpuTaints: { 'nvidia.com/gpu': SKU, 'amd.com/gpu': SKU },
  spot: {
    labels: { 'kubernetes.azure.com/scalesetpriority': 'spot' },
    taints: [{ key: 'kubernetes.azure.com/scalesetpriority', effect: TaintEffect.NO_SCHEDULE, value: 'spot' }],
    notice: 30,
  },
  bootDisk,
  podsPerNode: 110,
  allocatable,
};

const card = (name: string) => ({ 'karpenter.azure.com/sku-gpu-name': name });

/**
 * AKS with node auto-provisioning, which is Karpenter. A card is called as the machine's size calls it (`Standard_NC24ads_A100_v4`), of which the one with
 * 40 GB says nothing (`Standard_ND96asr_v4`). Nodes take 250 pods on an overlay network, which is the usual one.
 *
 * @see https://learn.microsoft.com/en-us/azure/aks/node-auto-provisioning-node-pools
 * @see https://github.com/Azure/karpenter-provider-azure/blob/main/pkg/providers/instancetype/instancetype.go for the labels
 */
export const AKS_AUTO: Provider = {
  ...AKS,
  name: 'AKS with node auto-provisioning',
  poolLabel: 'karpenter.sh/nodepool',
  poolName: undefined,
  cards: {
    'nvidia-t4': card('T4'),
    'nvidia-a10': card('A10'),
    'nvidia-a100-80gb': card('A100'),
    'nvidia-h100': card('H100'),
    'nvidia-h100-nvl': card('H100'),
    'nvidia-h200': card('H200'),
  },
  cardCount: 'karpenter.azure.com/sku-gpu-count',
  spot: { ...AKS.spot, labels: { ...AKS.spot.labels, 'karpenter.sh/capacity-type': 'spot' } },
  podsPerNode: 250,
  allocatable: (machine) => AKS.allocatable(seenByKarpenter(machine)),
};

/** Disks of AKS are as large as the machine's cores say. @see https://learn.microsoft.com/en-us/azure/aks/concepts-storage */
function bootDisk(milliCores: number): number {
  const cores = milliCores / 1000;
  return (cores < 8 ? 128 : cores < 16 ? 256 : cores < 64 ? 512 : 1024) * GI;
}

/** Milli-cores that AKS keeps, by cores; between them the line. */
const CORES = [[0, 0], [1, 60], [2, 100], [4, 140], [8, 180], [16, 260], [32, 420], [64, 740]] as const;

/** 20 MB for each pod and 50 MB, or a quarter of the memory if that is less. */
function allocatable(machine: Machine): Machine {
  return leave({ ...machine, memory: machine.memory - kernelMemory(machine.memory) }, {
    milliCores: reservedCores(machine.milliCores / 1000),
    memory: Math.min((20 * machine.pods + 50) * MB, machine.memory / 4),
  });
}

function reservedCores(cores: number): number {
  const at = Math.max(1, CORES.findIndex(([upTo]) => cores <= upTo));
  const [[from, least], [to, most]] = cores > 64 ? [CORES[CORES.length - 2], CORES[CORES.length - 1]] : [CORES[at - 1], CORES[at]];
  return least + (cores - from) * (most - least) / (to - from);
}
