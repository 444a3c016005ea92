import { Duration, Size } from 'cdk8s';
import {
  Cluster, Config, Cpu, Exposure, Metric, MetricsPipeline, MlApp, MlChart, ModelServer, NodePool, OffHours, OnlineInference, Probe, Release, Resources,
  Rollout, Scaling, Waivers,
} from 'cdk8s-ml';

const prod = Cluster.of('prod', {
  pools: [NodePool.cpu('general', { cpu: Cpu.units(4), memory: Size.gibibytes(16), minNodes: 1, maxNodes: 6 })],
  metrics: [MetricsPipeline.resource()],
});

export const app = new MlApp();
const chart = new MlChart(app, 'ml-inference', { namespace: 'ml-serving', cluster: prod });

const service = new OnlineInference(chart, 'ml-inference', {
  release: Release.of({ model: 'ml-inference', version: 'v1.2.0' }),
  server: ModelServer.http({
    image: 'myrepo/ml-inference:v1.2.0', // FastAPI
    port: 8000,
    livenessPath: '/health',
    readinessPath: '/ready',
    loadTime: Duration.seconds(20),
  }),
  resources: Resources.burstable({
    cpu: Cpu.millis(250),
    memory: Size.mebibytes(256),
    cpuLimit: Cpu.millis(500),
    memoryLimit: Size.mebibytes(512),
  }),
  liveness: Probe.timed({ initialDelay: Duration.seconds(10), period: Duration.seconds(30), timeout: Duration.seconds(5), failureThreshold: 3 }),
  readiness: Probe.timed({ initialDelay: Duration.seconds(5), period: Duration.seconds(10), failureThreshold: 2 }),
  rollout: Rollout.rolling({ maxSurge: 1, maxUnavailable: 0 }),

  configs: [Config.asKeys(
    { 'model-version': 'v1.2.0', 'prediction-timeout-ms': '5000' },
    { MODEL_VERSION: 'model-version' },
    { name: 'ml-config' },
  )],
  env: { LOG_LEVEL: 'INFO' },

  exposure: Exposure.loadBalancer({ sourceRanges: ['0.0.0.0/0'], port: 80 }),
  scaling: Scaling.onMetrics({
    min: 3,
    max: 20,
    metrics: [Metric.cpuUtilization(70), Metric.memoryUtilization(80)],
    scaleDown: { percent: 50, period: Duration.seconds(60), stabilization: Duration.seconds(300) },
    scaleUp: { percent: 100, period: Duration.seconds(15), stabilization: Duration.seconds(0) },
  }),
  offHours: OffHours.byCronJobs({ down: '0 18 * * *', up: '0 7 * * *', timeZone: 'Etc/UTC', downReplicas: 1, upReplicas: 3 }),

  names: { service: 'ml-inference-service', autoscaler: 'ml-inference-hpa' },
});

// with apiServerCidrs among the cluster's facts there would be nothing to waive
Waivers.of(service).add('ML-NET-008', 'which addresses the API server has is known in the cluster only');

app.synth();
