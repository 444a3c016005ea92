import { App, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import { Cpu } from '../../src/border/cpu';
import { NodePool } from '../../src/cluster/node-pool';

import { External, externalsOf } from '../../src/manifest/external';
import { ModelArtifact } from '../../src/model/artifact/model-artifact';
import { Checkpoint } from '../../src/model/checkpoint';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { scopeOf } from '../../src/platform/scope';
import { judge } from '../../src/rules/judge';
import { Schedule } from '../../src/task/schedule';
import { FastNetwork } from '../../src/training/fast-network';
import { GpuTrainingJob } from '../../src/training/gpu-training-job';
import { Launcher } from '../../src/training/launcher';
import { Trigger } from '../../src/trigger/trigger';
import { scoring } from '../batch/scoring';
import { RABBIT, worker } from '../batch/workers';
import { A100, GANG, IMAGE, on, pool, TORCH, team, training } from '../training/training';

const EVERY = { every: Duration.minutes(20) };
const UNSIZED = ModelArtifact.fromS3('s3://models/llama/1.4.0/', { manifestDigest: `sha256:${'ab'.repeat(32)}` });
const GENERAL = NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 20, labels: { pool: 'general' } });
const FAST = pool({ resources: { 'rdma/hca': '8' } }, 'fast');
const OPEN = 'which everybody sees who may read the manifests or the object; put it into a Secret, and take it from there with SecretSource.asFiles or SecretSource.asEnv';
const SIZE = "'artifact.size' is missing, from which the volume for its files and every deadline of a start follow; give what its files weigh, for example Size.gibibytes(15)";
/** What these have besides: they call nobody, and the cluster does not say that it has KEDA. */
const BESIDE = new Set(['ML-NET-010', 'ML-SCALE-007']);

/** What somebody is told who writes that, by the construct or by the rules over what it makes. */
function told(make: (namespace: MlNamespace) => unknown): string[] {
  const namespace = team([A100, FAST, GENERAL]);
  try {
    make(namespace);
  } catch (error) {
    const [first, ...rest] = (error as Error).message.split('\n  ');
    return rest.length === 0 ? [first] : rest;
  }
  const { cluster } = scopeOf(namespace);
  const objects = Chart.of(namespace).toJson().map((manifest) => ({ manifest, path: '', cluster }));
  return judge(objects, externalsOf(App.of(namespace))).filter(({ rule }) => !BESIDE.has(rule)).map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);
}

/** Two trainings that save on one claim. */
function twoOn(namespace: MlNamespace, claimName: string): void {
  for (const id of ['train', 'rank']) {
    new GpuTrainingJob(namespace, id, { runId: 'r1', image: IMAGE, placement: on(), checkpoint: Checkpoint.onClaim(claimName, EVERY) });
  }
}

/** A worker to whose pods a patch gives a volume that they write to. */
function writing(namespace: MlNamespace): void {
  const volume = { name: 'data', persistentVolumeClaim: { claimName: 'data' } };
  worker({ queue: RABBIT }, namespace).workload.addJsonPatch(
    JsonPatch.add('/spec/template/spec/volumes/-', volume), JsonPatch.add('/spec/template/spec/containers/0/volumeMounts/-', { mountPath: '/data', name: 'data' }),
  );
  for (const object of [{ kind: 'PersistentVolumeClaim', name: 'data' }, { kind: 'Secret', name: 'rabbitmq' }]) {
    External.declare(namespace, { ...object, namespace: 'team-a' });
  }
}

/** What somebody may write who is new to it, and the words with which he is sent on. */
test.each<[string, (namespace: MlNamespace) => unknown, string[]]>([
  ['0 shards', (namespace) => scoring({ shards: 0 }, namespace), ["[prod/team-a/score] 'shards' must be a whole number of at least 1, got 0; cut the work into at least 1 part"]],
  ['more at once than shards', (namespace) => scoring({ shards: 4, parallelism: 5 }, namespace), [
    "[prod/team-a/score] 'parallelism' must be at most the 4 shards, got 5; lower it, or leave it out",
  ]],
  ['more than the API takes', (namespace) => scoring({ shards: 100_001, parallelism: 10_001 }, namespace), [
    "[prod/team-a/score] 'parallelism' must be at most 10000, what the API server takes of more than 100000 shards, got 10001; lower it, or leave it out",
  ]],
  ['a queue without address', (namespace) => worker({ queue: Trigger.rabbitMq({ queue: 'documents' }) }, namespace), [
    "[prod/team-a/embedder] 'queue.address' must be where RabbitMQ is, got nothing; write for example \"http://rabbitmq.queues:15672\", "
      + "or take all of it from a Secret: auth: TriggerAuth.fromSecret('<secret>', { host: '<key>' })",
  ]],
  ['a queue with an empty address', (namespace) => worker({ queue: Trigger.redisList({ list: 'documents', address: '' }) }, namespace), [
    "[prod/team-a/embedder] 'queue.address' must be host and port, got \"\"; write for example \"redis.queues:6379\"",
  ]],
  ['a secret in a trigger', (namespace) => worker({ queue: Trigger.redisList({ list: 'documents', address: ':pw@redis:6379' }) }, namespace), [
    "[prod/team-a/embedder] 'queue.address' must be an address without credentials, got \"***@redis:6379\"; "
      + "put them into a Secret and give auth: TriggerAuth.fromSecret('<secret>', { password: 'password' })",
  ]],
  ['a secret in a variable', (namespace) => scoring({ env: { DB_PASSWORD: 'pw' } }, namespace), [
    `warning ML-SEC-003: container 'scoring' of Job 'score-r1' has the plain value of env DB_PASSWORD, ${OPEN}`,
  ]],
  ['a secret in an argument', (namespace) => training({ args: ['--api-key', 'sk-1'] }, namespace), [
    `warning ML-SEC-003: container 'trainer' of Job 'train-r1' has the plain value of --api-key in args[0], ${OPEN}`,
  ]],
  ['two checkpoints on one claim', (namespace) => twoOn(namespace, 'states'), [
    "error ML-TRAIN-003: the checkpoints of Job 'rank-r1' and of Job 'train-r1' are both on PersistentVolumeClaim 'states', which is for one writer; give each a volume of its own, or save in object storage",
  ]],
  ['a checkpoint for one writer, and several nodes', (namespace) => training({ ...GANG, checkpoint: Checkpoint.onClaim('states', EVERY) }, namespace), [
    "[prod/team-a/train] 'checkpoint' is on a volume for one writer (ReadWriteOnce) and 'nodes' is 4; use Checkpoint.onObjectStorage(…), or a volume for many (accessMode: AccessMode.READ_WRITE_MANY)",
  ]],
  ['a Deployment that writes to a volume', writing, [
    "warning ML-VOL-004: container 'worker' of Deployment 'embedder' mounts PersistentVolumeClaim 'data' to write, and up to 20 pods do so at once; "
      + 'mount it with readOnly: true, or let a StatefulSet make a claim for each pod',
  ]],
  ['RDMA in a restricted namespace', (namespace) => training({ ...GANG, placement: on(FAST, 8), network: FastNetwork.rdma('rdma/hca', 8) }, namespace), [
    "error ML-SEC-001: pods of JobSet 'train-r1' break the restricted profile, which namespace 'team-a' enforces: container 'trainer' must not add capabilities other than NET_BIND_SERVICE "
      + "(IPC_LOCK has no effect in one that is not root and gains no privileges: what it may lock is the container runtime's limit); change it, or run them in a namespace of a lower level",
  ]],
  ['several nodes without a launcher', (namespace) => training({ nodes: 3, command: ['python', 'train.py'] }, namespace), [
    "[prod/team-a/train] 'nodes' is 3 and there is no 'launcher', so that each would train for itself; say how it is started, for example Launcher.torchrun({ script: 'train.py' }), or leave nodes out",
  ]],
  ['several nodes with a launcher for one', (namespace) => training({ nodes: 3, launcher: Launcher.custom({ command: ['./train'] }) }, namespace), [
    "[prod/team-a/train] 'nodes' is 3 and Launcher.custom has no 'rendezvous', so that each would train for itself; name the variables in which the program finds the others "
      + "(rendezvous: { address: 'MASTER_ADDR', rank: 'NODE_RANK', nodes: 'NODES' }), or leave nodes out",
  ]],
  ['more accelerators than a node has', (namespace) => training({ placement: on(A100, 9) }, namespace), [
    "[prod/team-a/train] 'placement.gpus' must be at most 8, what one node of pool 'a100' has, got 9; ask for fewer, or choose another pool",
  ]],
  ['more nodes than the pool has', (namespace) => training({ nodes: 9, placement: on(A100, 8), launcher: TORCH }, namespace), [
    "error ML-CAP-005: Job 'train-r1' alone has no room on cluster 'prod' at its maximum: it needs 72 nvidia.com/gpu (9 pods × 8 of Job 'train-r1'), and the nodes that may take them have 64 (8 × 8 of a100); "
      + 'raise maxNodes or ask for less',
  ]],
  ['a retry of hours without a checkpoint', (namespace) => training({ retries: 3, runTime: Duration.hours(10) }, namespace), [
    "warning ML-TRAIN-002: Job 'train-r1' takes 10 h, saves no checkpoints and is tried again up to 3 times from the beginning: 1 accelerator × 30 h = 30 accelerator hours; save checkpoints, or set retries to 0",
  ]],
  ['a retry of hours by its deadline', (namespace) => training({ retries: 3, deadline: Duration.hours(10) }, namespace), [
    "warning ML-TRAIN-002: Job 'train-r1' may take 10 h in all, saves no checkpoints and is tried again up to 3 times from the beginning: 1 accelerator × 10 h = 10 accelerator hours; save checkpoints, or set retries to 0",
  ]],
  ['an artifact without size', (namespace) => scoring({ artifact: UNSIZED }, namespace), [`[prod/team-a/score] ${SIZE}`]],
  ['an artifact without size for a worker', (namespace) => worker({ artifact: UNSIZED }, namespace), [`[prod/team-a/embedder] ${SIZE}`]],
  ['an artifact without size for a training', (namespace) => training({ artifact: UNSIZED }, namespace), [`[prod/team-a/train] ${SIZE}`]],
  ['an image volume without size', (namespace) => training({ artifact: ModelArtifact.fromImageVolume(`registry.example.com/llama@sha256:${'ab'.repeat(32)}`) }, namespace), [
    "[prod/team-a/train] 'artifact.size' is missing, from which every deadline of a start follows; give what its files weigh, for example Size.gibibytes(15)",
  ]],
])('%s', (_, make, messages) => {
  expect(told(make)).toEqual(messages);
});

test('a schedule without a time zone is taken, with the one that holds then', () => {
  const schedule = Schedule.cron('0 4 * * *');
  const specs = [scoring({ runId: undefined, schedule }).job, training({ runId: undefined, schedule }).run].map((cronJob) => cronJob.toJson().spec.timeZone);
  expect(specs).toEqual(['Etc/UTC', 'Etc/UTC']);
});
