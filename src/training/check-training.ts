import { Duration } from 'cdk8s';
import { Disruption } from './disruption';
import { timeToEnd, USUAL_GRACE } from './time-to-end';
import { TrainingBackend } from './training-backend';
import { startsAgain } from './training-intent';
import { longestName } from './training-names';
import { TrainingIntent } from './training-plan';
import { checkSeconds, checkWhole, secondsOf } from '../border/amounts';
import { Problems } from '../border/problems';
import { ScopeFacts } from '../platform/scope';
import { Placement } from '../pod/placement/placement';
import { checkDeadline, fetchPart } from '../task/deadline';
import { checkRoomForName, isRunId } from '../task/run-id';

/**
 * The most pods of an Indexed Job that run at once.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/batch/validation/validation.go (`maxParallelismForIndexedJob`)
 */
const MOST_NODES = 100_000;

/** What is wrong with a training beside what is wrong with it as a task, all of it. */
export function checkTraining(problems: Problems, intent: TrainingIntent, placement: Placement, scope: ScopeFacts): void {
  const { props, network } = intent;
  if (!(placement.gpus > 0)) {
    problems.add('placement.gpus', 'the accelerators of one node', props.placement ? placement.gpus : undefined, "say how many: Placement.of({ pools: [cluster.pool('a100')], gpus: 1 }), or use a BatchScoringJob of one shard for a training that needs none");
  }
  checkWhole(problems, 'nodes', props.nodes, 1);
  if (props.nodes !== undefined && props.nodes > MOST_NODES && Number.isSafeInteger(props.nodes) && props.nodes < 2 ** 31) {
    problems.add('nodes', `at most ${MOST_NODES}, what the API server takes of the pods of an Indexed Job`, props.nodes, 'train on fewer');
  }
  checkRunId(problems, intent);
  checkLauncher(problems, intent);
  checkCheckpoint(problems, intent);
  checkRetry(problems, intent);
  checkSeconds(problems, 'runTime', props.runTime, 1);
  checkSeconds(problems, 'deadline', props.deadline, 1);
  checkSeconds(problems, 'ttl', props.ttl, 0);
  checkLife(problems, intent);
  props.schedule?._check(problems, 'schedule');
  props.topology?._check(problems, 'topology');
  if (props.topology && !props.queue) {
    problems.say("'topology' is what Kueue places a run by when it admits it, and there is no 'queue'; name the queue, or leave it out");
  }
  network?._check(problems, 'network', placement.pools, placement.gpus);
  props.run?._check(problems, 'run');
  for (const part of ['dataset', 'codeRevision'] as const) {
    if (props.run?.[part] !== undefined && props.release?.[part] !== undefined) {
      problems.say(`'run.${part}' and 'release.${part}' both say it; leave one of them out`);
    }
  }
  checkBackend(problems, intent, placement, scope);
}

/** A Job's deadline is its whole life: the artifact is fetched first, by the pods of all nodes at once, and then the program runs. */
function checkLife(problems: Problems, { props: { artifact, deadline, runTime } }: TrainingIntent): void {
  const fetch = fetchPart(artifact);
  const parts = [...fetch, ...runTime ? [{ what: 'runTime', seconds: secondsOf(runTime) }] : []];
  const remedy = fetch.length > 0 ? 'lengthen it, or say how fast the artifact is fetched (bytesPerSecond)' : 'lengthen it';
  checkDeadline(problems, 'deadline', deadline, runTime ? 'at least' : 'above', parts, `every run would be stopped before its ${runTime ? 'end' : 'program begins'}; ${remedy}`);
}

function millis(duration: Duration): number {
  return duration.toMilliseconds({ integral: false });
}

function checkRunId(problems: Problems, intent: TrainingIntent): void {
  const { runId, schedule } = intent.props;
  if (runId === undefined) {
    return;
  }
  if (!isRunId(runId)) {
    problems.add('runId', "of a-z, 0-9 and '-', with a letter or digit at both ends, as it is part of names", runId, 'write for example "2026-11-21-a"');
  } else {
    checkRoomForName(problems, runId, longestName(intent));
  }
  if (schedule) {
    problems.say("'runId' is one run and 'schedule' makes many, each with a name of its own; leave one of them out");
  }
}

function checkLauncher(problems: Problems, { props: { launcher, command, args }, nodes }: TrainingIntent): void {
  launcher?._check(problems, 'launcher');
  if (launcher && (command ?? args)) {
    problems.say(`'${command ? 'command' : 'args'}' and 'launcher' both say what is started; leave one of them out`);
  }
  if (nodes > 1 && !launcher?._meets) {
    problems.say(`'nodes' is ${nodes} and ${launcher ? `${launcher} has no 'rendezvous'` : "there is no 'launcher'"}, so that each would train for itself; `
      + `${launcher ? "name the variables in which the program finds the others (rendezvous: { address: 'MASTER_ADDR', rank: 'NODE_RANK', nodes: 'NODES' })" : "say how it is started, for example Launcher.torchrun({ script: 'train.py' })"}, or leave nodes out`);
  }
}

function checkCheckpoint(problems: Problems, { props: { checkpoint, runTime, schedule }, nodes, retry }: TrainingIntent): void {
  checkpoint?._check(problems, 'checkpoint');
  const place = checkpoint?._place;
  if (checkpoint && place && place.kind !== 'objects' && nodes > 1 && !checkpoint._isShared) {
    problems.say(`'checkpoint' is on a volume for one writer (${place.accessMode}) and 'nodes' is ${nodes}; use Checkpoint.onObjectStorage(…), or a volume for many (accessMode: AccessMode.READ_WRITE_MANY)`);
  }
  if (checkpoint && place && place.kind !== 'objects' && schedule?._overlaps && !checkpoint._isShared) {
    problems.say(`'checkpoint' is on a volume for one writer (${place.accessMode}) and 'schedule' lets runs overlap (Overlap.ALLOW), so that the second waits for the volume of the first; `
      + 'use Overlap.FORBID, Checkpoint.onObjectStorage(…), or a volume for many (accessMode: AccessMode.READ_WRITE_MANY)');
  }
  if (!checkpoint && retry.disruption === Disruption.RESUME) {
    problems.say("'disruption' is Disruption.RESUME and there is no 'checkpoint' to go on from; say where it saves, or use Disruption.RESTART");
  }
  if (checkpoint && runTime && millis(checkpoint.every) >= millis(runTime)) {
    problems.add('checkpoint.every', `below runTime (${runTime.toHumanString()})`, checkpoint.every.toHumanString(), 'nothing would be saved before the end; save more often');
  }
}

function checkRetry(problems: Problems, { props: { retries, finalExitCodes, launcher, command }, retry }: TrainingIntent): void {
  checkWhole(problems, 'retries', retries, 0);
  finalExitCodes?.forEach((code, i) => {
    checkWhole(problems, `finalExitCodes[${i}]`, code, 1, 255, 'exit codes of programs that failed are 1 to 255');
    if (finalExitCodes.indexOf(code) < i) {
      problems.add(`finalExitCodes[${i}]`, 'named once', code, 'drop the second');
    }
  });
  if (finalExitCodes && finalExitCodes.length > 0 && retry.retries === 0) {
    problems.say("'finalExitCodes' are failures after which it is not tried again, and 'retries' is 0, so that it never is; leave one of them out");
  }
  if (finalExitCodes && (launcher?._isTorchrun ?? command?.[0] === 'torchrun')) {
    problems.say("'finalExitCodes' are told apart by what the container ends with, and torchrun ends with 1 whatever the program ended with (ChildFailedError); leave them out, "
      + 'or use Launcher.custom with a script that runs torchrun and ends with the code that the program left in a file');
  }
}

function checkBackend(problems: Problems, intent: TrainingIntent, placement: Placement, scope: ScopeFacts): void {
  const { props, backend, nodes, retry } = intent;
  backend._check(problems, 'backend');
  if (props.schedule && backend !== TrainingBackend.JOB) {
    problems.say(`'backend' is ${backend} and there is a 'schedule', by which a CronJob makes Jobs and nothing else; leave one of them out`);
  } else if (backend === TrainingBackend.JOB && nodes > 1 && startsAgain(retry) && !props.launcher?._startsAlone) {
    problems.say(`'${props.schedule ? 'schedule' : 'backend'}' makes ${props.schedule ? 'Jobs' : 'a Job'}, whose pods start again one by one, and the ${nodes} nodes wait for each other; `
      + `set disruption: Disruption.FAIL and retries: 0${props.schedule ? '' : ', or use TrainingBackend.JOB_SET'}`);
  }
  if (backend._runtime !== undefined) {
    checkRuntime(problems, intent, placement);
    if (scope.priorityClassName !== undefined) {
      problems.say(`chart or app has priorityClassName '${scope.priorityClassName}', for which a TrainJob has no field; `
        + 'put the training into a chart without one, set it in the runtime, or use TrainingBackend.JOB_SET');
    }
  }
}

/**
 * What Kubeflow's runtimes set by themselves in containers that train, to find each other.
 * @see https://github.com/kubeflow/trainer/tree/v2.3.0/pkg/runtime/framework/plugins (`torch`, `jax`, `xgboost`)
 */
const RUNTIME_VARIABLES: ReadonlySet<string> = new Set([
  'PET_NNODES', 'PET_NPROC_PER_NODE', 'PET_NODE_RANK', 'PET_MASTER_ADDR', 'PET_MASTER_PORT',
  'JAX_NUM_PROCESSES', 'JAX_PROCESS_ID', 'JAX_COORDINATOR_ADDRESS', 'JAX_COORDINATOR_PORT', 'JAX_DISTRIBUTED_BACKEND',
  'DMLC_NUM_WORKER', 'DMLC_TASK_ID', 'DMLC_TRACKER_PORT', 'DMLC_TRACKER_URI',
]);

/** What a TrainJob has no field for is its runtime's to say. */
function checkRuntime(problems: Problems, { props, backend }: TrainingIntent, placement: Placement): void {
  for (const name of ['disruption', 'retries', 'finalExitCodes', 'ttl', 'priorityClassName', 'imagePullPolicy'] as const) {
    if (props[name] !== undefined) {
      problems.say(`'${name}' is the runtime's to say under ${backend}; leave it out, or use TrainingBackend.JOB_SET`);
    }
  }
  for (const name of Object.keys(props.env ?? {}).filter((variable) => RUNTIME_VARIABLES.has(variable))) {
    problems.say(`'env' has ${name}, which ${backend} sets itself, and its webhook refuses some of them; leave it out`);
  }
  if (props.launcher?._startsAlone) {
    problems.say(`'launcher' is ${props.launcher} and 'backend' ${backend}, whose runtime brings a rendezvous of its own; use Launcher.torchrun, .jax or .xgboost as the runtime has it, or TrainingBackend.JOB_SET`);
  }
  if (props.launcher?._isXgboost && placement.gpus > 1) {
    problems.say(`'launcher' is ${props.launcher}, which starts one process in each pod, and ${backend} awaits one for each of the ${placement.gpus} accelerators, so that the run never begins; `
      + 'use one accelerator a node, or TrainingBackend.JOB_SET');
  }
  const grace = props.checkpoint ? timeToEnd(props.checkpoint) : USUAL_GRACE;
  if (props.queue && grace > USUAL_GRACE) {
    problems.say(`'checkpoint.saveTime' asks for ${grace} s to end, and in a 'queue' a TrainJob has no such field: Kueue takes it away when it admits the run, whose save would be cut off after ${USUAL_GRACE} s; `
      + 'use TrainingBackend.JOB_SET, or save faster');
  }
  if (props.artifact?._fetched) {
    problems.say("'artifact' is fetched by an init container, which a TrainJob cannot add to its runtime's; use ModelArtifact.fromClaim(…), a ModelCache's for example, or TrainingBackend.JOB_SET");
  }
  if (placement._claim) {
    problems.say(`'placement' claims devices (${placement._claim.deviceClass}), for which a TrainJob has no field; use TrainingBackend.JOB_SET`);
  }
}
