import { Duration, Size } from 'cdk8s';
import {
  Accelerator, Checkpoint, Cluster, Cpu, GpuTrainingJob, MlApp, MlChart, MlNamespace, NetworkPeer, NodePool, Placement, Quota, Resources, RunIdentity, Tracking,
} from 'cdk8s-ml';

const prod = Cluster.of('prod', {
  pools: [
    NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 20 }),
    NodePool.gpu('a100', {
      accelerator: Accelerator.NVIDIA_A100_80GB,
      perNode: 8,
      cpu: Cpu.units(96),
      memory: Size.gibibytes(1360),
      maxNodes: 2,
      labels: { accelerator: 'nvidia-a100' }, // taint nvidia.com/gpu:NoSchedule, as the provider sets it
    }),
  ],
});

export const app = new MlApp();
const chart = new MlChart(app, 'embedding-trainer', { cluster: prod });
const team = new MlNamespace(chart, 'ml-search', {
  owner: 'search',
  costCenter: 'cc-42',
  purpose: 'product-search',
  quota: Quota.of({ requestsCpu: Cpu.units(16), requestsMemory: Size.gibibytes(96), limitsMemory: Size.gibibytes(96), gpus: 2, pods: 10 }),
});

const trainer = new GpuTrainingJob(team, 'embedding-trainer', {
  runId: '2026-11-21-a', // another run is another id: the Job is called embedding-trainer-2026-11-21-a
  image: 'registry.example.com/embedding-trainer:v1.8.0',
  command: ['python', 'train.py'],
  placement: Placement.of({ pools: [prod.pool('a100')], gpus: 1 }),
  resources: Resources.guaranteed({ cpu: Cpu.units(8), memory: Size.gibibytes(48) }),
  checkpoint: Checkpoint.onVolume(Size.gibibytes(100), { every: Duration.minutes(20), saveTime: Duration.seconds(20) }),
  runTime: Duration.hours(8),
  deadline: Duration.hours(24),
  run: RunIdentity.of({
    dataset: 'products-2026-11',
    codeRevision: '4f1c2ab',
    tracking: Tracking.mlflow('https://mlflow.example.com', { experiment: 'embedding', credentialsSecret: 'mlflow-credentials' }),
  }),
});
trainer.allowTo(NetworkPeer.cidrs('203.0.113.0/24'), 443); // mlflow.example.com

app.synth();
