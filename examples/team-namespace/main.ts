import { Duration, Size } from 'cdk8s';
import {
  Cluster, Cpu, Limits, MetricsPipeline, MlApp, MlChart, MlNamespace, ModelServer, NodePool, OnlineInference, Quota, Release, Resources, Scaling, TeamAccess,
} from 'cdk8s-ml';

const prod = Cluster.eks('prod', {
  pools: [NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), minNodes: 2, maxNodes: 8, zones: ['eu-central-1a', 'eu-central-1b'] })],
  metrics: [MetricsPipeline.resource()],
});


const quota = Quota.of({
  requestsCpu: Cpu.units(40),
  requestsMemory: Size.gibibytes(160),
  limitsCpu: Cpu.units(80),
  limitsMemory: Size.gibibytes(320),
  pods: 80,
});
const limits = Limits.of({
  defaultRequest: { cpu: Cpu.millis(250), memory: Size.mebibytes(256) },
  defaultLimit: { cpu: Cpu.millis(500), memory: Size.mebibytes(512) },
  min: { cpu: Cpu.millis(10), memory: Size.mebibytes(16) },
  max: { cpu: Cpu.units(16), memory: Size.gibibytes(64) },
});

export const app = new MlApp();
const chart = new MlChart(app, 'team-namespace', { cluster: prod });

const features = new MlNamespace(chart, 'ml-features', {
  owner: 'features',
  costCenter: 'cc-11',
  quota,
  limits,
  teams: [TeamAccess.operator('features-engineers'), TeamAccess.viewer('ml-on-call')],
});
const ranking = new MlNamespace(chart, 'ml-ranking', {
  owner: 'ranking',
  costCenter: 'cc-12',
  quota,
  limits,
  teams: [TeamAccess.operator('ranking-engineers'), TeamAccess.viewer('ml-on-call')],
});

const lookup = new OnlineInference(features, 'feature-lookup', {
  release: Release.of({ model: 'feature-lookup', version: '3.1.0', featureContract: 'products/v7' }),
  server: ModelServer.http({ image: 'registry.example.com/features/lookup:3.1.0', loadTime: Duration.seconds(10), longestRequest: Duration.seconds(2) }),
  resources: Resources.fromMeasured({
    steadyCpu: Cpu.millis(600),
    peakCpu: Cpu.units(1),
    steadyMemory: Size.mebibytes(700),
    startUpPeakMemory: Size.mebibytes(1100),
  }),
  scaling: Scaling.onCpu({ min: 3, max: 12, targetPercent: 65 }),
});

const ranker = new OnlineInference(ranking, 'ranker', {
  release: Release.of({ model: 'ranker', version: '12.0.1', evaluationId: 'eval-2026-11-14', featureContract: 'products/v7' }),
  server: ModelServer.grpc({ image: 'registry.example.com/ranking/ranker:12.0.1', loadTime: Duration.seconds(40), longestRequest: Duration.seconds(1) }),
  resources: Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(4) }),
  scaling: Scaling.onCpu({ min: 2, max: 8, targetPercent: 60 }),
  env: { FEATURES_URL: `http://${lookup.serviceName}.${features.name}:${lookup.servicePort}` },
});

// one line opens both namespaces: the ranker may go out to the look-up, the look-up lets the ranker in
lookup.allowFrom(ranker);

app.synth();
