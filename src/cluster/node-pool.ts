import { Duration, Size } from 'cdk8s';
import { Accelerator } from './accelerator';
import { AcceleratorSharing } from './accelerators/accelerator-sharing';
import { DeviceClass } from './accelerators/device-class';
import { cardLabels, checkGpuPool, countLabel, DeviceOffer, deviceOffer } from './accelerators/gpu-pool';
import { MigStrategy } from './accelerators/mig-strategy';
import { checkNodePool } from './check-node-pool';
import { NodeFacts } from './node-facts';
import { NodeOffer, offerOf } from './node-offer';
import { GpuNodePoolProps, NodePoolProps } from './node-pool-props';
import { PLAIN } from './providers/plain';
import { Labels, Provider } from './providers/provider';
import { Taint, TaintEffect } from './taint';
import { checkCall } from '../border/check-kinds';
import { Cpu } from '../border/cpu';
import { Problems } from '../border/problems';

/**
 * A set of nodes of one kind, as it was declared for a cluster.
 *
 * Handed to a cluster of a provider (`Cluster.gke(…)`), it is completed with what the provider does to its nodes: `cluster.pool(name)` has those labels,
 * taints and amounts, and so has a workload that is placed in the pool itself.
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
    return new NodePool(name, props);
  }

  /** Nodes with accelerators. */
  public static gpu(name: string, props: GpuNodePoolProps): NodePool {
    checkCall('NodePool.gpu', [name, props]);
    return new NodePool(name, props, props);
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
  /** The accelerator in its nodes, if any. */
  public readonly accelerator?: Accelerator;
  /** Accelerators in one node; 0 without. */
  public readonly acceleratorsPerNode: number;
  /** How several pods have one accelerator, if they do. */
  public readonly sharing?: AcceleratorSharing;
  /** Version of the driver on its nodes, where it is known. */
  public readonly driverVersion?: string;
  /** The class under which a DRA driver publishes its accelerators, if one does. */
  public readonly deviceClass?: DeviceClass;
  /** What pods can ask one node for: accelerators, or shares of them. @internal */
  public readonly _devices?: DeviceOffer;
  /** What one node offers to pods. @internal */
  public readonly _offer: NodeOffer;
  /** Every label of its nodes that is known, those that a workload need not select included. @internal */
  public readonly _nodeLabels: Labels;
  /** Labels of which its nodes have different values, with those values; empty where they are not known. @internal */
  public readonly _otherLabels: { readonly [key: string]: readonly string[] };
  /** True if its nodes have no other labels and resources than are known. @internal */
  public readonly _complete: boolean;
  private readonly _props: NodePoolProps;
  private readonly _zones: string[];
  private readonly _labels: Labels;
  /** Seconds that pods have to end when the provider takes a node back, where it says so. @internal */
  public readonly _notice?: number;
  private readonly _taints: Taint[];

  private constructor(
    /** How the pool is called in placements and messages. */
    public readonly name: string,
    props: NodePoolProps,
    private readonly _gpu?: GpuNodePoolProps,
    provider: Provider = PLAIN,
    facts?: NodeFacts,
  ) {
    const problems = new Problems(`node pool ${name}`);
    checkNodePool(problems, name, props);
    if (_gpu) {
      checkGpuPool(problems, _gpu);
    }
    problems.throw();
    this.cpuPerNode = props.cpu;
    this.memoryPerNode = props.memory;
    this.minNodes = props.minNodes ?? 0;
    this.maxNodes = props.maxNodes;
    this.spot = props.spot ?? false;
    this.provisioningTime = props.provisioningTime ?? Duration.minutes(this.minNodes < this.maxNodes ? 5 : 0);
    this.hourlyPrice = props.hourlyPrice;
    this._props = { ...props, labels: { ...props.labels }, resources: { ...props.resources }, ...props.taints && { taints: props.taints.map((taint) => ({ ...taint })) } };
    this.accelerator = _gpu?.accelerator;
    this.acceleratorsPerNode = _gpu?.perNode ?? 0;
    this.sharing = _gpu?.sharing;
    this.driverVersion = _gpu?.driverVersion;
    this.deviceClass = _gpu?.deviceClass;
    this._devices = _gpu && deviceOffer(_gpu);
    this._offer = facts?.offer ?? offerOf(props, this._devices ? { [this._devices.resource]: `${this._devices.count}` } : {}, provider);
    this._zones = [...props.zones ?? []];
    this._labels = {
      ...provider.poolLabel && { [provider.poolLabel]: name },
      ..._gpu && cardLabels(_gpu, provider),
      ...props.labels,
    };
    this._nodeLabels = { ...provider.nodes, ..._gpu && countLabel(_gpu, provider.cardCount), ...this.spot && provider.spot.labels, ...this._labels };
    this._otherLabels = facts?.otherLabels ?? {};
    this._complete = facts?.complete ?? false;
    this._notice = this.spot ? provider.spot.notice : undefined;
    this._taints = taintsOf(props, this.accelerator, provider);
  }

  /** Labels of every node by which a workload placed here selects it, a copy. */
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

  /** The labels that were declared, without those of the provider. @internal */
  public get _declaredLabels(): Labels {
    return this._props.labels ?? {};
  }

  /** The pool as `provider` makes its nodes; what was declared wins. `facts` is what was read from its nodes. @internal */
  public _completed(provider: Provider, facts?: NodeFacts): NodePool {
    const { _gpu } = this;
    const gpu = _gpu && provider.mig === MigStrategy.SINGLE ? { ..._gpu, accelerator: _gpu.accelerator._asCard } : _gpu;
    return provider === PLAIN ? this : new NodePool(this.name, this._props, gpu, provider, facts);
  }
}

/** What was declared, or what the provider does to nodes with that accelerator, or what is usual; and the mark of spot nodes, which the provider sets anyway. */
function taintsOf({ taints, spot }: NodePoolProps, accelerator: Accelerator | undefined, provider: Provider): Taint[] {
  const usual = accelerator ? provider.gpuTaints[accelerator._taintKey] ?? [{ key: accelerator._taintKey, effect: TaintEffect.NO_SCHEDULE }] : [];
  const own = taints ?? usual;
  const marks = spot ? provider.spot.taints.filter(({ key }) => !own.some((taint) => taint.key === key)) : [];
  return [...own, ...marks].map((taint) => ({ ...taint }));
}
