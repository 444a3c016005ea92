import { Duration, JsonPatch, Size } from 'cdk8s';
import { A100, containerOf, envOf, IMAGE, jobOf, on, pool, podOf, runOf, SAVED, team, training } from './training';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { NodePool } from '../../src/cluster/node-pool';
import { AccessMode } from '../../src/cluster/storage-class';
import { Checkpoint } from '../../src/model/checkpoint';
import { MlChart } from '../../src/platform/ml-chart';
import { TrainingQueue } from '../../src/platform/queue/training-queue';
import { Placement } from '../../src/pod/placement/placement';
import { Resources } from '../../src/pod/resources/resources';
import { Schedule } from '../../src/task/schedule';
import { Disruption } from '../../src/training/disruption';
import { GpuTrainingJob } from '../../src/training/gpu-training-job';
import { kinds, one } from '../serving/service';

const DISRUPTED = [{ status: 'True', type: 'DisruptionTarget' }];

describe('minimal props', () => {
  const made = training();

  test('a Job that is named after its run, an account and a network policy that outlive it', () => {
    expect(kinds(made).filter((kind) => /train/.test(kind))).toEqual(['ServiceAccount/train', 'NetworkPolicy/train', 'Job/train-r1']);
    expect([made.name, made.runName, made.run.name]).toEqual(['train', 'train-r1', 'train-r1']);
    expect([made.checkpointClaim, made.rendezvousService]).toEqual([undefined, undefined]);
  });

  test('it is tried once: nothing is saved from which it could go on', () => {
    const { template, ...spec } = jobOf(made);
    expect(spec).toEqual({ backoffLimit: 0, podFailurePolicy: { rules: [{ action: 'FailJob', onPodConditions: DISRUPTED }] }, podReplacementPolicy: 'Failed' });
    expect(template.spec).toMatchObject({ restartPolicy: 'Never', terminationGracePeriodSeconds: 30 });
    expect(template.metadata.annotations).toMatchObject({ 'cdk8s-ml.dev/disruption': 'fail', 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' });
  });

  test('selector and toleration are the pool\'s, processor and memory its share of a node: (88 - 8) / 8 cores, (816 - 16) / 8 GiB', () => {
    expect(podOf(made).nodeSelector).toEqual({ accelerator: 'nvidia-a100' });
    expect(podOf(made).tolerations).toEqual([{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }]);
    const amounts = { 'cpu': '10', 'ephemeral-storage': '1074Mi', 'memory': '100Gi', 'nvidia.com/gpu': '1' };
    expect(containerOf(made).resources).toEqual({ limits: amounts, requests: amounts });
  });

  test('shared memory is half of the memory', () => {
    expect(podOf(made).volumes).toContainEqual({ emptyDir: { medium: 'Memory', sizeLimit: '50Gi' }, name: 'shared-memory' });
  });

  test('the run is told its id, and GitOps controllers keep it when the next one takes its place', () => {
    expect(envOf(made)).toEqual({ HOME: '/tmp', RUN_ID: 'r1' });
    expect(runOf(made).metadata.annotations).toMatchObject({ 'argocd.argoproj.io/sync-options': 'Prune=false', 'cdk8s-ml.dev/run-id': 'r1', 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
    expect(runOf(made).metadata.labels).toMatchObject({ 'app.kubernetes.io/component': 'training', 'cdk8s-ml.dev/run-id': 'r1' });
    expect(one(made, 'ServiceAccount', 'train').metadata.labels).not.toHaveProperty(['cdk8s-ml.dev/run-id']);
  });
});

test('all that one node can have', () => {
  const scope = team();
  const made = training({
    command: ['python', 'train.py'],
    args: ['--epochs', '3'],
    checkpoint: Checkpoint.onVolume(Size.gibibytes(100), { every: Duration.minutes(10), saveTime: Duration.minutes(2), mountPath: '/state', storageClassName: 'fast', accessMode: AccessMode.READ_WRITE_ONCE_POD }),
    retries: 2,
    finalExitCodes: [65, 2],
    runTime: Duration.hours(8),
    deadline: Duration.hours(12),
    ttl: Duration.days(3),
    queue: TrainingQueue.fromExisting(scope, 'research').withPriority('high'),
    resources: Resources.guaranteed({ cpu: Cpu.units(8), memory: Size.gibibytes(48) }),
    sharedMemory: Size.gibibytes(8),
  }, scope);
  const { template, ...spec } = jobOf(made);
  expect(spec).toEqual({
    activeDeadlineSeconds: 43200,
    backoffLimit: 2,
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: DISRUPTED }, { action: 'FailJob', onExitCodes: { containerName: 'trainer', operator: 'In', values: [2, 65] } }],
    },
    podReplacementPolicy: 'Failed',
    ttlSecondsAfterFinished: 259200,
  });
  expect(runOf(made).metadata.labels).toMatchObject({ 'kueue.x-k8s.io/priority-class': 'high', 'kueue.x-k8s.io/queue-name': 'research' });
  expect(template.metadata.labels).not.toHaveProperty(['kueue.x-k8s.io/queue-name']);
  expect(template.metadata.annotations).toMatchObject({
    'cdk8s-ml.dev/checkpoint': 'claim/train-checkpoints',
    'cdk8s-ml.dev/checkpoint-interval': '600',
    'cdk8s-ml.dev/disruption': 'resume',
    'cdk8s-ml.dev/run-time': '28800',
    'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true',
  });
  expect(template.spec.terminationGracePeriodSeconds).toBe(125);
  expect(template.spec.volumes).toContainEqual({ name: 'checkpoint', persistentVolumeClaim: { claimName: 'train-checkpoints' } });
  expect(template.spec.volumes).toContainEqual({ emptyDir: { medium: 'Memory', sizeLimit: '8Gi' }, name: 'shared-memory' });
  expect(containerOf(made).volumeMounts).toContainEqual({ mountPath: '/state', name: 'checkpoint' });
  expect(containerOf(made)).toMatchObject({ command: ['python', 'train.py'], args: ['--epochs', '3'] });
  expect(containerOf(made).resources.requests).toMatchObject({ cpu: '8', memory: '48Gi' });
  expect(envOf(made)).toMatchObject({ CHECKPOINT_INTERVAL_SECONDS: '600', CHECKPOINT_PATH: '/state/train-r1' });
  const claim = one(made, 'PersistentVolumeClaim', 'train-checkpoints');
  expect(claim.spec).toEqual({ accessModes: ['ReadWriteOncePod'], resources: { requests: { storage: '100Gi' } }, storageClassName: 'fast' });
  expect(claim.metadata.annotations).toMatchObject({ 'argocd.argoproj.io/sync-options': 'Prune=false' });
  expect(made.checkpointClaim?.name).toBe('train-checkpoints');
});

describe('what becomes of a disrupted run', () => {
  test.each([
    ['resumes where it saves, however often', { checkpoint: SAVED }, 'Ignore', 0],
    ['starts again, and that counts: once', { disruption: Disruption.RESTART }, 'Count', 1],
    ['fails', { checkpoint: SAVED, disruption: Disruption.FAIL }, 'FailJob', 0],
    ['starts again as often as is said', { disruption: Disruption.RESTART, retries: 4 }, 'Count', 4],
  ])('%s', (_, props, action, backoffLimit) => {
    const { podFailurePolicy: { rules }, ...spec } = jobOf(training(props));
    expect(rules).toEqual([{ action, onPodConditions: DISRUPTED }]);
    expect(spec.backoffLimit).toBe(backoffLimit);
  });
});

describe('checkpoints', () => {
  test('in object storage each run has a folder', () => {
    expect(envOf(training({ checkpoint: SAVED })).CHECKPOINT_PATH).toBe('s3://checkpoints/embedding/train-r1');
    expect(envOf(training({ checkpoint: SAVED, runId: undefined })).CHECKPOINT_PATH).toBe('s3://checkpoints/embedding/train');
  });

  test('on a claim that exists', () => {
    const made = training({ checkpoint: Checkpoint.onClaim('states', { every: Duration.minutes(20) }) });
    expect(podOf(made).volumes).toContainEqual({ name: 'checkpoint', persistentVolumeClaim: { claimName: 'states' } });
    expect(kinds(made).filter((kind) => kind.startsWith('PersistentVolumeClaim'))).toEqual([]);
    expect(podOf(made).terminationGracePeriodSeconds).toBe(30);
  });
});

test('checkpoints in object storage may be called, and nobody beside the names\' server where they are on a volume', () => {
  const egress = (checkpoint?: Checkpoint) => one(training({ checkpoint }), 'NetworkPolicy', 'train').spec.egress.slice(1);
  expect(egress(SAVED)).toEqual([{ ports: [{ port: 443, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }]);
  expect(egress(Checkpoint.onClaim('states', { every: Duration.minutes(20) }))).toEqual([]);
  expect(egress()).toEqual([]);
});

test('retraining: a CronJob whose runs are named by Kubernetes and queue each for itself', () => {
  const scope = team();
  const made = training({ runId: undefined, schedule: Schedule.cron('0 3 * * 0'), checkpoint: SAVED, queue: TrainingQueue.fromExisting(scope, 'research') }, scope);
  const { metadata, spec } = runOf(made);
  expect([metadata.name, made.runName, runOf(made).kind]).toEqual(['train', 'train', 'CronJob']);
  expect(metadata.labels).not.toHaveProperty(['kueue.x-k8s.io/queue-name']);
  expect(metadata.annotations).not.toHaveProperty(['argocd.argoproj.io/sync-options']);
  expect(spec).toMatchObject({ schedule: '0 3 * * 0', concurrencyPolicy: 'Forbid', timeZone: 'Etc/UTC' });
  expect(spec.jobTemplate.metadata.labels).toMatchObject({ 'kueue.x-k8s.io/queue-name': 'research' });
  expect(envOf(made)).toMatchObject({ RUN_ID: "metadata.labels['batch.kubernetes.io/job-name']", CHECKPOINT_PATH: 's3://checkpoints/embedding/$(RUN_ID)' });
});

describe('the share of a node', () => {
  const resources = (of: NodePool, gpus = 1) => containerOf(training({ placement: on(of, gpus) }, team([of]))).resources.requests;

  test('grows with the accelerators', () => {
    expect(resources(A100, 4)).toMatchObject({ cpu: '40', memory: '400Gi' });
    expect(resources(A100, 8)).toMatchObject({ cpu: '80', memory: '800Gi' });
  });

  test('leaves a tenth where nobody says what DaemonSets take', () => {
    const plain = pool({ daemonSets: undefined });
    expect(resources(plain, 8)).toMatchObject({ cpu: '79', memory: '734Gi' });
  });

  test('of a small node is in parts of a core and in MiB', () => {
    const small = pool({
      perNode: 4,
      cpu: Cpu.units(2),
      memory: Size.gibibytes(3),
      allocatable: { cpu: Cpu.millis(1800), memory: Size.mebibytes(2400) },
      daemonSets: { cpu: Cpu.millis(200), memory: Size.mebibytes(400) },
    });
    expect(resources(small)).toMatchObject({ cpu: '400m', memory: '500Mi' });
  });

  test('is the smallest where there are several pools', () => {
    const other = pool({ allocatable: { cpu: Cpu.units(48), memory: Size.gibibytes(1000) } }, 'other');
    const made = training({ placement: Placement.of({ pools: [A100, other], gpus: 8 }) }, team([A100, other]));
    expect(containerOf(made).resources.requests).toMatchObject({ cpu: '40', memory: '800Gi' });
  });

  test('of MIG slices is counted in slices', () => {
    const slices = pool({ accelerator: Accelerator.NVIDIA_A100_80GB.mig('3g.40gb'), perNode: 16 });
    expect(resources(slices)).toMatchObject({ 'cpu': '5', 'memory': '50Gi', 'nvidia.com/mig-3g.40gb': '1' });
  });
});

test('two in one chart, the escape hatch, and twice the same bytes', () => {
  const make = () => {
    const scope = team();
    const first = training({}, scope);
    new GpuTrainingJob(scope, 'other', { runId: 'r1', image: IMAGE, placement: on() });
    first.run.addJsonPatch(JsonPatch.replace('/spec/backoffLimit', 9));
    return first;
  };
  expect(runOf(make()).spec.backoffLimit).toBe(9);
  expect(kinds(make()).filter((kind) => kind.startsWith('Job/'))).toEqual(['Job/train-r1', 'Job/other-r1']);
  expect(JSON.stringify(MlChart.of(make()).toJson())).toBe(JSON.stringify(MlChart.of(make()).toJson()));
});
