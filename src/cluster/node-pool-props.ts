import { Duration, Size } from 'cdk8s';
import { Accelerator } from './accelerator';
import { AcceleratorSharing } from './accelerators/accelerator-sharing';
import { DeviceClass } from './accelerators/device-class';
import { Taint } from './taint';
import { Cpu } from '../border/cpu';

/** What every node of a pool is like. */
export interface NodePoolProps {
  /** Processor of one node. */
  readonly cpu: Cpu;
  /** Memory of one node, as its machine type says. */
  readonly memory: Size;
  /** The most nodes that the pool can have. */
  readonly maxNodes: number;
  /**
   * The fewest nodes that the pool keeps.
   * @default 0
   */
  readonly minNodes?: number;
  /**
   * Labels that every node of the pool carries, and that a workload placed here selects.
   * @default - those that the cluster's provider gives it (its name, its card); none where the provider is not known: a workload cannot select such a pool
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Taints that every node of the pool carries, and that a workload placed here tolerates.
   * @default - for accelerator pools that of the cluster's provider, or `<resource name>:NoSchedule`, which is a convention; none for others. A provider's
   * taint of spot nodes is added.
   */
  readonly taints?: Taint[];
  /**
   * Nodes that the provider may take back at short notice.
   * @default false
   */
  readonly spot?: boolean;
  /**
   * Time from the decision to add a node until it takes pods.
   * @default - 5 minutes if the pool can grow (minNodes below maxNodes), otherwise none
   */
  readonly provisioningTime?: Duration;
  /**
   * Disk of one node for images, logs, writable layers and `emptyDir` volumes.
   * @default - the boot disk that the cluster's provider makes where nobody says how large; 100 GiB where the provider is not known
   */
  readonly ephemeralStorage?: Size;
  /**
   * The most pods that one node takes.
   * @default 110
   */
  readonly podsPerNode?: number;
  /**
   * What one node leaves to pods, as its `status.allocatable` says.
   * @default - estimated from its capacity by what the cluster's provider publishes of its reservations
   */
  readonly allocatable?: NodeShare;
  /**
   * What one node leaves to pods of other resources, by name, as quantities: network devices and others of device plugins, and huge pages, which are taken
   * from its memory. Accelerators are declared by `NodePool.gpu`.
   * @example { 'rdma/hca': '8', 'hugepages-2Mi': '4Gi' }
   * @default - none
   */
  readonly resources?: { readonly [name: string]: string };
  /**
   * What of each node is kept for DaemonSets that are not among the manifests: log shippers, network and device plug-ins.
   * @default - nothing
   */
  readonly daemonSets?: NodeShare;
  /**
   * Zones that its nodes stand in.
   * @default - unknown
   */
  readonly zones?: string[];
  /**
   * What one node costs for an hour, in your currency.
   * @default - unknown
   */
  readonly hourlyPrice?: number;
}

/** A share of what a node has. */
export interface NodeShare {
  /**
   * Processor.
   * @default - as if not given
   */
  readonly cpu?: Cpu;
  /**
   * Memory.
   * @default - as if not given
   */
  readonly memory?: Size;
  /**
   * Disk for images, logs, writable layers and `emptyDir` volumes.
   * @default - as if not given
   */
  readonly ephemeralStorage?: Size;
  /**
   * Pods.
   * @default - as if not given
   */
  readonly pods?: number;
}

/** What every node of an accelerator pool is like. */
export interface GpuNodePoolProps extends NodePoolProps {
  /** The accelerator in its nodes. */
  readonly accelerator: Accelerator;
  /** Accelerators in one node: cards, or MIG slices, or chips. */
  readonly perNode: number;
  /**
   * How several pods have one of them.
   * @default - each is one pod's
   */
  readonly sharing?: AcceleratorSharing;
  /**
   * Version of the driver on its nodes, as `nvidia-smi` prints it: `580.65.06`.
   * @default - unknown; whether it is new enough for an image is then not judged
   */
  readonly driverVersion?: string;
  /**
   * The class under which a DRA driver publishes them, in place of a device plugin: pods then ask for them by a claim.
   * @default - a device plugin offers them as an extended resource
   */
  readonly deviceClass?: DeviceClass;
}
