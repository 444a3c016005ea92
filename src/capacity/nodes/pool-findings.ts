import { PodClass, PoolFit } from './pod-classes';
import { Stranded } from '../placement/any-order';
import { Shortage } from '../placement/counting';
import { Workload } from '../workload';

/** What of a set of pods does not find room on the pools. */
export enum PoolFault {
  /** One workload at its maximum, with nothing beside it. */
  ALONE = 'alone',
  /** All workloads at their floor. */
  FLOOR = 'floor',
  /** The one unit more without which no rollout goes on, at the minimum. */
  STEP = 'step',
  /** The same at a number of units that a scaler can reach. */
  HANG = 'hang',
  /** All units that a rollout may add. */
  SURGE = 'surge',
  /** All workloads at their peak. */
  PEAK = 'peak',
}

/** Pods that cannot all have a node. */
export interface PoolShortfall {
  readonly fault: PoolFault;
  readonly workload: Workload;
  /** Its units at which it happens; 0 where it is about all workloads. */
  readonly units: number;
  readonly surge: number;
  readonly shortage: Shortage;
  /** How many pods of each class were counted. */
  readonly counts: readonly number[];
  readonly guaranteed: boolean;
  /** True where fewer pods than wanted do: of placeholders that give way to others, and of a Job if one of its pods has room. */
  readonly bearable: boolean;
}

/** Pods that fit the nodes of no pool. */
export interface Unfit {
  readonly workload: Workload;
  readonly fits: readonly PoolFit[];
  /** True if it is certain: no label that a pool does not declare could change it. */
  readonly certain: boolean;
}

/** Pods that may be left without a node, depending on where the scheduler puts the others. */
export interface Fragment {
  readonly workload: Workload;
  readonly podClass: PodClass;
  readonly stranded: Stranded;
  readonly state: 'floor' | 'rollout' | 'peak';
  readonly guaranteed: boolean;
}
