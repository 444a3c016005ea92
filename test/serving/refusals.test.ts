import { Duration, Size } from 'cdk8s';
import { chat, prod, problemsOf, refused } from './service';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { Release } from '../../src/model/release';
import { Monitoring } from '../../src/observability/monitoring';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { Config } from '../../src/pod/config/config';
import { SecretSource } from '../../src/pod/config/secret-source';
import { Identity } from '../../src/pod/identity/identity';
import { Probe } from '../../src/pod/lifecycle/probe';
import { Placement } from '../../src/pod/placement/placement';
import { Resources } from '../../src/pod/resources/resources';
import { Exposure } from '../../src/serving/exposure';
import { ModelServer } from '../../src/serving/model-server';
import { OnlineInference } from '../../src/serving/online-inference';
import { OnlineInferenceProps } from '../../src/serving/online-inference-props';
import { HttpServerProps } from '../../src/serving/presets/http';
import { Rollout } from '../../src/serving/rollout';
import { Metric } from '../../src/serving/scaling/metric';
import { OffHours, OffHoursCronJobProps } from '../../src/serving/scaling/off-hours';
import { Scaling } from '../../src/serving/scaling/scaling';

const IMAGE = 'registry.example.com/chat:v1';
const http = (props: Partial<HttpServerProps>): Partial<OnlineInferenceProps> => ({ server: ModelServer.http({ image: IMAGE, ...props }) });
const NIGHT: OffHoursCronJobProps = { down: '0 18 * * *', up: '0 7 * * *', timeZone: 'Etc/UTC' };
const night = (props: Partial<OffHoursCronJobProps>): Partial<OnlineInferenceProps> => ({ offHours: OffHours.byCronJobs({ ...NIGHT, ...props }) });
const x64 = 'x'.repeat(64);
const cpuPool = NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 20 });
const gpuPool = NodePool.gpu('a100', { accelerator: Accelerator.NVIDIA, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(960), maxNodes: 4 });

type Case = [what: string, props: Partial<OnlineInferenceProps>, ...messages: string[]];

const NAME_RULE = "must be a DNS label (at most 63 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit)";
const REPLICAS = 'serve with at least 1 replica; OffHours takes it to 0 for the night';
const IMAGE_RULE = "'server.image' must be an image with a tag (not latest) or a digest";
const PIN = 'pin it, for example registry.example.com/team/server:v1.2.0';
const PORT = 'give the port that the server listens on';
const SECONDS = 'give for example Duration.seconds(30)';
const LIMIT = 'raise the limit or lower the request';
const CPU = 'must be a positive number of cores, in steps of 1m';
const GIVE_CPU = 'give for example Cpu.millis(250) or Cpu.units(2)';
const GIVE_SIZE = 'give for example Size.mebibytes(512) or Size.gibibytes(2)';

const replicas: Case[] = [
  ['0 replicas', { scaling: Scaling.fixed(0) }, `'scaling.replicas' must be a whole number of at least 1, got 0; ${REPLICAS}`],
  ['negative replicas', { scaling: Scaling.fixed(-1) }, `'scaling.replicas' must be a whole number of at least 1, got -1; ${REPLICAS}`],
  ['half a replica', { scaling: Scaling.fixed(1.5) }, `'scaling.replicas' must be a whole number of at least 1, got 1.5; ${REPLICAS}`],
  ['NaN replicas', { scaling: Scaling.fixed(NaN) }, `'scaling.replicas' must be a whole number of at least 1, got NaN; ${REPLICAS}`],
  ['more replicas than an int32 holds', { scaling: Scaling.fixed(2 ** 31) }, `'scaling.replicas' must be a whole number from 1 to 2147483647, got 2147483648; ${REPLICAS}`],
  ['min above max', { scaling: Scaling.onCpu({ min: 5, max: 3, targetPercent: 70 }) }, "'scaling.min' must be at most max (3), got 5; lower min or raise max"],
  ['a minimum of 0', { scaling: Scaling.onCpu({ min: 0, max: 3, targetPercent: 70 }) },
    "'scaling.min' must be a whole number of at least 1, got 0; keep at least 1; an autoscaler sees no metrics of a service that has no pods"],
  ['a fraction of a maximum', { scaling: Scaling.onMemory({ min: 1, max: 2.5, targetPercent: 70 }) },
    "'scaling.max' must be a whole number of at least 1, got 2.5; give a whole number in that range"],
  ['a target of 0 %', { scaling: Scaling.onCpu({ min: 1, max: 3, targetPercent: 0 }) },
    "'scaling.targetPercent' must be a whole number of percent of at least 1 (cpu utilization), got 0; give for example 70"],
  ['a target of NaN %', { scaling: Scaling.onMemory({ min: 1, max: 3, targetPercent: NaN }) },
    "'scaling.targetPercent' must be a whole number of percent of at least 1 (memory utilization), got NaN; give for example 70"],
  ['no metrics', { scaling: Scaling.onMetrics({ min: 1, max: 3, metrics: [] }) },
    "'scaling.metrics' must be at least one metric, got []; give for example Metric.cpuUtilization(70), or use Scaling.fixed()"],
  ['a quantity that is none', { scaling: Scaling.onMetrics({ min: 1, max: 3, metrics: [Metric.cpuUtilization(70), Metric.pods('queue_bytes', '1.5GiB')] }) },
    "'scaling.metrics[1]' must be a positive Kubernetes quantity (pods metric queue_bytes), got \"1.5GiB\"; give for example \"5\" or \"500m\""],
  ['a negative quantity', { scaling: Scaling.onExternalMetric({ min: 1, max: 3, metric: 'queue', averageValue: '-5' }) },
    "'scaling.averageValue' must be a positive Kubernetes quantity (external metric queue), got \"-5\"; give for example \"5\" or \"500m\""],
  ['an empty metric name', { scaling: Scaling.onPodsMetric({ min: 1, max: 3, metric: '', averageValue: '5' }) },
    "'scaling.averageValue.metric' must be the name of a metric, got \"\"; copy it from 'kubectl get --raw /apis/custom.metrics.k8s.io/v1beta2'"],
  ['an illegal label of a metric', { scaling: Scaling.onPodsMetric({ min: 1, max: 3, metric: 'a', averageValue: '5', metricLabels: { q: 'a b' } }) },
    "'scaling.averageValue.metricLabels.q' must be a legal label, got \"a b\"; use at most 63 letters, digits, '-', '_' and '.'"],
  ['an object without a name', { scaling: Scaling.onObjectMetric({ min: 1, max: 3, metric: 'a', value: '5', describedObject: { apiVersion: 'v1', kind: 'Service', name: ' ' } }) },
    "'scaling.value.describedObject.name' must be a text that is not empty, got \" \"; copy it from the object"],
  ['a window above the API\'s', { scaling: Scaling.onCpu({ min: 1, max: 3, targetPercent: 70, scaleDown: { stabilization: Duration.hours(2) } }) },
    `'scaling.scaleDown.stabilization' must be a whole number of seconds from 0 s to 3600 s, got "7200 s"; ${SECONDS}`],
  ['a period above the API\'s', { scaling: Scaling.onCpu({ min: 1, max: 3, targetPercent: 70, scaleUp: { period: Duration.hours(1) } }) },
    `'scaling.scaleUp.period' must be a whole number of seconds from 1 s to 1800 s, got "3600 s"; ${SECONDS}`],
  ['a step of nothing', { scaling: Scaling.onCpu({ min: 1, max: 3, targetPercent: 70, scaleUp: { pods: 0, percent: 0, tolerancePercent: -1 } }) },
    "'scaling.scaleUp.percent' must be a whole number of at least 1, got 0; give a whole number in that range",
    "'scaling.scaleUp.pods' must be a whole number of at least 1, got 0; give a whole number in that range",
    "'scaling.scaleUp.tolerancePercent' must be a whole number of at least 0, got -1; give a whole number in that range"],
];

const servers: Case[] = [
  ['the tag latest', http({ image: 'chat:latest' }), `${IMAGE_RULE}, got "chat:latest"; it names the moving tag latest; ${PIN}`],
  ['no tag', http({ image: 'chat' }), `${IMAGE_RULE}, got "chat"; it names neither tag nor digest; ${PIN}`],
  ['an empty tag', http({ image: 'chat:' }), `${IMAGE_RULE}, got "chat:"; it is no image reference; ${PIN}`],
  ['an empty image', http({ image: '' }), `${IMAGE_RULE}, got ""; it is no image reference; ${PIN}`],
  ['port 0', http({ port: 0 }), `'server.port' must be a whole number from 1 to 65535, got 0; ${PORT}`],
  ['port 70000', http({ port: 70000 }), `'server.port' must be a whole number from 1 to 65535, got 70000; ${PORT}`],
  ['a metrics port of 70000', http({ metricsPort: 70000 }), `'server.metricsPort' must be a whole number from 1 to 65535, got 70000; ${PORT}`],
  ['metrics where gRPC is spoken', { server: ModelServer.grpc({ image: IMAGE, metricsPath: '/metrics' }) },
    "'server.metricsPort' must be another port than 50051, where the server speaks gRPC; Prometheus asks over HTTP"],
  ['a readiness path without slash', http({ readinessPath: 'ready' }), "'server.readinessPath' must be an absolute path, got \"ready\"; write \"/ready\""],
  ['a liveness path with a space', http({ livenessPath: '/is alive' }), "'server.livenessPath' must be an absolute path, got \"/is alive\"; write \"/is-alive\""],
  ['a metrics path without slash', http({ metricsPath: 'metrics' }), "'server.metricsPath' must be an absolute path, got \"metrics\"; write \"/metrics\""],
  ['a metrics path with a space', http({ metricsPath: '/me trics' }), "'server.metricsPath' must be an absolute path, got \"/me trics\"; write \"/me-trics\""],
  ['a load time of 0', http({ loadTime: Duration.seconds(0) }), `'server.loadTime' must be a whole number of seconds of at least 1 s, got "0 s"; ${SECONDS}`],
  ['a load time of half a second', http({ loadTime: Duration.millis(500) }), `'server.loadTime' must be a whole number of seconds of at least 1 s, got "0.5 s"; ${SECONDS}`],
  ['a longest request of 0', http({ longestRequest: Duration.seconds(0) }), `'server.longestRequest' must be a whole number of seconds of at least 1 s, got "0 s"; ${SECONDS}`],
  ['an image of NaN bytes', http({ imageSize: Size.gibibytes(NaN) }), `'server.imageSize' must be a positive, finite size, got "NaN"; ${GIVE_SIZE}`],
  ['user root', http({ uid: 0 }), "'server.uid' must be a whole number of at least 1, got 0; run it as a user that is not root"],
  ['a negative group', http({ gid: -1 }), "'server.gid' must be a whole number of at least 0, got -1; give a whole number in that range"],
  ['a writable root', http({ writablePaths: [{ path: '/' }] }), "'server.writablePaths' must be an absolute path below /, got \"/\"; write for example \"/tmp\""],
  ['a writable path of no size', http({ writablePaths: [{ path: '/tmp', size: Size.gibibytes(0) }] }), `'server.writablePaths' must be a positive, finite size, got "0"; ${GIVE_SIZE}`],
  ['a path that is writable twice', http({ writablePaths: [{ path: '/tmp' }, { path: '/tmp/' }] }),
    "path '/tmp' is mounted by 'server.writablePaths' and by 'server.writablePaths'; mount one of them elsewhere"],
  ['a mock whose answer is no JSON', { server: ModelServer.mock({ routes: { '/predict': '{' } }) },
    "'server.routes./predict' must be JSON, got \"{\"; write for example '{\"label\":\"cat\"}'"],
  ['a mock whose path has no slash', { server: ModelServer.mock({ routes: { predict: '{}' } }) },
    "'server.routes' must have absolute paths, got \"predict\"; write for example \"/predict\""],
  ['a mock whose answer nginx could not read', { server: ModelServer.mock({ routes: { '/predict': JSON.stringify('x'.repeat(5000)) } }) },
    "'server.routes./predict' must be at most 4000 bytes for nginx to read, got 5006; shorten the answer"],
];

const resources: Case[] = [
  ['no resources', { resources: undefined },
    "'resources' are missing and ModelServer.http() has none of its own; give for example Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) })"],
  ['a processor request above its limit', { resources: Resources.burstable({ cpu: Cpu.units(2), memory: Size.gibibytes(1), cpuLimit: Cpu.millis(500) }) },
    `'resources.cpuLimit' must be at least the request (2), got 500m; ${LIMIT}`],
  ['a memory request above its limit', { resources: Resources.burstable({ cpu: Cpu.units(2), memory: Size.gibibytes(1), memoryLimit: Size.mebibytes(512) }) },
    `'resources.memoryLimit' must be at least the request (1Gi), got "512Mi"; ${LIMIT}`],
  ['a disk request above its limit', { resources: Resources.burstable({ cpu: Cpu.units(2), memory: Size.gibibytes(1), ephemeralStorageLimit: Size.mebibytes(100) }) },
    `'resources.ephemeralStorageLimit' must be at least the request (114Mi), got "100Mi"; ${LIMIT}`],
  ['NaN cores', { resources: Resources.guaranteed({ cpu: Cpu.units(NaN), memory: Size.gibibytes(1) }) }, `'resources.cpu' ${CPU}, got NaNm; ${GIVE_CPU}`],
  ['half a milli-core', { resources: Resources.guaranteed({ cpu: Cpu.millis(0.5), memory: Size.gibibytes(1) }) }, `'resources.cpu' ${CPU}, got 0.5m; ${GIVE_CPU}`],
  ['no cores', { resources: Resources.guaranteed({ cpu: Cpu.units(0), memory: Size.gibibytes(1) }) }, `'resources.cpu' ${CPU}, got 0; ${GIVE_CPU}`],
  ['infinite memory', { resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(Infinity) }) },
    `'resources.memory' must be a positive, finite size, got "Infinity"; ${GIVE_SIZE}`],
  ['a peak below the steady load', {
    resources: Resources.fromMeasured({ steadyCpu: Cpu.units(2), peakCpu: Cpu.units(1), steadyMemory: Size.gibibytes(1), startUpPeakMemory: Size.gibibytes(1) }),
  },
  "'resources.peakCpu' must be at least steadyCpu (2), got 1; measure again, or swap them; a peak is never below the steady load"],
  ['keys that JavaScript keeps for itself', { configs: [Config.asFiles('/etc/a', JSON.parse('{"__proto__":"x","constructor":"y"}'))] },
    "'configs[0].__proto__' must be a key that is no word of JavaScript, got \"__proto__\"; rename it; whoever reads it as an object would lose it",
    "'configs[0].constructor' must be a key that is no word of JavaScript, got \"constructor\"; rename it; whoever reads it as an object would lose it"],
  ['source ranges with bits of a host', { exposure: Exposure.loadBalancer({ sourceRanges: ['10.0.0.5/8', '2001:db8::1/64', '203.0.113.130/25', '::/0', '0.0.0.0/0', '2001:db8::/33'] }) },
    "'exposure.sourceRanges' must be a CIDR block that begins at its first address, got \"10.0.0.5/8\"; write \"10.0.0.0/8\"",
    "'exposure.sourceRanges' must be a CIDR block that begins at its first address, got \"2001:db8::1/64\"; write \"2001:db8::/64\"",
    "'exposure.sourceRanges' must be a CIDR block that begins at its first address, got \"203.0.113.130/25\"; write \"203.0.113.128/25\""],
  ['a measurement that is none', {
    resources: Resources.fromMeasured({
      steadyCpu: Cpu.units(0),
      peakCpu: Cpu.units(-1),
      steadyMemory: Size.gibibytes(NaN),
      startUpPeakMemory: Size.gibibytes(0),
      batchPeakMemory: Size.gibibytes(Infinity),
      headroomPercent: -200,
    }),
  },
  `'resources.steadyCpu' ${CPU}, got 0; ${GIVE_CPU}`,
  `'resources.peakCpu' ${CPU}, got -1; ${GIVE_CPU}`,
  `'resources.steadyMemory' must be a positive, finite size, got "NaN"; ${GIVE_SIZE}`,
  `'resources.startUpPeakMemory' must be a positive, finite size, got "0"; ${GIVE_SIZE}`,
  `'resources.batchPeakMemory' must be a positive, finite size, got "Infinity"; ${GIVE_SIZE}`,
  "'resources.headroomPercent' must be a number of percent of at least 0, got -200; give for example 25"],
];

const times: Case[] = [
  ['a probe that waits longer than its period', { readiness: Probe.timed({ period: Duration.seconds(5), timeout: Duration.seconds(6) }) },
    "'readiness.timeout' must be at most the period (5 s), got \"6 s\"; shorten the timeout or lengthen the period"],
  ['two successes of a liveness probe', { liveness: Probe.timed({ successThreshold: 2 }) },
    "'liveness.successThreshold' must be a whole number from 1 to 1, got 2; leave it out; Kubernetes takes only 1 for a liveness probe"],
  ['probe numbers of 0', { readiness: Probe.httpGet('/r', { period: Duration.seconds(0), failureThreshold: 0, port: 0 }) },
    `'readiness.port' must be a whole number from 1 to 65535, got 0; ${PORT}`,
    `'readiness.period' must be a whole number of seconds of at least 1 s, got "0 s"; ${SECONDS}`,
    "'readiness.failureThreshold' must be a whole number of at least 1, got 0; give a whole number in that range"],
  ['a program and its arguments in one string', { server: ModelServer.http({ image: 'registry.example.com/sentiment:v1.2.0', command: ['uvicorn app:app'] }) },
    "'server.command' must be a program and, each for itself, its arguments, for no shell takes them apart, got [\"uvicorn app:app\"]; write [\"uvicorn\", \"app:app\"]"],
  ['a probe by no command', { liveness: Probe.command([]) }, "'liveness.command' must be a command, got []; give the program and its arguments"],
  ['a start-up probe shorter than the load', { startup: Probe.timed({ failureThreshold: 2 }) },
    "'startup' kills the server after 10 s, while it takes 60 s to load; raise failureThreshold, or leave the numbers out to have them derived from the load time"],
  ['a liveness probe that kills while the model loads', { startup: Probe.none(), liveness: Probe.timed({ initialDelay: Duration.seconds(20), failureThreshold: 3 }) },
    "'liveness' kills the server after 50 s, while it takes 60 s to load; raise failureThreshold, or leave the numbers out to have them derived from the load time"],
  ['variables that refer to each other', { env: { A: '$(B)', B: '$(A)' } },
    "environment variables 'A', 'B' refer to each other in a circle, which Kubernetes would leave as it is written; give one of them its value, or write $$( for a plain $("],
  ['neither start-up nor readiness probe', { startup: Probe.none(), readiness: Probe.none() },
    "'startup' and 'readiness' are both Probe.none(), so that a pod would be sent requests while its model loads; leave one of them out"],
  ['a grace period shorter than its sum', { drain: { gracePeriod: Duration.seconds(30) } },
    "'drain.gracePeriod' must be at least 40 s (5 s preStop sleep + 30 s longest request + 5 s), got \"30 s\"; lengthen it, or shorten the sleep or the longest request"],
  ['drain times that are none', { drain: { longestRequest: Duration.seconds(0), preStopSleep: Duration.millis(100) } },
    `'drain.longestRequest' must be a whole number of seconds of at least 1 s, got "0 s"; ${SECONDS}`,
    `'drain.preStopSleep' must be a whole number of seconds of at least 0 s, got "0.1 s"; ${SECONDS}`],
  ['a rollout that can replace nothing', { rollout: Rollout.rolling({ maxSurge: 0, maxUnavailable: 0 }) },
    "'rollout.maxSurge' and 'rollout.maxUnavailable' are both 0, so that no pod could ever be replaced; raise one of them"],
  ['rollout numbers that are none', { rollout: Rollout.rollingPercent({ maxSurgePercent: -1, maxUnavailablePercent: 101, revisionHistoryLimit: 0 }) },
    "'rollout.maxSurgePercent' must be a whole number of at least 0, got -1; give a whole number in that range",
    "'rollout.maxUnavailablePercent' must be a whole number from 0 to 100, got 101; give a whole number in that range",
    "'rollout.revisionHistoryLimit' must be a whole number of at least 1, got 0; keep at least one revision to go back to"],
  ['a deadline within the start-up', { rollout: Rollout.surge({ progressDeadline: Duration.seconds(60), minReady: Duration.seconds(30) }) },
    "'rollout.progressDeadline' must be more than 120 s (90 s to start + 30 s minReady), got \"60 s\"; lengthen it or leave it out; a rollout would count as failed while its pods still start"],
  ['a budget that lets every pod go', { availability: { maxDisrupted: 5 } },
    "'availability.maxDisrupted' must be below the 2 replicas, got 5; lower it, or a drain may take every pod at once"],
  ['a budget that lets go all that an autoscaler keeps', { availability: { maxDisrupted: 3 }, scaling: Scaling.onCpu({ min: 3, max: 9, targetPercent: 70 }) },
    "'availability.maxDisrupted' must be below the 3 replicas, got 3; lower it, or a drain may take every pod at once"],
  ['a budget for one pod', { availability: { maxDisrupted: 1 }, scaling: Scaling.fixed(1) },
    "'availability.maxDisrupted' is 1 and there is never more than one replica, which no budget can protect; leave it out, or serve with 2"],
  ['a budget that lets no pod go', { availability: { maxDisrupted: 0, priorityClassName: 'High' } },
    "'availability.maxDisrupted' must be a whole number of at least 1, got 0; allow at least one, or no node could ever be drained",
    "'availability.priorityClassName' must be the name of a PriorityClass, got \"High\"; copy it from 'kubectl get priorityclasses'"],
];

const names: Case[] = [
  ['a name of 64 characters', { name: x64 }, `'name' ${NAME_RULE}, got "${x64}"; use for example "${'x'.repeat(63)}"`],
  ['upper case', { name: 'Chat' }, `'name' ${NAME_RULE}, got "Chat"; use for example "chat"`],
  ['underscores', { name: 'my_chat' }, `'name' ${NAME_RULE}, got "my_chat"; use for example "my-chat"`],
  ['non-ASCII', { name: 'überzeugend' }, `'name' ${NAME_RULE}, got "überzeugend"; use for example "berzeugend"`],
  ['an empty name', { name: '' }, `'name' ${NAME_RULE}, got ""; choose another name`],
  ['a name that starts with a digit', { name: '3d' }, `'name' ${NAME_RULE}, got "3d"; use for example "d"`],
  ['names of objects', { names: { service: 'a.b', autoscaler: 'HPA' } },
    `'names.service' ${NAME_RULE}, got "a.b"; use for example "a-b"`,
    "'names.autoscaler' must be a DNS subdomain, got \"HPA\"; use a-z, 0-9, '-' and '.'"],
  ['the name of a container', { names: { container: 'a.b' } }, "'names.container' must be a DNS label (at most 63 of a-z, 0-9 and '-'), got \"a.b\"; use the name that the container has"],
  ['an empty version', { release: Release.of({ model: 'm', version: ' ' }) }, "'release.version' must be a text that is not empty, got \" \"; give it, or leave an optional one out"],
  ['variables that are none', { release: Release.of({ model: 'm', version: '1', variables: { model: '1M', version: 'V', dataset: 'V' } }) },
    "'release.variables.model' must be a name of an environment variable (letters, digits, '_'), got \"1M\"; rename it",
    "'release.variables.version' and 'release.variables.dataset' are both V; rename one of them"],
  ['an illegal label', { labels: { tier: 'very gold' } }, "'labels.tier' must be a legal label, got \"very gold\"; use at most 63 letters, digits, '-', '_' and '.'"],
  ['a label that is derived', { labels: { 'app.kubernetes.io/name': 'other', 'cdk8s-ml.dev/model': 'other' } },
    "'labels.app.kubernetes.io/name' must be a label of your own, got \"app.kubernetes.io/name\"; leave it out; it is derived from name and release",
    "'labels.cdk8s-ml.dev/model' must be a label of your own, got \"cdk8s-ml.dev/model\"; leave it out; it is derived from name and release"],
];

const configuration: Case[] = [
  ['a value in env and in a configuration', { env: { LOG_LEVEL: 'INFO' }, configs: [Config.asEnv({ LOG_LEVEL: 'DEBUG' })] },
    "environment variable 'LOG_LEVEL' is given by 'env' and by 'configs[0]'; remove one of them"],
  ['a value in a configuration and in a secret', { configs: [Config.asEnv({ A: '1' })], secrets: [SecretSource.asEnv('s', { A: 'a' })] },
    "environment variable 'A' is given by 'configs[0]' and by 'secrets[0]'; remove one of them"],
  ['an environment variable that is none', { env: { '1A': 'x', 'B C': 'y' } },
    "'env' must be names of environment variables (letters, digits, '_'), got \"1A\"; rename it",
    "'env' must be names of environment variables (letters, digits, '_'), got \"B C\"; rename it"],
  ['a number as a value', { env: { WORKERS: 2 as any } }, "'env.WORKERS' must be a text, got 2; write \"2\""],
  ['two configurations of one path', { configs: [Config.asFiles('/etc/a', { a: '1' }), Config.asFiles('/etc/a/', { b: '1' })] },
    "path '/etc/a' is mounted by 'configs[0]' and by 'configs[1]'; mount one of them elsewhere"],
  ['two ConfigMaps of one name', { configs: [Config.asFiles('/etc/a', { a: '1' }, { name: 'c', onChange: 'keep' as any }), Config.asEnv({ B: '1' }, { name: 'c', onChange: 'keep' as any })] },
    "ConfigMap 'c' is made by 'configs[0]' and by 'configs[1]'; give one of them another name"],
  ['a configuration without keys', { configs: [Config.asEnv({})] }, "'configs[0]' must be a configuration with at least one key, got {}; leave it out"],
  ['a secret without variables', { secrets: [SecretSource.asEnv('s', {})] }, "'secrets[0].env' must be at least one variable, got {}; leave the Secret out"],
];

const offHours: Case[] = [
  ['a minute 61', night({ down: '61 * * * *' }), "'offHours.down' must be a five-field cron expression, got \"61 * * * *\"; it has minute 61, above 59; write for example \"0 18 * * 1-5\""],
  ['a step above its field', night({ up: '*/61 * * * *' }),
    "'offHours.up' must be a five-field cron expression, got \"*/61 * * * *\"; it has a step of 61 in its minute, which has 60 values, and so means only the first of them; write for example \"0 18 * * 1-5\""],
  ['an unknown time zone', night({ timeZone: 'Europe/Bielefeld' }), "'offHours.timeZone' must be an IANA time zone, got \"Europe/Bielefeld\"; write for example \"Europe/Berlin\" or \"Etc/UTC\""],
  ['an evening that is the morning in other words', night({ up: '00 18 * * 0-6' }), "'offHours.up' must be another time than down, got \"00 18 * * 0-6\"; give the time at which it comes back"],
  ['an evening that is the morning', night({ up: '0 18 * * *' }), "'offHours.up' must be another time than down, got \"0 18 * * *\"; give the time at which it comes back"],
  ['a night that is no smaller than the day', night({ downReplicas: 2 }), "'offHours.downReplicas' must be fewer than the 2 replicas of the day, got 2; lower it"],
  ['a morning above the maximum', night({ upReplicas: 3 }), "'offHours.upReplicas' must be at most the 2 replicas of the scaling, got 3; lower it"],
  ['a morning below the minimum', { ...night({ upReplicas: 2 }), scaling: Scaling.onCpu({ min: 3, max: 9, targetPercent: 70 }) },
    "'offHours.upReplicas' must be at least the 3 replicas of the scaling, got 2; raise it or leave it out; the day would be served by fewer than the scaling keeps"],
  ['a morning below the fixed number', { ...night({ upReplicas: 2 }), scaling: Scaling.fixed(3) },
    "'offHours.upReplicas' must be at least the 3 replicas of the scaling, got 2; raise it or leave it out; the day would be served by fewer than the scaling keeps"],
  ['replicas that are none', night({ downReplicas: -1, upReplicas: 0.5 }),
    "'offHours.downReplicas' must be a whole number of at least 0, got -1; give a whole number in that range",
    "'offHours.upReplicas' must be a whole number of at least 1, got 0.5; give a whole number in that range"],
  ['a moving image of kubectl', night({ image: 'kubectl:latest' }),
    "'offHours.image' must be an image with a tag (not latest) or a digest, got \"kubectl:latest\"; it names the moving tag latest; pin it, for example registry.example.com/team/server:v1.2.0"],
  ['a CronJob of a long name', night({ downName: 'x'.repeat(53) }),
    `'offHours.downName' must be a DNS subdomain of at most 52 characters, got "${'x'.repeat(53)}"; give a shorter one; the Jobs' names need 11 characters more`],
  ['CronJobs of one name', night({ downName: 'night', upName: 'night' }), "'offHours.upName' must be another name than downName, got \"night\"; rename one of them"],
  ['CronJobs of a service of a long name', { name: 'x'.repeat(54), ...night({}) },
    `'offHours.downName' must be a DNS subdomain of at most 52 characters, got "${'x'.repeat(54)}-down"; give a shorter one; the Jobs' names need 11 characters more`,
    `'offHours.upName' must be a DNS subdomain of at most 52 characters, got "${'x'.repeat(54)}-up"; give a shorter one; the Jobs' names need 11 characters more`,
    `'offHours' names an account '${'x'.repeat(54)}-off-hours', which is longer than the 63 characters of a label; shorten the service's name to 53`],
  ['KEDA beside metrics of an adapter', { offHours: OffHours.byKeda(NIGHT), scaling: Scaling.onPodsMetric({ min: 1, max: 3, metric: 'queue', averageValue: '5' }) },
    "'offHours' is by KEDA and 'scaling' has metrics of an adapter, which KEDA asks for in its own way; scale on cpu or memory, or use OffHours.byCronJobs()"],
];

const surroundings: Case[] = [
  ['a load balancer for nobody', { exposure: Exposure.loadBalancer({ sourceRanges: [] }) }, "'exposure.sourceRanges' must be at least one CIDR block, got []; name who may call"],
  ['a load balancer for a word', { exposure: Exposure.loadBalancer({ sourceRanges: ['everybody'] }) },
    "'exposure.sourceRanges' must be CIDR blocks, got \"everybody\"; write for example \"203.0.113.0/24\", or \"203.0.113.7/32\" for one address"],
  ['a Service on port 0', { exposure: Exposure.clusterInternal({ port: 0 }) }, `'exposure.port' must be a whole number from 1 to 65535, got 0; ${PORT}`],
  ['a route that a proxy would rewrite', { exposure: Exposure.gateway({ gateway: 'edge', gatewayNamespace: 'edge', path: '/v1/../admin' }) },
    "'exposure.path' must be an absolute path in a URL's characters, without empty parts, '.' and '..', got \"/v1/../admin\"; write for example \"/v1\""],
  ['a route with an encoded slash', { exposure: Exposure.ingress({ host: 'example.com', path: '/a%2fb' }) },
    "'exposure.path' must be an absolute path in a URL's characters, without empty parts, '.' and '..', got \"/a%2fb\"; write for example \"/v1\""],
  ['a gateway that is none', { exposure: Exposure.gateway({ gateway: 'Edge', gatewayNamespace: 'a.b', hostnames: ['no host'], path: 'v1' }) },
    "'exposure.path' must be an absolute path in a URL's characters, without empty parts, '.' and '..', got \"v1\"; write for example \"/v1\"",
    "'exposure.hostnames' must be a host name, got \"no host\"; write for example \"models.example.com\"",
    "'exposure.gateway' must be the name of an object, got \"Edge\"; copy it from 'kubectl get'",
    "'exposure.gatewayNamespace' must be the name of an object, got \"a.b\"; copy it from 'kubectl get'"],
  ['an ingress that is none', { exposure: Exposure.ingress({ host: 'UPPER', controllerNamespace: 'a.b', tlsSecretName: 'a_b', path: '/a//b', sourceRanges: ['x'] }) },
    "'exposure.sourceRanges' must be CIDR blocks, got \"x\"; write for example \"203.0.113.0/24\", or \"203.0.113.7/32\" for one address",
    "'exposure.path' must be an absolute path in a URL's characters, without empty parts, '.' and '..', got \"/a//b\"; write for example \"/v1\"",
    "'exposure.host' must be a host name, got \"UPPER\"; write for example \"models.example.com\"",
    "'exposure.controllerNamespace' must be the name of an object, got \"a.b\"; copy it from 'kubectl get'",
    "'exposure.tlsSecretName' must be the name of an object, got \"a_b\"; copy it from 'kubectl get'"],
  ['gRPC behind an Ingress', { server: ModelServer.grpc({ image: IMAGE }), exposure: Exposure.ingress({ host: 'a.example.com' }) },
    "'exposure' is an Ingress and the server speaks gRPC, which Ingress does not know; use Exposure.gateway() or a load balancer"],
  ['monitoring without metrics', { monitoring: Monitoring.annotations() },
    "'monitoring' is given and the server has no metrics; give 'server.metricsPath' or 'server.metricsPort', or leave monitoring out"],
  ['a ServiceMonitor that opens metrics to the world', { ...http({ metricsPort: 9100 }), monitoring: Monitoring.serviceMonitor(), exposure: Exposure.loadBalancer({ sourceRanges: ['0.0.0.0/0'] }) },
    "'monitoring' is by a ServiceMonitor, for which the load balancer would have to open the metrics port too; use Monitoring.podMonitor()"],
  ['a ServiceMonitor on the port of the Service', { ...http({ metricsPort: 9100 }), monitoring: Monitoring.serviceMonitor(), exposure: Exposure.clusterInternal({ port: 9100 }) },
    "'exposure.port' must be another port than that of the metrics, which the ServiceMonitor needs too, got 9100; choose another one"],
  ['monitoring props that are none', { ...http({ metricsPath: '/metrics' }), monitoring: Monitoring.podMonitor({ prometheusNamespace: 'A', interval: Duration.seconds(0), labels: { 'a b': 'c' } }) },
    `'monitoring.interval' must be a whole number of seconds of at least 1 s, got "0 s"; ${SECONDS}`,
    "'monitoring.prometheusNamespace' must be the name of a namespace, got \"A\"; copy it from 'kubectl get namespaces'",
    "'monitoring.labels.a b' must be a legal label, got \"c\"; copy it from the Prometheus object's selector"],
  ['an identity that is none', { identity: Identity.aws('model-reader') },
    "'identity.roleArn' must be of the form arn:aws:iam::123456789012:role/model-reader, got \"model-reader\"; copy it from the cloud's console"],
  ['the name of an account that exists', { serviceAccount: { name: 'Bad_Name' } }, "'serviceAccount.name' must be a DNS subdomain, got \"Bad_Name\"; use a-z, 0-9, '-' and '.'"],
  ['an account that exists and an identity', { serviceAccount: { name: 'mine' }, identity: Identity.gcp('m@p.iam.gserviceaccount.com'), names: { serviceAccount: 'other' } },
    "'serviceAccount' exists and 'identity' would have to annotate it; annotate it where it is made, or leave one of them out",
    "'serviceAccount' has a name and 'names.serviceAccount' gives another; leave one of them out"],
  ['accelerators from nowhere', { placement: Placement.of({ gpus: 1 }) },
    "'placement.gpus' is 1 and 'placement.pools' names no pool; name the pool that has the accelerators, its taint has to be tolerated"],
  ['a pool that nothing selects', { placement: Placement.of({ pools: [cpuPool] }) }, "'placement.pools' names 'general', which has no labels to be selected by; declare its labels"],
  ['no accelerators on nodes that have them', { placement: Placement.of({ pools: [gpuPool] }) },
    "'placement.pools' names 'a100', whose nodes have accelerators, and 'placement.gpus' is 0; set gpus, or run pods that need none on a pool without (NodePool.cpu(…)): they would block its accelerators"],
];

test.each([...replicas, ...servers, ...resources, ...times, ...names, ...configuration, ...offHours, ...surroundings])('refuses %s', (_, props, ...messages) => {
  expect(refused(props)).toEqual(messages);
});

test('says that the id makes the name where no name is given', () => {
  expect(refused({}, 'my.chat')).toEqual([`'id' ${NAME_RULE}, got "my.chat"; use for example "my-chat"`]);
});

test('refuses a pool of another cluster, and one that cannot be told from its twin', () => {
  const twin = NodePool.gpu('h100', { accelerator: Accelerator.NVIDIA_H100, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(960), maxNodes: 4 });
  const placement = Placement.of({ pools: [gpuPool], gpus: 1 });
  expect(refused({ placement }, 'chat', prod({ cluster: Cluster.of('west') })))
    .toEqual(["'placement.pools' names 'a100', which is no pool of cluster 'west'; take it from the cluster: cluster.pool('a100')"]);
  expect(refused({ placement }, 'chat', prod({ cluster: Cluster.of('west', { pools: [gpuPool, twin] }) })))
    .toEqual(["'placement.pools' names 'a100', which has no labels to be told from 'h100' by; declare its labels"]);
  expect(refused({ placement }, 'chat', prod({ cluster: Cluster.of('west', { pools: [gpuPool, cpuPool] }) }))).toEqual([]);
});

test('writes the path of a construct deep in the tree', () => {
  const team = new MlNamespace(prod(), 'nlp', { owner: 'nlp', costCenter: 'cc' });
  expect(problemsOf(() => chat({ scaling: Scaling.fixed(0) }, team))).toEqual([`[prod/nlp/chat] 'scaling.replicas' must be a whole number of at least 1, got 0; ${REPLICAS}`]);
});

test('a service that was refused is not in the way of the next attempt', () => {
  const chart = prod();
  expect(() => new OnlineInference(chart, 'chat', undefined as any)).toThrow();
  expect(refused({ scaling: Scaling.fixed(-1) }, 'other', chart)).toHaveLength(1);
});
