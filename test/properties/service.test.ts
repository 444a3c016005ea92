import { Duration, Size, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { bytesOf } from '../../src/border/amounts';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { externalsOf } from '../../src/manifest/external';
import { Severity } from '../../src/manifest/finding';
import { Release } from '../../src/model/release';
import { Monitoring } from '../../src/observability/monitoring';
import { MlChart } from '../../src/platform/ml-chart';
import { Config, ConfigChange } from '../../src/pod/config/config';
import { SecretSource } from '../../src/pod/config/secret-source';
import { Identity } from '../../src/pod/identity/identity';
import { drainTerms, Sender } from '../../src/pod/lifecycle/drain';
import { Probe } from '../../src/pod/lifecycle/probe';
import { startupProbe } from '../../src/pod/lifecycle/startup';
import { Placement } from '../../src/pod/placement/placement';
import { Spread } from '../../src/pod/placement/spread';
import { Resources } from '../../src/pod/resources/resources';
import { judge } from '../../src/rules/judge';
import { Exposure } from '../../src/serving/exposure';
import { ModelServer } from '../../src/serving/model-server';
import { OnlineInferenceProps } from '../../src/serving/online-inference-props';
import { Rollout } from '../../src/serving/rollout';
import { OffHours } from '../../src/serving/scaling/off-hours';
import { Scaling } from '../../src/serving/scaling/scaling';
import { scaleDownRules, scaleUpRules } from '../../src/trigger/scaling-behavior';
import { chat, one, podOf, prod } from '../serving/service';

const IMAGE = 'registry.example.com/chat:v1';
const upTo = (max: number, min = 1) => fc.integer({ min, max });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const duration = (max: number, min = 1) => upTo(max, min).map((n) => Duration.seconds(n));
const accelerator = (name: string) => NodePool.gpu(name, {
  accelerator: Accelerator.NVIDIA, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(960), maxNodes: 4, labels: { pool: name }, provisioningTime: Duration.minutes(8),
});

/** A service of any times, placed anywhere. */
const service = fc.record({
  loadTime: duration(7200),
  longestRequest: duration(900),
  gigabytes: upTo(40),
  gpus: upTo(8, 0),
  surge: fc.boolean(),
  minReady: maybe(duration(300)),
  external: fc.boolean(),
  startup: maybe(fc.record({ period: maybe(duration(60)), timeout: maybe(duration(60)) })),
}).map(({ loadTime, longestRequest, gigabytes, gpus, surge, minReady, external, startup }): Partial<OnlineInferenceProps> => ({
  server: ModelServer.http({ image: IMAGE, loadTime, longestRequest, imageSize: Size.gibibytes(gigabytes) }),
  placement: gpus > 0 ? Placement.of({ pools: [accelerator('a')], gpus }) : undefined,
  rollout: surge ? Rollout.surge({ minReady }) : Rollout.replaceInPlace({ minReady }),
  exposure: external ? Exposure.loadBalancer({ sourceRanges: ['0.0.0.0/0'] }) : undefined,
  // a timeout above the period is refused, so it is given only alone
  startup: startup && Probe.timed(startup.period ? { period: startup.period } : { timeout: startup.timeout }),
  scaling: Scaling.onPodsMetric({ min: 1, max: 9, metric: 'queue', averageValue: '5' }),
}));

test('the start-up probe grants 1.5 times any load time, and the load itself however early the first question comes', () => {
  fc.assert(fc.property(upTo(86400), maybe(upTo(300)), (load, period) => {
    const own = Probe.timed(period === undefined ? {} : { period: Duration.seconds(period) });
    const probe = startupProbe(own, Probe.httpGet('/ready'), Duration.seconds(load))._render('http')!;
    expect(probe.failureThreshold! * probe.periodSeconds!).toBeGreaterThanOrEqual(1.5 * load);
    expect(probe.timeoutSeconds!).toBeLessThanOrEqual(probe.periodSeconds!);
    if (period === undefined) {
      expect((probe.failureThreshold! - 1) * probe.periodSeconds!).toBeGreaterThanOrEqual(load);
    }
  }));
});

test('no rollout is given up while its pods still may start', () => {
  fc.assert(fc.property(service, (props) => {
    const { spec } = one(chat(props), 'Deployment');
    const { startupProbe: startup } = spec.template.spec.containers[0];
    expect(spec.progressDeadlineSeconds).toBeGreaterThan(startup.failureThreshold * startup.periodSeconds + (spec.minReadySeconds ?? 0));
    expect(spec.progressDeadlineSeconds).toBeGreaterThanOrEqual(600);
  }));
});

test('every pod has the time to finish: sleep, longest request and 5 s', () => {
  fc.assert(fc.property(maybe(duration(300, 0)), maybe(duration(3600)), duration(3600), fc.constantFrom<Sender>('endpoints', 'proxy', 'load balancer'), (preStopSleep, longestRequest, serverRequest, sender) => {
    const terms = drainTerms({ preStopSleep, longestRequest }, serverRequest, sender);
    expect(terms.gracePeriod).toBeGreaterThanOrEqual(terms.preStopSleep + terms.longestRequest + 5);
  }));
  fc.assert(fc.property(service, (props) => {
    const pod = podOf(chat(props));
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(pod.containers[0].lifecycle.preStop.sleep.seconds);
  }));
});

test('scaler windows stay within what the API takes, for any start-up time', () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), fc.boolean(), (budget, utilizationOnly) => {
    for (const rules of [scaleUpRules({}, budget, utilizationOnly), scaleDownRules({}, budget)]) {
      expect(Number.isInteger(rules.stabilizationWindowSeconds)).toBe(true);
      expect(rules.stabilizationWindowSeconds).toBeGreaterThanOrEqual(0);
      expect(rules.stabilizationWindowSeconds).toBeLessThanOrEqual(3600);
      for (const policy of rules.policies!) {
        expect(Number.isInteger(policy.periodSeconds)).toBe(true);
        expect(policy.periodSeconds).toBeGreaterThanOrEqual(1);
        expect(policy.periodSeconds).toBeLessThanOrEqual(1800);
        expect(policy.value).toBeGreaterThanOrEqual(1);
      }
    }
  }));
});

test('a scale-down never forgets sooner than a pod comes back, as far as the API lets it', () => {
  fc.assert(fc.property(upTo(3600, 0), (budget) => {
    expect(scaleDownRules({}, budget).stabilizationWindowSeconds).toBeGreaterThanOrEqual(Math.max(300, budget));
  }));
});

test('limits hold requests, and both hold what was measured', () => {
  const size = upTo(500 * 1024 * 1024).map((kibibytes) => Size.kibibytes(kibibytes));
  const cpu = upTo(256000).map((millis) => Cpu.millis(millis));
  fc.assert(fc.property(cpu, maybe(cpu), size, size, maybe(size), maybe(fc.double({ min: 0, max: 500, noNaN: true })),
    (steadyCpu, peakCpu, steadyMemory, startUpPeakMemory, batchPeakMemory, headroomPercent) => {
      const { limits, requests } = chatResources(Resources.fromMeasured({ steadyCpu, peakCpu, steadyMemory, startUpPeakMemory, batchPeakMemory, headroomPercent }));
      expect(requests.cpu).toBeGreaterThanOrEqual(steadyCpu.milliCores);
      expect(requests.memory).toBeGreaterThanOrEqual(bytesOf(steadyMemory));
      expect(limits.memory).toBeGreaterThanOrEqual(requests.memory);
      expect(limits.memory).toBeGreaterThanOrEqual(Math.max(bytesOf(startUpPeakMemory), batchPeakMemory ? bytesOf(batchPeakMemory) : 0));
      if (peakCpu) {
        expect(limits.cpu).toBeGreaterThanOrEqual(Math.max(requests.cpu, peakCpu.milliCores));
      } else {
        expect(limits.cpu).toBeNaN();
      }
    }));
});

test('any number of pools is preferred in its order, with weights that the API takes', () => {
  fc.assert(fc.property(upTo(60, 2), (count) => {
    const pools = Array.from({ length: count }, (_, i) => accelerator(`p${i}`));
    const affinity = Placement.of({ pools, gpus: 1 })._nodeAffinity!;
    const weights = affinity.preferredDuringSchedulingIgnoredDuringExecution!.map(({ weight }) => weight);
    expect(weights).toHaveLength(count - 1);
    expect(weights[0]).toBe(100);
    weights.forEach((weight, i) => {
      expect(weight).toBeGreaterThanOrEqual(1);
      expect(weight).toBeLessThan(i === 0 ? 101 : weights[i - 1]);
    });
    expect(affinity.requiredDuringSchedulingIgnoredDuringExecution!.nodeSelectorTerms).toHaveLength(count);
  }));
});

test('what asks for no accelerator never tolerates the taint of one', () => {
  const cards = ['a', 'b', 'c'].map(accelerator);
  const general = ['d', 'e'].map((name) => NodePool.cpu(name, { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 4, labels: { pool: name }, taints: [{ key: 'team', value: name }] }));
  const cluster = Cluster.of('prod', { pools: [...cards, ...general] });
  fc.assert(fc.property(fc.subarray(cluster.pools), upTo(8, 0), (pools, gpus) => {
    let pod;
    try {
      pod = podOf(chat({ placement: Placement.of({ pools, gpus }) }, prod({ cluster })));
    } catch {
      return; // refused
    }
    const asks = pod.containers[0].resources.limits['nvidia.com/gpu'] !== undefined;
    const tolerates = (pod.tolerations ?? []).some((toleration: any) => toleration.key === 'nvidia.com/gpu');
    expect(tolerates).toBe(asks);
    expect(asks).toBe(gpus > 0);
    expect((pod.tolerations ?? []).every((toleration: any) => toleration.key)).toBe(true);
  }));
});

test('the name of a configuration is that of its content, and of nothing else', () => {
  const data = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.string(), { minKeys: 1, maxKeys: 4 });
  fc.assert(fc.property(data, data, (a, b) => {
    const name = (values: { [key: string]: string }) => Config.asEnv(values)._name('chat');
    const reversed = Object.fromEntries(Object.entries(a).reverse());
    expect(name(reversed)).toBe(name(a));
    const same = JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
    expect(name(a) === name(b)).toBe(same);
  }));
});

test('whatever a release is called, its labels are legal and nothing of it is lost', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 }).filter((s) => s.trim() !== '');
  fc.assert(fc.property(text, text, (model, version) => {
    const { metadata, spec } = one(chat({ release: Release.of({ model, version }) }), 'Deployment');
    const { labels } = spec.template.metadata;
    for (const value of Object.values<string>(labels)) {
      expect(value).toMatch(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/);
    }
    expect(labels['cdk8s-ml.dev/model'] ?? metadata.annotations['cdk8s-ml.dev/model']).toBe(model);
    expect(labels['cdk8s-ml.dev/model-version'] ?? metadata.annotations['cdk8s-ml.dev/model-version']).toBe(version);
  }));
});

test('the rules have no error for what the construct has taken', () => {
  const identity = maybe(fc.constantFrom(Identity.aws('arn:aws:iam::123456789012:role/r'), Identity.gcp('r@p.iam.gserviceaccount.com')));
  const scaling = fc.constantFrom(Scaling.fixed(1), Scaling.fixed(3), Scaling.onCpu({ min: 1, max: 5, targetPercent: 70 }),
    Scaling.onMemory({ min: 2, max: 2, targetPercent: 80 }));
  const exposure = fc.constantFrom(
    Exposure.clusterInternal({ onlyAllowed: true }), Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] }),
    Exposure.gateway({ gateway: 'edge', gatewayNamespace: 'edge' }), Exposure.ingress({ host: 'a.example.com', tlsSecretName: 'tls' }),
  );
  const night = { down: '0 18 * * *', up: '0 7 * * *', timeZone: 'Etc/UTC' };
  const offHours = maybe(fc.constantFrom(OffHours.byCronJobs(night), OffHours.byKeda(night)));
  const monitoring = maybe(fc.constantFrom(Monitoring.annotations(), Monitoring.podMonitor(), Monitoring.serviceMonitor({ labels: { release: 'p' } })));
  const configs = fc.constantFrom<Config[][]>([], [Config.asEnv({ MODE: 'fast' }), Config.asFiles('/etc/a', { a: '1' }, { onChange: ConfigChange.KEEP })]);
  const secrets = fc.constantFrom<SecretSource[][]>([], [SecretSource.asFiles('s', '/var/run/s', ['k']), SecretSource.asEnv('t', { T: 't' })]);
  const spread = fc.constantFrom(Spread.NONE, Spread.PREFERRED, Spread.REQUIRED);
  const server = fc.record({ metricsPort: fc.constantFrom(undefined, 8000, 9100), threadsFromCpu: fc.boolean() }).map((props) => ModelServer.http({ image: IMAGE, metricsPath: '/metrics', ...props }));
  const names = maybe(fc.constant({ deployment: 'server', autoscaler: 'hpa', service: 'api', disruptionBudget: 'pdb', networkPolicy: 'net', serviceAccount: 'account' }));
  const all = fc.record({ identity, scaling, exposure, offHours, monitoring, configs, secrets, server, names, availability: fc.record({ zones: spread, hosts: spread }) });
  let taken = 0;
  const any: fc.Arbitrary<Partial<OnlineInferenceProps>> = fc.oneof(service, all);
  fc.assert(fc.property(any, (props) => {
    const app = Testing.app();
    const chart = new MlChart(app, 'prod', { namespace: 'team-a' });
    try {
      chat(props, chart);
    } catch {
      return; // refused
    }
    taken++;
    const objects = chart.toJson().map((manifest) => ({ manifest, path: 'prod/chat' }));
    expect(judge(objects, externalsOf(app)).filter(({ severity }) => severity === Severity.ERROR)).toEqual([]);
  }), { numRuns: 300 });
  expect(taken).toBeGreaterThan(100);
});

/** Milli-cores and bytes of what a container gets; NaN where nothing is said. */
function chatResources(resources: Resources): { readonly [part: string]: { readonly cpu: number; readonly memory: number } } {
  const rendered = resources._render(0, {});
  const numbers = ({ cpu, memory }: { [resource: string]: string | undefined }) => ({
    cpu: cpu === undefined ? NaN : cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000,
    memory: Number(memory!.replace(/[KMGT]i$/, '')) * 1024 ** 'KMGT'.indexOf(memory!.at(-2)!) * 1024,
  });
  return { limits: numbers(rendered.limits), requests: numbers(rendered.requests) };
}
