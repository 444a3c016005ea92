import { Duration, Size } from 'cdk8s';
import { Accelerator } from './accelerator';
import { NodeOffer } from './node-offer';
import { Taint, TaintEffect } from './taint';
import { bytesOf, checkCpu, checkSeconds, checkSize, checkWhole, sizeText } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { Cpu } from '../border/cpu';
import { isLabelValue, isQualifiedName } from '../border/names';
import { Problems } from '../border/problems';

/** What every node of a pool is like. */
export interface NodePoolProps {
  /** Processor of one node. */
  readonly cpu: Cpu;
  /** Memory of one node. */
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
   * @default - none; a workload cannot select such a pool
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Taints that every node of the pool carries, and that a workload placed here tolerates.
   * @default - none for CPU pools; `<resource name>:NoSchedule` for accelerator pools
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
   * @default Size.gibibytes(100)
   */
  readonly ephemeralStorage?: Size;
  /**
   * The most pods that one node takes.
   * @default 110
   */
  readonly podsPerNode?: number;
  /**
   * What one node leaves to pods, as its `status.allocatable` says.
   * @default - estimated from its capacity
   */
  readonly allocatable?: NodeShare;
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
  /** Accelerators in one node. */
  readonly perNode: number;
}

/**
 * A set of nodes of one kind, as it was declared for a cluster.
 *
 * @example
 * NodePool.gpu('a100', {
 *   accelerator: Accelerator.NVIDIA_A100_80GB, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(1360), maxNodes: 4,
 *   labels: { accelerator: 'nvidia-a100' },
 * })
 */
export class NodePool {
  /** Nodes without accelerators. */
  public static cpu(name: string, props: NodePoolProps): NodePool {
    checkCall('NodePool.cpu', [name, props]);
    return new NodePool(name, props, props.taints ?? []);
  }

  /** Nodes with accelerators. */
  public static gpu(name: string, props: GpuNodePoolProps): NodePool {
    checkCall('NodePool.gpu', [name, props]);
    const taints = props.taints ?? [{ key: props.accelerator.resourceName, effect: TaintEffect.NO_SCHEDULE }];
    return new NodePool(name, props, taints, props.accelerator, props.perNode);
  }

  /** Processor of one node. */
  public readonly cpuPerNode: Cpu;
  /** Memory of one node. */
  public readonly memoryPerNode: Size;
  /** The fewest nodes that it keeps. */
  public readonly minNodes: number;
  /** The most nodes that it can have. */
  public readonly maxNodes: number;
  /** True if the provider may take its nodes back at short notice. */
  public readonly spot: boolean;
  /** Time from the decision to add a node until it takes pods. */
  public readonly provisioningTime: Duration;
  /** What one node costs for an hour, in your currency, where that is known. */
  public readonly hourlyPrice?: number;
  /** What one node offers to pods. @internal */
  public readonly _offer: NodeOffer;
  private readonly _zones: string[];
  private readonly _labels: { readonly [key: string]: string };
  private readonly _taints: Taint[];

  private constructor(
    /** How the pool is called in placements and messages. */
    public readonly name: string,
    props: NodePoolProps,
    taints: Taint[],
    /** The accelerator in its nodes, if any. */
    public readonly accelerator?: Accelerator,
    /** Accelerators in one node. */
    public readonly acceleratorsPerNode: number = 0,
  ) {
    const problems = new Problems(`node pool ${name}`);
    if (name === '') {
      problems.add('name', 'a name', name, 'call it as the provider does');
    }
    checkCpu(problems, 'cpu', props.cpu);
    checkSize(problems, 'memory', props.memory);
    checkWhole(problems, 'maxNodes', props.maxNodes, 1);
    checkWhole(problems, 'minNodes', props.minNodes, 0);
    if (props.minNodes !== undefined && props.minNodes > props.maxNodes) {
      problems.add('minNodes', `at most maxNodes (${props.maxNodes})`, props.minNodes, 'lower minNodes or raise maxNodes');
    }
    checkSeconds(problems, 'provisioningTime', props.provisioningTime, 0);
    checkShare(problems, 'allocatable', props.allocatable);
    checkShare(problems, 'daemonSets', props.daemonSets);
    checkSize(problems, 'ephemeralStorage', props.ephemeralStorage);
    checkWhole(problems, 'podsPerNode', props.podsPerNode, 1);
    if (props.hourlyPrice !== undefined && !(Number.isFinite(props.hourlyPrice) && props.hourlyPrice >= 0)) {
      problems.add('hourlyPrice', 'an amount of money of at least 0', props.hourlyPrice, 'give what one node costs for an hour');
    }
    props.zones?.forEach((zone, i) => {
      if (zone === '' || !isLabelValue(zone)) {
        problems.add(`zones[${i}]`, 'a legal label value', zone, 'copy it from label topology.kubernetes.io/zone of the nodes');
      }
    });
    if (accelerator) {
      checkWhole(problems, 'perNode', acceleratorsPerNode, 1);
    }
    for (const [key, value] of Object.entries(props.labels ?? {})) {
      if (!isQualifiedName(key) || !isLabelValue(value)) {
        problems.add(`labels.${key}`, 'a legal label', value, 'copy it from \'kubectl get nodes --show-labels\'');
      }
    }
    for (const taint of taints) {
      if (!isQualifiedName(taint.key)) {
        problems.add('taints.key', 'a legal taint key', taint.key, 'copy it from \'kubectl describe node\'');
      }
      if (taint.value !== undefined && !isLabelValue(taint.value)) {
        problems.add('taints.value', 'a legal taint value', taint.value, 'copy it from \'kubectl describe node\'');
      }
    }
    problems.throw();
    this.cpuPerNode = props.cpu;
    this.memoryPerNode = props.memory;
    this.minNodes = props.minNodes ?? 0;
    this.maxNodes = props.maxNodes;
    this.spot = props.spot ?? false;
    this.provisioningTime = props.provisioningTime ?? Duration.minutes(this.minNodes < this.maxNodes ? 5 : 0);
    this.hourlyPrice = props.hourlyPrice;
    this._offer = offerOf(props, accelerator, acceleratorsPerNode);
    this._zones = [...props.zones ?? []];
    this._labels = { ...props.labels };
    this._taints = taints.map((taint) => ({ ...taint }));
  }

  /** Labels of every node, a copy. */
  public get labels(): { [key: string]: string } {
    return { ...this._labels };
  }

  /** Taints of every node, a copy. */
  public get taints(): Taint[] {
    return this._taints.map((taint) => ({ ...taint }));
  }

  /** Zones that its nodes stand in, a copy; empty where they are not known. */
  public get zones(): string[] {
    return [...this._zones];
  }
}

const EPHEMERAL_STORAGE = Size.gibibytes(100);
const PODS_PER_NODE = 110;

function checkShare(problems: Problems, property: string, share: NodeShare | undefined): void {
  checkCpu(problems, `${property}.cpu`, share?.cpu);
  checkSize(problems, `${property}.memory`, share?.memory);
  checkSize(problems, `${property}.ephemeralStorage`, share?.ephemeralStorage);
  checkWhole(problems, `${property}.pods`, share?.pods, 0);
}

function offerOf(props: NodePoolProps, accelerator: Accelerator | undefined, perNode: number): NodeOffer {
  return {
    allocatable: {
      'cpu': `${props.cpu}`,
      'memory': sizeText(bytesOf(props.memory)),
      'ephemeral-storage': sizeText(bytesOf(props.ephemeralStorage ?? EPHEMERAL_STORAGE)),
      'pods': `${props.podsPerNode ?? PODS_PER_NODE}`,
      ...accelerator && { [accelerator.resourceName]: `${perNode}` },
      ...amounts(props.allocatable),
    },
    kept: amounts(props.daemonSets),
    estimated: props.allocatable === undefined,
  };
}

function amounts({ cpu, memory, ephemeralStorage, pods }: NodeShare = {}): { [resource: string]: string } {
  return {
    ...cpu && { cpu: `${cpu}` },
    ...memory && { memory: sizeText(bytesOf(memory)) },
    ...ephemeralStorage && { 'ephemeral-storage': sizeText(bytesOf(ephemeralStorage)) },
    ...pods !== undefined && { pods: `${pods}` },
  };
}
