import { Duration, Size } from 'cdk8s';
import { chat, containerOf, one, podOf } from './service';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { NodePool } from '../../src/cluster/node-pool';
import { Probe } from '../../src/pod/lifecycle/probe';
import { Placement } from '../../src/pod/placement/placement';
import { Spread } from '../../src/pod/placement/spread';
import { Resources } from '../../src/pod/resources/resources';
import { ModelServer } from '../../src/serving/model-server';
import { OnlineInference } from '../../src/serving/online-inference';
import { Rollout } from '../../src/serving/rollout';
import { Scaling } from '../../src/serving/scaling/scaling';

const SURGE = { maxSurge: 1, maxUnavailable: 0 };
const IN_PLACE = { maxSurge: 0, maxUnavailable: 1 };
const IMAGE = 'registry.example.com/chat:v1';
const seconds = Duration.seconds;
const spec = (service: OnlineInference) => one(service, 'Deployment').spec;
const rolling = (rollout: Rollout) => spec(chat({ rollout })).strategy;
const pool = NodePool.gpu('a100', {
  accelerator: Accelerator.NVIDIA_A100_80GB, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(960), maxNodes: 4, labels: { accelerator: 'nvidia-a100' },
});

describe('the step', () => {
  test.each<[string, Rollout, object]>([
    ['surge', Rollout.surge(), { maxSurge: 1, maxUnavailable: 0 }],
    ['replaceInPlace', Rollout.replaceInPlace(), { maxSurge: 0, maxUnavailable: 1 }],
    ['rolling', Rollout.rolling({ maxSurge: 2, maxUnavailable: 1 }), { maxSurge: 2, maxUnavailable: 1 }],
    ['rollingPercent', Rollout.rollingPercent({ maxSurgePercent: 25, maxUnavailablePercent: 0 }), { maxSurge: '25%', maxUnavailable: '0%' }],
  ])('Rollout.%s', (_, rollout, rollingUpdate) => {
    expect(rolling(rollout)).toEqual({ rollingUpdate, type: 'RollingUpdate' });
  });

  test.each<[string, number, number, object]>([
    ['one pod more than the most has cards', 1, 31, SURGE],
    ['as many pods have cards as there may be', 1, 32, IN_PLACE],
    // 8 cards on each of 4 nodes are 32, but each node holds one such pod and leaves three cards over
    ['cards of several nodes would make one pod more', 5, 4, IN_PLACE],
    ['each node holds one', 5, 3, SURGE],
  ])('with accelerators an old pod goes first unless one more has room: %s', (_, gpus, max, rollingUpdate) => {
    const placement = Placement.of({ pools: [pool], gpus });
    const scaling = Scaling.onPodsMetric({ min: 1, max, metric: 'queue', averageValue: '5' });
    expect(spec(chat({ placement, scaling })).strategy.rollingUpdate).toEqual(rollingUpdate);
    expect(spec(chat({ placement, scaling, rollout: Rollout.surge() })).strategy.rollingUpdate).toEqual(SURGE);
  });
});

describe('the progress deadline', () => {
  const deadline = (props: Parameters<typeof chat>[0]) => spec(chat(props)).progressDeadlineSeconds;
  const slow = ModelServer.http({ image: IMAGE, loadTime: seconds(600), imageSize: Size.gibibytes(10), longestRequest: seconds(60) });

  test('is 10 minutes at least', () => {
    expect(deadline({})).toBe(600);
  });

  test('holds image and start-up: 180 s for 10 GiB, 900 s for a load of 600 s', () => {
    expect(deadline({ server: slow })).toBe(180 + 900 + 1);
  });

  test('holds a new node, and the old pod\'s grace where it has to go first', () => {
    const placement = Placement.of({ pools: [pool], gpus: 8 });
    expect(deadline({ server: slow, placement, scaling: Scaling.fixed(4) })).toBe(300 + 180 + 900 + (5 + 60 + 5) + 1);
    expect(deadline({ server: slow, placement, rollout: Rollout.surge() })).toBe(300 + 180 + 900 + 1);
  });

  test('holds the time for which a pod has to be ready', () => {
    expect(deadline({ server: slow, rollout: Rollout.surge({ minReady: seconds(120) }) })).toBe(180 + 900 + 120 + 1);
  });

  test('can be given', () => {
    expect(deadline({ rollout: Rollout.surge({ progressDeadline: seconds(91) }) })).toBe(91);
  });
});

describe('the probes', () => {
  test('a readiness question of one\'s own is the start-up question too', () => {
    const { startupProbe, readinessProbe } = containerOf(chat({ readiness: Probe.httpGet('/v2/health', { port: 9000, initialDelay: seconds(5), successThreshold: 2 }) }));
    expect(readinessProbe).toMatchObject({ httpGet: { path: '/v2/health', port: 9000 }, initialDelaySeconds: 5, successThreshold: 2 });
    expect(startupProbe).toEqual({ failureThreshold: 18, httpGet: { path: '/v2/health', port: 9000 }, periodSeconds: 5, timeoutSeconds: 5 });
  });

  test('each can be left out', () => {
    const container = containerOf(chat({ startup: Probe.none(), liveness: Probe.none() }));
    expect(container).not.toHaveProperty('startupProbe');
    expect(container).not.toHaveProperty('livenessProbe');
    expect(containerOf(chat({ readiness: Probe.none() }))).not.toHaveProperty('readinessProbe');
  });

  test('without a start-up probe liveness waits for 1.5 times the load time, unless it is told otherwise', () => {
    const delay = (liveness?: Probe) => containerOf(chat({
      startup: Probe.none(), liveness, server: ModelServer.http({ image: 'example.com/chat:v1', loadTime: seconds(301) }),
    })).livenessProbe;
    expect(delay()).toMatchObject({ failureThreshold: 6, initialDelaySeconds: 452, periodSeconds: 10 });
    expect(delay(Probe.httpGet('/health', { failureThreshold: 2 }))).toMatchObject({ failureThreshold: 2, httpGet: { path: '/health' }, initialDelaySeconds: 452 });
    expect(delay(Probe.timed({ initialDelay: seconds(290) }))).toMatchObject({ initialDelaySeconds: 290 });
    expect(containerOf(chat()).livenessProbe).not.toHaveProperty('initialDelaySeconds');
  });

  test('a service written by hand is reproduced field by field', () => {
    const { livenessProbe, readinessProbe } = containerOf(chat({
      liveness: Probe.httpGet('/health', { initialDelay: seconds(10), period: seconds(30), timeout: seconds(5), failureThreshold: 3 }),
      readiness: Probe.httpGet('/ready', { initialDelay: seconds(5), period: seconds(10), failureThreshold: 2 }),
    }));
    expect(livenessProbe).toEqual({ failureThreshold: 3, httpGet: { path: '/health', port: 'http' }, initialDelaySeconds: 10, periodSeconds: 30, timeoutSeconds: 5 });
    expect(readinessProbe).toEqual({ failureThreshold: 2, httpGet: { path: '/ready', port: 'http' }, initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 5 });
  });
});

describe('the pod', () => {
  test('sleeps before it stops only if it shall', () => {
    expect(containerOf(chat({ drain: { preStopSleep: seconds(0) } }))).not.toHaveProperty('lifecycle');
    expect(podOf(chat({ drain: { preStopSleep: seconds(0) } })).terminationGracePeriodSeconds).toBe(35);
  });

  test('is spread as asked', () => {
    const none = podOf(chat({ availability: { zones: Spread.NONE, hosts: Spread.NONE } }));
    expect(none).not.toHaveProperty('affinity');
    expect(none).not.toHaveProperty('topologySpreadConstraints');
    const required = podOf(chat({ availability: { zones: Spread.REQUIRED, hosts: Spread.REQUIRED } }));
    expect(required.topologySpreadConstraints[0].whenUnsatisfiable).toBe('DoNotSchedule');
    expect(required.affinity.podAntiAffinity).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'chat' } }, topologyKey: 'kubernetes.io/hostname' }],
    });
  });

  test('has a writable root only where an accelerator\'s runtime needs it, and linters are told why', () => {
    const service = chat({ placement: Placement.of({ pools: [pool], gpus: 1 }) });
    expect(containerOf(service).securityContext.readOnlyRootFilesystem).toBe(false);
    const reason = 'the accelerator runtime writes device files into the root file system when the container starts';
    expect(one(service, 'Deployment').metadata.annotations).toEqual({
      'checkov.io/skip1': `CKV_K8S_22=${reason}`,
      'ignore-check.kube-linter.io/no-read-only-root-fs': reason,
      'kube-score/ignore': 'container-security-context-readonlyrootfilesystem',
      'polaris.fairwinds.com/notReadOnlyRootFilesystem-exempt': 'true',
    });
  });

  test('says where its resources were measured', () => {
    const resources = Resources.fromMeasured({ steadyCpu: Cpu.units(1), steadyMemory: Size.gibibytes(1), startUpPeakMemory: Size.gibibytes(2) });
    expect(one(chat({ resources }), 'Deployment').metadata.annotations).toEqual({
      'cdk8s-ml.dev/resources': 'measured, plus 25 %: cpu 1 (steady) -> 1250m, no limit; memory 1Gi (steady) -> 1280Mi, 2Gi (start-up peak) -> 2560Mi',
    });
  });

  test('computes with as many threads as it has cores, where the user asks', () => {
    const env = (threadsFromCpu?: boolean, more = {}) => containerOf(chat({
      server: ModelServer.http({ image: IMAGE, threadsFromCpu }), resources: Resources.guaranteed({ cpu: Cpu.millis(3500), memory: Size.gibibytes(1) }), env: more,
    })).env.filter((variable: any) => variable.name.endsWith('_THREADS'));
    expect(env()).toEqual([]);
    expect(env(true)).toEqual(['MKL_NUM_THREADS', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS'].map((name) => ({ name, value: '3' })));
    expect(env(true, { OMP_NUM_THREADS: '2' })).toContainEqual({ name: 'OMP_NUM_THREADS', value: '2' });
  });
});
