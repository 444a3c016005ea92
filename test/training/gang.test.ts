import { Chart, Duration, Size } from 'cdk8s';
import { containerOf, envOf, GANG, jobOf, on, podOf, pool, runOf, SAVED, team, TORCH, training } from './training';
import { AccessMode } from '../../src/cluster/storage-class';
import { Checkpoint } from '../../src/model/checkpoint';
import { TrainingQueue } from '../../src/platform/queue/training-queue';
import { judge } from '../../src/rules/judge';
import { Schedule } from '../../src/task/schedule';
import { Disruption } from '../../src/training/disruption';
import { FastNetwork } from '../../src/training/fast-network';
import { GangTopology } from '../../src/training/gang-topology';
import { Launcher } from '../../src/training/launcher';
import { TrainingBackend } from '../../src/training/training-backend';
import { one } from '../serving/service';

const JAX = Launcher.jax({ script: 'train.py' });
const DISRUPTED = [{ status: 'True', type: 'DisruptionTarget' }];
const BY_DISRUPTION = { onJobFailureMessagePatterns: ['has condition DisruptionTarget matching FailJob rule'], onJobFailureReasons: ['PodFailurePolicy'] };
const INDEX = "metadata.annotations['batch.kubernetes.io/job-completion-index']";

describe('a gang that starts again together', () => {
  const made = training(GANG);
  const { kind, spec } = runOf(made);

  test('is a JobSet of one Job with a pod for each node', () => {
    expect(kind).toBe('JobSet');
    expect(spec.replicatedJobs.map(({ name, replicas }: any) => [name, replicas])).toEqual([['node', 1]]);
    expect(jobOf(made)).toMatchObject({ backoffLimit: 0, completionMode: 'Indexed', completions: 4, parallelism: 4, podFailurePolicy: { rules: [{ action: 'FailJob', onPodConditions: DISRUPTED }] } });
    expect(podOf(made)).toMatchObject({ restartPolicy: 'Never' });
    expect(podOf(made).subdomain).toBeUndefined();
    expect(spec.network).toEqual({ enableDNSHostnames: true, publishNotReadyAddresses: true, subdomain: 'train-r1' });
    expect(made.rendezvousService).toBeUndefined();
  });

  test('goes on after a disruption, which is not counted', () => {
    expect(spec.failurePolicy).toEqual({ maxRestarts: 6, rules: [{ action: 'RestartJobSetAndIgnoreMaxRestarts', name: 'disruption', ...BY_DISRUPTION }] });
  });

  test('is not moved, for all of it would start again', () => {
    expect(jobOf(made).template.metadata.annotations).toMatchObject({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false', 'karpenter.sh/do-not-disrupt': 'true' });
  });

  test('meets at its first pod', () => {
    expect(containerOf(made).command).toEqual(['torchrun', 'train.py']);
    expect(envOf(made)).toMatchObject({
      NCCL_DEBUG: 'WARN', PET_MASTER_ADDR: 'train-r1-node-0-0.train-r1', PET_MASTER_PORT: '29500', PET_NNODES: '4', PET_NODE_RANK: INDEX, PET_NPROC_PER_NODE: '8',
    });
    expect(Object.keys(envOf(made))).not.toContain('NCCL_SOCKET_IFNAME');
  });

  test('its nodes may call each other on any port, both ways', () => {
    const { ingress, egress } = one(made, 'NetworkPolicy', 'train').spec;
    const gang = [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'train' } } }];
    expect(ingress).toEqual([{ from: gang }]);
    expect(egress).toContainEqual({ to: gang });
  });

  test('and no rule has anything against it', () => {
    expect(judge(Chart.of(made).toJson().map((manifest: any) => ({ manifest, path: 'x' })), [])).toEqual([]);
  });
});

test('final exit codes and the deadline end the whole gang', () => {
  const made = training({ ...GANG, launcher: JAX, finalExitCodes: [2], deadline: Duration.hours(20), ttl: Duration.days(1), retries: 3 });
  const { failurePolicy, ttlSecondsAfterFinished } = runOf(made).spec;
  expect(failurePolicy).toEqual({
    maxRestarts: 3,
    rules: [
      { action: 'RestartJobSetAndIgnoreMaxRestarts', name: 'disruption', ...BY_DISRUPTION },
      { action: 'FailJobSet', name: 'finalExitCode', onJobFailureMessagePatterns: ['failed with exit code \\d+ matching FailJob rule'], onJobFailureReasons: ['PodFailurePolicy'] },
      { action: 'FailJobSet', name: 'deadline', onJobFailureReasons: ['DeadlineExceeded'] },
    ],
  });
  expect(ttlSecondsAfterFinished).toBe(86400);
});

test.each([
  [Disruption.RESTART, 'RestartJobSet', 1],
  [Disruption.FAIL, 'FailJobSet', 2],
])('%s of a gang', (disruption, action, maxRestarts) => {
  const { failurePolicy } = runOf(training({ ...GANG, checkpoint: undefined, disruption, retries: disruption === Disruption.FAIL ? 2 : undefined })).spec;
  expect(failurePolicy).toEqual({ maxRestarts, rules: [{ action, name: 'disruption', ...BY_DISRUPTION }] });
});

describe('a gang that is tried once', () => {
  const made = training({ ...GANG, checkpoint: undefined });

  test('is an Indexed Job, whose pods have names by a headless Service', () => {
    expect(runOf(made).kind).toBe('Job');
    expect(jobOf(made)).toMatchObject({ backoffLimit: 0, completionMode: 'Indexed', completions: 4, parallelism: 4 });
    expect(podOf(made).subdomain).toBe('train');
    expect(one(made, 'Service', 'train').spec).toEqual({ clusterIP: 'None', publishNotReadyAddresses: true, selector: { 'app.kubernetes.io/name': 'train' } });
    expect(envOf(made)).toMatchObject({ PET_MASTER_ADDR: 'train-r1-0.train', PET_NODE_RANK: INDEX });
  });

  test('by a schedule meets at a pod whose name Kubernetes makes', () => {
    const scheduled = training({ ...GANG, checkpoint: undefined, runId: undefined, schedule: Schedule.cron('@weekly') });
    expect(envOf(scheduled)).toMatchObject({ PET_MASTER_ADDR: '$(RUN_ID)-0.train', RUN_ID: "metadata.labels['batch.kubernetes.io/job-name']" });
    const names = containerOf(scheduled).env.map(({ name }: any) => name);
    expect(names.indexOf('RUN_ID')).toBeLessThan(names.indexOf('PET_MASTER_ADDR'));
  });
});

describe('launchers', () => {
  const env = (launcher: Launcher, nodes = 2) => envOf(training({ launcher, nodes, placement: on(undefined, 2) }));

  test.each([
    ['JAX', Launcher.jax({ script: 'train.py', args: ['--x'] }), { JAX_COORDINATOR_ADDRESS: 'train-r1-0.train:29500', JAX_NUM_PROCESSES: '2', JAX_PROCESS_ID: INDEX }],
    ['XGBoost', Launcher.xgboost({ script: 'train.py' }), { DMLC_NUM_WORKER: '2', DMLC_TASK_ID: INDEX, DMLC_TRACKER_PORT: '29500', DMLC_TRACKER_URI: 'train-r1-0.train' }],
    ['torchrun with more processes', Launcher.torchrun({ script: 'train.py', processesPerNode: 4 }), { PET_NPROC_PER_NODE: '4' }],
    ['any other', Launcher.custom({ command: ['./train'], rendezvous: { address: 'HEAD', rank: 'ME', nodes: 'ALL', port: 'AT' } }), { HEAD: 'train-r1-0.train', ME: INDEX, ALL: '2', AT: '29500' }],
  ])('%s', (_, launcher, expected) => {
    expect(env(launcher)).toMatchObject(expected);
  });

  test('on one node', () => {
    expect(env(TORCH, 1)).toEqual({ HOME: '/tmp', PET_NNODES: '1', PET_NPROC_PER_NODE: '2', RUN_ID: 'r1' });
    expect(env(Launcher.jax({ script: 'train.py' }), 1)).toMatchObject({ JAX_COORDINATOR_ADDRESS: 'localhost:29500', JAX_NUM_PROCESSES: '1', JAX_PROCESS_ID: '0' });
    expect(env(Launcher.custom({ command: ['./train'] }), 1)).toEqual({ HOME: '/tmp', RUN_ID: 'r1' });
    expect(containerOf(training({ launcher: Launcher.jax({ script: 'train.py', args: ['--x'] }) })).command).toEqual(['python', 'train.py', '--x']);
  });
});

describe('the network between nodes', () => {
  const fast = pool({ resources: { 'vpc.amazonaws.com/efa': '32', 'hugepages-2Mi': '8Gi', 'rdma/hca': '8' } });
  const withNetwork = (network: FastNetwork, gpus = 8) => training({ ...GANG, placement: on(fast, gpus), network }, team([fast]));

  test('EFA: the adapters and the huge pages that go with the accelerators', () => {
    const { limits, requests } = containerOf(withNetwork(FastNetwork.EFA)).resources;
    expect(requests).toMatchObject({ 'hugepages-2Mi': '5120Mi', 'nvidia.com/gpu': '8', 'vpc.amazonaws.com/efa': '32' });
    expect(limits).toEqual(requests);
    expect(containerOf(withNetwork(FastNetwork.EFA, 2)).resources.requests).toMatchObject({ 'hugepages-2Mi': '2048Mi', 'vpc.amazonaws.com/efa': '8' });
    expect(envOf(withNetwork(FastNetwork.EFA))).toMatchObject({ FI_PROVIDER: 'efa' });
    expect(containerOf(withNetwork(FastNetwork.EFA)).securityContext.capabilities).toEqual({ drop: ['ALL'] });
  });

  test('RDMA: a device by its name, and memory that may be locked', () => {
    const container = containerOf(withNetwork(FastNetwork.rdma('rdma/hca')));
    expect(container.resources.requests).toMatchObject({ 'rdma/hca': '1' });
    expect(container.securityContext.capabilities).toEqual({ add: ['IPC_LOCK'], drop: ['ALL'] });
    expect(containerOf(withNetwork(FastNetwork.rdma('rdma/hca', 8))).resources.requests).toMatchObject({ 'rdma/hca': '8' });
  });
});

test('a namespace that enforces the restricted profile refuses pods that lock memory, and that is said', () => {
  const fast = pool({ resources: { 'rdma/hca': '8' } });
  const of = (props: object) => judge(Chart.of(training({ ...props, placement: on(fast, 8), network: FastNetwork.rdma('rdma/hca') }, team([fast]))).toJson().map((manifest: any) => ({ manifest, path: 'x' })), [])
    .map(({ rule, severity, message }) => `${rule} ${severity}: ${message}`);
  const says = (what: string) => [`ML-SEC-001 error: pods of ${what} 'train-r1' break the restricted profile, which namespace 'team-a' enforces: container 'trainer' must not add capabilities other than `
    + "NET_BIND_SERVICE (IPC_LOCK has no effect in one that is not root and gains no privileges: what it may lock is the container runtime's limit); change it, or run them in a namespace of a lower level"];
  expect(of(GANG)).toEqual(says('JobSet'));
  expect(of({})).toEqual(says('Job'));
});

test('a container that is root, or may gain privileges, may lock memory, and is refused without a word on that', () => {
  const fast = pool({ resources: { 'rdma/hca': '8' } });
  const [manifest] = Chart.of(training({ placement: on(fast, 8), network: FastNetwork.rdma('rdma/hca') }, team([fast]))).toJson().filter(({ kind }: any) => kind === 'Job');
  const messageOf = (pod: object, container: object) => {
    const { securityContext, containers: [first], ...spec } = manifest.spec.template.spec;
    const changed = { ...spec, securityContext: { ...securityContext, ...pod }, containers: [{ ...first, securityContext: { ...first.securityContext, ...container } }] };
    const job = { ...manifest, spec: { ...manifest.spec, template: { ...manifest.spec.template, spec: changed } } };
    return judge([{ manifest: job, path: 'x' }], []).filter(({ rule }) => rule === 'ML-SEC-001').map(({ message }) => message).join();
  };
  expect(messageOf({}, {})).toContain('must not add capabilities other than NET_BIND_SERVICE (IPC_LOCK has no effect');
  for (const made of [messageOf({ runAsNonRoot: false }, { runAsNonRoot: undefined }), messageOf({}, { allowPrivilegeEscalation: true })]) {
    expect(made).toContain('must not add capabilities other than NET_BIND_SERVICE');
    expect(made).not.toContain('IPC_LOCK');
  }
});

test('a queue admits it whole, and places it as close as is asked', () => {
  const scope = team();
  const made = training({ ...GANG, queue: TrainingQueue.fromExisting(scope, 'research'), topology: GangTopology.required('cloud.provider.com/topology-block') }, scope);
  expect(runOf(made).metadata.labels).toMatchObject({ 'kueue.x-k8s.io/queue-name': 'research' });
  expect(jobOf(made).template.metadata.annotations).toMatchObject({ 'kueue.x-k8s.io/podset-required-topology': 'cloud.provider.com/topology-block' });
  const near = training({ ...GANG, name: 'near', queue: TrainingQueue.fromExisting(team(), 'research'), topology: GangTopology.preferred('rack') });
  expect(jobOf(near).template.metadata.annotations).toMatchObject({ 'kueue.x-k8s.io/podset-preferred-topology': 'rack' });
});

test('a volume that many may write to', () => {
  const made = training({ ...GANG, checkpoint: Checkpoint.onVolume(Size.tebibytes(1), { every: Duration.minutes(20), accessMode: AccessMode.READ_WRITE_MANY }) });
  expect(one(made, 'PersistentVolumeClaim', 'train-checkpoints').spec.accessModes).toEqual(['ReadWriteMany']);
});

test('Kubeflow\'s TrainJob: the program in trainer, the rest as a patch of the runtime, and no rendezvous of ours', () => {
  const made = training({ ...GANG, deadline: Duration.hours(2), backend: TrainingBackend.trainJob('torch-distributed') });
  const { apiVersion, kind, spec } = runOf(made);
  expect([apiVersion, kind]).toEqual(['trainer.kubeflow.org/v1alpha1', 'TrainJob']);
  expect(spec.runtimeRef).toEqual({ name: 'torch-distributed' });
  expect(spec.activeDeadlineSeconds).toBe(7200);
  expect(spec.trainer).toMatchObject({ command: ['torchrun', 'train.py'], numNodes: 4, numProcPerNode: 8, resourcesPerNode: { requests: { 'nvidia.com/gpu': '8' } } });
  expect(spec.trainer.env.map(({ name }: any) => name)).toEqual(['CHECKPOINT_INTERVAL_SECONDS', 'CHECKPOINT_PATH', 'HOME', 'NCCL_DEBUG', 'RUN_ID']);
  const [{ manager, trainingRuntimeSpec }] = spec.runtimePatches;
  expect(manager).toBe('cdk8s-ml.dev/training');
  const [{ name, template }] = trainingRuntimeSpec.template.spec.replicatedJobs;
  expect(name).toBe('node');
  expect(template.spec.template.metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'train' });
  const { containers, ...pod } = template.spec.template.spec;
  expect(Object.keys(pod)).toEqual(['nodeSelector', 'securityContext', 'serviceAccountName', 'terminationGracePeriodSeconds', 'tolerations', 'volumes']);
  expect(containers).toEqual([{ name: 'node', securityContext: containers[0].securityContext, volumeMounts: [{ mountPath: '/tmp', name: 'writable-0' }, { mountPath: '/dev/shm', name: 'shared-memory' }] }]);
});

test('a backend that is named', () => {
  expect(runOf(training({ checkpoint: SAVED, backend: TrainingBackend.JOB_SET })).kind).toBe('JobSet');
  const own = Launcher.custom({ command: ['./elastic'], rendezvous: { address: 'HEAD', rank: 'ME', nodes: 'ALL' } });
  expect(jobOf(training({ ...GANG, launcher: own, backend: TrainingBackend.JOB })).podFailurePolicy.rules[0].action).toBe('Ignore');
});
