import { PoolFit } from './node-rooms';
import { PodClass } from './pod-classes';
import { Stranded } from '../placement/any-order';
import { Shortage } from '../placement/counting';
import { Shortfall } from '../shortfall';
import { Workload } from '../workload';

/** Pods that cannot all have a node. */
export interface PoolShortfall extends Shortfall {
  readonly workload: Workload;
  readonly shortage: Shortage;
  /** How many pods of each class were counted. */
  readonly counts: readonly number[];
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
