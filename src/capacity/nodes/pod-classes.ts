import { constraintKey, demandKey, schedulingKey } from './class-keys';
import { Constraints, constraintsOf, repelledBy } from './constraints';
import { demandOf, isPort } from './demand';
import { NodeRooms, PoolFit } from './node-rooms';
import { ClusterFacts } from './pool-facts';
import { Selection, selectionOf } from './selection';
import { Truth } from './truth';
import { ManifestSet } from '../../reading/manifest-set';
import { PodTemplate } from '../../reading/pod-template';
import { Subject } from '../../reading/subject';
import { Demand, NodeGroup, PodKind } from '../placement/node-groups';
import { runtimeSchedulingOf } from '../runtime-class';
import { PodGroup, Presence, Workload } from '../workload';

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

/** The pods that are meant for one cluster, by class, and what its nodes leave to them. */
export class PodClasses {
  /** What nodes leave to them. */
  public readonly rooms: NodeRooms;
  public readonly classes: readonly PodClass[];
  private readonly byGroup = new Map<PodGroup, PodClass>();
  private readonly repellers = new Map<PodTemplate, Repeller>();
  private readonly selections = new Map<string, readonly Selection[]>();

  constructor(public readonly set: ManifestSet, public readonly facts: ClusterFacts, workloads: readonly Workload[]) {
    const placed = workloads.filter(({ presence }) => presence !== Presence.ON_NODES);
    const resources = new Set<string>();
    const demands = placed.map(({ groups }) => groups.map((group) => {
      const demand = demandOf(this.set, group);
      for (const resource of demand.keys()) {
        resources.add(resource);
      }
      return demand;
    }));
    this.rooms = new NodeRooms(set, facts, workloads, resources);
    const classes = new Map<string, PodClass>();
    for (const [i, workload] of placed.entries()) {
      for (const [j, group] of workload.groups.entries()) {
        this.byGroup.set(group, this.classify(classes, workload, group, demands[i][j]));
      }
    }
    this.classes = [...classes.values()];
    this.markRepelled(workloads);
  }

  /** The pools as the arithmetic of placement wants them. */
  public get nodes(): readonly NodeGroup[] {
    return this.rooms.nodes;
  }

  /** The class of a group's pods; nothing for a DaemonSet's. */
  public of(group: PodGroup): PodClass | undefined {
    return this.byGroup.get(group);
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
    const fits = this.facts.pools.map((pool, i) => ({ ...this.rooms.fit(demand, i, selections[i]), pool }));
    const may = fits.flatMap(({ truth }, i) => (truth > Truth.NO ? [i] : []));
    const surely = may.filter((i) => fits[i].truth >= Truth.LIKELY && this.rooms.surely(demand, i));
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
}
