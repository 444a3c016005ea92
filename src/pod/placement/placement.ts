import type { Affinity, NodeSelectorTerm, Toleration } from 'kubernetes-types/core/v1';
import { DeviceClaim } from './device-claim';
import { checkWhole } from '../../border/amounts';
import { checkCall } from '../../border/check-kinds';
import { isLabelValue, isQualifiedName } from '../../border/names';
import { Problems } from '../../border/problems';
import { Cluster } from '../../cluster/cluster';
import { NodePool } from '../../cluster/node-pool';
import { TaintEffect } from '../../cluster/taint';

/** Where pods may run. */
export interface PlacementProps {
  /**
   * Node pools, in order of preference.
   * @default - any node that takes pods without tolerations
   */
  readonly pools?: NodePool[];
  /**
   * Accelerators for each pod: whole cards, or MIG slices, or shares, as the pools offer them.
   * @default 0
   */
  readonly gpus?: number;
  /**
   * Further labels that the nodes have to carry.
   * @default - none
   */
  readonly nodeSelector?: { readonly [key: string]: string };
}

/**
 * Where pods run: selector and tolerations come from the pools, the accelerator's resource name too.
 *
 * @example Placement.of({ pools: [cluster.pool('a100')], gpus: 1 })
 */
export class Placement {
  /** In pools, with accelerators, on nodes with labels, as given. */
  public static of(props: PlacementProps): Placement {
    checkCall('Placement.of', [props]);
    return new Placement(props);
  }

  /** Accelerators for each pod. */
  public readonly gpus: number;
  private readonly props: PlacementProps;
  private readonly _pools: readonly NodePool[];

  private constructor(props: PlacementProps) {
    this.props = { ...props, nodeSelector: { ...props.nodeSelector } };
    this._pools = [...props.pools ?? []];
    this.gpus = props.gpus ?? 0;
  }

  /** The pools in order of preference, a copy. */
  public get pools(): NodePool[] {
    return [...this._pools];
  }

  /** The placement with the pools as `cluster` has them, where they are its own. @internal */
  public _in(cluster: Cluster | undefined): Placement {
    const pools = cluster ? this._pools.map((pool) => cluster._own(pool)) : this._pools;
    return pools.some((pool, i) => pool !== this._pools[i]) ? new Placement({ ...this.props, pools: [...pools] }) : this;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const pools = this._pools;
    checkWhole(problems, `${property}.gpus`, this.gpus, 0);
    for (const [key, value] of Object.entries(this.props.nodeSelector ?? {})) {
      if (!isQualifiedName(key) || !isLabelValue(value)) {
        problems.add(`${property}.nodeSelector.${key}`, 'a legal label', value, 'copy it from \'kubectl get nodes --show-labels\'');
      }
    }
    if (this.gpus > 0 && !pools.length) {
      problems.say(`'${property}.gpus' is ${this.gpus} and '${property}.pools' names no pool; name the pool that has the accelerators, its taint has to be tolerated`);
    }
    for (const pool of pools) {
      if (this.gpus > 0 && !pool.accelerator) {
        problems.say(`'${property}.gpus' is ${this.gpus} and pool '${pool.name}' has no accelerators; leave the pool out`);
      } else if (this.gpus > 1 && pool.sharing) {
        problems.add(`${property}.gpus`, `1 where cards are shared (pool '${pool.name}': ${pool.sharing})`, this.gpus, 'two shares may be of one card; ask for 1, or choose a pool of whole cards');
      } else if (pool._devices && this.gpus > pool._devices.count) {
        problems.add(`${property}.gpus`, `at most ${pool._devices.count}, what one node of pool '${pool.name}' has`, this.gpus, 'ask for fewer, or choose another pool');
      } else if (!(this.gpus > 0) && pool.accelerator) {
        problems.say(`'${property}.pools' names '${pool.name}', whose nodes have accelerators, and '${property}.gpus' is ${this.gpus}; `
          + 'set gpus, or run pods that need none on a pool without (NodePool.cpu(…)): they would block its accelerators');
      }
      const labels = pool.labels;
      if ((pools.length > 1 || !pool.accelerator) && Object.keys(labels).length === 0) {
        problems.say(`'${property}.pools' names '${pool.name}', which has no labels to be selected by; declare its labels`);
      }
      for (const [key, value] of Object.entries(this.props.nodeSelector ?? {})) {
        if (labels[key] !== undefined && labels[key] !== value) {
          problems.add(`${property}.nodeSelector.${key}`, `the label of pool '${pool.name}' (${labels[key]})`, value, 'leave it out, or choose another pool');
        }
      }
    }
    if (new Set(pools.flatMap((pool) => pool._devices?.resource ?? [])).size > 1) {
      problems.say(`'${property}.pools' offer different resources (${pools.map((pool) => `${pool.name}: ${pool.deviceClass ?? pool._devices?.resource}`).join(', ')}); `
        + 'a pod asks for one kind');
    }
  }

  /** The pool that is selected by its accelerator alone, because it has no labels. @internal */
  public get _unlabelled(): NodePool | undefined {
    const [pool, ...others] = this._pools;
    return pool && others.length === 0 && Object.keys(pool.labels).length === 0 ? pool : undefined;
  }

  /** The extended resources that each pod asks for. @internal */
  public get _extended(): { readonly [resource: string]: string } {
    const [pool] = this._pools;
    return this.gpus > 0 && pool?._devices && !pool.deviceClass ? { [pool._devices.resource]: `${this.gpus}` } : {};
  }

  /** What each pod claims of a DRA driver, where one publishes the pools' accelerators. @internal */
  public get _claim(): DeviceClaim | undefined {
    const deviceClass = this._pools[0]?.deviceClass;
    return this.gpus > 0 && deviceClass
      ? { deviceClass: deviceClass.name, count: this.gpus, selectors: deviceClass._selectors(this._pools.flatMap(({ accelerator }) => accelerator ?? [])) }
      : undefined;
  }

  /** How many such pods the pools hold by their accelerators, each node for itself: three of 2 GPUs on a node of 7. @internal */
  public get _room(): number {
    return this.gpus > 0 ? this._pools.reduce((room, pool) => room + Math.floor((pool._devices?.count ?? 0) / this.gpus) * pool.maxNodes, 0) : Infinity;
  }

  /** Seconds until a node of the slowest pool is there. @internal */
  public get _provisioning(): number {
    return Math.max(0, ...this._pools.map((pool) => pool.provisioningTime.toMilliseconds() / 1000));
  }

  /** @internal */
  public get _nodeSelector(): { [key: string]: string } | undefined {
    const pools = this._pools;
    const selector = { ...(pools.length === 1 ? pools[0].labels : {}), ...this.props.nodeSelector };
    return Object.keys(selector).length > 0 ? selector : undefined;
  }

  /** Several pools: any of them, the earlier the better. @internal */
  public get _nodeAffinity(): Affinity['nodeAffinity'] | undefined {
    const pools = this._pools;
    if (pools.length < 2) {
      return undefined;
    }
    const terms = pools.map((pool) => term(pool));
    return {
      preferredDuringSchedulingIgnoredDuringExecution: terms.slice(0, -1).map((preference, i) => ({
        preference,
        weight: Math.max(1, 100 - Math.floor((100 * i) / (terms.length - 1))),
      })),
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms },
    };
  }

  /** @internal */
  public get _tolerations(): Toleration[] | undefined {
    const found = new Map<string, Toleration>();
    for (const taint of this._pools.flatMap((pool) => pool.taints)) {
      const effect = taint.effect ?? TaintEffect.NO_SCHEDULE;
      const toleration = taint.value === undefined
        ? { effect, key: taint.key, operator: 'Exists' }
        : { effect, key: taint.key, operator: 'Equal', value: taint.value };
      found.set(JSON.stringify(toleration), toleration as Toleration);
    }
    return found.size > 0 ? [...found.values()] : undefined;
  }
}

function term(pool: NodePool): NodeSelectorTerm {
  return { matchExpressions: Object.entries(pool.labels).sort().map(([key, value]) => ({ key, operator: 'In', values: [value] })) };
}
