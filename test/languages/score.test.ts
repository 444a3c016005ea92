import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mishap, UnsureS3 } from './unsure-s3';
import { freePorts } from '../cluster/harness/ports';
import { waitUntil } from '../cluster/harness/wait';
import { python } from '../loader/loader';

const PROGRAM = join(__dirname, '..', '..', 'examples', 'batch-scoring', 'score.py');
const row = (id: number) => ({ id, days_since_login: id, open_tickets: 1, seats_used: 2 });
const text = (...ids: number[]) => ids.map((id) => `${JSON.stringify(row(id))}\n`).join('');

/** What a process left: its end and its words. */
interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

const running = new Set<ChildProcess>();

function start(env: NodeJS.ProcessEnv, interpreter = 'python3'): { readonly child: ChildProcess; readonly ended: Promise<Outcome> } {
  const child = spawn(interpreter, ['-B', PROGRAM], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const ended = new Promise<Outcome>((resolve) => child.on('close', (code, signal) => {
    running.delete(child);
    resolve({ code, signal, output: output.trim() });
  }));
  return { child, ended };
}

afterEach(() => running.forEach((child) => child.kill('SIGKILL')));

/** What Kubernetes tells the pod of a shard. */
const told = (input: string, output: string, index = 0, count = 1): NodeJS.ProcessEnv => ({
  SHARD_INDEX: `${index}`, SHARD_COUNT: `${count}`, INPUT_URI: input, SHARD_OUTPUT_URI: `${output}/run=r1/shard=${index}`, COMMIT_MARKER_URI: `${output}/run=r1/shard=${index}/_SUCCESS`,
});

describe('a shard in a folder', () => {
  let work: string;
  let input: string;
  let output: string;
  const shard = (index = 0) => join(output, 'run=r1', `shard=${index}`);
  const files = (index = 0) => readdirSync(shard(index)).sort();
  const marker = (index = 0) => JSON.parse(readFileSync(join(shard(index), '_SUCCESS'), 'utf8'));

  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), 'cdk8s-ml-score-'));
    [input, output] = [join(work, 'in'), join(work, 'out')];
    mkdirSync(input);
  });

  afterEach(() => rmSync(work, { recursive: true, force: true }));

  /** The scores that the marker of a shard vouches for. */
  function committed(index = 0): { id: number; score: number }[] {
    const { file, rows, sha256 } = marker(index);
    const content = readFileSync(join(shard(index), file), 'utf8');
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    const scores = content.split('\n').filter(Boolean).map((line) => JSON.parse(line));
    expect(scores).toHaveLength(rows);
    return scores;
  }

  test('all shards together score every row once', async () => {
    for (let file = 0; file < 20; file++) {
      writeFileSync(join(input, `part-${file}.jsonl`), text(2 * file, 2 * file + 1));
    }
    const outcomes = await Promise.all([0, 1, 2].map((index) => start(told(input, output, index, 3)).ended));
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0]);
    const all = [0, 1, 2].flatMap((index) => committed(index));
    expect(all.map(({ id }) => id).sort((a, b) => a - b)).toEqual([...Array(40).keys()]);
    // 1 / (1 + e^-(-2 + 0.08 × 10 + 0.5 − 1.2))
    expect(all.find(({ id }) => id === 10)?.score).toBeCloseTo(1 / (1 + Math.exp(1.9)), 6);
  });

  test('a second start finds the marker and changes nothing', async () => {
    writeFileSync(join(input, 'a.jsonl'), text(1, 2));
    expect(await start(told(input, output)).ended).toEqual({ code: 0, signal: null, output: 'shard 0 of 1: 2 rows' });
    const before = files().map((name) => [name, statSync(join(shard(), name)).mtimeMs]);
    // the input is another one by now, and the run is over all the same
    writeFileSync(join(input, 'b.jsonl'), text(3));
    expect(await start(told(input, output)).ended).toEqual({ code: 0, signal: null, output: 'shard 0 is done already' });
    expect(files().map((name) => [name, statSync(join(shard(), name)).mtimeMs])).toEqual(before);
  });

  test('killed in the middle it leaves nothing, and the next attempt does all of it', async () => {
    writeFileSync(join(input, 'a.jsonl'), text(1, 2));
    execFileSync('mkfifo', [join(input, 'b.jsonl')]);
    const { child, ended } = start(told(input, output));
    // opening the other end returns when the program has come to it
    const other = spawn('sh', ['-c', 'exec 3>"$0"; echo begun; exec sleep 600', join(input, 'b.jsonl')], { stdio: ['ignore', 'pipe', 'inherit'] });
    running.add(other);
    await new Promise((resolve) => other.stdout.once('data', resolve));
    child.kill('SIGKILL');
    expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL' });
    other.kill('SIGKILL');
    expect(existsSync(shard())).toBe(false);
    rmSync(join(input, 'b.jsonl'));
    writeFileSync(join(input, 'b.jsonl'), text(3));
    expect(await start(told(input, output)).ended).toMatchObject({ code: 0, output: 'shard 0 of 1: 3 rows' });
    expect(committed().map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  test('told to stop it does so at once, and not as if it were done', async () => {
    execFileSync('mkfifo', [join(input, 'a.jsonl')]);
    const { child, ended } = start(told(input, output));
    const other = spawn('sh', ['-c', 'exec 3>"$0"; echo begun; exec sleep 600', join(input, 'a.jsonl')], { stdio: ['ignore', 'pipe', 'inherit'] });
    running.add(other);
    await new Promise((resolve) => other.stdout.once('data', resolve));
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 143, signal: null });
    expect(existsSync(shard())).toBe(false);
  });

  test('after a crash between results and marker a reader sees one set of results', async () => {
    writeFileSync(join(input, 'a.jsonl'), text(1, 2));
    await start(told(input, output)).ended;
    const left = marker().file;
    rmSync(join(shard(), '_SUCCESS'));
    expect(await start(told(input, output)).ended).toMatchObject({ code: 0, output: 'shard 0 of 1: 2 rows' });
    expect(files()).toHaveLength(3);
    expect(marker().file).not.toBe(left);
    expect(committed().map(({ id }) => id)).toEqual([1, 2]);
  });

  test('two at once: one commits, the other takes its results away, and both end well', async () => {
    // the same work from two folders, each of which is held up at its first row
    const inputs = ['one', 'two'].map((name) => join(work, name));
    inputs.forEach((folder) => {
      mkdirSync(folder);
      execFileSync('mkfifo', [join(folder, 'a.jsonl')]);
    });
    const attempts = inputs.map((folder) => start(told(folder, output)));
    const feeders = inputs.map((folder) => spawn('sh', ['-c', 'exec 3>"$0"; echo begun; exec cat >&3', join(folder, 'a.jsonl')], { stdio: ['pipe', 'pipe', 'inherit'] }));
    feeders.forEach((feeder) => running.add(feeder));
    // both have found no marker, and read
    await Promise.all(feeders.map((feeder) => new Promise((resolve) => feeder.stdout.once('data', resolve))));
    feeders.forEach((feeder) => feeder.stdin.end(text(1, 2)));
    const outcomes = await Promise.all(attempts.map(({ ended }) => ended));
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect(outcomes.map(({ output: words }) => words).sort()).toEqual(['shard 0 of 1: 2 rows', 'shard 0 was done by another attempt']);
    expect(files()).toEqual(['_SUCCESS', marker().file].sort());
    expect(committed().map(({ id }) => id)).toEqual([1, 2]);
  });

  test('a shard to which none of the files belongs is done with no rows', async () => {
    writeFileSync(join(input, 'a.jsonl'), text(1));
    const outcomes = await Promise.all([0, 1].map((index) => start(told(input, output, index, 2)).ended));
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect([0, 1].map((index) => marker(index).rows).sort()).toEqual([0, 1]);
  });

  test.each<[string, (env: NodeJS.ProcessEnv) => NodeJS.ProcessEnv, string, number]>([
    ['a row that is no JSON', (env) => env, 'not json\n', 65],
    ['a row without a feature', (env) => env, '{"id": 1}\n', 65],
    ['bytes that are no text', (env) => env, Buffer.from([0xff, 0xfe, 0x0a]).toString('latin1'), 65],
    ['no input', ({ INPUT_URI, ...env }) => env, text(1), 78],
    ['a store that it does not know', (env) => ({ ...env, INPUT_URI: 'ftp://files/in' }), text(1), 78],
    ['an address with no file at all', (env) => ({ ...env, INPUT_URI: `${env.INPUT_URI}/nowhere` }), text(1), 78],
    ['a folder that cannot be written', (env) => ({ ...env, SHARD_OUTPUT_URI: '/proc/shard' }), text(1), 75],
  ])('says by its exit code what is wrong: %s', async (_, change, content, code) => {
    writeFileSync(join(input, 'a.jsonl'), content, 'latin1');
    expect(await start(change(told(input, output))).ended).toMatchObject({ code });
    expect(existsSync(join(shard(), '_SUCCESS'))).toBe(false);
  });
});

describe('a shard in S3', () => {
  let server: ChildProcess;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    const [port] = await freePorts(1);
    env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_DEFAULT_REGION: 'eu-central-1' };
    server = spawn(join(python(), 'bin', 'moto_server'), ['-H', '127.0.0.1', '-p', `${port}`], { stdio: 'ignore' });
    await waitUntil('the S3 server', async () => (await fetch(env.AWS_ENDPOINT_URL!)).ok, 60);
    boto("s3.create_bucket(Bucket='work', CreateBucketConfiguration={'LocationConstraint': 'eu-central-1'})");
    boto(`[s3.put_object(Bucket='work', Key=f'in/{i}.jsonl', Body='''${text(1)}'''.encode()) for i in range(8)]`);
  });

  afterAll(() => {
    server.kill('SIGKILL');
  });

  function boto(statement: string): string {
    return execFileSync(join(python(), 'bin', 'python3'), ['-c', `import boto3\ns3 = boto3.client('s3')\n${statement}`], { encoding: 'utf8', env: { PATH: process.env.PATH, ...env } });
  }

  const attempt = (folder: string) => start({ ...env, ...told('s3://work/in', `s3://work/${folder}`) }, join(python(), 'bin', 'python3')).ended;
  const keys = (folder: string) => boto(`print('\\n'.join(o['Key'] for o in s3.list_objects_v2(Bucket='work', Prefix='${folder}/').get('Contents', [])))`).trim().split('\n');

  test('is done once, however often it is started', async () => {
    expect(await attempt('once')).toEqual({ code: 0, signal: null, output: 'shard 0 of 1: 8 rows' });
    const before = keys('once');
    expect(before).toHaveLength(2);
    expect(await attempt('once')).toEqual({ code: 0, signal: null, output: 'shard 0 is done already' });
    expect(keys('once')).toEqual(before);
  });

  test('two at once leave one set of results', async () => {
    const outcomes = await Promise.all([attempt('both'), attempt('both')]);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect(outcomes.filter(({ output }) => output === 'shard 0 of 1: 8 rows')).toHaveLength(1);
    expect(keys('both')).toHaveLength(2);
  });

  test('a server that is away is worth another try', async () => {
    const { code } = await start({ ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1', ...told('s3://work/in', 's3://work/away') }, join(python(), 'bin', 'python3')).ended;
    expect(code).toBe(75);
  });

  describe.each<[string, Mishap, number[]]>([
    ['the answer to its marker is lost', 'lost', [0, 0]],
    ['its marker is written and the answer is an error', 500, [0, 0]],
    ['its marker meets another one and neither is written', 409, [75, 0]],
  ])('when %s', (_, mishap, codes) => {
    test('results that a marker names stay, and a shard without one is not done', async () => {
      const s3 = new UnsureS3(mishap);
      const endpoint = await s3.start();
      try {
        s3.objects.set('work/in/a.jsonl', text(1, 2));
        const again = () => start({ ...env, AWS_ENDPOINT_URL: endpoint, ...told('s3://work/in', 's3://work/out') }, join(python(), 'bin', 'python3')).ended;
        const outcomes = [await again(), await again()];
        expect(outcomes.map(({ code }) => code)).toEqual(codes);
        const { file, rows } = JSON.parse(s3.objects.get('work/out/run=r1/shard=0/_SUCCESS')!);
        expect(rows).toBe(2);
        expect(s3.objects.get(`work/out/run=r1/shard=0/${file}`)).toContain('"id": 2');
      } finally {
        s3.stop();
      }
    });
  });
});
