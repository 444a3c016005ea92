import { Constraints, constraintsOf, repelledBy } from './constraints';
import { daemonSelection } from './daemons';
import { amountText, demandOf, isPort, roomOf } from './demand';
import { ClusterFacts, PoolFacts } from './pool-facts';
import { Selection, selectionOf } from './selection';
import { Truth } from './truth';
import { CLAIMED_DEVICES } from '../../cluster/accelerators/claimed-devices';
import { isAccelerator } from '../../reading/accelerators';
import { ManifestSet } from '../../reading/manifest-set';
import { PodTemplate } from '../../reading/pod-template';
import { mapOf, Shape } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { isOfDra, mappedResources } from '../device-classes';
import { Demand, NodeGroup, PodKind } from '../placement/node-groups';
import { runtimeSchedulingOf } from '../runtime-class';
import { PodGroup, Presence, Workload } from '../workload';

/** Whether a pod fits the nodes of one pool, and the first thing that it does not fit. */
export interface PoolFit extends Selection {
  readonly pool: PoolFacts;
}

/** Pods that the scheduler cannot tell apart, of whatever workloads. */
export interface PodClass extends PodKind {
  readonly index: number;
  /** By pool. */
  readonly fits: readonly PoolFit[];
  unproven: boolean;
  /** Who makes them. */
  readonly members: { readonly workload: Workload; readonly group: PodGroup }[];
}

/** Who keeps pods away from its own. */
interface Repeller {
  readonly by: Subject;
  /** True if from more than one node for each of its pods: from its zone, or from every node. */
  readonly everywhere: boolean;
}

/** A DaemonSet's share of the nodes of each pool. */
interface Daemon {
  readonly workload: Workload;
  readonly group: PodGroup;
  readonly demand: Demand;
  /** By pool. */
  readonly selections: readonly Selection[];
}

/** The pods that are meant for one cluster, by class, and what its nodes leave to them. */
export class PodClasses {
  public readonly facts: ClusterFacts;
  /** The pools as the arithmetic of placement wants them. */
  public readonly nodes: readonly NodeGroup[];
  public readonly classes: readonly PodClass[];
  private readonly daemons: readonly Daemon[];
  /** Resources that DRA drivers provide as well, by the DeviceClasses of the manifests. */
  private readonly mapped: ReadonlySet<string>;
  private readonly byGroup = new Map<PodGroup, PodClass>();
  private readonly repellers = new Map<PodTemplate, Repeller>();
  private readonly selections = new Map<string, readonly Selection[]>();

  constructor(public readonly set: ManifestSet, facts: ClusterFacts, workloads: readonly Workload[]) {
    this.facts = facts;
    this.mapped = new Set(mappedResources(set, workloads[0]?.subject.cluster).values());
    this.daemons = workloads.filter(({ presence }) => presence === Presence.ON_NODES).flatMap((workload) => workload.groups.map((group) => this.daemon(workload, group)));
    const placed = workloads.filter(({ presence }) => presence !== Presence.ON_NODES);
    const resources = new Set<string>();
    const demands = placed.map(({ groups }) => groups.map((group) => {
      const demand = demandOf(this.set, group);
      for (const resource of demand.keys()) {
        resources.add(resource);
      }
      return demand;
    }));
    this.nodes = facts.pools.map((pool, i) => this.nodeGroup(pool, i, resources));
    const classes = new Map<string, PodClass>();
    for (const [i, workload] of placed.entries()) {
      for (const [j, group] of workload.groups.entries()) {
        this.byGroup.set(group, this.classify(classes, workload, group, demands[i][j]));
      }
    }
    this.classes = [...classes.values()];
    this.markRepelled(workloads);
  }

  /** The class of a group's pods; nothing for a DaemonSet's. */
  public of(group: PodGroup): PodClass | undefined {
    return this.byGroup.get(group);
  }

  /** For each DaemonSet the pools on whose nodes it has to run, and whether it fits there beside the others. */
  public daemonFits(): { readonly workload: Workload; readonly fits: readonly PoolFit[] }[] {
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

  private classify(classes: Map<string, PodClass>, workload: Workload, group: PodGroup, demand: Demand): PodClass {
    const constraints = constraintsOf(this.set, group.template);
    const scheduling = schedulingKey(group.template.spec);
    const key = `${scheduling} ${demandKey(demand)} ${constraintKey(constraints, workload)}`;
    let found = classes.get(key);
    if (!found) {
      classes.set(key, found = this.newClass(classes.size, group, demand, constraints, scheduling));
    }
    found.members.push({ workload, group });
    return found;
  }

  private newClass(index: number, { template: { spec } }: PodGroup, demand: Demand, { apart, unproven }: Constraints, scheduling: string): PodClass {
    const asked = [...demand.keys()].filter((resource) => resource.includes('/') && !isPort(resource));
    const key = `${scheduling} ${asked.join()}`;
    let selections = this.selections.get(key);
    if (!selections) {
      const runtime = runtimeSchedulingOf(this.set, spec);
      this.selections.set(key, selections = this.facts.pools.map((pool) => selectionOf(spec, pool, this.facts, { runtime, asked: new Set(asked) })));
    }
    const fits = this.facts.pools.map((pool, i) => ({ ...this.roomFit(demand, pool, i, this.nodes[i].room, selections[i]), pool }));
    const may = fits.flatMap(({ truth }, i) => (truth > Truth.NO ? [i] : []));
    const surely = may.filter((i) => fits[i].truth >= Truth.LIKELY && [...demand].every(([name, amount]) => (this.nodes[i].sureRoom.get(name) ?? 0n) >= amount));
    return { index, demand, fits, may, surely, apart, unproven, members: [] };
  }

  /** One of those whose required anti-affinity keeps pods of a template away, the farthest reaching first. */
  public repellerOf(template: PodTemplate): Repeller | undefined {
    return this.repellers.get(template);
  }

  /** Nothing is proven of pods that others keep away from themselves by an anti-affinity of theirs. */
  private markRepelled(workloads: readonly Workload[]): void {
    for (const { template } of workloads.flatMap(({ groups }) => groups)) {
      for (const { repelled, everywhere } of repelledBy(this.set, template)) {
        if (!this.repellers.has(repelled) || (everywhere && !this.repellers.get(repelled)!.everywhere)) {
          this.repellers.set(repelled, { by: template.owner, everywhere });
        }
      }
    }
    for (const podClass of this.repellers.size > 0 ? this.classes : []) {
      podClass.unproven ||= podClass.members.some(({ group }) => this.repellers.has(group.template));
    }
  }

  /** Whether a node has the room, where the pod may enter it. */
  private roomFit(demand: Demand, pool: PoolFacts, index: number, room: Demand, selection: Selection): Selection {
    let { truth } = selection;
    if (truth === Truth.NO) {
      return selection;
    }
    for (const [resource, amount] of demand) {
      const has = room.get(resource);
      if (has === undefined) {
        if (isDeclarable(resource) && !this.mapped.has(resource) && truth > Truth.UNLIKELY) {
          return { truth: Truth.UNLIKELY, reason: `it does not declare ${resource}`, unheardResource: resource };
        }
        truth = Math.min(truth, Truth.MAYBE);
      } else if (has < amount) {
        return { truth: Truth.NO, reason: this.shortText(resource, amount, has, pool, index) };
      }
    }
    return { ...selection, truth };
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

/** What of a pod says which nodes it may enter. */
function schedulingKey(spec: Shape): string {
  const { nodeSelector, tolerations, nodeName, runtimeClassName } = spec;
  if (nodeSelector === undefined && tolerations === undefined && nodeName === undefined && spec.affinity === undefined && runtimeClassName === undefined) {
    return '';
  }
  return JSON.stringify([nodeSelector, tolerations, nodeName, runtimeClassName, mapOf(mapOf(spec.affinity).nodeAffinity).requiredDuringSchedulingIgnoredDuringExecution]);
}

const keys = new WeakMap<Demand, string>();

function demandKey(demand: Demand): string {
  let key = keys.get(demand);
  if (key === undefined) {
    keys.set(demand, key = [...demand].sort(([a], [b]) => (a < b ? -1 : 1)).join());
  }
  return key;
}

/** Pods that keep apart from each other are a class of their own. */
function constraintKey({ apart, unproven }: Constraints, { subject }: Workload): string {
  return apart ? `apart ${subject.order}` : unproven ? 'unproven' : '';
}
