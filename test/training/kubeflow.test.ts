import { Duration } from 'cdk8s';
import { A100, GANG, jobOf, on, refused, runOf, team, training } from './training';
import { Checkpoint } from '../../src/model/checkpoint';
import { TrainingQueue } from '../../src/platform/queue/training-queue';
import { ImagePullPolicy } from '../../src/pod/image-pull-policy';
import { Launcher } from '../../src/training/launcher';
import { TrainingBackend } from '../../src/training/training-backend';

const backend = TrainingBackend.trainJob('torch-distributed');
const saving = (saveTime: Duration) => Checkpoint.onObjectStorage('s3://states/', { every: Duration.minutes(20), saveTime });
const patchOf = (made: ReturnType<typeof training>) => runOf(made).spec.runtimePatches[0].trainingRuntimeSpec.template.spec.replicatedJobs[0].template.spec.template;

test('a queue takes the time to end away, so in one it is not said', () => {
  expect(patchOf(training({ ...GANG, backend, checkpoint: saving(Duration.minutes(5)) })).spec.terminationGracePeriodSeconds).toBe(305);
  const scope = team();
  expect(patchOf(training({ ...GANG, backend, queue: TrainingQueue.fromExisting(scope, 'research') }, scope)).spec).not.toHaveProperty('terminationGracePeriodSeconds');
});

test('a save in a queue that takes longer than Kubernetes gives by itself', () => {
  const scope = team();
  expect(refused({ ...GANG, backend, checkpoint: saving(Duration.minutes(5)), queue: TrainingQueue.fromExisting(scope, 'research') }, scope)).toEqual([
    "'checkpoint.saveTime' asks for 305 s to end, and in a 'queue' a TrainJob has no such field: Kueue takes it away when it admits the run, whose save would be cut off after 30 s; use TrainingBackend.JOB_SET, or save faster",
  ]);
});

test('XGBoost with more accelerators than processes', () => {
  const launcher = Launcher.xgboost({ script: 'train.py' });
  const xgboost = TrainingBackend.trainJob('xgboost-distributed');
  expect(refused({ ...GANG, launcher, backend: xgboost })).toEqual([
    "'launcher' is Launcher.xgboost, which starts one process in each pod, and TrainingBackend.trainJob('xgboost-distributed') awaits one for each of the 8 accelerators, so that the run never begins; "
      + 'use one accelerator a node, or TrainingBackend.JOB_SET',
  ]);
  expect(runOf(training({ ...GANG, launcher, backend: xgboost, placement: on(A100, 1) })).kind).toBe('TrainJob');
});

test('when an image is pulled is the runtime\'s to say', () => {
  expect(refused({ ...GANG, backend, imagePullPolicy: ImagePullPolicy.NEVER })).toEqual([
    "'imagePullPolicy' is the runtime's to say under TrainingBackend.trainJob('torch-distributed'); leave it out, or use TrainingBackend.JOB_SET",
  ]);
});

test('a node autoscaler may move one node\'s training that resumes, and none of a runtime whose tries nobody knows', () => {
  const alone = { ...GANG, nodes: 1, checkpoint: saving(Duration.seconds(10)) };
  const SAFE = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
  expect(jobOf(training(alone)).template.metadata.annotations[SAFE]).toBe('true');
  expect(patchOf(training({ ...alone, backend })).metadata.annotations[SAFE]).toBe('false');
});
