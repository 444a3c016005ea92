import { Machine } from './provider';

export const KI = 1024;
export const MI = 1024 * KI;
export const GI = 1024 * MI;

/** The kubelet evicts pods when less memory than this is free, so it does not count as allocatable. @see https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
const EVICTED_MEMORY = 100 * MI;

/** One step of a staircase: of everything up to `upTo`, this share (in parts of 10,000). */
export interface Step {
  readonly upTo: number;
  readonly share: number;
}

/** What a staircase keeps of an amount. */
export function stairs(amount: number, steps: readonly Step[]): number {
  let kept = 0;
  let from = 0;
  for (const { upTo, share } of steps) {
    kept += Math.max(0, Math.min(amount, upTo) - from) * share / 10_000;
    from = upTo;
  }
  return kept;
}

/**
 * Milli-cores kept by GKE, by the nodes of EKS and by Karpenter alike: 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
 */
export function reservedCores(milliCores: number): number {
  return stairs(milliCores, [{ upTo: 1000, share: 600 }, { upTo: 2000, share: 100 }, { upTo: 4000, share: 50 }, { upTo: Infinity, share: 25 }]);
}

/**
 * Memory that Linux itself takes before a node reports its capacity, as the cluster autoscaler estimates it for machines of which there is no node yet:
 * a 64th and 16 MiB, 64 MiB for the translation of addresses above 3 GiB, 8 MiB in small machines, and 0.175 % that it found by measuring.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/gce/gce_reserved.go
 */
export function kernelMemory(memory: number): number {
  return memory / 64 + 16 * MI + (memory > 3 * GI ? 64 * MI : 0) + (memory <= 8 * GI ? 8 * MI : 0) + Math.min(0.00175 * memory, 248 * MI);
}

/**
 * What the kubelet leaves of a node to pods: its capacity without what is reserved and without what it evicts at, 100 MiB of memory and a tenth of the disk.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#hard-eviction-thresholds
 */
export function leave(machine: Machine, reserved: Partial<Machine> = {}): Machine {
  const left = (amount: number) => Math.max(0, Math.floor(amount));
  return {
    milliCores: left(machine.milliCores - (reserved.milliCores ?? 0)),
    memory: left((machine.memory - (reserved.memory ?? 0) - EVICTED_MEMORY) / KI) * KI,
    storage: left((machine.storage - machine.storage / 10 - (reserved.storage ?? 0)) / KI) * KI,
    pods: machine.pods,
  };
}

/**
 * Karpenter takes 7.5 % off the memory of a machine of which it has seen no node, and makes none for a pod that asks for more than what is left then.
 *
 * @see https://karpenter.sh/docs/reference/settings/
 */
export const seenByKarpenter = (machine: Machine): Machine => ({ ...machine, memory: machine.memory - Math.ceil(machine.memory * 0.075 / MI) * MI });
