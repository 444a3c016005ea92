import { Duration, Size, Testing } from 'cdk8s';
import { A100, GANG, IMAGE, on, pool, refused, SAVED, team, TORCH, training } from './training';
import { DeviceClass } from '../../src/cluster/accelerators/device-class';
import { Cluster } from '../../src/cluster/cluster';
import { AccessMode } from '../../src/cluster/storage-class';
import { Checkpoint } from '../../src/model/checkpoint';
import { Release } from '../../src/model/release';
import { MlChart } from '../../src/platform/ml-chart';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { Placement } from '../../src/pod/placement/placement';
import { Schedule } from '../../src/task/schedule';
import { Overlap } from '../../src/task/schedule-options';
import { Disruption } from '../../src/training/disruption';
import { FastNetwork } from '../../src/training/fast-network';
import { GangTopology } from '../../src/training/gang-topology';
import { GpuTrainingJob } from '../../src/training/gpu-training-job';
import { Launcher } from '../../src/training/launcher';
import { RunIdentity } from '../../src/training/run-identity';
import { Tracking } from '../../src/training/tracking';
import { TrainingBackend } from '../../src/training/training-backend';

const EVERY = { every: Duration.minutes(20) };
const ALONE = Launcher.custom({ command: ['./train'] });
const weekly = Schedule.cron('@weekly');
const claimed = pool({ deviceClass: DeviceClass.NVIDIA_GPU });

test.each([
  ['no accelerators', { placement: Placement.of({}) }, [
    "'placement.gpus' must be the accelerators of one node, got 0; say how many: Placement.of({ pools: [cluster.pool('a100')], gpus: 1 }), or use a BatchScoringJob of one shard for a training that needs none",
  ]],
  ['more accelerators than a node of the pool has', { placement: on(A100, 9) }, [
    "'placement.gpus' must be at most 8, what one node of pool 'a100' has, got 9; ask for fewer, or choose another pool",
  ]],
  ['half a node', { nodes: 0.5 }, ["'nodes' must be a whole number of at least 1, got 0.5; give a whole number in that range"]],
  ['several nodes and no launcher', { nodes: 3 }, [
    "'nodes' is 3 and there is no 'launcher', so that each would train for itself; say how it is started, for example Launcher.torchrun({ script: 'train.py' }), or leave nodes out",
  ]],
  ['several nodes and a launcher for one', { nodes: 3, launcher: ALONE }, [
    "'nodes' is 3 and Launcher.custom has no 'rendezvous', so that each would train for itself; name the variables in which the program finds the others "
      + "(rendezvous: { address: 'MASTER_ADDR', rank: 'NODE_RANK', nodes: 'NODES' }), or leave nodes out",
  ]],
  ['two ways to start', { launcher: TORCH, command: ['python'] }, ["'command' and 'launcher' both say what is started; leave one of them out"]],
  ['arguments beside a launcher', { launcher: TORCH, args: ['--x'] }, ["'args' and 'launcher' both say what is started; leave one of them out"]],
  ['a launcher of nothing', { launcher: Launcher.custom({ command: [] }) }, ["'launcher.command' must be a program, got []; say what is started, for example \"train.py\""]],
  ['an empty script', { launcher: Launcher.jax({ script: ' ' }) }, ["'launcher.script' must be a program, got \" \"; say what is started, for example \"train.py\""]],
  ['a script and its arguments in one string', { launcher: Launcher.torchrun({ script: 'python train.py --lr 1' }) }, [
    "'launcher.script' must be a script alone, for no shell takes it apart, got \"python train.py --lr 1\"; write script: \"train.py\", args: [\"--lr\", \"1\"]",
  ]],
  ['a program and its arguments in one string', { launcher: Launcher.custom({ command: ['./train --lr 1'] }) }, [
    "'launcher.command' must be a program and, each for itself, its arguments, for no shell takes them apart, got [\"./train --lr 1\"]; write [\"./train\", \"--lr\", \"1\"]",
  ]],
  ['variables that are none, and one for two things', { launcher: Launcher.custom({ command: ['x'], rendezvous: { address: 'A B', rank: 'R', nodes: 'R' } }) }, [
    "'launcher.rendezvous.address' must be a name of an environment variable (letters, digits, '_'), got \"A B\"; rename it",
    "'launcher.rendezvous.nodes' must be a variable of its own, got \"R\"; each says something else",
  ]],
  ['fewer processes than accelerators', { launcher: Launcher.torchrun({ script: 'train.py', processesPerNode: 1 }), placement: on(A100, 2) }, [
    "'launcher.processesPerNode' must be at least the accelerators of a node (2), got 1; the others would be idle; ask for fewer, or leave it out",
  ]],
  ['a launcher\'s own variable', { ...GANG, env: { PET_NNODES: '9' } }, ["environment variable 'PET_NNODES' is given by 'env' and by 'launcher'; remove one of them"]],
  ['a volume for one writer, and several nodes', { ...GANG, checkpoint: Checkpoint.onClaim('states', EVERY) }, [
    "'checkpoint' is on a volume for one writer (ReadWriteOnce) and 'nodes' is 4; use Checkpoint.onObjectStorage(…), or a volume for many (accessMode: AccessMode.READ_WRITE_MANY)",
  ]],
  ['a volume to read', { checkpoint: Checkpoint.onClaim('states', { ...EVERY, accessMode: AccessMode.READ_ONLY_MANY }) }, [
    "'checkpoint.accessMode' must be one that lets a pod write, got \"ReadOnlyMany\"; use AccessMode.READ_WRITE_ONCE",
  ]],
  ['a volume of nothing, on no path, in no class', { checkpoint: Checkpoint.onVolume(Size.gibibytes(0), { ...EVERY, mountPath: 'states', storageClassName: 'F' }) }, [
    "'checkpoint.mountPath' must be an absolute path below /, got \"states\"; write for example \"/checkpoints\"",
    "'checkpoint.size' must be a positive, finite size, got \"0\"; give for example Size.mebibytes(512) or Size.gibibytes(2)",
    "'checkpoint.storageClassName' must be a DNS subdomain, got \"F\"; copy it from 'kubectl get storageclasses'",
  ]],
  ['more nodes than the API server takes', { ...GANG, nodes: 100_001 }, ["'nodes' must be at most 100000, what the API server takes of the pods of an Indexed Job, got 100001; train on fewer"]],
  ['a claim that is none', { checkpoint: Checkpoint.onClaim('A', EVERY) }, ["'checkpoint.claimName' must be a DNS subdomain, got \"A\"; copy it from 'kubectl get pvc'"]],
  ['an address that is none', { checkpoint: Checkpoint.onObjectStorage('/checkpoints', EVERY) }, [
    "'checkpoint.uri' must be an address like s3://checkpoints/embedding/ (s3, gs, az, abfs, abfss), got \"/checkpoints\"; correct it",
  ]],
  ['a password in an address', { checkpoint: Checkpoint.onObjectStorage('s3://key:secret@checkpoints/', EVERY) }, [
    "'checkpoint.uri' must not carry a user or password, for manifests are read by many; leave it out, and give an identity or a Secret as a file",
  ]],
  ['a signature in an address', { checkpoint: Checkpoint.onObjectStorage('az://states/train?sig=abc', EVERY) }, [
    "'checkpoint.uri' must not carry a query, in which signatures and tokens are written, for manifests are read by many; leave it out, and give an identity or a Secret as a file",
  ]],
  ['nothing but saving', { checkpoint: Checkpoint.onClaim('states', { every: Duration.seconds(20) }) }, [
    "'checkpoint.every' must be above saveTime (25 s), got \"20 s\"; the training would do nothing but save; save less often",
  ]],
  ['a checkpoint after the end', { checkpoint: SAVED, runTime: Duration.minutes(20) }, [
    "'checkpoint.every' must be below runTime (20 minutes), got \"20 minutes\"; nothing would be saved before the end; save more often",
  ]],
  ['nothing to go on from', { disruption: Disruption.RESUME }, [
    "'disruption' is Disruption.RESUME and there is no 'checkpoint' to go on from; say where it saves, or use Disruption.RESTART",
  ]],
  ['retries and exit codes out of range', { retries: -1, finalExitCodes: [0, 2, 2] }, [
    "'retries' must be a whole number of at least 0, got -1; give a whole number in that range",
    "'finalExitCodes[0]' must be a whole number from 1 to 255, got 0; exit codes of programs that failed are 1 to 255",
    "'finalExitCodes[2]' must be named once, got 2; drop the second",
  ]],
  ['final exit codes of what is never tried again', { finalExitCodes: [2] }, [
    "'finalExitCodes' are failures after which it is not tried again, and 'retries' is 0, so that it never is; leave one of them out",
  ]],
  ...[{ launcher: TORCH }, { command: ['torchrun', 'train.py'] }, { launcher: Launcher.custom({ command: ['torchrun', 'train.py'] }) }].map((start): any => ['final exit codes that torchrun hides', {
    ...start, retries: 1, finalExitCodes: [2],
  }, [
    "'finalExitCodes' are told apart by what the container ends with, and torchrun ends with 1 whatever the program ended with (ChildFailedError); leave them out, "
      + 'or use Launcher.custom with a script that runs torchrun and ends with the code that the program left in a file',
  ]]),
  ['times that are none', { deadline: Duration.millis(1), ttl: Duration.millis(1), runTime: Duration.millis(1) }, [
    "'runTime' must be a whole number of seconds of at least 1 s, got \"0.001 s\"; give for example Duration.seconds(30)",
    "'deadline' must be a whole number of seconds of at least 1 s, got \"0.001 s\"; give for example Duration.seconds(30)",
    "'ttl' must be a whole number of seconds of at least 0 s, got \"0.001 s\"; give for example Duration.seconds(30)",
  ]],
  ['a deadline before the end', { deadline: Duration.hours(1), runTime: Duration.hours(2) }, [
    "'deadline' must be at least runTime (7200 s), got \"3600 s\"; every run would be stopped before its end; lengthen it",
  ]],
  ['runs beside each other on a volume for one writer', { runId: undefined, schedule: Schedule.cron('@weekly', { overlap: Overlap.ALLOW }), checkpoint: Checkpoint.onVolume(Size.gibibytes(9), EVERY) }, [
    "'checkpoint' is on a volume for one writer (ReadWriteOnce) and 'schedule' lets runs overlap (Overlap.ALLOW), so that the second waits for the volume of the first; "
      + 'use Overlap.FORBID, Checkpoint.onObjectStorage(…), or a volume for many (accessMode: AccessMode.READ_WRITE_MANY)',
  ]],
  ['a run id that is no part of a name', { runId: 'Run_1' }, [
    "'runId' must be of a-z, 0-9 and '-', with a letter or digit at both ends, as it is part of names, got \"Run_1\"; write for example \"2026-11-21-a\"",
  ]],
  ['a run id with a schedule', { schedule: weekly }, ["'runId' is one run and 'schedule' makes many, each with a name of its own; leave one of them out"]],
  ['a gang by a schedule that would start again', { ...GANG, runId: undefined, schedule: weekly }, [
    "'schedule' makes Jobs, whose pods start again one by one, and the 4 nodes wait for each other; set disruption: Disruption.FAIL and retries: 0",
  ]],
  ['a gang of a Job that would start again', { ...GANG, backend: TrainingBackend.JOB }, [
    "'backend' makes a Job, whose pods start again one by one, and the 4 nodes wait for each other; set disruption: Disruption.FAIL and retries: 0, or use TrainingBackend.JOB_SET",
  ]],
  ['a JobSet by a schedule', { runId: undefined, schedule: weekly, backend: TrainingBackend.JOB_SET }, [
    "'backend' is TrainingBackend.JOB_SET and there is a 'schedule', by which a CronJob makes Jobs and nothing else; leave one of them out",
  ]],
  ['what a runtime says', { ...GANG, retries: 2, ttl: Duration.days(1), backend: TrainingBackend.trainJob('torch-distributed') }, [
    "'retries' is the runtime's to say under TrainingBackend.trainJob('torch-distributed'); leave it out, or use TrainingBackend.JOB_SET",
    "'ttl' is the runtime's to say under TrainingBackend.trainJob('torch-distributed'); leave it out, or use TrainingBackend.JOB_SET",
  ]],
  ['variables that a runtime sets', { ...GANG, env: { PET_MASTER_PORT: '1', EPOCHS: '3' }, backend: TrainingBackend.trainJob('torch-distributed') }, [
    "'env' has PET_MASTER_PORT, which TrainingBackend.trainJob('torch-distributed') sets itself, and its webhook refuses some of them; leave it out",
  ]],
  ['a rendezvous beside that of a runtime', { launcher: ALONE, backend: TrainingBackend.trainJob('x y') }, [
    "'backend.runtime' must be the name of a ClusterTrainingRuntime, got \"x y\"; copy it from 'kubectl get clustertrainingruntimes'",
    "'launcher' is Launcher.custom and 'backend' TrainingBackend.trainJob('x y'), whose runtime brings a rendezvous of its own; "
      + 'use Launcher.torchrun, .jax or .xgboost as the runtime has it, or TrainingBackend.JOB_SET',
  ]],
  ['topology without a queue', { ...GANG, topology: GangTopology.required('a b') }, [
    "'topology.nodeLabel' must be the key of a node label, got \"a b\"; copy it from the levels in 'kubectl get topologies -o yaml'",
    "'topology' is what Kueue places a run by when it admits it, and there is no 'queue'; name the queue, or leave it out",
  ]],
  ['a network that the pool has not', { ...GANG, network: FastNetwork.EFA }, [
    "'network' is FastNetwork.EFA and pool 'a100' declares no vpc.amazonaws.com/efa; declare it with the pool (resources: { 'vpc.amazonaws.com/efa': '…' }), or leave it out",
  ]],
  ['a network without a domain', { ...GANG, network: FastNetwork.rdma('hca') }, [
    "'network.resource' must be an extended resource with its domain, got \"hca\"; take it from 'kubectl describe node', for example rdma/hca",
  ]],
  ['what the release says too', { run: RunIdentity.of({ dataset: 'a' }), release: Release.of({ model: 'm', version: '1', dataset: 'b' }) }, [
    "'run.dataset' and 'release.dataset' both say it; leave one of them out",
  ]],
  ['an empty identity', { run: RunIdentity.of({ dataset: ' ', tracking: Tracking.mlflow('https://u:p@mlflow.example.com', { mlflowRunId: 'r1', credentialsSecret: 'A' }) }) }, [
    "'run.dataset' must be a text that is not empty, got \" \"; give it, or leave it out",
    "'run.tracking.trackingUri' must not carry a user or password, for manifests are read by many; leave it out, and give an identity or a Secret as a file",
    "'run.tracking.mlflowRunId' must be the id of a run that MLflow has (32 hexadecimal digits), got \"r1\"; copy it from MLflow, or leave it out; 'runId' is the name of this run",
    "'run.tracking.credentialsSecret' must be the name of a Secret, got \"A\"; copy it from 'kubectl get secrets'",
  ]],
  ['an address of W&B that is none, and no project', { run: RunIdentity.of({ tracking: Tracking.wandb('', { baseUrl: 'wandb.example.com' }) }) }, [
    "'run.experiment' must be a text that is not empty, got \"\"; give it, or leave it out",
    "'run.tracking.baseUrl' must be an address like https://tracking.example.com (https, http), got \"wandb.example.com\"; correct it",
    "'run.tracking.project' must be a text that is not empty, got \"\"; give its name",
  ]],
])('%s', (_, props, expected) => {
  expect(refused(props as any)).toEqual(expected);
});

test('runs beside each other, where each has room to save, and a deadline that is the run time', () => {
  const overlapping = { runId: undefined, schedule: Schedule.cron('@weekly', { overlap: Overlap.ALLOW }) };
  expect(refused({ ...overlapping, checkpoint: SAVED })).toEqual([]);
  expect(refused({ ...overlapping, checkpoint: Checkpoint.onClaim('states', { ...EVERY, accessMode: AccessMode.READ_WRITE_MANY }) })).toEqual([]);
  expect(refused({ runId: undefined, schedule: weekly, checkpoint: Checkpoint.onClaim('states', EVERY) })).toEqual([]);
  expect(refused({ deadline: Duration.hours(2), runTime: Duration.hours(2) })).toEqual([]);
});

test('more devices of the network than a node has', () => {
  const fast = pool({ resources: { 'rdma/hca': '2' } });
  expect(refused({ ...GANG, placement: on(fast, 8), network: FastNetwork.rdma('rdma/hca', 3) }, team([fast]))).toEqual([
    "'network.perPod' must be at most 2, what one node of pool 'a100' has, got 3; ask for fewer",
  ]);
});

test('a claim for devices under Kubeflow', () => {
  expect(refused({ launcher: TORCH, placement: on(claimed), backend: TrainingBackend.trainJob('torch-distributed') }, team([claimed]))).toEqual([
    "'placement' claims devices (gpu.nvidia.com), for which a TrainJob has no field; use TrainingBackend.JOB_SET",
  ]);
});

test('a priority class of the chart under Kubeflow', () => {
  const inClass = (backend: TrainingBackend) => {
    const chart = new MlChart(Testing.app(), 'prod', { cluster: Cluster.of('prod', { pools: [A100] }), priorityClassName: 'research' });
    return refused({ ...GANG, backend }, new MlNamespace(chart, 'team-a', { owner: 'nlp', costCenter: 'cc-17' }));
  };
  expect(inClass(TrainingBackend.trainJob('torch-distributed'))).toEqual([
    "chart or app has priorityClassName 'research', for which a TrainJob has no field; put the training into a chart without one, set it in the runtime, or use TrainingBackend.JOB_SET",
  ]);
  expect(inClass(TrainingBackend.JOB_SET)).toEqual([]);
});

describe('names', () => {
  test.each([
    ['of a Job', {}, 60],
    ['of an Indexed Job', { ...GANG, checkpoint: undefined }, 58],
    ['of a JobSet', GANG, 45],
    ['of a JobSet of more than ten', { ...GANG, nodes: 11 }, 44],
    ['of a CronJob', { runId: undefined, schedule: weekly }, 52],
    ['of an Indexed CronJob of more than ten', { ...GANG, checkpoint: undefined, nodes: 11, runId: undefined, schedule: weekly }, 51],
  ])('%s leave room for what controllers add', (_, props, longest) => {
    expect(training({ ...props, name: 'a'.repeat(longest) }).name).toHaveLength(longest);
    expect(refused({ ...props, name: 'a'.repeat(longest + 1) })[0]).toContain(`'name' must be a DNS label (at most ${longest} of a-z`);
  });

  test('are the id where no other is given', () => {
    expect(() => new GpuTrainingJob(team(), '3b-model', { runId: 'r1', image: IMAGE, placement: on() }))
      .toThrow("'id' must be a DNS label (at most 60 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit), got \"3b-model\"; use for example \"b-model\"");
  });

  test('have no room beside a long run id', () => {
    expect(refused({ runId: 'r'.repeat(63) })).toEqual([`'runId' must be short enough to leave room for a name, got "${'r'.repeat(63)}"; names of pods have 63 characters; shorten it`]);
  });
});
