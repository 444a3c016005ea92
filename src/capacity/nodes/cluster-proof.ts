import { Crowd } from './crowd';
import { givesWay } from './giving-way';
import { PodClasses } from './pod-classes';
import { PodCounts } from './pod-counts';
import { ClusterFacts } from './pool-facts';
import { Fragment, PoolShortfall, Unfit } from './pool-findings';
import { PoolShortfalls } from './pool-shortfalls';
import { Truth } from './truth';
import { isJudged, Unjudged, whyUnjudged } from './unjudged';
import { Cluster } from '../../cluster/cluster';
import { ManifestSet } from '../../reading/manifest-set';
import { isGuaranteed } from '../guaranteed';
import { strandedInSomeOrder } from '../placement/any-order';
import { Presence, unitCounts, Workload } from '../workload';
import { workloadsOf } from '../workloads';

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
  private readonly pods: PodCounts;
  /** Workloads that give way to others, so that they count beside nobody; each has to have room alone all the same. */
  private readonly yielding: ReadonlySet<Workload>;
  private shortages?: readonly PoolShortfall[];
  private open?: Unjudged[];

  constructor(private readonly set: ManifestSet, cluster: Cluster, public readonly workloads: readonly Workload[]) {
    this.classes = new PodClasses(set, ClusterFacts.of(cluster), workloads);
    const unfit = [...this.unfitPods(workloads), ...this.unfitDaemons()];
    this.unfit = unfit;
    // what may be let in after all takes room as well
    const without = new Set(unfit.filter(({ certain }) => certain).map(({ workload }) => workload));
    const fit = workloads.filter((workload) => workload.presence !== Presence.ON_NODES && !without.has(workload));
    this.yielding = new Set(fit.filter((workload) => givesWay(set, workload)));
    this.pods = new PodCounts(this.classes, fit.filter((workload) => !this.yielding.has(workload)).map((workload) => ({ workload, counts: unitCounts(workload) })));
  }

  /** What cannot all have a node, by counting. */
  public get shortfalls(): readonly PoolShortfall[] {
    return this.shortages ??= new PoolShortfalls(this.set, this.pods, this.yielding).find();
  }

  /** What may be left over, of each set of pools that share pods the first state in which it may, and there the pods that are nearest to it. */
  public fragments(): Fragment[] {
    const found: Fragment[] = [];
    const touched = new Set<number>();
    const { floor, rollout, peak, counting } = this.pods;
    const unjudged = new Set(this.unjudged().map(({ workload }) => workload));
    for (const [state, counts] of [['floor', floor], ['rollout', rollout], ['peak', peak]] as const) {
      if (counting.shortage(counts)) {
        break;
      }
      for (const stranded of strandedInSomeOrder(this.classes.nodes, this.classes.classes, counts)) {
        const podClass = this.classes.classes[stranded.kind];
        const said = podClass.members.some(({ workload }) => unjudged.has(workload));
        if (stranded.byRoom && !said && podClass.surely.length > 0 && !podClass.may.some((pool) => touched.has(pool))) {
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
    return this.open ??= this.findUnjudged();
  }

  /** All nodes that the pods of a workload may enter. */
  public nodesOf({ groups }: Workload): number {
    const pools = new Set(groups.flatMap((group) => this.classes.of(group)?.may ?? []));
    return [...pools].reduce((sum, pool) => sum + this.classes.nodes[pool].nodes, 0);
  }

  private findUnjudged(): Unjudged[] {
    if (this.classes.classes.every(isJudged)) {
      return [];
    }
    const unfit = new Map(this.unfit.map((one) => [one.workload, one]));
    const open = this.workloads.filter((workload) => workload.presence !== Presence.ON_NODES && !unfit.get(workload)?.certain);
    const pods = open.reduce((sum, workload) => sum + unitCounts(workload).peak * workload.groups.reduce((all, { perUnit }) => all + perUnit, 0), 0);
    // the scheduler takes the place of what gives way
    const crowd = new Crowd(this.classes, open.filter((workload) => !this.yielding.has(workload)));
    return open.filter((workload) => !unfit.has(workload)).flatMap((workload) => {
      const reasons = workload.groups.flatMap((group) => whyUnjudged(this.classes, workload, group, { pods, crowd }) ?? []);
      return reasons.slice(0, 1).map((reason) => ({ workload, ...reason }));
    });
  }

  private unfitPods(workloads: readonly Workload[]): Unfit[] {
    return workloads.flatMap((workload) => {
      const closed = workload.max === 0 ? undefined : workload.groups.map((group) => this.classes.of(group)).find((one) => one?.fits.every(({ truth }) => truth <= Truth.UNLIKELY));
      return closed ? [{ workload, fits: closed.fits, certain: closed.may.length === 0 }] : [];
    });
  }

  private unfitDaemons(): Unfit[] {
    return this.classes.rooms.daemonFits().flatMap(({ workload, fits }) => {
      const closed = fits.filter(({ truth }) => truth === Truth.NO);
      return closed.length > 0 ? [{ workload, fits: closed, certain: closed.length === fits.length }] : [];
    });
  }
}
