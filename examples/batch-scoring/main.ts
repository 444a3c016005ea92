import { Duration, Size } from 'cdk8s';
import {
  BatchScoringJob, Cluster, Cpu, ExitCodes, Identity, MlApp, MlChart, MlNamespace, NodePool, Placement, Quota, Release, Resources, Schedule,
} from 'cdk8s-ml';

const prod = Cluster.eks('prod', {
  pools: [
    NodePool.cpu('spot', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 5, spot: true }),
    NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), minNodes: 2, maxNodes: 4 }),
  ],
});

export const app = new MlApp();
const chart = new MlChart(app, 'batch-scoring', { cluster: prod });

const team = new MlNamespace(chart, 'churn', {
  owner: 'growth',
  costCenter: 'cc-21',
  quota: Quota.of({ requestsCpu: Cpu.units(64), requestsMemory: Size.gibibytes(128), limitsMemory: Size.gibibytes(128), pods: 40 }),
});

new BatchScoringJob(team, 'churn-scores', {
  image: 'registry.example.com/churn-scores:v2.0.0', // Dockerfile
  release: Release.of({ model: 'churn', version: '2.0.0' }),
  schedule: Schedule.cron('0 4 * * *', { timeZone: 'Europe/Berlin' }),
  shards: 64,
  parallelism: 32,
  input: 's3://warehouse/customers/current',
  output: 's3://scores/churn',
  resources: Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(4) }),
  writablePaths: [{ path: '/tmp', size: Size.gibibytes(2) }],
  placement: Placement.of({ pools: [prod.pool('spot'), prod.pool('general')] }),
  exitCodes: ExitCodes.of({ badInput: [65], fatal: [78] }),
  maxFailedShards: 4,
  deadline: Duration.hours(3),
  identity: Identity.aws('arn:aws:iam::123456789012:role/churn-scores'),
});

app.synth();
