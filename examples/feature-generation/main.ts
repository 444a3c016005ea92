import { Duration, Size } from 'cdk8s';
import {
  BatchScoringJob, Cluster, Config, Cpu, ExitCodes, Identity, MlApp, MlChart, MlNamespace, NetworkPeer, NodePool, Overlap, Placement, Quota, Resources, Schedule, SecretSource,
} from 'cdk8s-ml';

const prod = Cluster.gke('prod', {
  pools: [NodePool.cpu('batch', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 3 })],
});

export const app = new MlApp();
const chart = new MlChart(app, 'feature-generation', { cluster: prod });

const team = new MlNamespace(chart, 'features', {
  owner: 'features',
  costCenter: 'cc-11',
  quota: Quota.of({ requestsCpu: Cpu.units(24), requestsMemory: Size.gibibytes(64), limitsMemory: Size.gibibytes(96), pods: 20 }),
});

const features = new BatchScoringJob(team, 'customer-features', {
  image: 'registry.example.com/customer-features:v3.1.0',
  command: ['python', '-m', 'features.customers'],
  schedule: Schedule.cron('5 * * * *', { overlap: Overlap.FORBID, startingDeadline: Duration.minutes(20) }),
  shards: 12,
  output: 'gs://features/customers',
  resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(4) }),
  placement: Placement.of({ pools: [prod.pool('batch')] }),
  configs: [Config.asEnv({ WAREHOUSE_HOST: 'warehouse.example.com', LOOK_BACK_HOURS: '24' })],
  secrets: [SecretSource.asFiles('warehouse', '/var/run/secrets/warehouse')],
  identity: Identity.gcp('customer-features@my-project.iam.gserviceaccount.com'), // who writes to the bucket
  // the warehouse restarts now and then (75); whatever else goes wrong is wrong again an hour later, and somebody should look
  exitCodes: ExitCodes.of({ worthRetry: [75] }),
  retries: 3,
  deadline: Duration.minutes(50),
});
features.allowTo(NetworkPeer.cidrs('10.20.0.0/24'), 5432);

app.synth();
