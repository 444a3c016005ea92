import { FastNetwork } from './fast-network';
import { GpuTrainingJobProps } from './gpu-training-job-props';
import { Meeting } from './rendezvous';
import { Retry } from './retry';
import { TrainingBackend } from './training-backend';
import { TaskPlan } from '../task/task-plan';

/** What follows from the props of a training alone, before its pods are planned. */
export interface TrainingIntent {
  readonly props: GpuTrainingJobProps;
  /** Of the training: its objects that outlive a run are called so. */
  readonly name: string;
  /** Of the run: the object that makes its pods is called so; that of the CronJob where it runs again and again. */
  readonly runName: string;
  readonly nodes: number;
  readonly backend: TrainingBackend;
  readonly retry: Retry;
  readonly meeting: Meeting;
  readonly network?: FastNetwork;
}

/** Everything that the objects of a training are made of. */
export interface TrainingPlan extends TrainingIntent {
  readonly task: TaskPlan;
}

/** The container in which the program runs. Kubeflow's runtimes have one of another name. */
export const TRAINER = 'trainer';
