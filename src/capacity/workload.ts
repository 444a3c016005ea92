import { Amounts } from './amounts';
import { PodFootprint } from './pod-footprint';
import { RolloutStep } from './rollout-step';
import { PodTemplate } from '../reading/pod-template';
import { Shape } from '../reading/shape';
import { Subject } from '../reading/subject';

/** Pods of one shape that a workload makes. */
export interface PodGroup {
  readonly template: PodTemplate;
  readonly footprint: PodFootprint;
  /** The PriorityClass that the cluster gives them; empty where it gives none. */
  readonly priorityClass: string;
  /** How many of them one unit of the workload has: 1, or all workers of a group but its leader. */
  readonly perUnit: number;
  /** How many there are when one unit of what ends is done, for certain: those that are over stay until their Job is deleted. */
  readonly kept?: number;
  /** What comes with each of its pods and is counted for itself: claims for devices and volumes, by quota key. */
  readonly claims: Amounts;
  /** Of these the claims for volumes, as they are written. */
  readonly volumeClaims: readonly Shape[];
}

/** When a workload has its pods. */
export enum Presence {
  /** From the first minute on: a Deployment, a StatefulSet. */
  ALWAYS = 'always',
  /** For a while: a Job. It is among those at the peak, and has to fit alone. */
  AT_TIMES = 'at times',
  /** When somebody lets it: a suspended Job, or one that a queue admits by a quota of its own. It has to fit alone. */
  WHEN_ADMITTED = 'when admitted',
  /** On every node. */
  ON_NODES = 'on nodes',
}

/** Something that makes pods, with how many of which. A unit is what it counts: a replica, a group, a run. */
export interface Workload {
  readonly subject: Subject;
  readonly groups: readonly PodGroup[];
  readonly presence: Presence;
  /** The fewest units. */
  readonly min: number;
  /** The most units, without those of a rollout. */
  readonly max: number;
  /** How it rolls, if it does. */
  readonly rollout?: RolloutStep;
  /** What a sentence calls a unit: `replica`, `group`, `run`. */
  readonly unit: string;
  /** Where the numbers are from: `2 to 4 replicas by HorizontalPodAutoscaler 'chat'`. */
  readonly text: string;
  /** Groups that run at the same time for certain, where not all of them do. */
  readonly together: readonly (readonly PodGroup[])[];
  /** What a VerticalPodAutoscaler may raise a pod's requests and limits to, by group; the footprint itself where none does. */
  readonly raised: readonly PodFootprint[];
}

/** Units of a workload in the states that are proven. */
export interface UnitCounts {
  /** The fewest. */
  readonly floor: number;
  /** The fewest, and the one more without which nothing rolls; the fewest where something may be unavailable. */
  readonly step: number;
  /** The fewest, and all that a rollout may add. */
  readonly rollout: number;
  /** The most. */
  readonly max: number;
  /** The most, and all that a rollout may add. */
  readonly peak: number;
}

/** How many units a workload has at its floor, in a rollout and at its peak. */
export function unitCounts({ min, max, rollout, presence }: Workload): UnitCounts {
  const floor = presence === Presence.ALWAYS || presence === Presence.ON_NODES ? min : 0;
  return {
    floor,
    step: floor + (needsStep(rollout, floor) ? 1 : 0),
    rollout: floor + (rollout?.surge(floor) ?? 0),
    max,
    peak: max + (rollout?.surge(max) ?? 0),
  };
}

/** True if a rollout at that many replicas only goes on when there is room for one more. */
export function needsStep(rollout: RolloutStep | undefined, replicas: number): boolean {
  return rollout !== undefined && replicas > 0 && rollout.unavailable(replicas) === 0;
}

/** How many pods of a group stand in so many units. */
export function podsOf({ perUnit }: PodGroup, units: number): number {
  return perUnit * units;
}

/** Pods of a group when there are most of them. */
export const podsAtPeak = (workload: Workload, group: PodGroup): number => podsOf(group, unitCounts(workload).peak);
