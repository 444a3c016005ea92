import { ApiObject, Duration, Size } from 'cdk8s';
import { Cpu } from '../../../src/border/cpu';
import { podFootprint } from '../../../src/capacity/pod-footprint';
import { ArtifactCredentials } from '../../../src/model/artifact/artifact-credentials';
import { ArtifactRefresh } from '../../../src/model/artifact/artifact-refresh';
import { ModelArtifact } from '../../../src/model/artifact/model-artifact';
import { MlChart } from '../../../src/platform/ml-chart';
import { MlNamespace } from '../../../src/platform/namespace/ml-namespace';
import { ArtifactLoader } from '../../../src/pod/artifact/artifact-loader';
import { loaderFiles } from '../../../src/pod/artifact/loader-script';
import { Config, ConfigChange } from '../../../src/pod/config/config';
import { Identity } from '../../../src/pod/identity/identity';
import { Resources } from '../../../src/pod/resources/resources';
import { PodTemplate } from '../../../src/reading/pod-template';
import { Subject } from '../../../src/reading/subject';
import { ModelServer } from '../../../src/serving/model-server';
import { OnlineInference } from '../../../src/serving/online-inference';
import { MlApp } from '../../../src/synth/ml-app';
import { newFolder } from '../../synth/folder';
import { chat, containerOf, kinds, MINIMAL, one, podOf, problemsOf, prod, refused } from '../service';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const s3 = (more = {}) => ModelArtifact.fromS3('s3://models/llama/1.4.0/', { size: Size.gibibytes(15), manifestDigest: DIGEST, ...more });
const templateOf = (service: OnlineInference): PodTemplate => PodTemplate.of(new Subject(one(service, 'Deployment'), 'prod/chat', 0))!;
const egressOf = (artifact: ModelArtifact, more = {}) => one(chat({ artifact, ...more }), 'NetworkPolicy').spec.egress.slice(1);

test('without an artifact there is nothing of it', () => {
  const service = chat();
  expect(podOf(service)).not.toHaveProperty('initContainers');
  expect(containerOf(service).env.map(({ name }: { name: string }) => name)).not.toContain('MODEL_PATH');
  expect(egressOf(undefined as unknown as ModelArtifact)).toEqual([]);
});

test('object storage is fetched before the server starts, into a volume of its size', () => {
  const service = chat({ artifact: s3() });
  const pod = podOf(service);
  expect(pod.initContainers).toEqual([{
    args: ['--source=s3://models/llama/1.4.0/', '--into=/artifact', '--as=model', `--manifest-digest=${DIGEST}`, `--bytes=${15 * 1024 ** 3}`],
    command: ['python3', '/opt/model-loader/load.py'],
    env: [{ name: 'PYTHONDONTWRITEBYTECODE', value: '1' }],
    image: 'kserve/storage-initializer:v0.20.0',
    imagePullPolicy: 'Always',
    name: 'fetch-model',
    resources: {
      limits: { 'cpu': '500m', 'ephemeral-storage': '16370Mi', 'memory': '512Mi' },
      requests: { 'cpu': '500m', 'ephemeral-storage': '16370Mi', 'memory': '512Mi' },
    },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [{ mountPath: '/opt/model-loader', name: 'model-loader', readOnly: true }, { mountPath: '/artifact', name: 'model' }],
  }]);
  expect(pod.volumes.slice(1)).toEqual([{ emptyDir: { sizeLimit: '16320Mi' }, name: 'model' }, { configMap: { name: 'chat-loader' }, name: 'model-loader' }]);
  expect(pod.automountServiceAccountToken).toBe(false);
  const server = containerOf(service);
  expect(server.volumeMounts[1]).toEqual({ mountPath: '/mnt/models', name: 'model', readOnly: true, subPath: 'model' });
  expect(server.env).toContainEqual({ name: 'MODEL_PATH', value: '/mnt/models' });
  expect(server.resources.requests['ephemeral-storage']).toBe('16434Mi'); // the model, /tmp and logs: what the pod holds while it serves
});

test('the program is in a ConfigMap that keeps its name, so that an upgrade of the library rolls no pods', () => {
  const map = one(chat({ artifact: s3() }), 'ConfigMap');
  expect(map.metadata.name).toBe('chat-loader');
  expect(map.metadata.annotations).toEqual({ 'cdk8s-ml.dev/on-change': 'keep' });
  expect(map).not.toHaveProperty('immutable');
  expect(map.data).toEqual(loaderFiles());
  expect(Object.keys(map.data)).toEqual(['clouds.py', 'files.py', 'load.py', 'lock.py', 'manifest.py', 'sources.py']);
  expect(map.data['load.py']).toContain("if __name__ == '__main__':");
});

test('everything that a loader and a source can be told', () => {
  const service = chat({
    identity: Identity.aws('arn:aws:iam::123456789012:role/model-reader'),
    artifact: s3({ region: 'eu-central-1', endpoint: 'https://objects.example.com', files: ['*.json', 'weights/*'], manifest: 'sums', mountPath: '/m', credentials: ArtifactCredentials.fromSecret('reader', 'aws') }),
    artifactLoader: ArtifactLoader.of({ image: 'registry.example.com/loader:2', resources: Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(1) }), env: { HTTPS_PROXY: 'http://proxy:3128' } }),
  });
  const pod = podOf(service);
  expect(pod.initContainers[0]).toMatchObject({
    args: ['--source=s3://models/llama/1.4.0/', '--endpoint=https://objects.example.com', '--into=/artifact', '--as=model', '--manifest=sums', `--manifest-digest=${DIGEST}`,
      '--files=*.json', '--files=weights/*', `--bytes=${15 * 1024 ** 3}`, '--credential=/var/run/secrets/model-loader/aws'],
    env: [{ name: 'AWS_REGION', value: 'eu-central-1' }, { name: 'HTTPS_PROXY', value: 'http://proxy:3128' }, { name: 'PYTHONDONTWRITEBYTECODE', value: '1' }],
    image: 'registry.example.com/loader:2',
    resources: { limits: { cpu: '2', memory: '1Gi' } },
  });
  expect(pod.initContainers[0].volumeMounts[2]).toEqual({ mountPath: '/var/run/secrets/model-loader', name: 'model-credentials', readOnly: true });
  expect(pod.volumes[3]).toEqual({ name: 'model-credentials', secret: { defaultMode: 0o440, items: [{ key: 'aws', path: 'aws' }], secretName: 'reader' } });
  expect(containerOf(service).volumeMounts.map(({ name }: { name: string }) => name)).not.toContain('model-credentials');
});

test('refreshed: a sidecar, room for two versions, and a link that the server reads', () => {
  const service = chat({ artifact: ModelArtifact.fromS3('s3://models/m', { size: Size.gibibytes(1), refresh: ArtifactRefresh.every(Duration.minutes(15)) }) });
  const [first, sidecar, ...others] = podOf(service).initContainers;
  expect(others).toEqual([]);
  expect(first).toMatchObject({ name: 'fetch-model', args: ['--source=s3://models/m', '--into=/artifact', '--link=current', `--bytes=${1024 ** 3}`] });
  expect(first).not.toHaveProperty('restartPolicy');
  expect(sidecar).toMatchObject({
    name: 'refresh-model',
    restartPolicy: 'Always',
    args: [...first.args, '--every=900'],
    securityContext: first.securityContext,
    volumeMounts: first.volumeMounts,
    resources: { limits: { 'cpu': '100m', 'ephemeral-storage': '50Mi', 'memory': '256Mi' } },
  });
  expect(podOf(service).volumes[1]).toEqual({ emptyDir: { sizeLimit: '2176Mi' }, name: 'model' });
  expect(containerOf(service).volumeMounts[1]).toEqual({ mountPath: '/mnt/models', name: 'model', readOnly: true });
  expect(containerOf(service).env).toContainEqual({ name: 'MODEL_PATH', value: '/mnt/models/current' });
});

test.each<[string, ModelArtifact, object, object | undefined]>([
  ['an image volume', ModelArtifact.fromImageVolume('registry.example.com/m:1', { size: Size.gibibytes(1), subPath: 'm' }),
    { image: { pullPolicy: 'IfNotPresent', reference: 'registry.example.com/m:1' }, name: 'model' }, { mountPath: '/mnt/models', name: 'model', readOnly: true, subPath: 'm' }],
  ['a claim, read-only in both places', ModelArtifact.fromClaim('models', { mountPath: '/data' }),
    { name: 'model', persistentVolumeClaim: { claimName: 'models', readOnly: true } }, { mountPath: '/data', name: 'model', readOnly: true }],
])('%s is mounted by the node', (_, artifact, volume, mount) => {
  const service = chat({ artifact });
  expect(podOf(service)).not.toHaveProperty('initContainers');
  expect(podOf(service).volumes.slice(1)).toEqual([volume]);
  expect(containerOf(service).volumeMounts.slice(1)).toEqual([mount]);
  expect(kinds(service)).not.toContain('ConfigMap/chat-loader');
  expect(egressOf(artifact)).toEqual([]);
});

test('in the image there is only its path', () => {
  const service = chat({ artifact: ModelArtifact.inImage('/srv/model') });
  expect(podOf(service).volumes).toHaveLength(1);
  expect(containerOf(service).env).toContainEqual({ name: 'MODEL_PATH', value: '/srv/model' });
});

describe('whom the pods may call', () => {
  const outside = { ports: [{ port: 443, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] };
  const anywhere = (port: number) => ({ ports: [{ port, protocol: 'TCP' }] });

  test.each<[string, ModelArtifact, object[]]>([
    ['object storage', s3(), [outside]],
    ['another server of S3', s3({ endpoint: 'https://objects.example.com:8443' }), [{ ...outside, ports: [{ port: 8443, protocol: 'TCP' }] }]],
    ['one in the cluster', s3({ endpoint: 'http://minio.storage.svc:9000' }), [anywhere(9000)]],
    ['one in the cluster, in short', s3({ endpoint: 'http://minio.storage' }), [anywhere(80)]],
    ['a web server', ModelArtifact.fromHttps('https://files.example.com:444/m', { size: Size.gibibytes(1), manifestDigest: DIGEST }), [{ ...outside, ports: [{ port: 444, protocol: 'TCP' }] }]],
    ['the Hub', ModelArtifact.fromHuggingFace('org/m', { size: Size.gibibytes(1), revision: COMMIT }), [outside]],
    ['MLflow, and what it names', ModelArtifact.fromMlflow('m', { size: Size.gibibytes(1), manifestDigest: DIGEST, version: '1', trackingUri: 'http://mlflow.mlops.svc:5000' }), [anywhere(5000), outside]],
  ])('%s', (_, artifact, rules) => {
    expect(egressOf(artifact)).toEqual(rules);
  });

  test('what the identity needs too is said once', () => {
    expect(egressOf(s3(), { identity: Identity.aws('arn:aws:iam::123456789012:role/model-reader') })).toEqual([outside]);
  });
});

describe('the start', () => {
  const deadline = (artifact?: ModelArtifact) => one(chat({ artifact, server: ModelServer.http({ image: 'a/b:1', loadTime: Duration.minutes(10) }) }), 'Deployment').spec.progressDeadlineSeconds;

  test('takes as much longer as the files take, and the image of the loader', () => {
    expect(deadline(s3()) - deadline()).toBe(308 + 18);
    expect(deadline(s3({ bytesPerSecond: Size.mebibytes(512) })) - deadline()).toBe(30 + 18);
    expect(deadline(ModelArtifact.fromImageVolume('a/b:1', { size: Size.gibibytes(15) })) - deadline()).toBe(270);
    expect(deadline(ModelArtifact.fromClaim('models')) - deadline()).toBe(0);
  });

  test('counts in the capacity of the pod as the scheduler counts it', () => {
    const small = Resources.guaranteed({ cpu: Cpu.millis(250), memory: Size.mebibytes(256) });
    const footprint = podFootprint(templateOf(chat({ artifact: s3(), resources: small })));
    expect(Object.fromEntries([...footprint.requests].map(([key, amount]) => [key, `${amount}`]))).toMatchObject({ cpu: '500m', memory: '512Mi' });
    const refreshed = podFootprint(templateOf(chat({ artifact: ModelArtifact.fromS3('s3://models/m', { size: Size.gibibytes(1), refresh: ArtifactRefresh.every(Duration.minutes(15)) }), resources: small })));
    expect(`${refreshed.requests.get('cpu')}`).toBe('500m'); // 250m + 100m beside each other, 500m before
    expect(`${refreshed.requests.get('memory')}`).toBe('512Mi');
  });
});

test('room that is kept warm is what the scheduler counts', () => {
  const resources = Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(1) });
  const small = Resources.guaranteed({ cpu: Cpu.millis(250), memory: Size.mebibytes(256) });
  const room = (artifact: ModelArtifact, own: Resources) => chat({ artifact, resources: own }).podRoom._resources!.requests;
  const refreshed = ModelArtifact.fromS3('s3://models/m', { size: Size.gibibytes(1), refresh: ArtifactRefresh.every(Duration.minutes(15)) });
  expect(room(s3(), resources)).toEqual({ 'cpu': '2', 'ephemeral-storage': '16434Mi', 'memory': '1Gi' });
  expect(room(s3(), small)).toMatchObject({ cpu: '500m', memory: '512Mi' });
  expect(room(refreshed, resources)).toMatchObject({ cpu: '2100m', memory: '1280Mi' });
});

describe('it is refused', () => {
  test.each<[string, object, string]>([
    ['without size', { artifact: s3({ size: undefined }) }, "'artifact.size' is missing, from which the volume for its files and every deadline of a start follow; give what its files weigh, for example Size.gibibytes(15)"],
    ['as an image volume without size', { artifact: ModelArtifact.fromImageVolume('a/b:1') }, "'artifact.size' is missing, from which every deadline of a start follows; give what its files weigh, for example Size.gibibytes(15)"],
    ['with a loader that has nothing to fetch', { artifact: ModelArtifact.fromClaim('models'), artifactLoader: ArtifactLoader.of({}) }, "'artifactLoader' is given and nothing is fetched for ModelArtifact.fromClaim(); leave it out"],
    ['as a loader alone', { artifactLoader: ArtifactLoader.of({}) }, "'artifactLoader' is given and there is no 'artifact' that it could fetch; leave it out"],
    ['with a loader that moves', { artifact: s3(), artifactLoader: ArtifactLoader.of({ image: 'loader' }) }, "'artifactLoader.image' must be an image with a tag (not latest) or a digest, got \"loader\"; it names neither tag nor digest; pin it, for example registry.example.com/team/server:v1.2.0"],
    ['with a password of the proxy', { artifact: s3(), artifactLoader: ArtifactLoader.of({ env: { HTTPS_PROXY: 'http://me:hunter2@proxy:3128' } }) }, "'artifactLoader.env.HTTPS_PROXY' must not carry a user or password, for manifests are read by many; let the proxy know the pods by their addresses"],
    ['where something else is mounted', { artifact: s3({ mountPath: '/tmp' }) }, "path '/tmp' is mounted by 'server.writablePaths' and by 'artifact'; mount one of them elsewhere"],
    ['with less disk than it fills', { artifact: s3(), resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(1), ephemeralStorage: Size.gibibytes(1) }) },
      "'resources.ephemeralStorage' must be at least what its volumes hold (16Gi), got \"1Gi\"; raise it, or leave it out to have it follow from them"],
    ['beside a ConfigMap of the loader\'s name', { artifact: s3(), configs: [Config.asEnv({ A: '1' }), Config.asEnv({ B: '1' }, { name: 'chat-loader', onChange: ConfigChange.KEEP })] },
      "'configs[1]' makes ConfigMap 'chat-loader', under which name 'chat' keeps the program that fetches 'artifact'; give it another name: { name: 'chat-config' }"],
    ['with an existing ConfigMap of the loader\'s name', { artifact: s3(), configs: [Config.envFromConfigMap({ name: 'chat-loader' }, { A: 'a' })] },
      "'configs[0]' reads ConfigMap 'chat-loader', under which name 'chat' keeps the program that fetches 'artifact'; rename that ConfigMap, or 'chat'"],
  ])('%s', (_, props, problem) => {
    expect(refused(props)).toEqual([problem]);
  });

  test.each([['before it', 0, 'chat/ModelLoader', 'mine'], ['after it', 1, 'mine', 'chat/ModelLoader']])('beside another construct\'s ConfigMap of that name, at synth: %s', (_, order, here, by) => {
    const app = new MlApp({ outdir: newFolder() });
    const chart = new MlChart(app, 'prod', { namespace: 'team-a' });
    const both = [
      () => new ApiObject(chart, 'mine', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'chat-loader', namespace: 'team-a' } }),
      () => chat({ artifact: s3() }, chart),
    ];
    both[order]();
    both[1 - order]();
    expect(problemsOf(() => app.synth())).toEqual([
      `[prod/${here}] ML-DUP-001: ConfigMap 'chat-loader' is made twice, here and by prod/${by}; give one of them another name or make it only once`,
    ]);
  });

  test('not beside one that is named after its content, and not where nothing is fetched', () => {
    const named = (onChange: ConfigChange) => [Config.asEnv({ A: '1' }, { name: 'chat-loader', onChange })];
    expect(refused({ artifact: s3(), configs: named(ConfigChange.ROLL) })).toEqual([]);
    expect(refused({ artifact: ModelArtifact.fromClaim('models'), configs: named(ConfigChange.KEEP) })).toEqual([]);
  });
});

test('two in one chart, each with its own loader', () => {
  const chart = prod();
  const first = chat({ artifact: s3() }, chart);
  new OnlineInference(chart, 'second', { ...MINIMAL, artifact: s3() });
  expect(kinds(first).filter((name) => name.startsWith('ConfigMap/'))).toEqual(['ConfigMap/chat-loader', 'ConfigMap/second-loader']);
});

test.each<[string, ModelArtifact]>([
  ['object storage with a Secret', s3({ credentials: ArtifactCredentials.fromSecret('reader', 'aws') })],
  ['a refresh', ModelArtifact.fromS3('s3://models/m', { size: Size.gibibytes(1), refresh: ArtifactRefresh.every(Duration.minutes(15)) })],
  ['an image volume', ModelArtifact.fromImageVolume('registry.example.com/m:1', { size: Size.gibibytes(1) })],
  ['a claim', ModelArtifact.fromClaim('models')],
])('the rules have nothing against %s in a restricted namespace', (_, artifact) => {
  const app = new MlApp({ outdir: newFolder() });
  const team = new MlNamespace(new MlChart(app, 'prod'), 'team-a', { owner: 'a', costCenter: 'cc' });
  new OnlineInference(team, 'chat', { ...MINIMAL, artifact });
  const warnings = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  app.synth();
  expect(warnings.mock.calls).toEqual([]);
  warnings.mockRestore();
});
