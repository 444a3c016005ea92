import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { Cluster } from '../../../src/cluster/cluster';
import { MetricsPipeline } from '../../../src/cluster/metrics-pipeline';
import { KedaAuthMode } from '../../../src/cluster/metrics-pipeline-props';
import { NodePool } from '../../../src/cluster/node-pool';
import { Monitoring } from '../../../src/observability/monitoring';
import { Placement } from '../../../src/pod/placement/placement';
import { judge } from '../../../src/rules/judge';
import { ModelServer } from '../../../src/serving/model-server';
import { OnlineInferenceProps } from '../../../src/serving/online-inference-props';
import { podsOf } from '../../../src/serving/scaling/load-query';
import { Metric } from '../../../src/serving/scaling/metric';
import { OffHours } from '../../../src/serving/scaling/off-hours';
import { Scaling } from '../../../src/serving/scaling/scaling';
import { ScalingPace } from '../../../src/trigger/scaling-pace';
import { chat, kinds, objects, one, prod, refused } from '../service';

const PROMETHEUS = 'http://prometheus.monitoring:9090';
const keda = MetricsPipeline.keda({ prometheus: PROMETHEUS });
const adapter = MetricsPipeline.customMetrics();
const has = (...metrics: MetricsPipeline[]) => Cluster.of('prod', { metrics, monitorLabels: {} });
const llama = ModelServer.llamaCpp({ modelPath: '/models/llama.gguf' });
const queue = Scaling.onQueueDepth({ min: 2, max: 8, waitingPerReplica: 5 });
const night = { down: '0 18 * * 1-5', up: '0 7 * * 1-5', timeZone: 'Europe/Berlin' };
const made = (cluster: Cluster | undefined, props: Partial<OnlineInferenceProps> = {}) => chat({ server: llama, scaling: queue, ...props }, prod({ cluster }));
const hpa = (...given: Parameters<typeof made>) => one(made(...given), 'HorizontalPodAutoscaler').spec;
const scaledObject = (...given: Parameters<typeof made>) => one(made(...given), 'ScaledObject').spec;
const scalers = (...given: Parameters<typeof made>) => kinds(made(...given)).filter((kind) => /Autoscaler|ScaledObject/.test(kind));
const problems = (cluster: Cluster | undefined, props: Partial<OnlineInferenceProps>) => refused({ server: llama, scaling: queue, ...props }, 'chat', prod({ cluster }));

const PODS = 'chat-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}';

describe('the scaler follows what the cluster has', () => {
  test('an adapter: a HorizontalPodAutoscaler on the server\'s own metric', () => {
    expect(scalers(has(adapter))).toEqual(['HorizontalPodAutoscaler/chat']);
    expect(hpa(has(adapter))).toMatchObject({
      minReplicas: 2,
      maxReplicas: 8,
      metrics: [{ type: 'Pods', pods: { metric: { name: 'llamacpp:requests_deferred' }, target: { type: 'AverageValue', averageValue: '5' } } }],
    });
  });

  test('under the name that the adapter gives the metric', () => {
    const cluster = has(MetricsPipeline.customMetrics({ names: { 'llamacpp:requests_deferred': 'llamacpp_requests_deferred' } }));
    expect(hpa(cluster).metrics[0].pods.metric).toEqual({ name: 'llamacpp_requests_deferred' });
  });

  test('KEDA: a ScaledObject, and no other scaler', () => {
    expect(scalers(has(keda))).toEqual(['ScaledObject/chat']);
    expect(scaledObject(has(keda))).toEqual({
      advanced: { horizontalPodAutoscalerConfig: { behavior: expect.any(Object) } },
      fallback: { behavior: 'currentReplicasIfHigher', failureThreshold: 3, replicas: 2 },
      maxReplicaCount: 8,
      minReplicaCount: 2,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
      triggers: [{
        metadata: {
          activationThreshold: '0',
          ignoreNullValues: 'false',
          query: `sum(llamacpp:requests_deferred{namespace="team-a",pod=~"${PODS}"})`,
          serverAddress: PROMETHEUS,
          threshold: '5',
        },
        metricType: 'AverageValue',
        type: 'prometheus',
      }],
    });
    expect(one(made(has(keda)), 'Deployment').spec).not.toHaveProperty('replicas');
  });

  test('both: the first of them', () => {
    expect(scalers(has(keda, adapter))).toEqual(['ScaledObject/chat']);
    expect(scalers(has(MetricsPipeline.resource(), adapter, keda))).toEqual(['HorizontalPodAutoscaler/chat']);
  });

  test('nothing, or no cluster: an adapter is taken for granted, and said to be missing where a cluster is known', () => {
    for (const cluster of [undefined, has(), has(MetricsPipeline.resource())]) {
      expect(scalers(cluster)).toEqual(['HorizontalPodAutoscaler/chat']);
    }
    const rules = (cluster: Cluster | undefined) => {
      const manifests = objects(made(cluster, { monitoring: Monitoring.podMonitor() }));
      return judge(manifests.map((manifest) => ({ manifest, path: 'prod', cluster })), []).map(({ rule }) => rule);
    };
    expect(rules(undefined)).toEqual([]);
    expect(rules(has())).toEqual(['ML-SCALE-007']);
    expect(rules(has(keda))).toEqual([]);
  });

  test('pods that nobody scrapes are said', () => {
    const found = judge(objects(made(has(keda))).map((manifest) => ({ manifest, path: 'prod' })), []);
    expect(found.map(({ rule, object }) => [rule, object])).toEqual([['ML-SCALE-008', 'ScaledObject/team-a/chat']]);
    const annotated = judge(objects(made(has(keda), { monitoring: Monitoring.annotations() })).map((manifest) => ({ manifest, path: 'prod' })), []);
    expect(annotated).toEqual([]);
  });

  test('processor and memory stay with the HorizontalPodAutoscaler', () => {
    expect(scalers(has(keda, MetricsPipeline.resource()), { scaling: Scaling.onCpu({ min: 2, max: 8, targetPercent: 70 }) })).toEqual(['HorizontalPodAutoscaler/chat']);
  });

  test('several metrics together', () => {
    const scaling = Scaling.onMetrics({ min: 2, max: 8, metrics: [Metric.cpuUtilization(70), Metric.queueDepth(5), Metric.inFlight(0.5)] });
    expect(scaledObject(has(keda), { scaling }).triggers.map(({ type, metadata }: any) => [type, metadata.value ?? metadata.threshold])).toEqual([['cpu', '70'], ['prometheus', '5'], ['prometheus', '0.5']]);
    expect(hpa(has(adapter), { scaling }).metrics.map(({ type, pods }: any) => [type, pods?.metric.name, pods?.target.averageValue])).toEqual([
      ['Resource', undefined, undefined], ['Pods', 'llamacpp:requests_deferred', '5'], ['Pods', 'llamacpp:requests_processing', '500m'],
    ]);
    expect(problems(has(keda), { scaling: Scaling.onMetrics({ min: 2, max: 8, metrics: [Metric.queueDepth(5), Metric.external('jobs', '5')] }) })).toEqual([
      "'scaling' has metrics of the server, which KEDA brings on this cluster, beside metrics of an adapter, which KEDA cannot ask for; leave one kind out",
    ]);
  });

  test('who KEDA is to Prometheus', () => {
    const authentication = { name: 'prometheus', modes: [KedaAuthMode.BEARER, KedaAuthMode.TLS] };
    const trigger = (pipeline: MetricsPipeline) => scaledObject(has(pipeline)).triggers[0];
    expect(trigger(MetricsPipeline.keda({ prometheus: PROMETHEUS, authentication }))).toMatchObject({ authenticationRef: { name: 'prometheus' }, metadata: { authModes: 'bearer,tls' } });
    const cloud = trigger(MetricsPipeline.keda({ prometheus: PROMETHEUS, authentication: { name: 'amp', clusterWide: true } }));
    expect(cloud.authenticationRef).toEqual({ kind: 'ClusterTriggerAuthentication', name: 'amp' });
    expect(cloud.metadata).not.toHaveProperty('authModes');
  });
});

describe('the pace', () => {
  const slow = ModelServer.llamaCpp({ modelPath: '/m.gguf', loadTime: Duration.minutes(60) });

  test('follows the start of a pod, as far as the API goes', () => {
    const budget = 36 + 180;
    for (const behavior of [hpa(has(adapter)).behavior, scaledObject(has(keda)).advanced.horizontalPodAutoscalerConfig.behavior]) {
      expect(behavior).toMatchObject({ scaleUp: { policies: [{ periodSeconds: budget, type: 'Percent', value: 100 }], stabilizationWindowSeconds: 0 }, scaleDown: { stabilizationWindowSeconds: 300 } });
    }
    const { behavior } = scaledObject(has(keda), { server: slow }).advanced.horizontalPodAutoscalerConfig;
    expect(behavior).toMatchObject({ scaleUp: { policies: [{ periodSeconds: 1800 }] }, scaleDown: { stabilizationWindowSeconds: 3600 } });
  });

  test('is the user\'s where it is given', () => {
    const scaling = Scaling.onInFlight({ min: 2, max: 8, perReplica: 4, scaleDown: ScalingPace.NEVER });
    expect(scaledObject(has(keda), { scaling }).advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.selectPolicy).toBe('Disabled');
  });
});

describe('the GPU', () => {
  const cards = { accelerator: Accelerator.NVIDIA_L4, perNode: 2, cpu: Cpu.units(48), memory: Size.gibibytes(192), maxNodes: 8, labels: { pool: 'l4' } };
  const cluster = (...metrics: MetricsPipeline[]) => Cluster.of('prod', { metrics, pools: [NodePool.gpu('l4', cards)] });
  const on = (where: Cluster): Partial<OnlineInferenceProps> => ({
    server: ModelServer.litServe({ image: 'registry.example.com/lit:v1' }),
    scaling: Scaling.onGpuUtilization({ min: 2, max: 4, targetPercent: 80 }),
    placement: Placement.of({ pools: [where.pool('l4')], gpus: 2 }),
  });

  test('is asked of the exporter, the average of a pod, whichever label has the pod', () => {
    const where = cluster(keda);
    const [{ metadata }] = scaledObject(where, on(where)).triggers;
    expect(metadata).toMatchObject({
      threshold: '80',
      query: 'sum(avg by (exported_pod) (DCGM_FI_DEV_GPU_UTIL{exported_namespace="team-a",exported_pod=~"' + PODS + '"}) '
        + 'or avg by (pod) (DCGM_FI_DEV_GPU_UTIL{namespace="team-a",pod=~"' + PODS + '"}))',
    });
  });

  test('is a metric of the pods for an adapter', () => {
    const where = cluster(adapter);
    expect(hpa(where, on(where)).metrics).toEqual([{ type: 'Pods', pods: { metric: { name: 'DCGM_FI_DEV_GPU_UTIL' }, target: { type: 'AverageValue', averageValue: '80' } } }]);
  });
});

describe('a server of several names', () => {
  test('is asked by any of them', () => {
    const server = ModelServer.nim({ image: 'nvcr.io/nim/meta/llama:1', cacheSize: Size.gibibytes(20), sharedMemory: Size.gibibytes(1) });
    expect(scaledObject(has(keda), { server }).triggers[0].metadata.query)
      .toBe(`sum({__name__=~"num_requests_waiting|vllm:num_requests_waiting|sglang:num_queue_reqs",namespace="team-a",pod=~"${PODS}"})`);
  });
});

describe('at night', () => {
  test('KEDA brings the metric and takes the service to 0 by one ScaledObject; nobody answers then, which is no failure', () => {
    const spec = scaledObject(has(keda), { offHours: OffHours.byKeda(night) });
    expect(spec).toMatchObject({ minReplicaCount: 0, cooldownPeriod: 300, maxReplicaCount: 8 });
    expect(spec).not.toHaveProperty('fallback');
    expect(spec.triggers.map(({ type, metadata }: any) => [type, metadata.ignoreNullValues])).toEqual([['prometheus', 'true'], ['cron', undefined]]);
    const slow = ModelServer.llamaCpp({ modelPath: '/m.gguf', loadTime: Duration.minutes(10) });
    expect(scaledObject(has(keda), { server: slow, offHours: OffHours.byKeda(night) }).cooldownPeriod).toBe(36 + 900);
  });

  test('KEDA is taken for both, whatever comes first', () => {
    expect(scalers(has(adapter, keda), { offHours: OffHours.byKeda(night) })).toEqual(['ScaledObject/chat']);
  });

  test('refusals', () => {
    expect(problems(has(adapter), { offHours: OffHours.byKeda(night) })).toEqual([
      "'offHours' is by KEDA and 'scaling' by a metric of the pods, for which KEDA has to be told where Prometheus is; declare it with the cluster: metrics: [MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })]",
    ]);
    expect(problems(has(keda), { offHours: OffHours.byCronJobs(night) })).toEqual([
      "'offHours' is by CronJobs and 'scaling' by KEDA, which would put its own minimum back at once; use OffHours.byKeda()",
    ]);
    expect(problems(has(adapter), { offHours: OffHours.byCronJobs(night) })).toEqual([]);
  });
});

describe('KEDA that is told no Prometheus', () => {
  const alone = MetricsPipeline.keda();

  test.each([queue, Scaling.onInFlight({ min: 2, max: 8, perReplica: 5 }), Scaling.onGpuUtilization({ min: 2, max: 8, targetPercent: 70 })])('cannot bring a metric of the pods', (scaling) => {
    expect(problems(has(alone), { scaling })).toContain(
      "'scaling' is by a metric of the pods, and the cluster has KEDA, which has to be told where Prometheus is; declare it with the cluster: "
      + "metrics: [MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })], or an adapter that is there: MetricsPipeline.customMetrics()",
    );
  });

  test('leaves it to an adapter', () => {
    expect(scalers(has(alone, adapter))).toEqual(['HorizontalPodAutoscaler/chat']);
  });

  test('cannot bring it by day either', () => {
    expect(problems(has(alone, adapter), { offHours: OffHours.byKeda(night) })).toEqual(problems(has(adapter), { offHours: OffHours.byKeda(night) }));
  });
});

describe('refusals', () => {
  test('a server without such a metric, and what it has instead', () => {
    expect(problems(has(keda), { server: ModelServer.tfServing() })).toEqual([
      "'scaling' is by requests that wait, of which ModelServer.tfServing() writes no metric; use Scaling.onGpuUtilization() or Scaling.onCpu()",
    ]);
    expect(problems(has(keda), { server: ModelServer.mlServer() })).toEqual([
      "'scaling' is by requests that wait, of which ModelServer.mlServer() writes no metric; use Scaling.onInFlight(), which it has, Scaling.onGpuUtilization() or Scaling.onCpu()",
    ]);
    expect(problems(undefined, { server: ModelServer.textEmbeddings({ modelPath: '/m' }), scaling: Scaling.onInFlight({ min: 1, max: 2, perReplica: 1 }) })).toEqual([
      "'scaling' is by requests in flight, of which ModelServer.textEmbeddings() writes no metric; use Scaling.onQueueDepth(), which it has, Scaling.onGpuUtilization() or Scaling.onCpu()",
    ]);
    expect(problems(undefined, { server: ModelServer.http({ image: 'registry.example.com/chat:v1', metricsPath: '/metrics' }) })).toEqual([
      "'scaling' is by requests that wait, of which ModelServer.http() writes no metric; name the gauge that it writes by 'server.queueMetric', or use Scaling.onGpuUtilization() or Scaling.onCpu()",
    ]);
    expect(hpa(undefined, { server: ModelServer.http({ image: 'registry.example.com/chat:v1', metricsPath: '/metrics', queueMetric: 'waiting' }) }).metrics[0].pods.metric.name).toBe('waiting');
  });

  test('from 0 replicas, with the reason', () => {
    expect(problems(has(keda), { scaling: Scaling.onQueueDepth({ min: 0, max: 8, waitingPerReplica: 5 }) })).toEqual([
      "'scaling.min' must be a whole number of at least 1, got 0; keep at least 1; the metric is one of the pods themselves, and where there is no pod nobody says that one is needed (OffHours takes it to 0 for the night)",
    ]);
  });

  test('amounts', () => {
    const on = (scaling: Scaling) => problems(has(adapter), { scaling });
    expect(on(Scaling.onQueueDepth({ min: 1, max: 2, waitingPerReplica: 0 }))).toEqual([
      "'scaling.waitingPerReplica' must be a number above 0 (requests that wait), got 0; give what one replica takes, for example 5",
    ]);
    expect(on(Scaling.onInFlight({ min: 1, max: 2, perReplica: NaN }))).toEqual([
      "'scaling.perReplica' must be a number above 0 (requests in flight), got NaN; give what one replica takes, for example 5",
    ]);
    expect(on(Scaling.onGpuUtilization({ min: 1, max: 2, targetPercent: 120 }))).toEqual([
      "'scaling.targetPercent' must be at most 100 percent (GPU utilization), got 120; give for example 80",
    ]);
    expect(on(Scaling.onGpuUtilization({ min: 1, max: 2, targetPercent: 0 }))).toEqual([
      "'scaling.targetPercent' must be a whole number of percent of at least 1 (GPU utilization), got 0; give for example 70",
    ]);
  });

  test('KEDA without a namespace to ask for', () => {
    const chart = prod({ cluster: has(keda), namespace: undefined });
    expect(refused({ server: llama, scaling: queue }, 'chat', chart)).toEqual([
      "'scaling' is by a metric of the pods, for which KEDA has to be told their namespace; put the service into an MlNamespace, or give its chart a namespace",
    ]);
  });
});

describe('the expression for the pods of a Deployment', () => {
  const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
  const letters = (min: number, max: number) => fc.string({ unit: fc.constantFrom(...LETTERS), minLength: min, maxLength: max });
  const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,60}[a-z0-9])?$/);
  /** As the API server names the pods of a ReplicaSet. */
  const podOf = (deployment: string, hash: string, end: string) => `${`${deployment}-${hash}-`.slice(0, 58)}${end}`;

  test('takes every pod that it can have', () => {
    fc.assert(fc.property(name, letters(8, 10), letters(5, 5), (deployment, hash, end) => {
      expect(podOf(deployment, hash, end)).toMatch(new RegExp(`^(?:${podsOf(deployment)})$`));
    }));
  });

  test('takes no pod of a Deployment whose name only begins so, of a DaemonSet or of a StatefulSet', () => {
    const chatPods = new RegExp(`^(?:${podsOf('chat')})$`);
    for (const pod of ['chat-v2-6d4b75cb6d-x7k2p', 'chat-agent-x7k2p', 'chat-0', 'other-6d4b75cb6d-x7k2p', 'chats-6d4b75cb6d-x7k2p']) {
      expect(pod).not.toMatch(chatPods);
    }
    expect('chat-6f4875cb68-x7k2p').toMatch(chatPods);
    expect('aXb-6f4875cb68-x7k2p').not.toMatch(new RegExp(`^(?:${podsOf('a.b')})$`));
  });

  test('stands in the query as it is: without quotes and backslashes, which PromQL would read as its own', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z]([a-z0-9.-]{0,60}[a-z0-9])?$/), (deployment) => {
      expect(podsOf(deployment)).toMatch(/^[^"\\]+$/);
      expect(() => new RegExp(podsOf(deployment))).not.toThrow();
    }));
  });
});
