import { Labels, Machine, Provider } from './provider';
import { GI, kernelMemory, leave, MI, reservedCores, seenByKarpenter } from './reservation';

/** What EKS reserves on its own images: memory by the number of pods, 1 GiB of the disk. @see https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go */
const reserved = ({ milliCores, pods }: Machine) => ({ milliCores: reservedCores(milliCores), memory: (255 + 11 * pods) * MI, storage: GI });

/** Two minutes. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
const NOTICE = 120;

/** Cards by the name and the MiB that AWS gives them. @see https://karpenter.sh/docs/reference/instance-types/ */
const CARDS: { readonly [accelerator: string]: readonly [name: string, mebibytes: number] } = {
  'nvidia-t4': ['t4', 16384],
  'nvidia-l4': ['l4', 22888],
  'nvidia-l40s': ['l40s', 45776],
  'nvidia-a10g': ['a10g', 22888],
  'nvidia-a100-40gb': ['a100', 40960],
  'nvidia-a100-80gb': ['a100', 81920],
  'nvidia-h100': ['h100', 81920],
  'nvidia-h200': ['h200', 144384],
  'nvidia-b200': ['b200', 183359],
  'nvidia-b300': ['b300', 275040],
};

/** Labels of cards under a prefix: the memory only where two cards have one name. */
function cards(prefix: string): { [accelerator: string]: Labels } {
  const names = Object.values(CARDS).map(([name]) => name);
  return Object.fromEntries(Object.entries(CARDS).map(([accelerator, [name, mebibytes]]) => [accelerator, {
    [`${prefix}/instance-gpu-name`]: name,
    ...names.filter((other) => other === name).length > 1 && { [`${prefix}/instance-gpu-memory`]: `${mebibytes}` },
  }]));
}

/**
 * EKS with managed node groups. Nothing is tainted unless the group says so; that GPU nodes are is a convention which the pool's default taint follows.
 * How many pods a node takes depends on its network interfaces, which its capacity does not tell: a pool's `podsPerNode` says it, and the memory that is
 * reserved follows it. Without it is 110, the recommended most of machines with fewer than 30 cores.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html for the pods
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html for the disk of 20 GiB
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
export const EKS_MANAGED: Provider = {
  name: 'EKS',
  zoned: true,
  poolLabel: 'eks.amazonaws.com/nodegroup',
  cards: {},
  nodes: {},
  gpuTaints: {},
  spot: { labels: { 'eks.amazonaws.com/capacityType': 'SPOT' }, taints: [], notice: NOTICE },
  bootDisk: () => 20 * GI,
  podsPerNode: 110,
  allocatable: (machine) => leave({ ...machine, memory: machine.memory - kernelMemory(machine.memory) }, reserved(machine)),
};

/** EKS with Karpenter. @see https://karpenter.sh/docs/concepts/nodepools/ */
export const EKS_KARPENTER: Provider = {
  ...EKS_MANAGED,
  name: 'EKS with Karpenter',
  poolLabel: 'karpenter.sh/nodepool',
  cards: cards('karpenter.k8s.aws'),
  cardCount: 'karpenter.k8s.aws/instance-gpu-count',
  spot: { labels: { 'karpenter.sh/capacity-type': 'spot' }, taints: [], notice: NOTICE },
  allocatable: (machine) => leave(seenByKarpenter(machine), reserved(machine)),
};

/**
 * EKS Auto Mode.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html for the disk of 80 GiB
 */
export const EKS_AUTO: Provider = {
  ...EKS_KARPENTER,
  name: 'EKS Auto Mode',
  cards: cards('eks.amazonaws.com'),
  cardCount: 'eks.amazonaws.com/instance-gpu-count',
  nodes: { 'eks.amazonaws.com/compute-type': 'auto' },
  bootDisk: () => 80 * GI,
};
