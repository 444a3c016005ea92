import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './loader';

const PROGRAM = join(__dirname, '..', '..', 'src', 'platform', 'model-cache', 'publish.py');
const SNAPSHOT = { apiVersion: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshot', metadata: { name: 'llama-1' }, spec: { source: { persistentVolumeClaimName: 'llama-1-source' } } };
const ROOT = '/apis/snapshot.storage.k8s.io/v1';
const JOB = '/apis/batch/v1/namespaces/team-a/jobs/llama-a';
const SNAPSHOTS = `${ROOT}/namespaces/team-a/volumesnapshots`;
const done = (type = 'Complete', reason?: string) => ({ status: { conditions: [{ type, status: 'True', reason }] } });

/** An API server that gives prepared answers: the last one of each question stays. */
class Api {
  public readonly asked: { readonly method: string; readonly path: string; readonly token?: string; readonly body?: any }[] = [];
  public readonly server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (data) => (text += data));
    request.on('end', () => {
      this.asked.push({ method: request.method!, path: request.url!, token: request.headers.authorization, body: text ? JSON.parse(text) : undefined });
      const answers = this.answers[`${request.method} ${request.url}`] ?? [[404, { message: 'not found' }]];
      const [status, body] = answers.length > 1 ? answers.shift()! : answers[0];
      response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });

  constructor(public readonly answers: { [question: string]: [number, unknown][] }) {}

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

let credentials: string;
beforeAll(() => {
  credentials = mkdtempSync(join(tmpdir(), 'cdk8s-ml-publish-'));
  writeFileSync(join(credentials, 'namespace'), 'team-a');
  writeFileSync(join(credentials, 'token'), 'secret-token\n');
  writeFileSync(join(credentials, 'snapshot.json'), JSON.stringify(SNAPSHOT));
});

/** Starts the program, with an API server of its own. */
async function started(answers: Api['answers'], ...more: string[]): Promise<{ readonly api: Api; readonly child: ChildProcessWithoutNullStreams }> {
  const api = new Api(answers);
  await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
  const child = spawn('python3', ['-B', PROGRAM, '--job=llama-a', `--object=${join(credentials, 'snapshot.json')}`, `--root=${ROOT}`, '--resource=volumesnapshots',
    `--server=http://127.0.0.1:${(api.server.address() as AddressInfo).port}`, `--credentials=${credentials}`, '--tries=3', '--looks=5', ...more]);
  return { api, child };
}

async function publish(answers: Api['answers'], ...more: string[]): Promise<{ code: number | null; output: string; asked: Api['asked'] }> {
  const { api, child } = await started(answers, '--pause=0.01', ...more);
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  await api.close();
  return { code, output, asked: api.asked };
}

const questions = (asked: Api['asked']) => asked.map(({ method, path }) => `${method} ${path}`);

test('waits for the Job, makes the object, and waits until it is ready', async () => {
  const { code, output, asked } = await publish({
    [`GET ${JOB}`]: [[404, {}], [200, {}], [200, { status: { conditions: [{ type: 'Complete', status: 'False' }] } }], [200, done()]],
    [`GET ${SNAPSHOTS}/llama-1`]: [[404, {}], [200, {}], [200, { status: { readyToUse: false, error: { message: 'quota' } } }], [200, { status: { readyToUse: true } }]],
    [`POST ${SNAPSHOTS}`]: [[201, {}]],
  }, '--until-ready');
  expect(output).toBe('waiting for Job llama-a, which is not there yet\nVolumeSnapshot llama-1 is made\nVolumeSnapshot llama-1 is not ready: quota\nVolumeSnapshot llama-1 is ready\n');
  expect(code).toBe(0);
  expect(questions(asked)).toEqual([
    ...Array(4).fill(`GET ${JOB}`), `GET ${SNAPSHOTS}/llama-1`, `POST ${SNAPSHOTS}`, ...Array(3).fill(`GET ${SNAPSHOTS}/llama-1`),
  ]);
  expect(asked.find(({ method }) => method === 'POST')).toMatchObject({ body: SNAPSHOT, token: 'Bearer secret-token' });
});

test('an object that is there is left, also if somebody was faster', async () => {
  const there = await publish({ [`GET ${JOB}`]: [[200, done()]], [`GET ${SNAPSHOTS}/llama-1`]: [[200, { status: { readyToUse: true } }]] });
  expect(there).toMatchObject({ code: 0, output: 'VolumeSnapshot llama-1 is there already\n' });
  expect(questions(there.asked)).toEqual([`GET ${JOB}`, `GET ${SNAPSHOTS}/llama-1`]);
  expect(await publish({ [`GET ${JOB}`]: [[200, done()]], [`POST ${SNAPSHOTS}`]: [[409, {}]] })).toMatchObject({ code: 0, output: 'VolumeSnapshot llama-1 is there already\n' });
});

test('lets the volume settle before it makes the object', async () => {
  const start = Date.now();
  expect(await publish({ [`GET ${JOB}`]: [[200, done()]], [`POST ${SNAPSHOTS}`]: [[201, {}]] }, '--settle=1')).toMatchObject({ code: 0 });
  expect(Date.now() - start).toBeGreaterThan(1000);
});

test('nothing is made of a Job that failed', async () => {
  const { code, output, asked } = await publish({ [`GET ${JOB}`]: [[200, done('Failed', 'BackoffLimitExceeded')]] });
  expect(output).toBe('Job llama-a has failed (BackoffLimitExceeded); see what its pods say, mend it and delete both Jobs, so that they are made again\n');
  expect(code).toBe(1);
  expect(questions(asked)).toEqual([`GET ${JOB}`]);
});

test.each<[string, Api['answers'], string]>([
  ['may not look', { [`GET ${JOB}`]: [[403, { message: 'no' }]] }, 'the ServiceAccount of this pod may not get jobs in namespace team-a; is its Role there, and bound to it?\n'],
  ['may not make', { [`GET ${JOB}`]: [[200, done()]], [`POST ${SNAPSHOTS}`]: [[403, {}]] },
    'the ServiceAccount of this pod may not create volumesnapshots in namespace team-a; is its Role there, and bound to it?\n'],
  ['a cluster without snapshots', { [`GET ${JOB}`]: [[200, done()]] },
    'the cluster has no snapshot.storage.k8s.io/v1 VolumeSnapshot; install what brings it (for snapshots: kubernetes-csi/external-snapshotter)\n'],
  ['a refusal', { [`GET ${JOB}`]: [[200, done()]], [`POST ${SNAPSHOTS}`]: [[422, { message: 'exceeded quota' }]] }, 'VolumeSnapshot llama-1 is refused: exceeded quota\n'],
  ['a server that is down for longer', { [`GET ${JOB}`]: [[500, 'no']] }, 'the API server cannot be asked in 3 attempts (it answers 500); do network policies let it be called?\n'],
])('%s: says what to change and fails', async (_, answers, output) => {
  expect(await publish(answers)).toMatchObject({ code: 1, output });
});

test('a server that is down for a moment is asked again', async () => {
  expect(await publish({ [`GET ${JOB}`]: [[503, 'no'], [429, 'no'], [200, done()]], [`POST ${SNAPSHOTS}`]: [[201, {}]] })).toMatchObject({ code: 0, output: 'VolumeSnapshot llama-1 is made\n' });
});

test('a snapshot that never gets ready fails with what its driver says', async () => {
  const { code, output } = await publish({
    [`GET ${JOB}`]: [[200, done()]], [`GET ${SNAPSHOTS}/llama-1`]: [[200, { status: { error: { message: 'no driver' } } }]],
  }, '--until-ready');
  expect(output).toBe([
    'VolumeSnapshot llama-1 is there already', 'VolumeSnapshot llama-1 is not ready: no driver',
    'VolumeSnapshot llama-1 is still not ready (no driver); does its driver take snapshots, and is there a class for it?', '',
  ].join('\n'));
  expect(code).toBe(1);
});

test('ends when it is told to, as the first process of its container too', async () => {
  const { api, child } = await started({}, '--pause=600');
  await until('it has looked once', () => api.asked.length > 0);
  child.kill('SIGTERM');
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(143);
  await api.close();
});
