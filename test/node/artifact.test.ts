import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, JsonPatch, Size } from 'cdk8s';
import { authority } from './artifact/authority';
import { WebServer } from './artifact/web-server';
import { inferenceImage, loaderImage } from './harness/images';
import { NODE_ADDRESS } from './harness/machine';
import { RealNode } from './harness/real-node';
import { edited, imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { INFERENCE_IMAGE, START_TIMEOUT } from './serving-node';
import {
  ArtifactCredentials, ArtifactLoader, ArtifactRefresh, BatchScoringJob, Cpu, MlChart, ModelArtifact, ModelServer, OnlineInference, Release, Resources, Scaling,
} from '../../src';
import { bytes, hashes, publish, sha256, sums } from '../loader/loader';
import { Moto } from '../loader/moto';

const TEAM = 'team-artifacts';
const LOADER_IMAGE = 'registry.example.com/loader:1';
const FILES = { 'config.json': Buffer.from('{}'), 'model.bin': bytes(8) };
const DIGEST = `sha256:${sha256(sums(FILES))}`;
/** Every byte of a version says which it is. */
const version = (mark: number) => ({ 'config.json': Buffer.alloc(100, mark), 'model.bin': Buffer.alloc(8 * 1024 * 1024, mark) });
const NONE = '0'.repeat(64);
/** Tells each file of the model that is served when it begins and its checksum, but for what the loader notes for itself. */
const TELL_FILES = `import hashlib, json, os
from pathlib import Path
model = Path(os.environ["MODEL_PATH"]).resolve()
print(json.dumps({p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in model.iterdir() if p.name != ".loader-manifest"}))`;

let node: RealNode;
let web: WebServer;
/** The same, which can be slowed down. */
let slow: WebServer;
let moto: Moto;
let folder: string;

beforeAll(async () => {
  const trusted = await authority();
  [web, slow, moto] = await Promise.all([WebServer.start(trusted), WebServer.start(trusted), Moto.start('0.0.0.0')]);
  for (const path of ['fetched', 'scored', 'spoilt', 'pinned', 'forbidden', 'full']) publish(web.files, path, FILES);
  web.files.cuts.set('fetched/model.bin', [1_000_000, 3_000_001]);
  web.files.files.set('spoilt/config.json', Buffer.from('{"evil":true}'));
  web.files.statuses.set('forbidden/config.json', [403]);
  publish(slow.files, 'killed', FILES);
  publish(slow.files, 'fresh', version(1));
  await fillBucket();
  node = await RealNode.start(undefined, { images: { [INFERENCE_IMAGE]: inferenceImage(), [LOADER_IMAGE]: loaderImage(trusted.cert) }, metrics: false });
  const manifests = manifestsOf(program);
  await apply(manifests.filter(({ kind }) => kind === 'Namespace'));
  await apply(['reader', 'nobody'].map(secret));
  slow.files.pace = 4096;
  await apply(hurried(narrowed(manifests)));
}, START_TIMEOUT);
afterAll(async () => {
  await node?.stop();
  await Promise.all([web?.stop(), slow?.stop()]);
  moto?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function fillBucket(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-ml-bucket-'));
  mkdirSync(join(folder, 'files', 'm'), { recursive: true });
  Object.entries({ ...FILES, SHA256SUMS: sums(FILES) }).forEach(([path, data]) => writeFileSync(join(folder, 'files', 'm', path), data));
  await moto.fill('models', join(folder, 'files'), folder);
}

/** The credentials of a user of the bucket. */
const secret = (name: string): any => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: TEAM }, stringData: { aws: readFileSync(join(folder, name), 'utf8') } });

function program(chart: MlChart): void {
  const team = teamNamespace(chart, TEAM);
  const resources = Resources.burstable({ cpu: Cpu.millis(50), memory: Size.mebibytes(192) });
  const artifactLoader = ArtifactLoader.of({ image: LOADER_IMAGE, imagePullPolicy, resources, refreshResources: resources, env: { SSL_CERT_FILE: '/etc/ssl/authority.crt' } });
  const serve = (name: string, artifact: ModelArtifact) => new OnlineInference(team, name, {
    release: Release.of({ model: name, version: '1' }),
    server: ModelServer.http({ image: INFERENCE_IMAGE, imagePullPolicy, livenessPath: '/health', longestRequest: Duration.seconds(1) }),
    artifact,
    artifactLoader,
    resources,
    scaling: Scaling.fixed(1),
  });
  const size = Size.mebibytes(32);
  const https = (name: string, manifestDigest = DIGEST, { url } = web) => serve(name, ModelArtifact.fromHttps(`${url}/${name}/`, { size, manifestDigest }));
  const s3 = (name: string, path: string, who: string) => serve(name, ModelArtifact.fromS3(`s3://models/${path}/`, {
    size, manifestDigest: DIGEST, endpoint: `http://${NODE_ADDRESS}:${moto.port}`, credentials: ArtifactCredentials.fromSecret(who, 'aws'),
  }));
  https('killed', DIGEST, slow);
  serve('fresh', ModelArtifact.fromHttps(`${slow.url}/fresh/`, { size, refresh: ArtifactRefresh.every(Duration.minutes(1)) }));
  ['fetched', 'spoilt', 'forbidden', 'missing', 'full'].forEach((name) => https(name));
  https('pinned', `sha256:${NONE}`);
  s3('objects', 'm', 'reader');
  s3('denied', 'm', 'nobody');
  s3('absent', 'other', 'reader');
  new BatchScoringJob(team, 'scored', {
    runId: 'r1',
    image: INFERENCE_IMAGE,
    imagePullPolicy,
    command: ['python3', '-c', TELL_FILES],
    shards: 2,
    output: 's3://scores/',
    artifact: ModelArtifact.fromHttps(`${web.url}/scored/`, { size, manifestDigest: DIGEST }),
    artifactLoader,
    resources,
  });
}

/** The same with a disk for one of them that is too small for the files. */
function narrowed(manifests: readonly any[]): any[] {
  const { volumes } = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'full').spec.template.spec;
  const place = volumes.findIndex(({ name }: any) => name === 'model');
  return edited(manifests, 'Deployment', 'full', JsonPatch.replace(`/spec/template/spec/volumes/${place}/emptyDir`, { medium: 'Memory', sizeLimit: '2Mi' }));
}

/** The same with a sidecar that does not sleep a minute. */
function hurried(manifests: readonly any[]): any[] {
  const [, { args }] = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'fresh').spec.template.spec.initContainers;
  return edited(manifests, 'Deployment', 'fresh', JsonPatch.replace(`/spec/template/spec/initContainers/1/args/${args.indexOf('--every=60')}`, '--every=3'));
}

async function apply(items: readonly any[]): Promise<void> {
  expect(await node.plane.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))).toEqual({ warnings: [] });
}

const podsOf = async (name: string): Promise<any[]> => (await node.plane.get(['pods', '-n', TEAM, '-l', `app.kubernetes.io/name=${name}`])).items;

async function podOf(name: string): Promise<any> {
  const pods = await podsOf(name);
  expect(pods).toHaveLength(1);
  return pods[0];
}

const rolledOut = (name: string) => node.plane.run(['rollout', 'status', `deployment/${name}`, '-n', TEAM, '--timeout=120s'], { timeoutSeconds: 130 });
const python = async (name: string, code: string): Promise<string> => (
  await node.plane.run(['exec', '-n', TEAM, `deployment/${name}`, '-c', (await podOf(name)).spec.containers[0].name, '--', 'python3', '-c', code])).trim();

/** What the server of a pod finds in its folder. */
const filesOf = async (name: string) => JSON.parse(await python(name, TELL_FILES));

/** Kills a process of a pod from without, which nothing in it can prepare for. */
function kill(...args: string[]): void {
  const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return words[0] === 'python3' && args.every((arg) => words.includes(arg));
    } catch {
      return false; // it is gone
    }
  });
  expect(found).toHaveLength(1);
  process.kill(Number(found[0]), 'SIGKILL');
}

const rangesOf = (server: WebServer, path: string) => server.files.asked.filter((asked) => asked.path === path).map(({ headers }) => headers.range);
const sent = (server: WebServer, path: string, least: number) => node.waitFor(`${path} to be on its way`, async () => server.files.sentOf(path) > least || `${server.files.sentOf(path)} bytes`, 90);

test('an init container that is killed goes on where it was, and the server starts once all is there', async () => {
  await sent(slow, 'killed/model.bin', 3_000_000);
  kill(`--source=${slow.url}/killed/`);
  slow.files.pace = undefined;
  await rolledOut('killed');
  const { status } = await podOf('killed');
  expect(status.initContainerStatuses[0]).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 137 } } });
  expect(status.containerStatuses[0].restartCount).toBe(0);
  expect(await filesOf('killed')).toEqual(hashes(FILES));
  const [first, second, ...others] = rangesOf(slow, 'killed/model.bin');
  expect([first, others]).toEqual([undefined, []]);
  expect(Number(/^bytes=(\d+)-$/.exec(second!)![1])).toBeGreaterThan(1_000_000);
});

test('a model comes by HTTPS, and a connection that is cut goes on where it was', async () => {
  await rolledOut('fetched');
  expect(await filesOf('fetched')).toEqual(hashes(FILES));
  expect(rangesOf(web, 'fetched/model.bin')).toEqual([undefined, 'bytes=1000000-', 'bytes=4000001-']);
  expect(web.files.sentOf('fetched/model.bin')).toBe(FILES['model.bin'].length);
  expect((await podOf('fetched')).status.initContainerStatuses[0].restartCount).toBe(0);
});

test('a model comes from S3 by the credentials of a Secret, which the server does not see', async () => {
  await rolledOut('objects');
  expect(await filesOf('objects')).toEqual(hashes(FILES));
  expect(await python('objects', 'import os; print(os.path.exists("/var/run/secrets/model-loader"))')).toBe('False');
});

test('each shard of a job has the model before its program starts', async () => {
  await node.waitFor('the job to end', async () => {
    const { status } = await node.plane.get(['job', 'scored-r1', '-n', TEAM]);
    return status.succeeded === 2 || JSON.stringify(status);
  }, 120);
  const logs = await Promise.all((await podsOf('scored')).map(({ metadata, spec }) => node.plane.run(['logs', metadata.name, '-n', TEAM, '-c', spec.containers[0].name])));
  expect(logs.map((log) => JSON.parse(log))).toEqual([hashes(FILES), hashes(FILES)]);
  expect(rangesOf(web, 'scored/model.bin')).toEqual([undefined, undefined]);
});

test.each<[string, string, () => string | RegExp]>([
  ['a wrong checksum', 'spoilt', () => `${web.url}/spoilt/config.json has the checksum sha256:${sha256('{"evil":true}')} and should have sha256:${sha256('{}')}; upload the file or its checksums again`],
  ['another version than the one that is pinned', 'pinned', () => `${web.url}/pinned/SHA256SUMS has the digest ${DIGEST} and the program pins sha256:${NONE}; something else was uploaded: give its digest, or upload the right one`],
  ['403 of a web server', 'forbidden', () => `403: who asks may not read ${web.url}/forbidden/config.json; give the artifact credentials`],
  ['404 of a web server', 'missing', () => `404: there is no ${web.url}/missing/SHA256SUMS; correct the address, or upload it`],
  ['403 of S3, with the permission that is missing', 'denied', () => /^403: who asks needs s3:GetObject on arn:aws:s3:::models\/m\/\* for s3:\/\/models\/m\/SHA256SUMS, /],
  ['404 of S3', 'absent', () => '404: there is no s3://models/other/SHA256SUMS; correct the address, or upload it'],
  ['a full disk', 'full', () => /^no room for model\.bin: 8 MiB are missing and the volume has (1\.\d+|2) MiB left; give it a larger one, or the node a larger disk\n$/],
])('%s: the pod waits, says so, and starts no server', async (_, name, line) => {
  let said: string | undefined;
  await node.waitFor(`${name} to fail`, async () => {
    const { state, lastState } = (await podOf(name)).status.initContainerStatuses?.[0] ?? {};
    said = (state?.terminated ?? lastState?.terminated)?.message;
    return said !== undefined || JSON.stringify(state);
  }, 90);
  const expected = line();
  expect(said).toEqual(typeof expected === 'string' ? `${expected}\n` : expect.stringMatching(expected));
  const { status } = await podOf(name);
  expect(status.phase).toBe('Pending');
  expect(status.containerStatuses[0]).toMatchObject({ restartCount: 0, started: false, state: { waiting: { reason: 'PodInitializing' } } });
});

test('a sidecar switches to a new version without a restart of the server, even if it is killed on its way, and half a version is never seen', async () => {
  await rolledOut('fresh');
  expect(await filesOf('fresh')).toEqual(hashes(version(1)));
  const before = await podOf('fresh');
  slow.files.pace = 4096;
  slow.files.asked.length = 0;
  publish(slow.files, 'fresh', version(2));
  await sent(slow, 'fresh/model.bin', 3_000_000);
  kill(`--source=${slow.url}/fresh/`, '--every=3');
  expect(await filesOf('fresh')).toEqual(hashes(version(1)));
  slow.files.pace = undefined;
  const seen: any[] = [];
  await node.waitFor('the new version', async () => {
    const files: any = await filesOf('fresh');
    seen.push(files);
    return files['model.bin'] === hashes(version(2))['model.bin'] || 'the old one is served';
  }, 90);
  for (const files of seen) expect([hashes(version(1)), hashes(version(2))]).toContainEqual(files);
  expect(rangesOf(slow, 'fresh/model.bin')[1]).toMatch(/^bytes=[1-9]\d{6}-$/);
  const { metadata, status } = await podOf('fresh');
  expect(metadata.uid).toBe(before.metadata.uid);
  expect(status.containerStatuses[0]).toMatchObject({ restartCount: 0, ready: true });
  expect(status.initContainerStatuses[1]).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 137 } } });
});
