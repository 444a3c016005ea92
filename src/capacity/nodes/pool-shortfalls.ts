import { Alone } from './alone';
import { isIdle } from './giving-way';
import { keyOf, PodCounts } from './pod-counts';
import { PoolShortfall } from './pool-findings';
import { ManifestSet } from '../../reading/manifest-set';
import { isGuaranteed } from '../guaranteed';
import { Shortage } from '../placement/counting';
import { Fault, rolloutFault } from '../shortfall';
import { UnitCounts, Workload } from '../workload';
import { worksInTurns } from '../workloads';

/** What the pools cannot hold at their maximum of nodes, by counting. */
export class PoolShortfalls {
  private readonly alone: Alone;
  /** What the pods at the floor want, bound by bound. */
  private wanted?: readonly bigint[];
  /** Rollouts like each other are counted once. */
  private readonly room = new Map<string, boolean>();

  /** @param yielding workloads that count beside nobody, each of which has to have room alone all the same */
  constructor(private readonly set: ManifestSet, private readonly pods: PodCounts, private readonly yielding: ReadonlySet<Workload>) {
    this.alone = new Alone(pods);
  }

  /** All that is found. */
  public find(): PoolShortfall[] {
    return [...this.beside(), ...[...this.yielding].flatMap((workload) => this.aloneShortfall(workload) ?? [])];
  }

  /** Of workloads beside each other. */
  private beside(): PoolShortfall[] {
    const found: PoolShortfall[] = [];
    const short = new Set<Workload>();
    for (const { workload } of this.pods.placed) {
      const lone = this.aloneShortfall(workload);
      if (lone) {
        short.add(workload);
        found.push(lone);
      }
    }
    const floor = this.pods.counting.shortage(this.pods.floor);
    if (floor) {
      if (found.every(({ bearable }) => bearable)) {
        found.push(this.shortfall(Fault.FLOOR, this.largest(floor), 0, 0, floor, this.pods.floor));
      }
      return found;
    }
    for (const { workload, counts } of this.pods.placed) {
      const one = short.has(workload) ? undefined : this.rollout(workload, counts);
      if (one) {
        found.push(one);
      }
    }
    const peak = this.pods.counting.shortage(this.pods.peak);
    const workload = peak && this.largest(peak);
    if (workload && (isGuaranteed(this.set, workload.subject) || found.every(({ fault }) => fault === Fault.SURGE))) {
      found.push(this.shortfall(Fault.PEAK, workload, 0, 0, peak, this.pods.peak));
    }
    return found;
  }

  private aloneShortfall(workload: Workload): PoolShortfall | undefined {
    const lone = this.alone.shortageOf(workload, workload.max);
    return lone && this.shortfall(Fault.ALONE, workload, workload.max, 0, lone.shortage, lone.counts);
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
    const counts = [...this.pods.floor];
    this.pods.podsOf(workload.groups, found.units - floor).forEach((pods, kind) => { counts[kind] += pods; });
    return this.shortfall(found.fault, workload, found.units, found.surge, this.pods.counting.shortage(counts)!, counts);
  }

  /** True if there is room for all workloads at their floor and so many units more of one of them. */
  private hasRoom({ groups }: Workload, units: number): boolean {
    const pods = this.pods.podsOf(groups, units);
    const key = keyOf(pods);
    let found = this.room.get(key);
    if (found === undefined) {
      this.room.set(key, found = this.pods.counting.leavesRoom(this.wanted ??= this.pods.counting.wantsOf(this.pods.floor), pods));
    }
    return found;
  }

  /** The workload that takes most of what is short. */
  private largest({ kinds }: Shortage): Workload {
    let best: { readonly workload: Workload; readonly amount: number } | undefined;
    for (const { kind, weight } of kinds) {
      for (const { workload, group } of this.pods.classes.classes[kind].members) {
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
    return fault === Fault.ALONE && ((this.yielding.has(workload) && isIdle(workload)) || (worksInTurns(workload) && this.alone.hasRoomForOne(workload)));
  }
}
