import { Duration } from 'cdk8s';
import { Disruption } from './disruption';
import { FastNetwork } from './fast-network';
import { GangTopology } from './gang-topology';
import { Launcher } from './launcher';
import { RunIdentity } from './run-identity';
import { TrainingBackend } from './training-backend';
import { Checkpoint } from '../model/checkpoint';
import { ITrainingQueue } from '../platform/queue/training-queue-labels';
import { Schedule } from '../task/schedule';
import { TaskProps } from '../task/task-props';

/**
 * Properties of `GpuTrainingJob`. Of those of every task, `placement` has to be given, with the pools and the accelerators of one node; `resources` and `sharedMemory` follow
 * from it.
 */
export interface GpuTrainingJobProps extends TaskProps {
  /**
   * How it is started, in place of `command` and `args`.
   * @default - `command` and `args`, or what the image starts, on one node
   */
  readonly launcher?: Launcher;
  /**
   * Nodes that train together, each with one pod and all the accelerators of `placement.gpus`.
   * @default 1
   */
  readonly nodes?: number;
  /**
   * Which run it is. It is a part of the Job's name, for a Job's template cannot change: another id is another run, and applying the same one again is not.
   * @default - none: the name alone, which a second release cannot have while the first is there; a rule warns of it
   */
  readonly runId?: string;
  /**
   * Where and how often it saves its state.
   * @default - nowhere; an interruption costs the whole run
   */
  readonly checkpoint?: Checkpoint;
  /**
   * What becomes of the run when the cluster puts a pod of it out.
   * @default - Disruption.RESUME with a checkpoint, Disruption.FAIL without; the runtime's to say under TrainingBackend.trainJob
   */
  readonly disruption?: Disruption;
  /**
   * How often a run is tried again that failed by itself.
   * @default - 0 on one node: a run that is broken stops at once. 1 with Disruption.RESTART. 6 (Kubernetes' own) for several nodes with Disruption.RESUME, as those that lose a
   * neighbour fail by themselves and may be noticed before it is
   */
  readonly retries?: number;
  /**
   * Exit codes after which it is not tried again, for it would end the same way: bad input, bad configuration. Not of what torchrun starts, for it
   * ends with 1 whatever that ended with.
   * @default - none
   */
  readonly finalExitCodes?: number[];
  /**
   * How long the program of a run takes, as you expect it, from when its `artifact` is there. Warnings say by it what a retry costs.
   * @default - unknown; where a run may take hours by its `deadline`, warnings say what that would cost
   */
  readonly runTime?: Duration;
  /**
   * Time after which a run is stopped and has failed (`activeDeadlineSeconds`), from when its pods are made: with the wait for nodes, the time to pull images and to fetch the
   * `artifact`, and its retries. A JobSet's begins anew when the gang starts again, with another fetch; time in a queue does not count. It holds `runTime` and one fetch at least.
   * @default - none
   */
  readonly deadline?: Duration;
  /**
   * Time after which a run that has ended is deleted with its pods and logs (`ttlSecondsAfterFinished`). A GitOps controller makes anew what is among its manifests and was deleted,
   * and that is a second run of the same training: leave it out where one applies them, or take the run from the manifests first.
   * @default - it stays until somebody deletes it
   */
  readonly ttl?: Duration;
  /**
   * When it runs again and again (retraining); each run has the name that Kubernetes gives it.
   * @default - once
   */
  readonly schedule?: Schedule;
  /**
   * The queue that admits it, whole or not at all.
   * @default - none: its pods start as soon as each finds room, so several nodes may wait for each other
   */
  readonly queue?: ITrainingQueue;
  /**
   * How close together its nodes are. Needs a queue whose ResourceFlavors have a Topology: of others Kueue never admits it.
   * @default - anywhere in the pools
   */
  readonly topology?: GangTopology;
  /**
   * The network between nodes that its pools have beside the usual one.
   * @default - the pods' own
   */
  readonly network?: FastNetwork;
  /**
   * By what it is run.
   * @default - a JobSet where several nodes may start again together, a Job otherwise
   */
  readonly backend?: TrainingBackend;
  /**
   * What it is trained from, and where that is written down.
   * @default - not recorded
   */
  readonly run?: RunIdentity;
}
