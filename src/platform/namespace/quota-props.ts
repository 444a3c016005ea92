import { Size } from 'cdk8s';
import { QuotaScope } from './quota-scope';
import { Cpu } from '../../border/cpu';
import { Accelerator } from '../../cluster/accelerator';
import { DeviceClass } from '../../cluster/accelerators/device-class';

/** What a namespace may hold at once; what is left out is not limited. */
export interface QuotaProps {
  /**
   * Name of the ResourceQuota.
   * @default - `quota`; with a scope its PriorityClasses are appended
   */
  readonly name?: string;
  /**
   * Which pods it counts. With a scope it can only limit cpu, memory, pods and accelerators.
   * @default - every pod, and everything else in the namespace
   */
  readonly scope?: QuotaScope;
  /**
   * Processor requested by all pods together (`requests.cpu`). A container that states no request is then refused.
   * @default - not limited
   */
  readonly requestsCpu?: Cpu;
  /**
   * Memory requested by all pods together (`requests.memory`). A container that states no request is then refused.
   * @default - not limited
   */
  readonly requestsMemory?: Size;
  /**
   * Sum of the processor limits of all pods (`limits.cpu`). A container without such a limit is then refused.
   * @default - not limited
   */
  readonly limitsCpu?: Cpu;
  /**
   * Sum of the memory limits of all pods (`limits.memory`). A container without such a limit is then refused.
   * @default - not limited
   */
  readonly limitsMemory?: Size;
  /**
   * Local disk requested by all pods together (`requests.ephemeral-storage`).
   * @default - not limited
   */
  readonly requestsEphemeralStorage?: Size;
  /**
   * Sum of the local disk limits of all pods (`limits.ephemeral-storage`).
   * @default - not limited
   */
  readonly limitsEphemeralStorage?: Size;
  /**
   * NVIDIA GPUs of any kind (`requests.nvidia.com/gpu`); 0 forbids them.
   * @default - not limited
   */
  readonly gpus?: number;
  /**
   * Accelerators of other resource names.
   * @default - not limited
   */
  readonly accelerators?: AcceleratorQuota[];
  /**
   * Devices that pods claim of DRA drivers (`<class>.deviceclass.resource.k8s.io/devices`). Such a quota refuses no pod but its claim, and the pod waits.
   * @default - not limited
   */
  readonly deviceClasses?: DeviceClassQuota[];
  /**
   * Pods that have not ended (`pods`).
   * @default - not limited
   */
  readonly pods?: number;
  /**
   * Services of type LoadBalancer (`services.loadbalancers`); 0 forbids them.
   * @default - not limited
   */
  readonly loadBalancers?: number;
  /**
   * Node ports of Services, those of load balancers included (`services.nodeports`); 0 forbids them.
   * @default - not limited
   */
  readonly nodePorts?: number;
  /**
   * PersistentVolumeClaims of any class (`persistentvolumeclaims`).
   * @default - not limited
   */
  readonly persistentVolumeClaims?: number;
  /**
   * Storage requested by all PersistentVolumeClaims together (`requests.storage`).
   * @default - not limited
   */
  readonly requestsStorage?: Size;
  /**
   * Claims and storage of single StorageClasses.
   * @default - not limited
   */
  readonly storageClasses?: StorageClassQuota[];
  /**
   * Objects of any kind by the plural name of their resource and its API group, `{ 'secrets': 50, 'deployments.apps': 20 }` (`count/<resource>`).
   * @default - not limited
   */
  readonly objectCounts?: { readonly [resource: string]: number };
}

/** How many accelerators of one resource name a namespace may request. */
export interface AcceleratorQuota {
  /** The accelerator; a quota sees only its resource name, so all NVIDIA cards are one. */
  readonly accelerator: Accelerator;
  /** How many at once; 0 forbids them. */
  readonly count: number;
}

/** How many devices of one class a namespace may claim. */
export interface DeviceClassQuota {
  /** The class. */
  readonly deviceClass: DeviceClass;
  /** How many devices at once; 0 forbids them. */
  readonly count: number;
}

/** What a namespace may claim of one StorageClass. */
export interface StorageClassQuota {
  /** Name of the StorageClass. */
  readonly storageClass: string;
  /**
   * Storage requested by its claims together.
   * @default - not limited
   */
  readonly requestsStorage?: Size;
  /**
   * Number of its claims; 0 forbids the class.
   * @default - not limited
   */
  readonly persistentVolumeClaims?: number;
}
