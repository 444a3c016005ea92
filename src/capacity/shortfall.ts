import { RolloutStep } from './rollout-step';
import { needsStep, UnitCounts } from './workload';

/** What is more than a quota grants, or than the nodes of a cluster hold. */
export enum Fault {
  /** All workloads at their floor. */
  FLOOR = 'floor',
  /** One workload at its maximum, with nothing beside it. */
  ALONE = 'alone',
  /** The one unit more without which no rollout goes on, at the minimum. */
  STEP = 'step',
  /** The same at a number of units that a scaler can reach. */
  HANG = 'hang',
  /** All units that a rollout may add. */
  SURGE = 'surge',
  /** All workloads at their peak. */
  PEAK = 'peak',
}

/** Something for which there is too little. */
export interface Shortfall {
  readonly fault: Fault;
  /** The units of its workload at which it happens; 0 where it is about all workloads. */
  readonly units: number;
  /** Of them those that only a rollout adds. */
  readonly surge: number;
  /** True where somebody asked for a guarantee of the peak. */
  readonly guaranteed: boolean;
  /** True where fewer pods than wanted do: of placeholders that give way to others, and of a Job if one of its pods has room. */
  readonly bearable: boolean;
}

/** What somebody has to look at: what cannot work, and what was asked to be guaranteed. */
export function isError({ fault, guaranteed, bearable }: Shortfall): boolean {
  return guaranteed || fault === Fault.FLOOR || (fault === Fault.ALONE && !bearable) || fault === Fault.STEP;
}

/**
 * Where a rollout hangs, or only has less room than it may take. A hang is at the smallest number of units that fit while one more does not;
 * with more of them there is even less room, and more may be unavailable.
 *
 * @param more units that have room beside all workloads at their floor
 */
export function rolloutFault(rollout: RolloutStep, { floor, max }: UnitCounts, more: number): Pick<Shortfall, 'fault' | 'units' | 'surge'> | undefined {
  if (more === 0 && needsStep(rollout, floor)) {
    return { fault: Fault.STEP, units: floor + 1, surge: 1 };
  }
  const highest = floor + more;
  if (more > 0 && highest <= max && needsStep(rollout, highest)) {
    return { fault: Fault.HANG, units: highest + 1, surge: 1 };
  }
  const surge = rollout.surge(floor);
  return surge > more ? { fault: Fault.SURGE, units: floor + surge, surge } : undefined;
}
