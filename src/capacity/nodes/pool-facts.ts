import { Cluster } from '../../cluster/cluster';
import { NodePool } from '../../cluster/node-pool';
import { Taint } from '../../cluster/taint';
import { Amounts, amountsOf } from '../amounts';

/** What the proof asks of a pool, read once. */
export interface PoolFacts {
  readonly name: string;
  readonly labels: { readonly [key: string]: string };
  /** Labels of which its nodes have different values, with those values; empty where they are not known. */
  readonly others: { readonly [key: string]: readonly string[] };
  /** True if its nodes have no other labels and resources than these. */
  readonly complete: boolean;
  readonly taints: readonly Taint[];
  /** Empty where they are not known. */
  readonly zones: readonly string[];
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly allocatable: Amounts;
  readonly kept: Amounts;
  readonly estimated: boolean;
}

/** What the proof asks of a cluster, read once. */
export class ClusterFacts {
  /** The facts of `cluster`. */
  public static of(cluster: Cluster): ClusterFacts {
    let facts = known.get(cluster);
    if (!facts) {
      known.set(cluster, facts = new ClusterFacts(cluster.name, cluster.pools.map(factsOf), cluster._zoned));
    }
    return facts;
  }

  /** Keys of labels that some pool has. */
  public readonly labelKeys: ReadonlySet<string>;
  /** Resources that some pool offers. */
  public readonly resources: ReadonlySet<string>;

  /** As messages call it; an autoscaler may have given an imported one more nodes by now, or may yet. */
  public get called(): string {
    return `cluster '${this.name}'${this.pools.some(({ complete }) => complete) ? ' as imported' : ''}`;
  }

  constructor(public readonly name: string, public readonly pools: readonly PoolFacts[], /** True if every node has a label with its zone. */ public readonly zoned = false) {
    this.labelKeys = new Set(pools.flatMap(({ labels, others }) => [...Object.keys(labels), ...Object.keys(others)]));
    this.resources = new Set(pools.flatMap(({ allocatable }) => [...allocatable.keys()]));
  }
}

const known = new WeakMap<Cluster, ClusterFacts>();

function factsOf(pool: NodePool): PoolFacts {
  const { allocatable, kept, estimated } = pool._offer;
  return {
    name: pool.name,
    labels: pool._nodeLabels,
    others: pool._otherLabels,
    complete: pool._complete,
    taints: pool.taints,
    zones: pool.zones,
    minNodes: pool.minNodes,
    maxNodes: pool.maxNodes,
    allocatable: amountsOf(allocatable),
    kept: amountsOf(kept),
    estimated,
  };
}
