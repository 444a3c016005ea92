import { Duration, Size, Testing } from 'cdk8s';
import { START_TIMEOUT } from './example-cluster';
import { ControlPlane } from './harness/control-plane';
import { Accelerator, Checkpoint, Cluster, Cpu, FastNetwork, GpuTrainingJob, Launcher, MlChart, MlNamespace, NodePool, Placement, RunIdentity, Tracking, TrainingBackend, TrainingQueue } from '../../src';

let control: ControlPlane;
beforeAll(async () => { control = await ControlPlane.start(); }, START_TIMEOUT);
afterAll(async () => control?.stop());

const prod = Cluster.of('prod', {
  pools: [NodePool.gpu('a100', {
    accelerator: Accelerator.NVIDIA_A100_80GB, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(1000), maxNodes: 8, labels: { accelerator: 'nvidia-a100' }, resources: { 'vpc.amazonaws.com/efa': '4' },
  })],
});

function manifests(): any[] {
  const chart = new MlChart(Testing.app(), 'train', { cluster: prod });
  const team = new MlNamespace(chart, 'ml-train', { owner: 'nlp', costCenter: 'cc-17' });
  new GpuTrainingJob(team, 'train', {
    runId: 'r1',
    image: 'registry.example.com/trainer:v1.8.0',
    launcher: Launcher.torchrun({ script: 'train.py', args: ['--epochs', '3'] }),
    nodes: 4,
    placement: Placement.of({ pools: [prod.pool('a100')], gpus: 8 }),
    network: FastNetwork.EFA,
    backend: TrainingBackend.trainJob('torch-distributed'),
    deadline: Duration.days(1),
    checkpoint: Checkpoint.onObjectStorage('s3://checkpoints/train/', { every: Duration.minutes(20) }),
    queue: TrainingQueue.fromExisting(team, 'research'),
    run: RunIdentity.of({ dataset: 'd', tracking: Tracking.wandb('train', { credentialsSecret: 'wandb' }) }),
  });
  return Testing.synth(chart);
}

// fails on a field that Kubeflow's API has not, and on a value that its schema or its rules refuse
test('a TrainJob is applied with strict validation and without a warning', async () => {
  expect(await control.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests() }))).toEqual({ warnings: [] });
  const { spec } = await control.get(['trainjob', 'train-r1', '-n', 'ml-train']);
  expect(spec.trainer).toMatchObject({ numNodes: 4, numProcPerNode: 8, command: ['torchrun', 'train.py', '--epochs', '3'] });
  const [{ template }] = spec.runtimePatches[0].trainingRuntimeSpec.template.spec.replicatedJobs;
  expect(template.spec.template.spec).toMatchObject({ nodeSelector: { accelerator: 'nvidia-a100' }, serviceAccountName: 'train' });
  expect(template.spec.template.spec.containers[0].volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(expect.arrayContaining(['/dev/shm', '/tmp', '/var/run/secrets/wandb']));
});
