import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, JsonPatch, Size } from 'cdk8s';
import { edited, imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { CLIENT_IMAGE, INFERENCE_IMAGE, ServingNode, START_TIMEOUT } from './serving-node';
import {
  ArtifactLoader, CacheStorage, Cpu, ImagePrePull, MlChart, ModelArtifact, ModelCache, ModelServer, NodePool, OnlineInference, Release, Resources, Scaling,
} from '../../src';

const TEAM = 'team-cache';
/** The machine, as pods see it. */
const MACHINE = '10.88.0.1';
const CONFIG = '{"layers":2}';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const SUMS = `${sha256(CONFIG)}  config.json\n`;
const REVISION = sha256(SUMS).slice(0, 16);

let cluster: ServingNode;
let bucket: Server;
let disk: string;
let job: string;

beforeAll(async () => {
  bucket = createServer((request, response) => {
    const text = { '/m/SHA256SUMS': SUMS, '/m/config.json': CONFIG }[request.url!];
    response.writeHead(text === undefined ? 404 : 200, { 'content-length': text?.length ?? 0 }).end(text);
  });
  await new Promise<void>((resolve) => bucket.listen(0, resolve));
  disk = mkdtempSync(join(tmpdir(), 'cdk8s-ml-volume-'));
  chmodSync(disk, 0o777);
  cluster = await ServingNode.start();
  await cluster.apply([volume()]);
  const manifests = manifestsOf(program);
  job = manifests.find(({ kind }) => kind === 'Job').metadata.name;
  // the bucket is on this machine, and the Job waits for us
  const source = `--source=http://${MACHINE}:${(bucket.address() as AddressInfo).port}/m/`;
  const nearby = edited(manifests, 'Job', job, JsonPatch.add('/spec/suspend', true), JsonPatch.replace('/spec/template/spec/containers/0/args/0', source));
  await cluster.apply(edited(nearby, 'NetworkPolicy', 'cache', JsonPatch.add('/spec/egress/-', {})));
}, START_TIMEOUT);
afterAll(async () => {
  await cluster?.stop();
  bucket?.close();
  rmSync(disk, { recursive: true, force: true });
});

/** A volume as a network file system would be one: for many, and read-only where a pod says so. */
function volume(): any {
  const hostname = { key: 'kubernetes.io/hostname', operator: 'In', values: [cluster.node.name] };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'models' },
    spec: {
      accessModes: ['ReadWriteMany'],
      capacity: { storage: '10Gi' },
      local: { path: disk },
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'shared',
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [hostname] }] } },
    },
  };
}

function program(chart: MlChart): void {
  const team = teamNamespace(chart, TEAM);
  const cache = new ModelCache(team, 'cache', {
    artifact: ModelArtifact.fromHttps('https://files.example.com/m/', { size: Size.mebibytes(1), manifestDigest: `sha256:${sha256(SUMS)}` }),
    storage: CacheStorage.shared({ storageClass: 'shared', size: Size.gibibytes(1) }),
    loader: ArtifactLoader.of({ image: CLIENT_IMAGE, imagePullPolicy }),
  });
  new OnlineInference(team, 'reader', {
    release: Release.of({ model: 'reader', version: '1' }),
    server: ModelServer.http({ image: INFERENCE_IMAGE, imagePullPolicy, livenessPath: '/health', longestRequest: Duration.seconds(1) }),
    artifact: cache.artifact,
    resources: Resources.burstable({ cpu: Cpu.millis(50), memory: Size.mebibytes(128) }),
    scaling: Scaling.fixed(1),
  });
  const pools = [NodePool.cpu('all', { cpu: Cpu.units(2), memory: Size.gibibytes(4), maxNodes: 1, labels: { 'kubernetes.io/os': 'linux' } })];
  // its program is one that can be looked into
  new ImagePrePull(team, 'images', { images: [INFERENCE_IMAGE], pools, image: CLIENT_IMAGE });
  new ImagePrePull(team, 'missing', { images: [INFERENCE_IMAGE, 'registry.invalid/none:v1'], pools, image: CLIENT_IMAGE });
}

const exec = async (workload: string, ...command: string[]) => cluster.node.plane.kubectl(['exec', '-n', TEAM, (await cluster.pod(TEAM, workload)).metadata.name, '--', ...command]);
const waiting = async (workload: string) => (await cluster.pod(TEAM, workload)).status.containerStatuses?.[0].state.waiting;

test('a pod that starts before the model is there waits, and makes no folder in its place', async () => {
  await cluster.node.waitFor('the reader to wait', async () => {
    const state = await waiting('reader');
    return (state?.reason === 'CreateContainerConfigError' && state.message.includes('failed to create subPath directory')) || JSON.stringify(state) || 'nothing yet';
  }, 60);
  expect(readdirSync(disk)).toEqual([]);
});

test('once the Job is done it starts by itself, with the files, to read and not to write', async () => {
  await cluster.node.plane.run(['patch', 'job', job, '-n', TEAM, '--type=merge', '--patch={"spec":{"suspend":false}}']);
  await cluster.node.plane.run(['wait', '--for=condition=complete', `job/${job}`, '-n', TEAM, '--timeout=90s'], { timeoutSeconds: 100 });
  expect(readdirSync(disk)).toEqual([REVISION]);
  await cluster.rolledOut(TEAM, 'reader');
  expect(await exec('reader', 'python3', '-c', 'import os; print(open(os.environ["MODEL_PATH"] + "/config.json").read(), end="")')).toMatchObject({ code: 0, stdout: CONFIG });
  expect((await exec('reader', 'python3', '-c', 'import os; open(os.environ["MODEL_PATH"] + "/x", "w")')).stderr).toContain('Read-only file system');
});

test('what is pulled for later is mounted, and nothing of it runs', async () => {
  await cluster.node.waitFor('the images', async () => (await cluster.pod(TEAM, 'images')).status.containerStatuses?.[0].ready === true, 60);
  expect(await exec('images', 'sh', '-c', 'ls /images/1/app')).toMatchObject({ stdout: 'server.py\n' });
});

test('an image that cannot be pulled is said where one looks', async () => {
  await cluster.node.waitFor('the failure', async () => {
    const state = await waiting('missing');
    return (['ErrImagePull', 'ImagePullBackOff'].includes(state?.reason) && state.message.includes('registry.invalid/none:v1')) || JSON.stringify(state) || 'nothing yet';
  }, 90);
});
