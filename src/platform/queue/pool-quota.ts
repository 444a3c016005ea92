import { PoolQuotaOptions } from './pool-quota-options';
import { checkWhole } from '../../border/amounts';
import { checkCall } from '../../border/check-kinds';
import { isDnsSubdomain, isQualifiedName } from '../../border/names';
import { Problems } from '../../border/problems';
import { Amounts, amountsOf } from '../../capacity/amounts';
import { Quantity } from '../../capacity/quantity';
import { Cluster } from '../../cluster/cluster';
import { NodePool } from '../../cluster/node-pool';

/** Kueue counts pods only where a quota names them, and nodes run out of everything else first. */
const UNCOUNTED = 'pods';

/** The narrowest level of every network. */
const NODE = 'kubernetes.io/hostname';
/** @see https://github.com/kubernetes-sigs/kueue/blob/v0.19.2/apis/kueue/v1beta2/topology_types.go */
const MOST_LEVELS = 16;

/** What amounts are rounded down to, so that they are written in units that people read. */
const MILLI = Quantity.parse('1m')!;
const KIBI = Quantity.parse('1Ki')!;
const BYTES = /^(memory$|ephemeral-storage$|hugepages-)/;

/**
 * What a `TrainingQueue` may use of a node pool, in whole nodes or in accelerators. Processor, memory, disk and devices follow from what a node
 * leaves to pods, so that work which fills the accelerators has the processor and memory that stand beside them.
 *
 * @example PoolQuota.nodes(cluster.pool('a100'), 2, { borrowingLimit: 2 })
 */
export class PoolQuota {
  /** So many nodes of the pool; 0 for a queue that only borrows. */
  public static nodes(pool: NodePool, nodes: number, options: PoolQuotaOptions = {}): PoolQuota {
    checkCall('PoolQuota.nodes', [pool, nodes, options]);
    return new PoolQuota(pool, 'nodes', nodes, options);
  }

  /** So many accelerators of the pool (cards, slices or shares, as its nodes offer them), with their part of everything else. */
  public static accelerators(pool: NodePool, accelerators: number, options: PoolQuotaOptions = {}): PoolQuota {
    checkCall('PoolQuota.accelerators', [pool, accelerators, options]);
    return new PoolQuota(pool, 'accelerators', accelerators, options);
  }

  /** All that the pool has at its maximum of nodes. */
  public static all(pool: NodePool, options: PoolQuotaOptions = {}): PoolQuota {
    checkCall('PoolQuota.all', [pool, options]);
    return new PoolQuota(pool, 'nodes', pool.maxNodes, options);
  }

  private constructor(
    /** The pool. */
    public readonly pool: NodePool,
    private readonly unit: 'nodes' | 'accelerators',
    /** What the queue has of it for itself, in nodes or in accelerators. */
    public readonly nominal: number,
    private readonly options: PoolQuotaOptions,
  ) {
    this.options = { ...options, ...options.topology && { topology: [...options.topology] } };
  }

  /** The name of the ResourceFlavor that stands for the pool. */
  public get flavorName(): string {
    return this.options.flavorName ?? this.pool.name;
  }

  /** The labels of the levels of its network, the node's last, if they were given. @internal */
  public get _topology(): readonly string[] | undefined {
    const { topology } = this.options;
    return topology && [...topology.filter((label) => label !== NODE), NODE];
  }

  /** The same with the pool as `cluster` has it, where it is its own. @internal */
  public _in(cluster: Cluster | undefined): PoolQuota {
    const pool = cluster?._own(this.pool) ?? this.pool;
    return pool === this.pool ? this : new PoolQuota(pool, this.unit, this.nominal, this.options);
  }

  /** True if nothing of it is the queue's own. @internal */
  public get _isEmpty(): boolean {
    return this.nominal === 0;
  }

  /** The resources that one node offers, and how much; Kueue asks for a quota on each that a pod requests. @internal */
  public get _perNode(): Amounts {
    const { allocatable, kept } = this.pool._offer;
    const offered = new Map(amountsOf(allocatable));
    for (const [name, amount] of amountsOf(kept)) {
      const before = offered.get(name);
      if (before) {
        offered.set(name, before.minus(amount).max(Quantity.ZERO));
      }
    }
    offered.delete(UNCOUNTED);
    return offered;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string, inCohort: boolean): void {
    const { pool, unit, nominal, options: { borrowingLimit, lendingLimit } } = this;
    if (pool.deviceClass) {
      problems.add(`${property}.pool`, 'one whose devices a device plugin offers', pool.name,
        `Kueue counts devices of DeviceClass '${pool.deviceClass.name}' under a name that only its manager's configuration knows (resources.deviceClassMappings); write that ClusterQueue yourself, and name its LocalQueue with TrainingQueue.fromExisting`);
    }
    if (unit === 'accelerators' && !pool.accelerator) {
      problems.say(`'${property}' counts accelerators, and pool '${pool.name}' has none; take PoolQuota.nodes`);
    } else {
      const most = this.most;
      checkWhole(problems, `${property}.${unit}`, nominal, 0, most, `pool '${pool.name}' has ${most} at most; ask for less, or raise its maxNodes`);
    }
    checkWhole(problems, `${property}.borrowingLimit`, borrowingLimit, 0);
    checkWhole(problems, `${property}.lendingLimit`, lendingLimit, 0, nominal, 'no more can be lent than there is; lower it');
    for (const limit of ['borrowingLimit', 'lendingLimit'] as const) {
      if (this.options[limit] !== undefined && !inCohort) {
        problems.say(`'${property}.${limit}' is ${this.options[limit]} and there is no 'cohort' to share with; name one, or leave the limit out`);
      }
    }
    this.checkTopology(problems, property);
    if (!isDnsSubdomain(this.flavorName)) {
      problems.add(this.options.flavorName === undefined ? `${property}.pool` : `${property}.flavorName`, "the name of a ResourceFlavor (at most 253 of a-z, 0-9, '-' and '.')", this.flavorName,
        "give 'flavorName' such a name");
    }
  }

  /** The quota of a resource, with its limits, as the ClusterQueue's manifest writes it. @internal */
  public _render(name: string): object {
    const { borrowingLimit, lendingLimit } = this.options;
    return {
      ...borrowingLimit !== undefined && { borrowingLimit: this.amount(name, borrowingLimit) },
      ...lendingLimit !== undefined && { lendingLimit: this.amount(name, lendingLimit) },
      name,
      nominalQuota: this.amount(name, this.nominal),
    };
  }

  private checkTopology(problems: Problems, property: string): void {
    const levels = this._topology;
    if (!levels) {
      return;
    }
    if (levels.length > MOST_LEVELS || new Set(levels).size < levels.length || !levels.every(isQualifiedName)) {
      problems.add(`${property}.topology`, `of at most ${MOST_LEVELS - 1} node labels above the node's own, each once`, this.options.topology, 'copy them from \'kubectl get nodes --show-labels\'');
    }
    if (Object.keys(this.pool.labels).length === 0) {
      problems.add(`${property}.pool`, 'one with a label, by which Kueue knows the nodes of a topology', this.pool.name, 'declare its labels');
    }
  }

  private get most(): number {
    const { pool, unit } = this;
    return pool.maxNodes * (unit === 'nodes' ? 1 : pool._devices?.count ?? 0);
  }

  /** So many nodes' or accelerators' part of a resource; what is no multiple of it is rounded down. */
  private amount(name: string, count: number): string {
    const perNode = this._perNode.get(name) ?? Quantity.ZERO;
    const part = perNode.times(count).over(BigInt(this.unit === 'nodes' ? 1 : this.pool._devices?.count ?? 1));
    const step = name === 'cpu' ? MILLI : BYTES.test(name) ? KIBI : Quantity.ONE;
    return `${step.times(part.dividedBy(step))}`;
  }
}
