import { Duration, Size } from 'cdk8s';
import { Problems } from '../../../src/border/problems';
import { ArtifactCredentials } from '../../../src/model/artifact/artifact-credentials';
import { ArtifactRefresh } from '../../../src/model/artifact/artifact-refresh';
import { ModelArtifact } from '../../../src/model/artifact/model-artifact';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const FIFTEEN = Size.gibibytes(15);

function problems(artifact: ModelArtifact): string[] {
  const found = new Problems('');
  artifact._check(found, 'artifact');
  return found.all;
}

test('what it says of itself', () => {
  const artifact = ModelArtifact.fromS3('s3://models/llama/1.4.0/', { size: FIFTEEN, manifestDigest: DIGEST });
  expect({ path: artifact.path, revision: artifact.revision, bytes: artifact._bytes, seconds: artifact._seconds, size: artifact.size }).toEqual({
    path: '/mnt/models', revision: 'abababababababab', bytes: 15 * 1024 ** 3, seconds: 308, size: FIFTEEN,
  });
  expect(problems(artifact)).toEqual([]);
});

test('the rate at which it is fetched is the measured one, if there is one', () => {
  expect(ModelArtifact.fromS3('s3://models/llama', { size: FIFTEEN, manifestDigest: DIGEST, bytesPerSecond: Size.mebibytes(512) })._seconds).toBe(30);
  expect(ModelArtifact.fromClaim('models', { size: FIFTEEN })._seconds).toBe(0);
});

test('its folder', () => {
  expect(ModelArtifact.inImage('/srv/model').path).toBe('/srv/model');
  expect(ModelArtifact.fromClaim('models', { mountPath: '/data' }).path).toBe('/data');
  expect(ModelArtifact.fromS3('s3://models/m', { refresh: ArtifactRefresh.every(Duration.minutes(5)) }).path).toBe('/mnt/models/current');
});

test('its revision stands for its bytes, where the program says which they are', () => {
  expect(ModelArtifact.fromHuggingFace('org/name', { revision: COMMIT }).revision).toBe('0123456789abcdef');
  expect(ModelArtifact.fromHuggingFace('org/name', { revision: COMMIT, manifestDigest: DIGEST }).revision).toBe('abababababababab');
  expect(ModelArtifact.fromMlflow('fraud', { trackingUri: 'https://mlflow.example.com', version: '7', manifestDigest: DIGEST }).revision).toBe('abababababababab');
  expect(ModelArtifact.fromImageVolume('registry.example.com/m:1').revision).toMatch(/^[0-9a-f]{16}$/);
  expect(ModelArtifact.fromImageVolume('registry.example.com/m:1').revision).not.toBe(ModelArtifact.fromImageVolume('registry.example.com/m:2').revision);
  expect(ModelArtifact.fromS3('s3://models/m', { refresh: ArtifactRefresh.every(Duration.minutes(5)) }).revision).toBeUndefined();
  expect(ModelArtifact.inImage('/srv/model').revision).toBeUndefined();
});

test('it does not change with the list that it was given', () => {
  const files = ['*.json'];
  const artifact = ModelArtifact.fromGcs('gs://models/m', { manifestDigest: DIGEST, files });
  files.push('*.bin');
  expect(artifact._facts.files).toEqual(['*.json']);
});

test.each<[string, ModelArtifact]>([
  ['inImage', ModelArtifact.inImage('/srv/model')],
  ['fromImageVolume', ModelArtifact.fromImageVolume('registry.example.com/models/m:1.2.0', { subPath: 'm', mountPath: '/m' })],
  ['fromS3', ModelArtifact.fromS3('s3://models', { manifestDigest: DIGEST, endpoint: 'http://minio.storage.svc:9000', region: 'eu-central-1', manifest: 'sums/all.txt' })],
  ['fromGcs', ModelArtifact.fromGcs('gs://my_models/a/b', { manifestDigest: DIGEST, credentials: ArtifactCredentials.fromSecret('reader', 'key.json') })],
  ['fromAzure', ModelArtifact.fromAzure('az://account/models/a/b/', { manifestDigest: DIGEST })],
  ['fromHttps', ModelArtifact.fromHttps('https://files.example.com:8443/models/a-b/', { manifestDigest: DIGEST })],
  ['fromHuggingFace', ModelArtifact.fromHuggingFace('gpt2', { revision: COMMIT, files: ['*.safetensors', '*.json'] })],
  ['fromMlflow', ModelArtifact.fromMlflow('fraud detector', { trackingUri: 'http://mlflow.mlops:5000', version: '12', manifestDigest: DIGEST })],
  ['fromClaim', ModelArtifact.fromClaim('models', { subPath: 'llama/1.4.0' })],
])('%s with everything', (_, artifact) => {
  expect(problems(artifact)).toEqual([]);
});

const s3 = (uri: string, more = {}) => ModelArtifact.fromS3(uri, { manifestDigest: DIGEST, ...more });
const SECRET = 'for manifests are read by many; leave it out, and give the workload an identity or the artifact credentials: ArtifactCredentials.fromSecret(…)';

test.each<[string, ModelArtifact, string]>([
  ['a path that is not absolute', ModelArtifact.inImage('model'), "'artifact.path' must be an absolute path below /, got \"model\"; write for example \"/models/sentiment\""],
  ['an image without tag', ModelArtifact.fromImageVolume('registry.example.com/m'), "'artifact.image' must be an image with a tag (not latest) or a digest, got \"registry.example.com/m\"; it names neither tag nor digest; pin it, for example registry.example.com/team/server:v1.2.0"],
  ['a folder outside', ModelArtifact.fromImageVolume('a/b:1', { subPath: '../etc' }), "'artifact.subPath' must be a relative path, got \"../etc\"; write for example \"llama-3.1-8b/1.4.0\""],
  ['a claim with a wrong name', ModelArtifact.fromClaim('Models'), "'artifact.claimName' must be the name of a PersistentVolumeClaim, got \"Models\"; copy it from 'kubectl get pvc'"],
  ['a mount path that is none', ModelArtifact.fromClaim('models', { mountPath: 'm' }), "'artifact.mountPath' must be an absolute path below /, got \"m\"; write for example \"/mnt/models\""],
  ['another scheme', s3('gs://models/m'), "'artifact.uri' must be of the form s3://models/llama-3.1-8b/1.4.0/, got \"gs://models/m\"; correct it"],
  ['http', ModelArtifact.fromHttps('http://files.example.com/m', { manifestDigest: DIGEST }), "'artifact.url' must be of the form https://files.example.com/models/sentiment/1.2.0/, got \"http://files.example.com/m\"; correct it"],
  ['az without container', ModelArtifact.fromAzure('az://account', { manifestDigest: DIGEST }), "'artifact.uri' must be of the form az://account/container/llama-3.1-8b/1.4.0/, got \"az://account\"; correct it"],
  ['a user and a password', ModelArtifact.fromHttps('https://me:hunter2@files.example.com/m/', { manifestDigest: DIGEST }), `'artifact.url' must not carry a user or password, ${SECRET}`],
  ['a signed address', ModelArtifact.fromHttps('https://b.s3.amazonaws.com/m?X-Amz-Signature=abc', { manifestDigest: DIGEST }), `'artifact.url' must not carry a query, in which signatures and tokens are written, ${SECRET}`],
  ['a token in it', s3('s3://models/m?token=abc'), `'artifact.uri' must not carry a query, in which signatures and tokens are written, ${SECRET}`],
  ['a password in the endpoint', s3('s3://models/m', { endpoint: 'https://a:b@minio' }), `'artifact.endpoint' must not carry a user or password, ${SECRET}`],
  ['an endpoint that is none', s3('s3://models/m', { endpoint: 'minio:9000' }), "'artifact.endpoint' must be an address without a query, got \"minio:9000\"; write for example \"https://objects.example.com\""],
  ['a branch', ModelArtifact.fromHuggingFace('org/name', { revision: 'main' }), "'artifact.revision' must be a commit of 40 hexadecimal digits, got \"main\"; a branch or tag moves; copy the commit from the repository's history"],
  ['a repository that is none', ModelArtifact.fromHuggingFace('https://huggingface.co/org/name', { revision: COMMIT }), "'artifact.repository' must be of the form meta-llama/Llama-3.1-8B-Instruct, got \"https://huggingface.co/org/name\"; correct it"],
  ['an alias', ModelArtifact.fromMlflow('fraud', { trackingUri: 'https://mlflow', version: 'champion', manifestDigest: DIGEST }), "'artifact.version' must be the number of a version, got \"champion\"; an alias or a stage moves; give the number that it stands for"],
  ['a digest of another kind', s3('s3://models/m', { manifestDigest: 'md5:abc' }), "'artifact.manifestDigest' must be sha256: and 64 hexadecimal digits, got \"md5:abc\"; write what 'sha256sum SHA256SUMS' prints, behind 'sha256:'"],
  ['no digest', ModelArtifact.fromS3('s3://models/m', { manifest: 'SUMS' }), "'artifact.manifestDigest' is missing, so nothing says which bytes are to be served; give the digest of its checksums (sha256sum SUMS)"],
  ['a digest and a refresh', s3('s3://models/m', { refresh: ArtifactRefresh.every(Duration.hours(1)) }), "'artifact.manifestDigest' pins one version and 'artifact.refresh' fetches newer ones; leave one of them out"],
  ['a refresh of one version', ModelArtifact.fromMlflow('fraud', { trackingUri: 'https://mlflow', version: '1', refresh: ArtifactRefresh.every(Duration.hours(1)) }),
    "'artifact.refresh' would fetch what ModelArtifact.fromMlflow() pins to one version; leave it out, or keep the moving version in object storage"],
  ['a refresh all the time', ModelArtifact.fromS3('s3://models/m', { refresh: ArtifactRefresh.every(Duration.seconds(5)) }), "'artifact.refresh.interval' must be a whole number of seconds of at least 60 s, got \"5 s\"; give for example Duration.seconds(30)"],
  ['no files', s3('s3://models/m', { files: [] }), "'artifact.files' must be at least one pattern, got []; leave it out to fetch all of them"],
  ['a pattern that is none', s3('s3://models/m', { files: ['/a'] }), "'artifact.files' must be patterns of paths below the artifact, got \"/a\"; write for example \"*.safetensors\""],
  ['checksums elsewhere', s3('s3://models/m', { manifest: '../SUMS' }), "'artifact.manifest' must be a path below the artifact, got \"../SUMS\"; write for example \"SHA256SUMS\""],
  ['no size', s3('s3://models/m', { size: Size.gibibytes(Infinity) }), "'artifact.size' must be a positive, finite size, got \"Infinity\"; give for example Size.mebibytes(512) or Size.gibibytes(2)"],
  ['no rate', s3('s3://models/m', { bytesPerSecond: Size.mebibytes(0) }), "'artifact.bytesPerSecond' must be a positive, finite size, got \"0\"; give for example Size.mebibytes(512) or Size.gibibytes(2)"],
  ['a Secret with a wrong name', s3('s3://models/m', { credentials: ArtifactCredentials.fromSecret('A_B', 'k') }), "'artifact.credentials.secretName' must be the name of a Secret, got \"A_B\"; copy it from 'kubectl get secrets'"],
  ['a key that is none', s3('s3://models/m', { credentials: ArtifactCredentials.fromSecret('a', 'k/l') }), "'artifact.credentials.key' must be a key of the Secret (letters, digits, '-', '_' and '.'), got \"k/l\"; copy it from 'kubectl describe secret'"],
])('refuses %s', (_, artifact, problem) => {
  expect(problems(artifact)).toEqual([problem]);
  expect(problem).not.toMatch(/hunter2|X-Amz|token=/);
});
