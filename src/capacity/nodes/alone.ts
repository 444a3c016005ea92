import { keyOf, PodCounts } from './pod-counts';
import { Shortage } from '../placement/counting';
import { Workload } from '../workload';

/** What is short for a workload that stands there alone, and how many of its pods of each class were counted. */
export interface AloneShortage {
  readonly shortage: Shortage;
  readonly counts: readonly number[];
}

/** Whether workloads have room with nothing beside them. */
export class Alone {
  private readonly nothing: readonly bigint[];
  /** Workloads like each other are counted once. */
  private readonly known = new Map<string, AloneShortage | undefined>();

  constructor(private readonly pods: PodCounts) {
    this.nothing = pods.counting.wantsOf(pods.classes.classes.map(() => 0));
  }

  /** What is short for so many units; of a JobSet for whatever runs at the same time for certain. */
  public shortageOf({ together }: Workload, units: number): AloneShortage | undefined {
    for (const groups of together) {
      const pods = this.pods.podsOf(groups, units);
      const key = keyOf(pods);
      if (!this.known.has(key)) {
        this.known.set(key, this.count(pods));
      }
      const found = this.known.get(key);
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  /** True if a pod of each group has room with nothing beside it. */
  public hasRoomForOne({ groups }: Workload): boolean {
    return groups.every((group) => {
      const podClass = this.pods.classes.of(group);
      return podClass === undefined || this.count(new Map([[podClass.index, 1]])) === undefined;
    });
  }

  private count(pods: ReadonlyMap<number, number>): AloneShortage | undefined {
    const { classes: { classes }, counting } = this.pods;
    const counts = () => classes.map(({ index }) => pods.get(index) ?? 0);
    if (!counting.leavesRoom(this.nothing, pods)) {
      return { shortage: counting.shortage(counts())!, counts: counts() };
    }
    for (const [kind, count] of pods) {
      const shortage = counting.lonely(kind, count);
      if (shortage) {
        return { shortage, counts: counts() };
      }
    }
    return undefined;
  }
}
