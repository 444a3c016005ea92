import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Size } from 'cdk8s';
import { allowed, Attempt, attemptText, everyAttempt, serviceAccount } from './access';
import { ApiClient } from './api-client';
import { START_TIMEOUT } from './example-cluster';
import { ControlPlane } from './harness/control-plane';
import { ofKind } from './manifests';
import { generalNodes } from './nodes';
import { CacheStorage, MlChart, ModelArtifact, ModelCache } from '../../src';

const NAMESPACE = 'team-a';
const PROGRAM = join(__dirname, '..', '..', 'src', 'platform', 'model-cache', 'publish.py');
const REVISION = '0123456789abcdef';

function program(): any[] {
  const chart = new MlChart(new App(), 'caches', { namespace: NAMESPACE });
  new ModelCache(chart, 'llama', {
    artifact: ModelArtifact.fromS3('s3://models/llama/', { size: Size.gibibytes(15), manifestDigest: `sha256:${REVISION.repeat(4)}` }),
    storage: CacheStorage.cloned({ storageClass: 'disk' }),
  });
  return chart.toJson();
}
const MANIFESTS = program();
const [FILLING, PUBLISHING] = ofKind(MANIFESTS, 'Job').map(({ metadata }) => metadata.name);
const SOURCE = `llama-${REVISION}-source`;
const COPY = `llama-${REVISION}`;

let control: ControlPlane;
let client: ApiClient;
let folder: string;
beforeAll(async () => {
  control = await ControlPlane.start();
  client = new ApiClient(control.kubeconfig);
  for (const node of generalNodes()) await control.addNode(node);
  await control.run(['create', 'namespace', NAMESPACE]);
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-ml-publisher-'));
}, START_TIMEOUT);
afterAll(async () => {
  client?.close();
  await control?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What the program left: its end and its words. */
interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** Starts the program of the second Job, with its own arguments and what its ConfigMap says, as its ServiceAccount; the words are those so far. */
async function started(): Promise<{ readonly words: () => string; readonly ended: Promise<Outcome> }> {
  const { args } = ofKind(MANIFESTS, 'Job').find(({ metadata: { name } }) => name === PUBLISHING).spec.template.spec.containers[0];
  const { data } = ofKind(MANIFESTS, 'ConfigMap').find((map) => map.data['object.json']);
  const { data: authority } = await control.get(['configmap', 'kube-root-ca.crt', '-n', NAMESPACE]);
  writeFileSync(join(folder, 'object.json'), data['object.json']);
  writeFileSync(join(folder, 'ca.crt'), authority['ca.crt']);
  writeFileSync(join(folder, 'namespace'), NAMESPACE);
  writeFileSync(join(folder, 'token'), await control.run(['create', 'token', 'llama-publish', '-n', NAMESPACE]), { mode: 0o600 });
  const own = args.filter((arg: string) => !/^--(object|settle)=/.test(arg));
  const child = spawn('python3', ['-B', PROGRAM, ...own, `--object=${folder}/object.json`, `--server=${control.server}`, `--credentials=${folder}`, '--pause=0.5']);
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  return { words: () => output, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, output }))) };
}

const publish = async (): Promise<Outcome> => (await started()).ended;

test('is applied with strict validation and without a warning', async () => {
  expect(await control.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: MANIFESTS }))).toEqual({ warnings: [] });
});

test('the Job waits for its volume, and nothing is copied meanwhile', async () => {
  const { status } = await control.get(['job', FILLING, '-n', NAMESPACE]);
  expect(status.conditions ?? []).toEqual([]);
  expect((await control.kubectl(['get', 'pvc', COPY, '-n', NAMESPACE])).stderr).toContain('not found');
});

test('when the Job is done, the copy is made as its manifest says; a second run changes nothing', async () => {
  const publishing = await started();
  // so that it looks before there is anything to see
  await control.waitFor('the program to wait', async () => publishing.words().startsWith('waiting') || publishing.words(), 60);
  await control.run(['create', '-f', '-'], {
    stdin: JSON.stringify({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'disk-1' },
      spec: {
        accessModes: ['ReadWriteOnce'], capacity: { storage: '16Gi' }, claimRef: { name: SOURCE, namespace: NAMESPACE }, hostPath: { path: '/nowhere' }, storageClassName: 'disk',
      },
    }),
  });
  await control.run(['wait', '--for=condition=complete', `job/${FILLING}`, '-n', NAMESPACE, '--timeout=60s'], { timeoutSeconds: 70 });
  expect(await publishing.ended).toEqual({ code: 0, output: `waiting for Job ${FILLING}\nPersistentVolumeClaim ${COPY} is made\n` });
  const { metadata, spec } = await control.get(['pvc', COPY, '-n', NAMESPACE]);
  expect(spec).toMatchObject({ accessModes: ['ReadOnlyMany'], dataSource: { kind: 'PersistentVolumeClaim', name: SOURCE }, resources: { requests: { storage: '16Gi' } }, storageClassName: 'disk' });
  expect(await publish()).toEqual({ code: 0, output: `PersistentVolumeClaim ${COPY} is there already\n` });
  expect((await control.get(['pvc', COPY, '-n', NAMESPACE])).metadata.resourceVersion).toBe(metadata.resourceVersion);
});

// fails if a Role names no object where one can be named, or more than the program asks for
test('the publisher may look at its Job and its claim and make claims; who fetches may do nothing', async () => {
  const targets = [
    { name: FILLING, namespace: NAMESPACE }, { name: COPY, namespace: NAMESPACE }, { name: 'another', namespace: NAMESPACE }, { namespace: NAMESPACE }, { name: COPY, namespace: 'default' }, { namespace: '' },
  ];
  const attempts = everyAttempt(targets);
  const may = await allowed(client, serviceAccount(NAMESPACE, 'llama-publish'), attempts);
  expect(may).toEqual([
    { verb: 'get', group: 'batch', resource: 'jobs', name: FILLING, namespace: NAMESPACE },
    { verb: 'get', group: '', resource: 'persistentvolumeclaims', name: COPY, namespace: NAMESPACE },
    ...[FILLING, COPY, 'another', undefined].map((name) => ({ verb: 'create', group: '', resource: 'persistentvolumeclaims', name, namespace: NAMESPACE })),
  ].map(attemptText).sort((a, b) => may.indexOf(a) - may.indexOf(b)));
  expect(await allowed(client, serviceAccount(NAMESPACE, 'llama'), attempts)).toEqual([]);
});

test('without its Role it says so', async () => {
  await control.run(['delete', 'rolebinding', 'llama-publish', '-n', NAMESPACE]);
  // the API server goes by what it has read of bindings
  const look: Attempt = { verb: 'get', group: 'batch', resource: 'jobs', name: FILLING, namespace: NAMESPACE };
  await control.waitFor('the binding to count no more', async () => (await allowed(client, serviceAccount(NAMESPACE, 'llama-publish'), [look])).length === 0, 60);
  expect(await publish()).toEqual({ code: 1, output: `the ServiceAccount of this pod may not get jobs in namespace ${NAMESPACE}; is its Role there, and bound to it?\n` });
});
