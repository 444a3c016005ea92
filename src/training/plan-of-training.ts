import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { checkTraining } from './check-training';
import { Disruption } from './disruption';
import { GpuTrainingJobProps } from './gpu-training-job-props';
import { poolShare } from './pool-share';
import { firstHost, RANK } from './rendezvous';
import { timeToEnd, USUAL_GRACE } from './time-to-end';
import { trainingIntent } from './training-intent';
import { longestName } from './training-names';
import { TRAINER, TrainingIntent, TrainingPlan } from './training-plan';
import { secondsOf } from '../border/amounts';
import { Cpu } from '../border/cpu';
import { isDnsSubdomain } from '../border/names';
import { Problems } from '../border/problems';
import { CHECKPOINT, CHECKPOINT_INTERVAL, DISRUPTION, RUN_ID, RUN_TIME } from '../manifest/annotations';
import { Checkpoint } from '../model/checkpoint';
import { scopeOf } from '../platform/scope';
import { SecretSource } from '../pod/config/secret-source';
import { Placement } from '../pod/placement/placement';
import { Resources } from '../pod/resources/resources';
import { fromField, INDEX_FIELD, RUN_ID_VARIABLE, runIdVariable } from '../task/job-fields';
import { planOfTask } from '../task/plan-of-task';
import { TaskVariable } from '../task/task-plan';

const MEBIBYTE = 1024 ** 2;
/** What the logs of a tracking client and the caches of compilers (torch.compile, Triton) may take below `/tmp`, assumed. A pod that writes more is evicted, which costs a try. */
const SCRATCH = Size.gibibytes(1);
/** The volume with the checkpoints. */
export const CHECKPOINT_VOLUME = 'checkpoint';

/** The plan of the training that `construct` stands for. What is wrong with the props is recorded. */
export function planOfTraining(problems: Problems, construct: Construct, given: GpuTrainingJobProps): TrainingPlan {
  const intent = trainingIntent(given.name ?? construct.node.id, given);
  const props = taskProps(intent);
  const placement = (props.placement ?? Placement.of({}))._in(scopeOf(construct).cluster);
  // where there is no share, the placement is wrong, and that is said
  const resources = props.resources ?? poolShare(placement) ?? Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(1) });
  const { checkpoint, launcher, network, run, runId, runTime } = given;
  const { retry, nodes } = intent;
  checkTraining(problems, intent, placement, scopeOf(construct));
  const task = planOfTask(problems, construct, props, {
    component: 'training',
    container: TRAINER,
    program: launcher && 'launcher.command',
    gracePeriod: checkpoint ? timeToEnd(checkpoint) : USUAL_GRACE,
    // of a gang all start again when one is moved, and of a runtime that nobody knows here it may be the last try
    mayBeMoved: retry.disruption === Disruption.RESUME && nodes === 1 && intent.backend._runtime === undefined,
    longestName: longestName(intent),
    resources,
    sharedMemory: sharedMemory(resources),
    extended: network?._extended(placement.pools, placement.gpus),
    env: variables(intent, placement),
    defaults: { ...nodes > 1 && { NCCL_DEBUG: 'WARN' }, ...network?._env },
    annotations: {
      ...run?._annotations,
      ...checkpoint && { [CHECKPOINT]: placeText(checkpoint, intent), [CHECKPOINT_INTERVAL]: `${secondsOf(checkpoint.every)}` },
      [DISRUPTION]: retry.disruption.toLowerCase(),
      ...runId !== undefined && { [RUN_ID]: runId },
      ...runTime && { [RUN_TIME]: `${secondsOf(runTime)}` },
    },
  });
  const place = checkpoint?._place;
  if (place && place.kind !== 'objects') {
    task.files.addVolume({ name: CHECKPOINT_VOLUME, persistentVolumeClaim: { claimName: claimName(checkpoint, intent)! } }, { mountPath: place.mountPath }, 'checkpoint');
  }
  if (launcher?._processes !== undefined && launcher._processes < placement.gpus) {
    problems.add('launcher.processesPerNode', `at least the accelerators of a node (${placement.gpus})`, launcher._processes, 'the others would be idle; ask for fewer, or leave it out');
  }
  return { ...intent, task };
}

/** The claim of a checkpoint on a volume. */
export function claimName({ _place }: Checkpoint, { name }: TrainingIntent): string | undefined {
  return _place.kind === 'claim' ? _place.claimName : _place.kind === 'volume' ? `${name}-checkpoints` : undefined;
}

/** The props of the task: the launcher starts its program, and the tracking server's credentials are among its Secrets. */
function taskProps({ props }: TrainingIntent): GpuTrainingJobProps {
  const secret = props.run?._tracking?._secret;
  const home = props.writablePaths?.[0]?.path ?? '/tmp';
  return {
    ...props,
    writablePaths: props.writablePaths ?? [{ path: '/tmp', size: SCRATCH }],
    ...props.launcher && { command: [...props.launcher._command], args: undefined },
    ...secret && isDnsSubdomain(secret.name) && { secrets: [...props.secrets ?? [], SecretSource.asFiles(secret.name, secret.folder.replace(/^~/, home), [secret.key])] },
  };
}

/**
 * As much as Linux gives a tmpfs where nobody says, half of the memory: data loaders and the library between the cards take it page by page as they need it.
 * @see https://www.kernel.org/doc/html/latest/filesystems/tmpfs.html (`size`)
 */
function sharedMemory({ _memoryLimit }: Resources): Size | undefined {
  const mebibytes = Math.floor(_memoryLimit / 2 / MEBIBYTE);
  return mebibytes > 0 ? Size.mebibytes(mebibytes) : undefined;
}

function placeText(checkpoint: Checkpoint, intent: TrainingIntent): string {
  return checkpoint._place.kind === 'objects' ? checkpoint._place.uri : `${checkpoint._isShared ? 'shared' : 'claim'}/${claimName(checkpoint, intent)}`;
}

function variables(intent: TrainingIntent, { gpus }: Placement): TaskVariable[] {
  const { props: { checkpoint, launcher, run, runId, schedule }, backend, meeting, nodes, runName } = intent;
  const all: TaskVariable[] = [{ variable: runIdVariable(schedule !== undefined, runId ?? runName), origin: schedule ? 'schedule' : 'runId' }];
  const say = (values: { readonly [variable: string]: string }, origin: string) => Object.entries(values).forEach(([name, value]) => all.push({
    variable: value === RANK ? fromField(name, INDEX_FIELD) : { name, value },
    origin,
  }));
  if (checkpoint) {
    say({ CHECKPOINT_INTERVAL_SECONDS: `${secondsOf(checkpoint.every)}`, CHECKPOINT_PATH: checkpoint._folder(schedule ? `$(${RUN_ID_VARIABLE})` : runName) }, 'checkpoint');
  }
  // Kubeflow's controller sets them itself, and refuses what does it too
  if (launcher && backend._runtime === undefined) {
    say(launcher._env({ address: firstHost(meeting), nodes, rank: nodes > 1 ? RANK : '0', gpus }), 'launcher');
  }
  say(run?._env ?? {}, 'run');
  return all;
}
