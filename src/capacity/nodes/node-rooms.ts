import { daemonSelection } from './daemons';
import { amountText, demandOf, isPort, roomOf } from './demand';
import { ClusterFacts, PoolFacts } from './pool-facts';
import { Selection } from './selection';
import { Truth } from './truth';
import { CLAIMED_DEVICES } from '../../cluster/accelerators/claimed-devices';
import { isAccelerator } from '../../reading/accelerators';
import { ManifestSet } from '../../reading/manifest-set';
import { isOfDra, mappedResources } from '../device-classes';
import { Demand, NodeGroup } from '../placement/node-groups';
import { PodGroup, Presence, Workload } from '../workload';

/** A DaemonSet's share of the nodes of each pool. */
interface Daemon {
  readonly workload: Workload;
  readonly group: PodGroup;
  readonly demand: Demand;
  /** By pool. */
  readonly selections: readonly Selection[];
}

/** Whether a pod fits the nodes of one pool, and the first thing that it does not fit. */
export interface PoolFit extends Selection {
  readonly pool: PoolFacts;
}

/** The pools on whose nodes a DaemonSet has to run, and whether it fits there beside the others. */
export interface DaemonFit {
  readonly workload: Workload;
  readonly fits: readonly PoolFit[];
}

/** What the nodes of each pool leave to the pods that are placed. */
export class NodeRooms {
  /** By pool, as the arithmetic of placement wants them. */
  public readonly nodes: readonly NodeGroup[];
  private readonly daemons: readonly Daemon[];
  /** Resources that DRA drivers provide as well, by the DeviceClasses of the manifests. */
  private readonly mapped: ReadonlySet<string>;

  /** @param resources what the pods that are placed ask for */
  constructor(private readonly set: ManifestSet, private readonly facts: ClusterFacts, workloads: readonly Workload[], resources: ReadonlySet<string>) {
    this.mapped = new Set(mappedResources(set, workloads[0]?.subject.cluster).values());
    this.daemons = workloads.filter(({ presence }) => presence === Presence.ON_NODES).flatMap((workload) => workload.groups.map((group) => this.daemon(workload, group)));
    this.nodes = facts.pools.map((pool, i) => this.nodeGroup(pool, i, resources));
  }

  /** Whether a node of a pool has the room for a pod that it lets in. */
  public fit(demand: Demand, pool: number, selection: Selection): Selection {
    return this.roomFit(demand, this.facts.pools[pool], pool, this.nodes[pool].room, selection);
  }

  /** True if every node of a pool has the room for certain. */
  public surely(demand: Demand, pool: number): boolean {
    return [...demand].every(([name, amount]) => (this.nodes[pool].sureRoom.get(name) ?? 0n) >= amount);
  }

  /** For each DaemonSet the pools on whose nodes it has to run, and whether it fits there beside the others. */
  public daemonFits(): DaemonFit[] {
    return this.daemons.map(({ workload, demand, selections }) => ({
      workload,
      fits: this.facts.pools.flatMap((pool, i) => {
        if (selections[i].truth < Truth.YES) {
          return [];
        }
        // its own share is taken from the room already
        const room = new Map([...this.nodes[i].room].map(([name, amount]) => [name, amount + (demand.get(name) ?? 0n)]));
        return [{ ...this.roomFit(demand, pool, i, room, selections[i]), pool }];
      }),
    }));
  }

  /** Whether a node has the room, where the pod may enter it; where it has not, for want of what. */
  private roomFit(demand: Demand, pool: PoolFacts, index: number, room: Demand, selection: Selection): Selection {
    let { truth } = selection;
    if (truth === Truth.NO) {
      return selection;
    }
    const short: string[] = [];
    for (const [resource, amount] of demand) {
      const has = room.get(resource);
      if (has === undefined) {
        if (short.length === 0 && isDeclarable(resource) && !this.mapped.has(resource) && truth > Truth.UNLIKELY) {
          return { truth: Truth.UNLIKELY, reason: `it does not declare ${resource}`, unheardResource: resource };
        }
        truth = Math.min(truth, Truth.MAYBE);
      } else if (has < amount) {
        short.push(this.shortText(resource, amount, has, pool, index));
      }
    }
    return short.length > 0 ? { truth: Truth.NO, reason: short.join(', ') } : { ...selection, truth };
  }

  private shortText(resource: string, amount: bigint, has: bigint, { allocatable, kept, estimated }: PoolFacts, index: number): string {
    if (isPort(resource)) {
      return `${resource} is taken on each of its nodes by ${this.takers(resource, index).map(({ workload }) => workload.subject.called).join(' and ')}`;
    }
    const whole = roomOf(allocatable).get(resource);
    if (whole === undefined) {
      return `its nodes have no ${resource}`;
    }
    const text = (one: bigint) => amountText(resource, one);
    const terms = [
      `${text(whole)} allocatable${estimated ? ', estimated' : ''}`,
      ...kept.has(resource) ? [`${text(roomOf(kept).get(resource)!)} kept`] : [],
      ...this.takers(resource, index).map(({ workload, demand }) => `${text(demand.get(resource)!)} of ${workload.subject.called}`),
    ];
    const left = terms.length > 1 || estimated ? ` (${terms.join(' − ')})` : '';
    return `${resource} ${text(amount)} is more than the ${text(has < 0n ? 0n : has)} of a node${left}`;
  }

  private takers(resource: string, pool: number): Daemon[] {
    return this.daemons.filter(({ demand, selections }) => demand.has(resource) && selections[pool].truth === Truth.YES);
  }

  private daemon(workload: Workload, group: PodGroup): Daemon {
    const { spec } = group.template;
    return { workload, group, demand: demandOf(this.set, group), selections: this.facts.pools.map((pool) => daemonSelection(this.set, spec, pool, this.facts)) };
  }

  /** What a node of a pool leaves to pods: what it offers, without what is kept and without the DaemonSets among the manifests. */
  private nodeGroup({ name, maxNodes, allocatable, kept, complete }: PoolFacts, index: number, resources: ReadonlySet<string>): NodeGroup {
    const room = roomOf(allocatable);
    const sureRoom = new Map(room);
    for (const resource of resources) {
      if (isPort(resource)) {
        room.set(resource, 1n);
        sureRoom.set(resource, 1n);
      } else if (!room.has(resource) && !this.mapped.has(resource)
        && (isAccelerator(resource) || (complete && !isOfDra(resource)) || (this.facts.resources.has(resource) && !isOtherClass(resource, room)))) {
        room.set(resource, 0n);
      }
    }
    const take = (from: Map<string, bigint>, demand: Demand) => demand.forEach((amount, resource) => from.has(resource) && from.set(resource, from.get(resource)! - amount));
    for (const from of [room, sureRoom]) {
      take(from, roomOf(kept));
    }
    for (const { demand, selections } of this.daemons) {
      if (selections[index].truth === Truth.YES) {
        take(room, demand);
      }
      if (selections[index].truth > Truth.NO) {
        take(sureRoom, demand);
      }
    }
    return { name, nodes: maxNodes, room, sureRoom };
  }
}

/** True for a resource that a pool has if it is declared: a device plugin's, or huge pages. */
const isDeclarable = (resource: string): boolean => (resource.includes('/') || resource.startsWith('hugepages-')) && !isPort(resource) && !isOfDra(resource);

/** True for devices of a class where the nodes have those of another one: the same devices can be in both. */
function isOtherClass(resource: string, room: Demand): boolean {
  return resource.endsWith(CLAIMED_DEVICES) && [...room.keys()].some((key) => key.endsWith(CLAIMED_DEVICES));
}
