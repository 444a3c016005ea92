import type { SecurityContext } from 'kubernetes-types/core/v1';
import { checkWhole } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { isQualifiedName } from '../border/names';
import { Problems } from '../border/problems';
import { amountOf } from '../cluster/file/amount';
import { NodePool } from '../cluster/node-pool';

const EFA_RESOURCE = 'vpc.amazonaws.com/efa';
const HUGE_PAGES = 'hugepages-2Mi';
/** Bytes of huge pages that libfabric's provider of EFA uses at most. */
const EFA_PAGES = 5120 * 1024 ** 2;

/**
 * A network between nodes that passes the processor by, as the pools declare it in `resources`.
 *
 * @example FastNetwork.EFA
 */
export class FastNetwork {
  /**
   * Elastic Fabric Adapter of AWS: `vpc.amazonaws.com/efa`, as many as go with the accelerators, and 5120 MiB of huge pages (`hugepages-2Mi`) where the pool has them.
   * @see https://github.com/aws-samples/awsome-distributed-training
   */
  public static readonly EFA = new FastNetwork('FastNetwork.EFA', EFA_RESOURCE, undefined, { FI_PROVIDER: 'efa' }, false);

  /**
   * Devices for RDMA (InfiniBand, RoCE) under the name that the cluster's administrator gave them. Their memory is locked, for which the container gets the
   * capability `IPC_LOCK`: not in a namespace that enforces the restricted profile.
   *
   * The capability alone is not enough. Pods here are not root and gain no privileges, and Kubernetes gives no ambient capabilities, so a program has none of those that its
   * container may have. What counts for it is how much memory the container runtime lets a process lock: `ulimit -l` in such a pod says `unlimited` where the administrator raised it
   * (`LimitMEMLOCK=infinity` of containerd's or CRI-O's service).
   *
   * @param resource `rdma/hca_shared_devices_a`
   * @param perPod devices of each pod; 1 if left out, which is right for shared ones
   * @see https://github.com/Mellanox/k8s-rdma-shared-dev-plugin
   * @see https://github.com/kubernetes/enhancements/issues/2763 (ambient capabilities)
   */
  public static rdma(resource: string, perPod?: number): FastNetwork {
    checkCall('FastNetwork.rdma', [resource, perPod]);
    return new FastNetwork(`FastNetwork.rdma('${resource}')`, resource, perPod ?? 1, {}, true);
  }

  private constructor(
    private readonly text: string,
    private readonly resource: string,
    /** Devices of each pod; those that go with its accelerators where nobody says. */
    private readonly perPod: number | undefined,
    /** Environment that gives way to the user's. @internal */
    public readonly _env: { readonly [variable: string]: string },
    private readonly locksMemory: boolean,
  ) {}

  /** As it is written in a program. */
  public toString(): string {
    return this.text;
  }

  /** Records what is wrong with it for pods of so many accelerators on these pools. @internal */
  public _check(problems: Problems, property: string, pools: readonly NodePool[], gpus: number): void {
    if (!this.resource.includes('/') || !isQualifiedName(this.resource)) {
      problems.add(`${property}.resource`, 'an extended resource with its domain', this.resource, 'take it from \'kubectl describe node\', for example rdma/hca');
      return;
    }
    checkWhole(problems, `${property}.perPod`, this.perPod, 1);
    for (const pool of pools) {
      const offered = offeredBy(pool, this.resource);
      if (offered === 0) {
        problems.say(`'${property}' is ${this.text} and pool '${pool.name}' declares no ${this.resource}; declare it with the pool (resources: { '${this.resource}': '…' }), or leave it out`);
      } else if (this.devices(pool, gpus) > offered) {
        problems.add(`${property}.perPod`, `at most ${offered}, what one node of pool '${pool.name}' has`, this.perPod, 'ask for fewer');
      }
    }
  }

  /** What each pod asks for; of several pools as much as all of them have. @internal */
  public _extended(pools: readonly NodePool[], gpus: number): { readonly [resource: string]: string } {
    if (pools.length === 0) {
      return {};
    }
    const pages = this.resource === EFA_RESOURCE ? Math.min(EFA_PAGES, ...pools.map((pool) => offeredBy(pool, HUGE_PAGES) * shareOf(pool, gpus))) : 0;
    const mebibytes = Math.floor(pages / (2 * 1024 ** 2)) * 2;
    return {
      ...mebibytes > 0 && { [HUGE_PAGES]: `${mebibytes}Mi` },
      [this.resource]: `${Math.min(...pools.map((pool) => this.devices(pool, gpus)))}`,
    };
  }

  /** The container's security with what the network needs. @internal */
  public _secured(context: SecurityContext): SecurityContext {
    return this.locksMemory ? { ...context, capabilities: { add: ['IPC_LOCK'], ...context.capabilities } } : context;
  }

  private devices(pool: NodePool, gpus: number): number {
    return this.perPod ?? Math.max(1, Math.floor(offeredBy(pool, this.resource) * shareOf(pool, gpus)));
  }
}

function offeredBy({ _offer }: NodePool, resource: string): number {
  return _offer.allocatable[resource] === undefined ? 0 : amountOf(_offer.allocatable[resource]);
}

/** What of a node goes with so many of its accelerators. */
function shareOf({ _devices }: NodePool, gpus: number): number {
  return _devices ? Math.min(1, gpus / _devices.count) : 1;
}
