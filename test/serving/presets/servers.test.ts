import { Size } from 'cdk8s';
import { Expected, SERVERS } from './table';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { Cluster } from '../../../src/cluster/cluster';
import { MetricsPipeline } from '../../../src/cluster/metrics-pipeline';
import { NodePool } from '../../../src/cluster/node-pool';
import { Release } from '../../../src/model/release';
import { Monitoring } from '../../../src/observability/monitoring';
import { MlNamespace } from '../../../src/platform/namespace/ml-namespace';
import { PodSecurityLevel } from '../../../src/platform/namespace/pod-security-level';
import { Placement } from '../../../src/pod/placement/placement';
import { Resources } from '../../../src/pod/resources/resources';
import { judge } from '../../../src/rules/judge';
import { ModelServer } from '../../../src/serving/model-server';
import { OnlineInference } from '../../../src/serving/online-inference';
import { OnlineInferenceProps } from '../../../src/serving/online-inference-props';
import { LOADS } from '../../../src/serving/presets/loads';
import { Scaling } from '../../../src/serving/scaling/scaling';
import { objects, one, prod, refused } from '../service';

const NODE = { cpu: Cpu.units(48), memory: Size.gibibytes(512), ephemeralStorage: Size.gibibytes(500), maxNodes: 8 };
const cluster = Cluster.of('prod', {
  pools: [
    NodePool.cpu('general', NODE),
    NodePool.gpu('l4', { ...NODE, accelerator: Accelerator.NVIDIA_L4, perNode: 2, labels: { pool: 'l4' } }),
    NodePool.gpu('mi300x', { ...NODE, accelerator: Accelerator.AMD_MI300X, perNode: 8, labels: { pool: 'mi300x' } }),
  ],
  monitorLabels: {},
  metrics: [MetricsPipeline.customMetrics(), MetricsPipeline.resource()],
});
const onCards = (gpus: number, pool = 'l4'): Partial<OnlineInferenceProps> => gpus > 0 ? { placement: Placement.of({ pools: [cluster.pool(pool)], gpus }) } : {};
const release = Release.of({ model: 'llama-3.1-8b', version: '1.4.0' });

/** A service of that server in a namespace that takes restricted pods only. */
function serve(expected: Expected, props: Partial<OnlineInferenceProps> = {}): OnlineInference {
  const team = new MlNamespace(prod({ cluster, namespace: undefined }), 'team-a', { owner: 'nlp', costCenter: 'cc-17', podSecurity: PodSecurityLevel.RESTRICTED });
  return new OnlineInference(team, 'chat', {
    release,
    server: expected.server,
    resources: Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(64) }),
    monitoring: expected.metrics && Monitoring.podMonitor(),
    ...onCards(expected.gpus),
    ...props,
  });
}

const pod = (service: OnlineInference): any => one(service, 'Deployment').spec.template.spec;
const question = ({ httpGet, tcpSocket }: any): string => httpGet?.path ?? (tcpSocket && 'tcp');

test('the table has every preset of a project, and every one of them says where it was read', () => {
  const factories = Object.getOwnPropertyNames(ModelServer).filter((name) => !['length', 'name', 'prototype', 'http', 'grpc', 'mock'].includes(name));
  expect(Object.keys(SERVERS).sort()).toEqual(factories.sort());
  for (const [kind, { read, server }] of Object.entries(SERVERS)) {
    expect(server._facts.kind).toBe(kind);
    expect(read.every((source) => source.startsWith('https://'))).toBe(true);
  }
});

describe.each(Object.entries(SERVERS))('%s', (kind, expected) => {
  const service = serve(expected);
  const { containers: [container], ...spec } = pod(service);

  test('image, port and user', () => {
    expect(container.image).toBe(expected.image);
    expect(expected.image).toMatch(/:(?!latest)[\w.-]*\d[\w.-]*$/);
    expect(container.ports.find(({ name }: any) => name === 'http')).toEqual({ containerPort: expected.port, name: 'http' });
    expect(spec.securityContext).toMatchObject({ runAsUser: expected.uid, runAsNonRoot: true });
    expect([expected.server.image, expected.server.port]).toEqual([expected.image, expected.port]);
  });

  test('health: ready once the model is loaded, started in the time that others grant', () => {
    expect([container.readinessProbe, container.startupProbe, container.livenessProbe].map(question)).toEqual([expected.readiness, expected.readiness, expected.liveness]);
    expect(container.startupProbe.failureThreshold * container.startupProbe.periodSeconds).toBeGreaterThanOrEqual(expected.startup);
    const allowance = ({ failureThreshold, periodSeconds }: any) => failureThreshold * periodSeconds;
    expect(allowance(container.livenessProbe)).toBeGreaterThan(allowance(container.readinessProbe));
  });

  test('metrics, and the gauges of its load', () => {
    if (expected.metrics) {
      const { metrics } = expected;
      const name = metrics.port === expected.port ? 'http' : 'metrics';
      expect(one(service, 'PodMonitor').spec.podMetricsEndpoints).toEqual([{ interval: '30s', path: metrics.path, port: name }]);
      expect(container.ports.find((port: any) => port.name === name).containerPort).toBe(metrics.port);
      expect(one(service, 'NetworkPolicy', 'chat').spec.ingress.flatMap(({ ports }: any) => ports.map(({ port }: any) => port))).toContain(metrics.port);
    }
    const { queue, inFlight } = expected.server._facts.load;
    expect([queue?.name, inFlight?.name]).toEqual([expected.queue, expected.inFlight]);
    if (expected.labels) {
      expect((queue ?? inFlight)!.labels).toEqual(expected.labels);
    }
    expect(Object.hasOwn(LOADS, kind)).toBe(queue !== undefined || inFlight !== undefined);
  });

  test('is told what its traps ask for', () => {
    const line = [...container.command ?? [], ...container.args ?? []].join(' ');
    for (const piece of expected.says) {
      expect(line).toContain(piece);
    }
    const env = Object.fromEntries(container.env.map(({ name, value }: any) => [name, value]));
    expect(env).toMatchObject(expected.env);
    expect(env.MODEL_NAME).toBe('llama-3.1-8b');
  });

  test('writes where it may', () => {
    const sizes = Object.fromEntries(spec.volumes.map(({ name, emptyDir }: any) => [name, emptyDir]));
    const mounted = Object.fromEntries(container.volumeMounts.filter(({ name }: any) => sizes[name] && !sizes[name].medium)
      .map(({ mountPath, name }: any) => [mountPath, sizes[name].sizeLimit]));
    expect(mounted).toEqual(expected.writes);
    expect(container.securityContext.readOnlyRootFilesystem).toBe(expected.gpus === 0);
    expect(expected.server._facts.sharedMemory?.toGibibytes()).toBe(expected.sharedMemory === undefined ? undefined : parseInt(expected.sharedMemory));
    const shared = container.volumeMounts.find(({ mountPath }: any) => mountPath === '/dev/shm');
    expect(shared && sizes[shared.name]).toEqual(expected.sharedMemory === undefined ? undefined : { medium: 'Memory', sizeLimit: expected.sharedMemory });
  });

  test('drains', () => {
    expect([container.lifecycle.preStop.sleep.seconds, spec.terminationGracePeriodSeconds]).toEqual(expected.drain);
  });

  test('keeps to the restricted profile, and no rule has anything to say', () => {
    const found = judge(objects(service).map((manifest) => ({ manifest, path: 'prod', cluster })), []);
    expect(found).toEqual([]);
  });

  test('scales by its queue, by what it computes, or says that it cannot', () => {
    const kinds = [['queue', Scaling.onQueueDepth({ min: 2, max: 4, waitingPerReplica: 5 })], ['inFlight', Scaling.onInFlight({ min: 2, max: 4, perReplica: 5 })]] as const;
    for (const [load, scaling] of kinds) {
      const make = () => serve(expected, { scaling });
      if (expected[load]) {
        expect(one(make(), 'HorizontalPodAutoscaler').spec.metrics).toEqual([
          { pods: { metric: { name: expected[load] }, target: { averageValue: '5', type: 'AverageValue' } }, type: 'Pods' },
        ]);
        expect(judge(objects(make()).map((manifest) => ({ manifest, path: 'prod', cluster })), [])).toEqual([]);
      } else {
        expect(make).toThrow(`of which ModelServer.${kind}() writes no metric; use `);
      }
    }
  });

  test('takes an image of the user', () => {
    const own = serve(expected, { server: expected.own('registry.example.com/mine:v2') });
    expect(pod(own).containers[0]).toMatchObject({ image: 'registry.example.com/mine:v2', name: 'server' });
  });
});

describe('an image of a project', () => {
  const problems = (server: ModelServer, props: Partial<OnlineInferenceProps>) => refused({ server, release, resources: Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(64) }), ...props }, 'chat', prod({ cluster }));

  test('for NVIDIA cards is refused without them', () => {
    for (const [kind, image] of [['vllm', 'vllm/vllm-openai:v0.26.0'], ['sglang', 'lmsysorg/sglang:v0.5.18']] as const) {
      expect(problems(SERVERS[kind].server, {})).toEqual([
        `'server.image' is missing and ${image}, which is taken without one, computes on NVIDIA cards, while the placement has no accelerators; give one that is built for it, or set placement.gpus and a pool of NVIDIA cards`,
      ]);
      expect(problems(SERVERS[kind].server, onCards(1, 'mi300x'))).toEqual([
        `'server.image' is missing and ${image}, which is taken without one, computes on NVIDIA cards, while the placement asks for amd.com/gpu; give one that is built for it, or set placement.gpus and a pool of NVIDIA cards`,
      ]);
      expect(problems(SERVERS[kind].own('registry.example.com/rocm:v1'), onCards(1, 'mi300x'))).toEqual([]);
      expect(problems(SERVERS[kind].own('registry.example.com/cpu:v1'), {})).toEqual([]);
    }
  });

  test('for processors is refused on cards', () => {
    for (const [kind, image, other] of [
      ['textEmbeddings', 'ghcr.io/huggingface/text-embeddings-inference:cpu-1.9.3', 'that of the card, for example ghcr.io/huggingface/text-embeddings-inference:cuda-1.9.3'],
      ['llamaCpp', 'ghcr.io/ggml-org/llama.cpp:server-b11206', 'that of the card, for example ghcr.io/ggml-org/llama.cpp:server-cuda-b11206'],
      ['tfServing', 'tensorflow/serving:2.19.1', 'that of NVIDIA cards, tensorflow/serving:2.19.1-gpu'],
    ]) {
      expect(problems(SERVERS[kind].server, onCards(1))).toEqual([
        `'server.image' is missing and ${image}, which is taken without one, computes on the processor, while the placement asks for nvidia.com/gpu; give ${other}`,
      ]);
      expect(problems(SERVERS[kind].own('registry.example.com/cuda:v1'), onCards(1))).toEqual([]);
    }
  });
});
