import { PodClasses } from './pod-classes';
import { ClusterFacts } from './pool-facts';
import { Fragment, PoolShortfall, Unfit } from './pool-findings';
import { Truth } from './truth';
import { Unjudged, whyUnjudged } from './unjudged';
import { Cluster } from '../../cluster/cluster';
import { ManifestSet } from '../../reading/manifest-set';
import { numberOf, textOf } from '../../reading/shape';
import { isGuaranteed } from '../guaranteed';
import { strandedInSomeOrder } from '../placement/any-order';
import { Counting, Shortage } from '../placement/counting';
import { Fault, rolloutFault } from '../shortfall';
import { PodGroup, Presence, unitCounts, UnitCounts, Workload } from '../workload';
import { worksInTurns, workloadsOf } from '../workloads';

const known = new WeakMap<ManifestSet, readonly ClusterProof[]>();

/** The proof of each cluster that the manifests are meant for and that has pools. */
export function clusterProofs(set: ManifestSet): readonly ClusterProof[] {
  let proofs = known.get(set);
  if (!proofs) {
    const clusters = new Set<Cluster>();
    for (const { cluster } of set.subjects) {
      if (cluster) {
        clusters.add(cluster);
      }
    }
    proofs = [...clusters].filter((cluster) => ClusterFacts.of(cluster).pools.length > 0)
      .map((cluster) => new ClusterProof(set, cluster, workloadsOf(set).filter(({ subject }) => subject.cluster === cluster)));
    known.set(set, proofs);
  }
  return proofs;
}

/** Whether all that is meant for one cluster has room on its pools, at their maximum of nodes. */
export class ClusterProof {
  public readonly classes: PodClasses;
  /** Pods that fit no node, DaemonSets' too. */
  public readonly unfit: readonly Unfit[];
  /** Workloads that give way to others, so that they count beside nobody; each has to have room alone all the same. */
  private readonly yielding: ReadonlySet<Workload>;
  /** The others whose pods all fit some node. */
  private readonly placed: readonly { readonly workload: Workload; readonly counts: UnitCounts }[];
  private readonly counting: Counting;
  private readonly floor: readonly number[];
  private readonly peak: readonly number[];
  private shortages?: readonly PoolShortfall[];
  /** What the pods at the floor want, bound by bound. */
  private wanted?: readonly bigint[];
  private readonly nothing: readonly bigint[];
  private readonly room = new Map<string, boolean>();
  private readonly lone = new Map<string, { readonly shortage: Shortage; readonly counts: readonly number[] } | undefined>();

  constructor(private readonly set: ManifestSet, cluster: Cluster, public readonly workloads: readonly Workload[]) {
    this.classes = new PodClasses(set, ClusterFacts.of(cluster), workloads);
    const unfit = [...this.unfitPods(workloads), ...this.unfitDaemons()];
    this.unfit = unfit;
    // what may be let in after all takes room as well
    const without = new Set(unfit.filter(({ certain }) => certain).map(({ workload }) => workload));
    const fit = workloads.filter((workload) => workload.presence !== Presence.ON_NODES && !without.has(workload));
    this.yielding = new Set(fit.filter((workload) => givesWay(set, workload)));
    this.placed = fit.filter((workload) => !this.yielding.has(workload)).map((workload) => ({ workload, counts: unitCounts(workload) }));
    this.counting = new Counting(this.classes.nodes, this.classes.classes);
    this.nothing = this.counting.wantsOf(this.classes.classes.map(() => 0));
    this.floor = this.sum(({ counts }) => counts.floor);
    this.peak = this.sum(({ workload, counts }) => (workload.presence === Presence.WHEN_ADMITTED ? 0 : counts.peak));
  }

  /** What cannot all have a node, by counting. */
  public get shortfalls(): readonly PoolShortfall[] {
    return this.shortages ??= [...this.findShortfalls(), ...[...this.yielding].flatMap((workload) => this.aloneShortfall(workload) ?? [])];
  }

  /** What may be left over, of each set of pools that share pods the first state in which it may, and there the pods that are nearest to it. */
  public fragments(): Fragment[] {
    const found: Fragment[] = [];
    const touched = new Set<number>();
    const rollout = this.sum(({ counts }) => counts.rollout);
    for (const [state, counts] of [['floor', this.floor], ['rollout', rollout], ['peak', this.peak]] as const) {
      if (this.counting.shortage(counts)) {
        break;
      }
      for (const stranded of strandedInSomeOrder(this.classes.nodes, this.classes.classes, counts)) {
        const podClass = this.classes.classes[stranded.kind];
        if (!podClass.unproven && podClass.surely.length > 0 && !podClass.may.some((pool) => touched.has(pool))) {
          podClass.may.forEach((pool) => touched.add(pool));
          const { workload } = podClass.members[0];
          found.push({ workload, podClass, stranded, state, guaranteed: isGuaranteed(this.set, workload.subject) });
        }
      }
    }
    return found;
  }

  /** Workloads of whose pods nothing is proven, because more than room decides where they go. */
  public unjudged(): Unjudged[] {
    if (this.classes.classes.every(({ unproven }) => !unproven)) {
      return [];
    }
    const without = new Set(this.unfit.map(({ workload }) => workload));
    const open = this.workloads.filter((workload) => workload.presence !== Presence.ON_NODES && !without.has(workload));
    const pods = open.reduce((sum, workload) => sum + unitCounts(workload).peak * workload.groups.reduce((all, { perUnit }) => all + perUnit, 0), 0);
    return open.flatMap((workload) => {
      const reasons = workload.groups.flatMap((group) => whyUnjudged(this.classes, workload, group, pods) ?? []);
      return reasons.slice(0, 1).map((reason) => ({ workload, ...reason }));
    });
  }

  /** All nodes that the pods of a workload may enter. */
  public nodesOf({ groups }: Workload): number {
    const pools = new Set(groups.flatMap((group) => this.classes.of(group)?.may ?? []));
    return [...pools].reduce((sum, pool) => sum + this.classes.nodes[pool].nodes, 0);
  }

  private unfitPods(workloads: readonly Workload[]): Unfit[] {
    return workloads.flatMap((workload) => {
      const closed = workload.max === 0 ? undefined : workload.groups.map((group) => this.classes.of(group)).find((one) => one?.fits.every(({ truth }) => truth <= Truth.UNLIKELY));
      return closed ? [{ workload, fits: closed.fits, certain: closed.may.length === 0 }] : [];
    });
  }

  private unfitDaemons(): Unfit[] {
    return this.classes.daemonFits().flatMap(({ workload, fits }) => {
      const closed = fits.filter(({ truth }) => truth === Truth.NO);
      return closed.length > 0 ? [{ workload, fits: closed, certain: closed.length === fits.length }] : [];
    });
  }

  private findShortfalls(): PoolShortfall[] {
    const found: PoolShortfall[] = [];
    const short = new Set<Workload>();
    for (const { workload } of this.placed) {
      const lone = this.aloneShortfall(workload);
      if (lone) {
        short.add(workload);
        found.push(lone);
      }
    }
    const floor = this.counting.shortage(this.floor);
    if (floor) {
      if (found.every(({ bearable }) => bearable)) {
        found.push(this.shortfall(Fault.FLOOR, this.largest(floor), 0, 0, floor, this.floor));
      }
      return found;
    }
    for (const { workload, counts } of this.placed) {
      const one = short.has(workload) ? undefined : this.rollout(workload, counts);
      if (one) {
        found.push(one);
      }
    }
    const peak = this.counting.shortage(this.peak);
    const workload = peak && this.largest(peak);
    if (workload && (isGuaranteed(this.set, workload.subject) || found.every(({ fault }) => fault === Fault.SURGE))) {
      found.push(this.shortfall(Fault.PEAK, workload, 0, 0, peak, this.peak));
    }
    return found;
  }

  private aloneShortfall(workload: Workload): PoolShortfall | undefined {
    const lone = this.alone(workload, workload.max);
    return lone && this.shortfall(Fault.ALONE, workload, workload.max, 0, lone.shortage, lone.counts);
  }

  /** A workload with nothing beside it; of a JobSet whatever runs at the same time for certain. */
  private alone({ together }: Workload, max: number): { readonly shortage: Shortage; readonly counts: readonly number[] } | undefined {
    for (const groups of together) {
      const pods = this.podsOf(groups, max);
      const key = keyOf(pods);
      if (!this.lone.has(key)) {
        this.lone.set(key, this.countAlone(pods));
      }
      const found = this.lone.get(key);
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  private countAlone(pods: ReadonlyMap<number, number>): { readonly shortage: Shortage; readonly counts: readonly number[] } | undefined {
    const nothing = this.nothing;
    const counts = () => this.classes.classes.map(({ index }) => pods.get(index) ?? 0);
    if (!this.counting.leavesRoom(nothing, pods)) {
      return { shortage: this.counting.shortage(counts())!, counts: counts() };
    }
    for (const [kind, count] of pods) {
      const shortage = this.counting.lonely(kind, count);
      if (shortage) {
        return { shortage, counts: counts() };
      }
    }
    return undefined;
  }

  /** Where a rollout hangs, or only has less room than it may take. */
  private rollout(workload: Workload, units: UnitCounts): PoolShortfall | undefined {
    const { rollout } = workload;
    if (rollout === undefined) {
      return undefined;
    }
    const { floor, max } = units;
    let [more, less] = [0, Math.max(max - floor + 1, rollout.surge(floor))];
    if (this.hasRoom(workload, less)) {
      return undefined;
    }
    while (less - more > 1) {
      const middle = Math.floor((more + less) / 2);
      [more, less] = this.hasRoom(workload, middle) ? [middle, less] : [more, middle];
    }
    const found = rolloutFault(rollout, units, more);
    if (!found) {
      return undefined;
    }
    const counts = [...this.floor];
    this.podsOf(workload.groups, found.units - floor).forEach((pods, kind) => { counts[kind] += pods; });
    return this.shortfall(found.fault, workload, found.units, found.surge, this.counting.shortage(counts)!, counts);
  }

  /** True if there is room for all workloads at their floor and so many units more of one of them. */
  private hasRoom({ groups }: Workload, units: number): boolean {
    const pods = this.podsOf(groups, units);
    const key = keyOf(pods);
    let found = this.room.get(key);
    if (found === undefined) {
      this.room.set(key, found = this.counting.leavesRoom(this.wanted ??= this.counting.wantsOf(this.floor), pods));
    }
    return found;
  }

  /** How many pods of each class so many units are. */
  private podsOf(groups: readonly PodGroup[], units: number): Map<number, number> {
    const pods = new Map<number, number>();
    for (const group of groups) {
      const podClass = this.classes.of(group);
      if (podClass) {
        pods.set(podClass.index, (pods.get(podClass.index) ?? 0) + group.perUnit * units);
      }
    }
    return pods;
  }

  private sum(units: (placed: { readonly workload: Workload; readonly counts: UnitCounts }) => number): number[] {
    const counts = this.classes.classes.map(() => 0);
    for (const one of this.placed) {
      const count = units(one);
      for (const group of one.workload.groups) {
        const podClass = this.classes.of(group);
        if (podClass) {
          counts[podClass.index] += group.perUnit * count;
        }
      }
    }
    return counts;
  }

  /** The workload that takes most of what is short. */
  private largest({ kinds }: Shortage): Workload {
    let best: { readonly workload: Workload; readonly amount: number } | undefined;
    for (const { kind, weight } of kinds) {
      for (const { workload, group } of this.classes.classes[kind].members) {
        const amount = Number(weight) * group.perUnit * workload.max;
        if (!best || amount > best.amount) {
          best = { workload, amount };
        }
      }
    }
    return best!.workload;
  }

  private shortfall(fault: Fault, workload: Workload, units: number, surge: number, shortage: Shortage, counts: readonly number[]): PoolShortfall {
    return { fault, workload, units, surge, shortage, counts, guaranteed: isGuaranteed(this.set, workload.subject), bearable: this.isBearable(fault, workload) };
  }

  private isBearable(fault: Fault, workload: Workload): boolean {
    return fault === Fault.ALONE && ((this.yielding.has(workload) && isIdle(workload)) || (worksInTurns(workload) && this.hasRoomForOne(workload)));
  }

  /** True if a pod of each group has room with nothing beside it. */
  private hasRoomForOne({ groups }: Workload): boolean {
    return groups.every((group) => {
      const podClass = this.classes.of(group);
      return podClass === undefined || this.countAlone(new Map([[podClass.index, 1]])) === undefined;
    });
  }
}

function keyOf(pods: ReadonlyMap<number, number>): string {
  return [...pods].map(([kind, count]) => `${kind}:${count}`).join();
}

/** Pods that only hold a place: nobody waits for one of them. @see https://github.com/kubernetes/kubernetes/tree/v1.36.0/build/pause */
function isIdle({ groups }: Workload): boolean {
  return groups.every(({ template: { all } }) => all.every(({ shape }) => /(^|\/)pause(-\w+)?(:|@|$)/.test(textOf(shape.image) ?? '')));
}

/** Pods of a priority below that of pods without one: the scheduler takes their nodes for other pods. */
function givesWay(set: ManifestSet, { groups }: Workload): boolean {
  return groups.every(({ template: { spec } }) => {
    const name = textOf(spec.priorityClassName);
    return name !== undefined && (numberOf(set.findAnywhere('scheduling.k8s.io/PriorityClass', name)?.manifest.value) ?? 0) < 0;
  });
}
