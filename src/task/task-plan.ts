import { Size } from 'cdk8s';
import type { EnvVar } from 'kubernetes-types/core/v1';
import { TaskProps } from './task-props';
import { ScopeFacts } from '../platform/scope';
import { ArtifactPlan } from '../pod/artifact/artifact-plan';
import { ContainerFiles } from '../pod/config/container-files';
import { Placement } from '../pod/placement/placement';
import { Resources } from '../pod/resources/resources';

/** What a kind of task adds to what every task is told. */
export interface TaskTerms {
  /** What kind of work it does, `batch-scoring`. */
  readonly component: string;
  /** The container in which the program runs. */
  readonly container: string;
  /** The property that says what is started, where that is not `command`. */
  readonly program?: string;
  /** Seconds from the signal to stop until the container is killed. */
  readonly gracePeriod: number;
  /** False where a pod that has to move loses work that is not done again. */
  readonly mayBeMoved: boolean;
  /** True where its pods run on, so that an artifact of theirs can be refreshed. */
  readonly runsOn?: boolean;
  /** Most characters of its name, where the names of its objects add to it. */
  readonly longestName?: number;
  /** What it needs where the props do not say. */
  readonly resources?: Resources;
  readonly sharedMemory?: Size;
  /** Further resources of its container that nodes offer: network devices, huge pages. */
  readonly extended?: { readonly [resource: string]: string };
  /** Environment that follows from the task itself, and the property that it follows from; a user's variable of that name is refused. */
  readonly env?: readonly TaskVariable[];
  /** Environment that gives way to the user's. */
  readonly defaults?: { readonly [name: string]: string };
  /** Further labels of all its objects and pods. */
  readonly labels?: { readonly [key: string]: string };
  /** Further annotations of its pods and of what makes them. */
  readonly annotations?: { readonly [key: string]: string };
}

/** A variable, and the property that it follows from. */
export interface TaskVariable {
  readonly variable: EnvVar;
  readonly origin: string;
}

/** Everything that the objects of one task have in common, worked out once from its props. */
export interface TaskPlan {
  readonly name: string;
  readonly namespace?: string;
  readonly scope: ScopeFacts;
  readonly props: TaskProps;
  readonly terms: TaskTerms;
  readonly account: string;
  readonly placement: Placement;
  /** Nothing only where a problem has been recorded for it. */
  readonly resources?: Resources;
  readonly selector: { readonly [key: string]: string };
  readonly labels: { readonly [key: string]: string };
  /** Of the object that makes the pods. */
  readonly annotations: { readonly [key: string]: string };
  readonly podAnnotations: { readonly [key: string]: string };
  readonly files: ContainerFiles;
  /** What reaches a pod of its artifact, if it has one. */
  readonly artifact?: ArtifactPlan;
}
