import { Duration, Size } from 'cdk8s';
import {
  Accelerator, AccessMode, CacheStorage, Cluster, Cpu, Identity, ImagePrePull, MlApp, MlChart, MlNamespace, ModelArtifact, ModelCache, ModelServer, NodePool,
  OnlineInference, Placement, Release, Resources, Scaling,
} from 'cdk8s-ml';

const prod = Cluster.gke('prod', {
  pools: [
    NodePool.cpu('general', { cpu: Cpu.units(8), memory: Size.gibibytes(32), minNodes: 1, maxNodes: 4 }),
    // a2-ultragpu-1g
    NodePool.gpu('a100', { accelerator: Accelerator.NVIDIA_A100_80GB, perNode: 1, cpu: Cpu.units(12), memory: Size.gibibytes(170), minNodes: 2, maxNodes: 3 }),
  ],
  // Persistent Disk: one node writes, or many read
  storageClasses: [
    { name: 'premium-rwo', isDefault: true, accessModes: [AccessMode.READ_WRITE_ONCE, AccessMode.READ_WRITE_ONCE_POD, AccessMode.READ_ONLY_MANY], canClone: true, canSnapshot: true },
  ],
});
const SERVER = 'registry.example.com/assistants/server:v2.3.0';

export const app = new MlApp();
const chart = new MlChart(app, 'model-cache', { cluster: prod });
const team = new MlNamespace(chart, 'ml-cached', { owner: 'nlp', costCenter: 'cc-17', purpose: 'assistants' });

// fetched once for each version, by the only one who may read the bucket
const cache = new ModelCache(team, 'mistral', {
  artifact: ModelArtifact.fromGcs('gs://acme-models/mistral-small/2.3.0/', {
    size: Size.gibibytes(44),
    manifestDigest: 'sha256:5d41402abc4b2a76b9719d911017c592ae57d0c1bb2e9a1f5a3e0d0cf7c6a1b2',
  }),
  storage: CacheStorage.snapshotted({ storageClass: 'premium-rwo', size: Size.gibibytes(50) }),
  identity: Identity.gcp('model-reader@acme-ml.iam.gserviceaccount.com'),
  placement: Placement.of({ pools: [prod.pool('general')] }),
});

// and so is the image, before a pod asks for it
new ImagePrePull(team, 'images', { images: [SERVER], pools: [prod.pool('a100')] });

new OnlineInference(team, 'assistant', {
  release: Release.of({ model: 'mistral-small', version: '2.3.0' }),
  server: ModelServer.http({ image: SERVER, loadTime: Duration.minutes(2), longestRequest: Duration.seconds(60) }),
  // a rollout has as much more time before it counts as failed as the cache takes to be filled
  artifact: cache.artifact,
  resources: Resources.guaranteed({ cpu: Cpu.units(8), memory: Size.gibibytes(64) }),
  placement: Placement.of({ pools: [prod.pool('a100')], gpus: 1 }),
  scaling: Scaling.fixed(2),
});

app.synth();
