import { PodClasses } from './pod-classes';
import { PodGroup, podsAtPeak, Workload } from '../workload';

/** What all pods ask for together that may stand on the nodes of each pool, at their peak. */
export class Crowd {
  /** By pool and resource. */
  private readonly asked: readonly Map<string, bigint>[];

  constructor(private readonly classes: PodClasses, workloads: readonly Workload[]) {
    this.asked = classes.nodes.map(() => new Map());
    for (const workload of workloads) {
      for (const group of workload.groups) {
        this.add(workload, group);
      }
    }
  }

  /** True if any node that a pod of the group may enter has room for so many of them, even if all pods of others stand on that one. */
  public leaves(workload: Workload, group: PodGroup, pods: number): boolean {
    const { demand, may } = this.classes.of(group)!;
    const own = BigInt(podsAtPeak(workload, group));
    return may.every((pool) => [...demand].every(([resource, amount]) => {
      const others = (this.asked[pool].get(resource) ?? 0n) - own * amount;
      return amount === 0n || (this.classes.nodes[pool].sureRoom.get(resource) ?? 0n) - others >= BigInt(pods) * amount;
    }));
  }

  private add(workload: Workload, group: PodGroup): void {
    const podClass = this.classes.of(group);
    const pods = BigInt(podsAtPeak(workload, group));
    for (const pool of podClass?.may ?? []) {
      for (const [resource, amount] of podClass!.demand) {
        this.asked[pool].set(resource, (this.asked[pool].get(resource) ?? 0n) + pods * amount);
      }
    }
  }
}
