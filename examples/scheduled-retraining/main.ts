import { Duration, Size } from 'cdk8s';
import {
  Accelerator, Checkpoint, Cluster, Cpu, GpuTrainingJob, Identity, Launcher, MlApp, MlChart, MlNamespace, NodePool, Placement, Quota, RunIdentity, Schedule, Waivers,
} from 'cdk8s-ml';

const prod = Cluster.gke('prod', {
  pools: [
    NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 20 }),
    NodePool.gpu('l4-spot', {
      accelerator: Accelerator.NVIDIA_L4,
      perNode: 2,
      cpu: Cpu.units(24),
      memory: Size.gibibytes(96),
      maxNodes: 2,
      spot: true,
      hourlyPrice: 0.8,
      daemonSets: { cpu: Cpu.units(1), memory: Size.gibibytes(2) },
    }),
    NodePool.gpu('l4', { accelerator: Accelerator.NVIDIA_L4, perNode: 2, cpu: Cpu.units(24), memory: Size.gibibytes(96), maxNodes: 2, hourlyPrice: 2 }),
  ],
});

export const app = new MlApp();
const chart = new MlChart(app, 'scheduled-retraining', { cluster: prod });
const team = new MlNamespace(chart, 'ml-risk', {
  owner: 'risk',
  costCenter: 'cc-7',
  purpose: 'fraud',
  quota: Quota.of({ requestsCpu: Cpu.units(24), requestsMemory: Size.gibibytes(96), limitsMemory: Size.gibibytes(96), gpus: 2, pods: 10 }),
});

const trainer = new GpuTrainingJob(team, 'fraud-ranker', {
  image: 'registry.example.com/fraud-ranker-trainer:v2.4.1',
  launcher: Launcher.xgboost({ script: 'train.py' }),
  schedule: Schedule.cron('0 3 * * 0', { timeZone: 'Europe/Berlin' }),
  placement: Placement.of({ pools: [prod.pool('l4-spot')], gpus: 2 }),
  checkpoint: Checkpoint.onObjectStorage('gs://checkpoints/fraud-ranker/', { every: Duration.minutes(10), saveTime: Duration.seconds(10) }),
  retries: 2,
  finalExitCodes: [65], // EX_DATAERR: the data of the week do not hold what they should
  runTime: Duration.hours(3),
  deadline: Duration.hours(12),
  identity: Identity.gcp('fraud-ranker-trainer@my-project.iam.gserviceaccount.com'),
  run: RunIdentity.of({ dataset: 'transactions', codeRevision: 'c0ffee1', experiment: 'weekly' }),
});
Waivers.of(trainer).add('ML-TRAIN-001', 'the sum was looked at: spot nodes are cheaper up to 7 interruptions an hour, and nobody waits for the model on a Sunday');

app.synth();
