import { PodClasses } from './pod-classes';
import { Counting } from '../placement/counting';
import { PodGroup, Presence, UnitCounts, Workload } from '../workload';

/** A workload whose pods may all find a node, with how many units it has. */
export interface Placed {
  readonly workload: Workload;
  readonly counts: UnitCounts;
}

/** How many pods of each class there are at once, all workloads beside each other. */
export class PodCounts {
  public readonly counting: Counting;
  public readonly floor: readonly number[];
  /** With all that rollouts may add at the floor. */
  public readonly rollout: readonly number[];
  public readonly peak: readonly number[];

  constructor(public readonly classes: PodClasses, public readonly placed: readonly Placed[]) {
    this.counting = new Counting(classes.nodes, classes.classes);
    this.floor = this.sum(({ counts }) => counts.floor);
    this.rollout = this.sum(({ counts }) => counts.rollout);
    this.peak = this.sum(({ workload, counts }) => (workload.presence === Presence.WHEN_ADMITTED ? 0 : counts.peak));
  }

  /** How many pods of each class so many units are. */
  public podsOf(groups: readonly PodGroup[], units: number): Map<number, number> {
    const pods = new Map<number, number>();
    for (const group of groups) {
      const podClass = this.classes.of(group);
      if (podClass) {
        pods.set(podClass.index, (pods.get(podClass.index) ?? 0) + group.perUnit * units);
      }
    }
    return pods;
  }

  private sum(units: (placed: Placed) => number): number[] {
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
}

/** A name for so many pods of each class. */
export function keyOf(pods: ReadonlyMap<number, number>): string {
  return [...pods].map(([kind, count]) => `${kind}:${count}`).join();
}
