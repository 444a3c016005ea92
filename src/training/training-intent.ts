import { Disruption } from './disruption';
import { GpuTrainingJobProps } from './gpu-training-job-props';
import { Meeting } from './rendezvous';
import { Retry } from './retry';
import { TrainingBackend } from './training-backend';
import { TrainingIntent } from './training-plan';
import { RUN_ID_VARIABLE } from '../task/job-fields';
import { runNameOf } from '../task/run-id';

/** What a Job's `backoffLimit` is where nobody says. @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy */
const USUAL_RETRIES = 6;

/** What follows from the props of the training `name` alone. */
export function trainingIntent(name: string, props: GpuTrainingJobProps): TrainingIntent {
  const { nodes = 1, runId, schedule } = props;
  const retry = retryOf(props, nodes);
  const backend = props.backend ?? (nodes > 1 && !schedule && startsAgain(retry) ? TrainingBackend.JOB_SET : TrainingBackend.JOB);
  const runName = runNameOf(name, runId);
  return { props, name, runName, nodes, backend, retry, meeting: meetingOf(name, runName, nodes, backend, schedule !== undefined), network: props.network };
}

/** True if a run may begin anew by itself. */
export function startsAgain({ disruption, retries }: Retry): boolean {
  return disruption !== Disruption.FAIL || retries > 0;
}

function retryOf({ checkpoint, disruption = checkpoint ? Disruption.RESUME : Disruption.FAIL, retries, finalExitCodes = [] }: GpuTrainingJobProps, nodes: number): Retry {
  const usual = disruption === Disruption.RESTART ? 1 : disruption === Disruption.RESUME && nodes > 1 ? USUAL_RETRIES : 0;
  return { disruption, retries: retries ?? usual, finalExitCodes: [...finalExitCodes].sort((a, b) => a - b) };
}

function meetingOf(name: string, runName: string, nodes: number, backend: TrainingBackend, scheduled: boolean): Meeting {
  if (!(nodes > 1)) {
    return { kind: 'alone' };
  }
  return backend === TrainingBackend.JOB
    ? { kind: 'job', job: scheduled ? `$(${RUN_ID_VARIABLE})` : runName, service: name }
    : { kind: 'jobSet', name: runName };
}
