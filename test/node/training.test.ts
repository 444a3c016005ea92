import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Size } from 'cdk8s';
import { jaxImage, torchImage, trainerImage, xgboostImage } from './harness/images';
import { RealNode } from './harness/real-node';
import { imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { START_TIMEOUT } from './serving-node';
import {
  Accelerator, Checkpoint, Cluster, Cpu, Disruption, GpuTrainingJob, GpuTrainingJobProps, Launcher, MlChart, MlNamespace, NodePool, Placement, Resources, TrainingBackend,
} from '../../src';

const TEAM = 'team-training';
const IMAGE = 'registry.example.com/trainer:v1.8.0';
const JAX_IMAGE = 'registry.example.com/jax-trainer:v1.8.0';
const TORCH_IMAGE = 'registry.example.com/torch-trainer:v1.8.0';
const XGBOOST_IMAGE = 'registry.example.com/xgboost-trainer:v1.8.0';
const CLASS = 'disks';
const STEPS = 150;

/** The node says that it has cards; nothing here looks at them. */
const prod = Cluster.of('prod', {
  dnsCidrs: ['10.88.0.1/32'], // on the node itself
  pools: [NodePool.gpu('cards', {
    accelerator: Accelerator.NVIDIA, perNode: 16, cpu: Cpu.units(2), memory: Size.gibibytes(8), maxNodes: 1, labels: { accelerator: 'nvidia-test' },
  })],
});

let node: RealNode;
let disks: string;

beforeAll(async () => {
  disks = mkdtempSync(join(tmpdir(), 'cdk8s-ml-checkpoints-'));
  chmodSync(disks, 0o755);
  node = await RealNode.start(undefined, {
    labels: { accelerator: 'nvidia-test' },
    extendedResources: { 'nvidia.com/gpu': '16' },
    images: { [IMAGE]: trainerImage(), [JAX_IMAGE]: jaxImage(), [TORCH_IMAGE]: torchImage(), [XGBOOST_IMAGE]: xgboostImage() },
    controlPlane: { crds: true, controllers: ['jobset'] },
  });
  await apply(['resumes', 'succeeds', 'breaks'].map(disk));
  await apply(manifestsOf(program, prod));
}, START_TIMEOUT);
afterAll(async () => {
  await node?.stop();
  rmSync(disks, { recursive: true, force: true });
});

function program(chart: MlChart): void {
  const team = teamNamespace(chart, TEAM);
  saving(team, 'resumes');
  saving(team, 'succeeds', { env: { STEPS: '1000000', STOPPED_CODE: '0' } });
  saving(team, 'breaks', { env: { BROKEN_AT: '5' } });
  const gang = { launcher: Launcher.custom({ command: ['python3', 'gang.py'], rendezvous: { address: 'ADDRESS', nodes: 'NODES', port: 'PORT', rank: 'RANK' } }), nodes: 2 };
  training(team, 'job-set', { ...gang, disruption: Disruption.RESTART });
  training(team, 'plain', gang);
  training(team, 'jax', {
    image: JAX_IMAGE,
    launcher: Launcher.jax({ script: 'jax_sum.py' }),
    nodes: 2,
    backend: TrainingBackend.JOB_SET,
    resources: Resources.burstable({ cpu: Cpu.millis(100), memory: Size.mebibytes(768) }),
    env: { JAX_PLATFORMS: 'cpu' },
  });
  training(team, 'torchrun', {
    image: TORCH_IMAGE,
    launcher: Launcher.torchrun({ script: 'torch_sum.py' }),
    nodes: 2,
    backend: TrainingBackend.JOB_SET,
    resources: Resources.burstable({ cpu: Cpu.millis(100), memory: Size.mebibytes(768) }),
    // PyTorch 1.13, which is Debian 12's, knows no "0" here under Python 3.11
    env: { PET_REDIRECTS: '1', PET_TEE: '1' },
  });
  training(team, 'xgboost', {
    image: XGBOOST_IMAGE,
    launcher: Launcher.xgboost({ script: 'xgboost_sum.py' }),
    nodes: 2,
    resources: Resources.burstable({ cpu: Cpu.millis(100), memory: Size.mebibytes(512) }),
  });
}

const training = (team: MlNamespace, name: string, props: Partial<GpuTrainingJobProps>) => new GpuTrainingJob(team, name, {
  runId: 'r1',
  image: IMAGE,
  imagePullPolicy,
  placement: Placement.of({ pools: [prod.pool('cards')], gpus: 1 }),
  resources: Resources.burstable({ cpu: Cpu.millis(50), memory: Size.mebibytes(128) }),
  ...props,
});

/** A training that saves every 2 s on a volume of its own. */
const saving = (team: MlNamespace, name: string, { env, ...props }: Partial<GpuTrainingJobProps> = {}) => training(team, name, {
  command: ['python3', 'train.py'],
  env: { STEPS: `${STEPS}`, ...env },
  checkpoint: Checkpoint.onVolume(Size.gibibytes(1), { every: Duration.seconds(2), saveTime: Duration.seconds(1), storageClassName: CLASS }),
  ...props,
});

/** The volume of a training: a folder of this machine. */
function disk(name: string): any {
  const path = join(disks, name);
  mkdirSync(path);
  chmodSync(path, 0o777);
  const hostname = { key: 'kubernetes.io/hostname', operator: 'In', values: [node.name] };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '1Gi' },
      claimRef: { name: `${name}-checkpoints`, namespace: TEAM },
      local: { path },
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: CLASS,
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [hostname] }] } },
    },
  };
}

async function apply(items: readonly any[]): Promise<void> {
  expect(await node.plane.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))).toEqual({ warnings: [] });
}

const stateOf = (name: string): { step: number; starts: number[] } | undefined => {
  try {
    return JSON.parse(readFileSync(join(disks, name, `${name}-r1`, 'state.json'), 'utf8'));
  } catch {
    return undefined;
  }
};
const podsOf = async (name: string): Promise<any[]> => (await node.plane.get(['pods', '-n', TEAM, '-l', `app.kubernetes.io/name=${name}`])).items;
const jobOf = (name: string) => node.plane.get(['job', name, '-n', TEAM]);
const conditionsOf = ({ status }: any): string[] => (status.conditions ?? []).filter((condition: any) => condition.status === 'True').map(({ type }: any) => type);

/** Puts a pod out, as a drain does. */
async function evict({ metadata: { name, namespace } }: any): Promise<void> {
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  await node.plane.run(['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, '-f', '-'], { stdin: JSON.stringify(eviction) });
}

async function ended(name: string, seconds: number): Promise<any> {
  await node.waitFor(`job ${name} to end`, async () => conditionsOf(await jobOf(name)).some((type) => type === 'Complete' || type === 'Failed') || JSON.stringify((await jobOf(name)).status), seconds);
  return jobOf(name);
}

/** Waits until a training has saved, and evicts its pod; the step of the last save before. */
async function evictedOnceSaved(name: string): Promise<number> {
  await node.waitFor(`${name} to save`, async () => (stateOf(name)?.step ?? 0) > 10 || `${JSON.stringify(stateOf(name))}`, 120);
  const { step } = stateOf(name)!;
  const [pod] = await podsOf(name);
  await evict(pod);
  return step;
}

test('an evicted training saves, ends with a failure that is not counted, and goes on from where it was', async () => {
  const before = await evictedOnceSaved('resumes');
  const { status } = await ended('resumes-r1', 240);
  expect(conditionsOf({ status })).toContain('Complete');
  expect(status.succeeded).toBe(1);
  expect(status.failed ?? 0).toBe(0);
  const { step, starts } = stateOf('resumes')!;
  expect(step).toBe(STEPS);
  expect(starts).toHaveLength(2);
  expect(starts[0]).toBe(0);
  // more than the last save by the clock: it saved when it was stopped
  expect(starts[1]).toBeGreaterThanOrEqual(before);
}, 400_000);

test('one that ends with 0 when it is stopped is taken for complete, which is why it must not', async () => {
  await evictedOnceSaved('succeeds');
  const { status } = await ended('succeeds-r1', 120);
  expect(conditionsOf({ status })).toContain('Complete');
  expect(stateOf('succeeds')!.step).toBeLessThan(1_000_000);
}, 300_000);

test('one that is broken stops at once', async () => {
  const { status } = await ended('breaks-r1', 120);
  expect(conditionsOf({ status })).toContain('Failed');
  expect(status.failed).toBe(1);
}, 200_000);

test.each([
  ['a JobSet', 'job-set', 'job-set-r1-node-0', ['job-set-r1-node-0-0', 'job-set-r1-node-0-1']],
  ['an Indexed Job', 'plain', 'plain-r1', ['plain-r1-0', 'plain-r1-1']],
])('two nodes of %s find each other by what they are told, through the network policy, and agree on the sum', async (_, name, job, hosts) => {
  expect(conditionsOf(await ended(job, 240))).toContain('Complete');
  const pods = await podsOf(name);
  const logs = await Promise.all(pods.map(({ metadata }) => node.plane.run(['logs', metadata.name, '-n', TEAM])));
  expect(logs.map((log) => log.trim().split('\n').pop()).sort()).toEqual(hosts.map((host) => `sum 3 of 2 by ${host}`));
}, 300_000);

test.each([
  ['JAX', 'a JobSet', 'jax', 'jax-r1-node-0', 'sum 3 of 2 on cpu'],
  ['PyTorch, by torchrun,', 'a JobSet', 'torchrun', 'torchrun-r1-node-0', '[default0]:sum 3 of 2 by gloo'],
  ['XGBoost', 'an Indexed Job', 'xgboost', 'xgboost-r1', 'sum 3 of 2 and labels [0, 1]'],
])('a program of %s over two pods of %s finds the first by what it is told, and sums over all processes', async (_, _kind, name, job, last) => {
  const { status } = await ended(job, 240);
  const logs = await Promise.all((await podsOf(name)).map(({ metadata }) => node.plane.run(['logs', metadata.name, '-n', TEAM])));
  expect(logs.map((log) => log.trim().split('\n').slice(-5))).toEqual([1, 2].map(() => expect.arrayContaining([last])));
  expect(conditionsOf({ status })).toContain('Complete');
}, 300_000);
