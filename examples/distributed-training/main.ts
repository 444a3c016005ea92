import { Duration, Size } from 'cdk8s';
import {
  Accelerator, Checkpoint, Cluster, Cpu, FastNetwork, GangTopology, GpuTrainingJob, Identity, Launcher, MlApp, MlChart, MlNamespace, NetworkPeer, NodePool, Placement, PoolQuota,
  RunIdentity, TrainingQueue, Tracking,
} from 'cdk8s-ml';

const prod = Cluster.eks('prod', {
  pools: [
    NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 20 }),
    NodePool.gpu('p5', {
      accelerator: Accelerator.NVIDIA_H100,
      perNode: 8,
      cpu: Cpu.units(192),
      memory: Size.gibibytes(2048),
      maxNodes: 8,
      resources: { 'vpc.amazonaws.com/efa': '32', 'hugepages-2Mi': '5120Mi' },
      daemonSets: { cpu: Cpu.units(4), memory: Size.gibibytes(16) }, // network, device plugins, log shipper
    }),
  ],
});

/** Nodes below one switch of the second layer, as AWS labels them. */
const SWITCH = 'topology.k8s.aws/network-node-layer-2';

export const app = new MlApp();
const chart = new MlChart(app, 'distributed-training', { cluster: prod });
const team = new MlNamespace(chart, 'ml-language', { owner: 'language', costCenter: 'cc-17', purpose: 'foundation' });

const research = new TrainingQueue(chart, 'research', {
  namespaces: [team],
  quotas: [PoolQuota.nodes(prod.pool('p5'), 4, { topology: [SWITCH] })],
  cohort: 'ml',
});

const trainer = new GpuTrainingJob(team, 'language-model', {
  runId: '2026-11-21-a',
  image: 'registry.example.com/language-model-trainer:v3.2.0',
  launcher: Launcher.torchrun({ script: 'train.py', args: ['--config', 'configs/8b.yaml'] }),
  nodes: 4,
  placement: Placement.of({ pools: [prod.pool('p5')], gpus: 8 }),
  network: FastNetwork.EFA,
  queue: research,
  topology: GangTopology.preferred(SWITCH),
  checkpoint: Checkpoint.onObjectStorage('s3://checkpoints/language-model/', { every: Duration.minutes(20) }),
  runTime: Duration.days(6),
  identity: Identity.aws('arn:aws:iam::111122223333:role/language-model-trainer'),
  run: RunIdentity.of({ dataset: 'corpus-2026-10', codeRevision: '9a7be01', tracking: Tracking.wandb('language-model', { entity: 'language', credentialsSecret: 'wandb-credentials' }) }),
});
trainer.allowTo(NetworkPeer.cidrs('0.0.0.0/0'), 443); // api.wandb.ai

app.synth();
