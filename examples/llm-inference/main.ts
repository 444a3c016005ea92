import { join } from 'node:path';
import { Duration, Size } from 'cdk8s';
import {
  Accelerator, Cluster, Cpu, LanguageModel, MetricsPipeline, MlApp, MlChart, MlNamespace, ModelServer, Monitoring, NetworkPeer, NodePool, OnlineInference,
  Placement, Quota, Release, Resources, Scaling, SecretSource,
} from 'cdk8s-ml';

const prod = Cluster.gke('prod', {
  pools: [
    NodePool.cpu('general', { cpu: Cpu.units(8), memory: Size.gibibytes(32), minNodes: 1, maxNodes: 10 }),
    // g2-standard-8
    NodePool.gpu('l4-spot', {
      accelerator: Accelerator.NVIDIA_L4,
      perNode: 1,
      cpu: Cpu.units(8),
      memory: Size.gibibytes(32),
      maxNodes: 6,
      spot: true,
    }),
  ],
  monitorLabels: { release: 'prometheus' },
  metrics: [MetricsPipeline.resource(), MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })],
});

export const app = new MlApp();
const chart = new MlChart(app, 'llm-inference', { cluster: prod });
const team = new MlNamespace(chart, 'ml-assistants', {
  owner: 'nlp',
  costCenter: 'cc-17',
  purpose: 'assistants',
  quota: Quota.of({ requestsCpu: Cpu.units(40), requestsMemory: Size.gibibytes(140), limitsMemory: Size.gibibytes(140), gpus: 5, pods: 20 }),
});

const chat = new OnlineInference(team, 'chat', {
  release: Release.of({ model: 'llama-3.1-8b', version: '1.4.0' }),
  server: ModelServer.vllm({
    modelPath: 'meta-llama/Llama-3.1-8B-Instruct',
    cacheSize: Size.gibibytes(20),
    languageModel: LanguageModel.fromConfigFile(join(__dirname, 'config.json')),
    contextLength: 8192,
    minConcurrency: 2,
    loadTime: Duration.minutes(6), // 15 GiB from the Hub, then to the card
  }),
  resources: Resources.guaranteed({ cpu: Cpu.units(6), memory: Size.gibibytes(20) }),
  placement: Placement.of({ pools: [prod.pool('l4-spot')], gpus: 1 }),
  env: { HF_TOKEN_PATH: '/run/secrets/hub/token' },
  secrets: [SecretSource.asFiles('hub-token', '/run/secrets/hub', ['token'])],
  scaling: Scaling.onQueueDepth({ min: 2, max: 4, waitingPerReplica: 5 }),
  monitoring: Monitoring.podMonitor(),
});
chat.allowTo(NetworkPeer.anywhere(), 443);

app.synth();
