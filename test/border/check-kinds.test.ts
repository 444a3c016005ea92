import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import * as library from '../../src';
import { checkKinds } from '../../src/border/check-kinds';
import { CALLS, CLASSES, ENUMS, INTERFACES, STRUCTS } from '../../src/border/props-table';
import { problemsOf } from '../serving/service';
import { assemblyOf } from '../support/assembly';
import { propsTable } from '../support/props-table';

/** The library as plain JavaScript sees it: without types. */
const js: any = library;
const { CacheStorage, Cluster, Config, Cpu, Exposure, Metric, MlApp, MlChart, MlNamespace, ModelArtifact, ModelCache, ModelServer, Monitoring, NetworkPeer } = js;
const { NodePool, OnlineInference, Probe, Quota, Release, Resources, Scaling, SecretSource } = js;
const LEAST = {
  release: Release.of({ model: 'sentiment', version: '1' }),
  server: ModelServer.http({ image: 'registry.example.com/sentiment:v1' }),
  resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) }),
};
const IMAGE = 'registry.example.com/sentiment:v1';
const chart = () => new MlChart(new App({ outdir: 'unused' }), 'prod');
const service = (props: unknown) => () => new OnlineInference(chart(), 'chat', props);
const chat = (props: object) => service({ ...LEAST, ...props });

type Case = [what: string, make: () => unknown, ...messages: string[]];

const SERVER = "write for example ModelServer.http({ image: 'myrepo/ml-inference:v1.2.0', livenessPath: '/health', loadTime: Duration.seconds(20) })";
const RELEASE = "write for example Release.of({ model: 'llama-3.1-8b', version: '1.4.0' })";

const constructs: Case[] = [
  ['no props', service(undefined), `[prod/chat] 'release' must be a Release, got nothing; ${RELEASE}`, `[prod/chat] 'server' must be a ModelServer, got nothing; ${SERVER}`],
  ['an undefined release', chat({ release: undefined }), `[prod/chat] 'release' must be a Release, got nothing; ${RELEASE}`],
  ['an empty server', chat({ server: {} }), `[prod/chat] 'server' must be a ModelServer, got {}; ${SERVER}`],
  ['a release that was not made', chat({ release: { model: 'm', version: '1' } }), `[prod/chat] 'release' must be a Release, got {"model":"m","version":"1"}; ${RELEASE}`],
  ['resources that were not made', chat({ resources: { cpu: '1' } }),
    "[prod/chat] 'resources' must be a Resources, got {\"cpu\":\"1\"}; write for example Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(4) })"],
  ['a number of replicas as scaling', chat({ scaling: 3 }), "[prod/chat] 'scaling' must be a Scaling, got 3; write Scaling.fixed(3)"],
  ['the name of a monitor', chat({ monitoring: 'podMonitor' }), "[prod/chat] 'monitoring' must be a Monitoring, got \"podMonitor\"; write Monitoring.podMonitor()"],
  ['another class', chat({ scaling: Monitoring.podMonitor() }), "[prod/chat] 'scaling' must be a Scaling, got a Monitoring; write for example Scaling.onCpu({ min: 2, max: 10, targetPercent: 70 })"],
  ['a cache for its artifact', () => {
    const scope = chart();
    const artifact = ModelArtifact.fromS3('s3://models/m/1/', { size: Size.gibibytes(1), manifestDigest: `sha256:${'0'.repeat(64)}` });
    const cache = new ModelCache(scope, 'files', { artifact, storage: CacheStorage.cloned() });
    return new OnlineInference(scope, 'chat', { ...LEAST, artifact: cache });
  }, "[prod/chat] 'artifact' must be a ModelArtifact, got prod/files; write its 'artifact'"],
  ['an address for an artifact', chat({ artifact: 's3://models/m/1/' }), `[prod/chat] 'artifact' must be a ModelArtifact, got "s3://models/m/1/"; write for example ${CLASSES.ModelArtifact}`],
  ['a path for an artifact', chat({ artifact: '/srv/model' }), "[prod/chat] 'artifact' must be a ModelArtifact, got \"/srv/model\"; write ModelArtifact.inImage(\"/srv/model\")"],
  ['one configuration, no list', chat({ configs: Config.asEnv({ A: '1' }) }), "[prod/chat] 'configs' must be a list of Config, got a Config; write it in a list: [Config…]"],
  ['names of secrets', chat({ secrets: ['hf-token'] }),
    "[prod/chat] 'secrets[0]' must be a SecretSource, got \"hf-token\"; write for example SecretSource.asFiles('registry-credentials', '/var/run/secrets/registry')"],
  ['a spread by its name', chat({ availability: { zones: 'REQUIRED' } }), "[prod/chat] 'availability.zones' must be a Spread, got \"REQUIRED\"; write Spread.REQUIRED"],
  ['a spread that there is not', chat({ availability: { zones: 'x' } }),
    "[prod/chat] 'availability.zones' must be a Spread, got \"x\"; write Spread.PREFERRED or Spread.REQUIRED or Spread.NONE"],
  ['a slip of the pen', chat({ scalling: Scaling.fixed(5) }), "[prod/chat] 'scalling' is no property of OnlineInferenceProps; did you mean 'scaling'?"],
  ['a property of something else', chat({ replicas: 5 }), "[prod/chat] 'replicas' is no property of OnlineInferenceProps; it belongs into 'scaling': Scaling.fixed"],
  ['a number in the environment', chat({ env: { WORKERS: 2, A: 'a' } }), "[prod/chat] 'env.WORKERS' must be a text, got 2; write \"2\""],
  ['null', chat({ names: null }), "[prod/chat] 'names' must be an OnlineInferenceNames, got nothing; leave it out"],
  ['a hole in a list', chat({ configs: [, Config.asEnv({ A: '1' })] }), // eslint-disable-line no-sparse-arrays
    `[prod/chat] 'configs[0]' must be a Config, got nothing; write for example ${CLASSES.Config}`],
  ['a date as a map', chat({ env: new Date(0) }), `[prod/chat] 'env' must be a map of texts, got ${new Date(0)}; write for example { key: "text" }`],
  ['bounds of an autoscaler', chat({ minReplicas: 2, maxReplicas: 4 }),
    "[prod/chat] 'minReplicas' is no property of OnlineInferenceProps; it belongs into 'scaling': Scaling.onCpu({ min: 2, max: 10, targetPercent: 70 })",
    "[prod/chat] 'maxReplicas' is no property of OnlineInferenceProps; it belongs into 'scaling': Scaling.onCpu({ min: 2, max: 10, targetPercent: 70 })"],
  ['fields of a pod that have no property', chat({ volumes: [], sidecars: [] }),
    "[prod/chat] 'volumes' is no property of OnlineInferenceProps; it has no property yet; patch it in: service.deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/volumes/-', …))",
    "[prod/chat] 'sidecars' is no property of OnlineInferenceProps; it has no property yet; patch it in: service.deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/containers/-', …))"],
  ['annotations of it does not know what', chat({ annotations: {} }), "[prod/chat] 'annotations' is no property of OnlineInferenceProps; did you mean 'podAnnotations'?"],
  ['a peer of cdk8s-plus', () => chat({})().allowFrom(kplus.NetworkPolicyIpBlock.ipv4(chart(), 'office', '203.0.113.0/24')),
    "[prod/chat] 'peer' must be an INetworkPeer, got prod/office; write NetworkPeer.fromPolicyPeer(…)"],
  ['an app of nothing', () => new MlApp(null), "[MlApp] 'props' must be a MlAppProps, got nothing; leave it out"],
  ['resolvers that are none', () => new MlApp({ resolvers: 5 }), "[MlApp] 'resolvers' must be a list of IResolver, got 5; write for example [new LazyResolver()]"],
  ['all of them at once', chat({ name: 7, drain: { preStopSleep: 20, gracePeriod: '1m' } }), "[prod/chat] 'name' must be a text, got 7; write \"7\"",
    "[prod/chat] 'drain.preStopSleep' must be a Duration, got 20; write Duration.seconds(20)", "[prod/chat] 'drain.gracePeriod' must be a Duration, got \"1m\"; write Duration.minutes(1)"],
  ['a peer that is a name', () => chat({})().allowFrom('frontend'), "[prod/chat] 'peer' must be an INetworkPeer, got \"frontend\"; write for example NetworkPeer.namespace('gateway-system')"],
  ['a port in quotes', () => chat({})().allowTo(NetworkPeer.anywhere(), '80'), "[prod/chat] 'ports[0]' must be a number, got \"80\"; write 80, without quotes"],
  ['one secret for images, no list', () => new MlChart(new App({ outdir: 'unused' }), 'prod', { imagePullSecrets: 'regcred' }),
    "[prod] 'imagePullSecrets' must be a list of texts, got \"regcred\"; write [\"regcred\"]"],
  ['a number as a label of an app', () => new MlApp({ outdir: 'unused', labels: { a: 1 } }), "[MlApp] 'labels.a' must be a text, got 1; write \"1\""],
  ['a level in the wrong letters', () => new MlNamespace(chart(), 'team', { owner: 'o', costCenter: 'c', podSecurity: 'Baseline' }),
    "[prod/team] 'podSecurity' must be a PodSecurityLevel, got \"Baseline\"; write PodSecurityLevel.BASELINE"],
  ['a namespace without props', () => new MlNamespace(chart(), 'team'), "[prod/team] 'costCenter' must be a text, got nothing; it has no default", "[prod/team] 'owner' must be a text, got nothing; it has no default"],
  ['what an existing namespace has not', () => MlNamespace.fromExisting(chart(), 'team', { quotas: [] }), "[MlNamespace.fromExisting] 'quotas' is no property of ExistingNamespaceProps; did you mean 'quota'?"],
];

const factories: Case[] = [
  ['memory as a quantity', () => Resources.guaranteed({ cpu: Cpu.units(1), memory: '2Gi' }), "[Resources.guaranteed] 'memory' must be a Size, got \"2Gi\"; write Size.gibibytes(2)"],
  ['memory with a fraction', () => Resources.guaranteed({ cpu: '500m', memory: '1.5GiB' }),
    "[Resources.guaranteed] 'cpu' must be a Cpu, got \"500m\"; write Cpu.millis(500)", "[Resources.guaranteed] 'memory' must be a Size, got \"1.5GiB\"; write Size.mebibytes(1536)"],
  ['a duration without a unit', () => ModelServer.http({ image: IMAGE, loadTime: 20 }), "[ModelServer.http] 'loadTime' must be a Duration, got 20; write Duration.seconds(20)"],
  ['a server without props', () => ModelServer.http(), "[ModelServer.http] 'image' must be a text, got nothing; it has no default"],
  ['a release without a version', () => Release.of({ model: 'm' }), "[Release.of] 'version' must be a text, got nothing; it has no default"],
  ['a gateway without a namespace', () => Exposure.gateway({ gateway: 'x' }), "[Exposure.gateway] 'gatewayNamespace' must be a text, got nothing; it has no default"],
  ['GPUs without a kind', () => NodePool.gpu('a100', { perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(960), maxNodes: 4 }),
    "[NodePool.gpu] 'accelerator' must be an Accelerator, got nothing; write for example Accelerator.NVIDIA_A100_80GB"],
  ['paths as texts', () => ModelServer.http({ image: IMAGE, writablePaths: ['/tmp'] }), "[ModelServer.http] 'writablePaths[0]' must be a WritablePath, got \"/tmp\"; write { path: \"/tmp\" }"],
  ['a command in one text', () => ModelServer.http({ image: IMAGE, command: 'uvicorn main:app' }),
    "[ModelServer.http] 'command' must be a list of texts, got \"uvicorn main:app\"; write [\"uvicorn\", \"main:app\"]"],
  ['a number among arguments', () => ModelServer.http({ image: IMAGE, args: ['--port', 8000] }), "[ModelServer.http] 'args[1]' must be a text, got 8000; write \"8000\""],
  ['a misspelt path', () => ModelServer.http({ image: IMAGE, readynessPath: '/r' }), "[ModelServer.http] 'readynessPath' is no property of HttpServerProps; did you mean 'readinessPath'?"],
  ['one range, no list', () => Exposure.loadBalancer({ sourceRanges: '0.0.0.0/0' }), "[Exposure.loadBalancer] 'sourceRanges' must be a list of texts, got \"0.0.0.0/0\"; write [\"0.0.0.0/0\"]"],
  ['a change by its name', () => Config.asEnv({ A: '1' }, { onChange: 'KEEP' }), "[Config.asEnv] 'onChange' must be a ConfigChange, got \"KEEP\"; write ConfigChange.KEEP"],
  ['a value that is no text', () => Config.asEnv({ A: true }), "[Config.asEnv] 'values.A' must be a text, got true; write \"true\""],
  ['bounds by Kubernetes\' names', () => Scaling.onCpu({ minReplicas: 2, maxReplicas: 4 }),
    "[Scaling.onCpu] 'minReplicas' is no property of UtilizationScaling; did you mean 'min'?", "[Scaling.onCpu] 'maxReplicas' is no property of UtilizationScaling; did you mean 'max'?",
    "[Scaling.onCpu] 'targetPercent' must be a number, got nothing; it has no default", "[Scaling.onCpu] 'max' must be a number, got nothing; it has no default",
    "[Scaling.onCpu] 'min' must be a number, got nothing; it has no default"],
  ['bounds in quotes', () => Scaling.onCpu({ min: '2', max: '10', targetPercent: 70 }),
    "[Scaling.onCpu] 'min' must be a number, got \"2\"; write 2, without quotes", "[Scaling.onCpu] 'max' must be a number, got \"10\"; write 10, without quotes"],
  ['cores in quotes', () => Cpu.units('2'), "[Cpu.units] 'amount' must be a number, got \"2\"; write 2, without quotes"],
  ['no path', () => Probe.httpGet({ port: 80 }), "[Probe.httpGet] 'path' must be a text, got {\"port\":80}; give a text"],
  ['no environment', () => SecretSource.asEnv('s'), "[SecretSource.asEnv] 'env' must be a map of texts, got nothing; it has no default"],
  ['a pool by its name', () => Cluster.of('prod', { pools: ['a100'] }), `[Cluster.of] 'pools[0]' must be a NodePool, got "a100"; write for example ${CLASSES.NodePool}`],
  ['counts in quotes', () => Quota.of({ objectCounts: { secrets: '5' } }), "[Quota.of] 'objectCounts.secrets' must be a number, got \"5\"; write 5, without quotes"],
  ['a percentage in quotes', () => Metric.cpuUtilization('70'), "[Metric.cpuUtilization] 'percent' must be a number, got \"70\"; write 70, without quotes"],
  ['a Secret of cdk8s-plus', () => SecretSource.asEnv(kplus.Secret.fromSecretName(chart(), 'key', 'api-key'), { API_KEY: 'key' }),
    "[SecretSource.asEnv] 'secretName' must be a text, got prod/key; write SecretSource.envFromSecret(…)"],
  ['its files', () => SecretSource.asFiles(kplus.Secret.fromSecretName(chart(), 'key', 'api-key'), '/run/key'),
    "[SecretSource.asFiles] 'secretName' must be a text, got prod/key; write SecretSource.filesFromSecret(…)"],
  ['a ConfigMap of cdk8s-plus', () => Config.asEnv(kplus.ConfigMap.fromConfigMapName(chart(), 'map', 'flags'), { FLAGS: 'flags' }),
    "[Config.asEnv] 'values' must be a map of texts, got prod/map; write Config.envFromConfigMap(…)"],
  ['a pool that is no name', () => Cluster.of('prod').pool(3), "[cluster prod] 'name' must be a text, got 3; write \"3\""],
];

test.each(constructs)('a construct refuses %s', (_what, make, ...messages) => expect(problemsOf(make)).toEqual(messages));
test.each(factories)('a factory refuses %s', (_what, make, ...messages) => expect(problemsOf(make)).toEqual(messages));

test('what is refused has no frames', () => {
  const stack = (() => {
    try {
      return service(undefined)();
    } catch (error) {
      return (error as Error).stack;
    }
  })();
  expect(stack).toMatch(/^Refused: 2 problems:/);
  expect(stack).not.toMatch(/^ +at /m);
});

test.each(Object.keys(CALLS).filter((call) => typeof js[call.split('.')[0]][call.split('.')[1]] === 'function'))('%s refuses a function as its first argument', (call) => {
  const [owner, method] = call.split('.');
  expect(problemsOf(() => js[owner][method](() => 'no value at all'))[0]).toMatch(new RegExp(`^\\[${call}\\] '\\w+(\\[0\\])?' must be .+, got a function; `));
});

test('a subclass may have properties of its own, and what jsii adds to structs is none', () => {
  class Mine extends library.OnlineInference {}
  expect(problemsOf(() => new Mine(chart(), 'chat', { ...LEAST, team: 'nlp' } as any))).toEqual([]);
  expect(problemsOf(() => new Mine(chart(), 'chat', { ...LEAST, name: 7 } as any))).toEqual(["[prod/chat] 'name' must be a text, got 7; write \"7\""]);
  expect(problemsOf(chat({ $jsii$interfaces: [], [Symbol('mark')]: 1 }))).toEqual([]);
});

test('a property that a newer cdk8s may know is left to it, a slip of the pen is not', () => {
  expect(problemsOf(() => checkKinds('chart', 'MlChartProps', { brandNew: 1 }))).toEqual([]);
  expect(problemsOf(() => checkKinds('chart', 'MlChartProps', { namespaces: 'a' }))).toEqual(["[chart] 'namespaces' is no property of MlChartProps; did you mean 'namespace'?"]);
});

test('a second copy of a package makes objects as good as those of the first', () => {
  jest.isolateModules(() => {
    const other = jest.requireActual('../../src');
    const copies = jest.requireActual('cdk8s');
    expect(other.Release).not.toBe(library.Release);
    const resources = Resources.guaranteed({ cpu: other.Cpu.units(1), memory: copies.Size.gibibytes(1) });
    expect(problemsOf(() => checkKinds('', 'OnlineInferenceProps', { release: other.Release.of({ model: 'm', version: '1' }), server: LEAST.server, resources }))).toEqual([]);
  });
});

test('a bundler may shorten names: jsii\'s mark tells what a class is', () => {
  const marked = (fqn: string) => new (Object.assign(class a {}, { [Symbol.for('jsii.rtti')]: { fqn } }))();
  expect(problemsOf(() => checkKinds('', 'GuaranteedResources', { cpu: marked('cdk8s-ml.Cpu'), memory: Size.gibibytes(1) }))).toEqual([]);
  expect(problemsOf(() => checkKinds('', 'GuaranteedResources', { cpu: marked('cdk8s-ml.Probe'), memory: Size.gibibytes(1) })))
    .toEqual(["'cpu' must be a Cpu, got a a; write for example Cpu.millis(250)"]);
});

const SIMPLE: { readonly [kind: string]: fc.Arbitrary<unknown> } = {
  string: fc.string(),
  number: fc.double(),
  boolean: fc.boolean(),
  Duration: fc.nat().map((n) => Duration.seconds(n)),
  Size: fc.nat().map((n) => Size.mebibytes(n)),
};

/** Values of a kind of the table, written as the table has it. */
function legal(kind: string, depth = 0): fc.Arbitrary<unknown> {
  if (kind.endsWith('[]')) {
    return fc.array(legal(kind.slice(0, -2), depth + 1), { maxLength: 3 });
  }
  if (kind.endsWith('{}')) {
    return fc.dictionary(fc.string({ minLength: 1 }), legal(kind.slice(0, -2), depth + 1), { maxKeys: 3 });
  }
  if (STRUCTS[kind] !== undefined) {
    return legalStruct(kind, depth + 1);
  }
  if (ENUMS[kind]) {
    return fc.constantFrom(...Object.values(ENUMS[kind]));
  }
  if (INTERFACES[kind] !== undefined) {
    return fc.constant(Object.fromEntries(INTERFACES[kind].split(':')[0].split(' ').map((member) => [member, 'anything'])));
  }
  return SIMPLE[kind] ?? fc.constant(Object.create(js[kind].prototype));
}

function legalStruct(name: string, depth = 0): fc.Arbitrary<object> {
  const properties = STRUCTS[name].split(', ').filter((property) => property !== '...').map((property) => property.split(': '));
  return fc.record(Object.fromEntries(properties.map(([key, kind]) => [key.replace('?', ''), legal(kind, depth)])),
    { requiredKeys: properties.map(([key]) => key).filter((key) => !key.endsWith('?')) });
}

test.each(Object.keys(STRUCTS))('no legal %s is refused, and none without what it needs is taken', (name) => {
  fc.assert(fc.property(legalStruct(name), (props) => {
    checkKinds('', name, props);
    for (const key of Object.keys(props)) {
      expect(problemsOf(() => checkKinds('', name, { ...props, [key]: () => 'wrong' }))[0]).toContain(`'${key}' must be `);
    }
  }), { numRuns: 20 });
});

test('the table is that of the public types: npm run props-table', () => {
  expect(readFileSync(join(__dirname, '../../src/border/props-table.ts'), 'utf8')).toBe(propsTable(assemblyOf()));
}, 180_000);
