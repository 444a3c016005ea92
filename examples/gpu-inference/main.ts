import { Duration, Size } from 'cdk8s';
import {
  Accelerator, Cluster, Cpu, MlApp, MlChart, MlNamespace, ModelServer, NodePool, OnlineInference, Placement, Quota, Release, Resources, Scaling,
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
const chart = new MlChart(app, 'gpu-inference', { cluster: prod });
const team = new MlNamespace(chart, 'ml-vision', {
  owner: 'vision',
  costCenter: 'cc-42',
  purpose: 'product-search',
  quota: Quota.of({ requestsCpu: Cpu.units(40), requestsMemory: Size.gibibytes(200), limitsMemory: Size.gibibytes(200), gpus: 4, pods: 20 }),
});

new OnlineInference(team, 'image-embedder', {
  release: Release.of({ model: 'image-embedder', version: '2.3.0', dataset: 'products-2026-10', codeRevision: '4f1c2ab' }),
  server: ModelServer.http({
    image: 'registry.example.com/vision/image-embedder:2.3.0',
    loadTime: Duration.seconds(150), // weights to the card, CUDA graphs
    longestRequest: Duration.seconds(20),
    imageSize: Size.gibibytes(9),
    writablePaths: [{ path: '/tmp', size: Size.gibibytes(2) }],
    metricsPath: '/metrics',
  }),
  resources: Resources.guaranteed({ cpu: Cpu.units(8), memory: Size.gibibytes(48) }),
  placement: Placement.of({ pools: [prod.pool('a100')], gpus: 1 }),
  scaling: Scaling.fixed(2),
});

app.synth();
