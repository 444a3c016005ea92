import { GpuPoolFacts } from '../accelerators/gpu-pool';
import { MigStrategy } from '../accelerators/mig-strategy';
import { Taint } from '../taint';

/** Labels or their lack: keys with values. */
export interface Labels {
  readonly [key: string]: string;
}

/** What one node of a pool has, or what is left of it. */
export interface Machine {
  readonly milliCores: number;
  /** Bytes. */
  readonly memory: number;
  /** Bytes of the disk that images, logs, writable layers and `emptyDir` volumes lie on. */
  readonly storage: number;
  readonly pods: number;
}

/** How a provider, or a way of making nodes with it, marks its nodes and what it keeps of them: a file each. */
export interface Provider {
  /** As messages call it. */
  readonly name: string;
  /** The label whose value is the name of the pool. */
  readonly poolLabel?: string;
  /** What the provider takes as the name of a pool, where that is less than a label's value. */
  readonly poolName?: { readonly fits: RegExp; readonly rule: string };
  /**
   * Labels of nodes with a card, by `Accelerator.name`, which a pod selects beside the pool's name. Only where the card alone says the value: an H100
   * has two names on GKE.
   */
  readonly cards: { readonly [accelerator: string]: Labels };
  /** Labels that say how the cards of a node are cut and shared, which a pod selects as well. */
  readonly parts?: (gpu: GpuPoolFacts) => Labels;
  /** The one way by which MIG slices are offered, where there is only one. */
  readonly mig?: MigStrategy;
  /** True if shares of a card are always offered under the resource of whole cards. */
  readonly sharesAsCards?: boolean;
  /** The label that says how many cards a node has. */
  readonly cardCount?: string;
  /** True if every node carries a label with its zone. */
  readonly zoned?: boolean;
  /** Labels that every node carries and that a pod need not select. */
  readonly nodes: Labels;
  /** Taints that the provider itself puts on nodes with an extended resource, or that its own guides do, by the name of the resource. */
  readonly gpuTaints: { readonly [resourceName: string]: readonly Taint[] };
  /** How it marks nodes that it may take back, and the seconds that pods have to end when it does, where it says so. */
  readonly spot: { readonly labels: Labels; readonly taints: readonly Taint[]; readonly notice?: number };
  /** Bytes of the boot disk where nobody says how large. */
  readonly bootDisk: (milliCores: number) => number;
  /** The most pods of one node where nobody says how many. */
  readonly podsPerNode: number;
  /** What a machine leaves to pods. */
  readonly allocatable: (machine: Machine) => Machine;
}
