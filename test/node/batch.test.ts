import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, closeSync, constants, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { JsonPatch, Size } from 'cdk8s';
import { scoringImage } from './harness/images';
import { RealNode } from './harness/real-node';
import { imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { START_TIMEOUT } from './serving-node';
import { BatchScoringJob, BatchScoringJobProps, Cpu, ExitCodes, MlChart, MlNamespace, Resources } from '../../src';

const TEAM = 'team-batch';
const IMAGE = 'registry.example.com/scores:v2.0.0';
const STORE = '/store';
const runOf = (job: string): string => `run=${job}-r1`;
const SHARDS = 5;
/** Which shard is killed by this machine, dies about its marker, and is put out of the node. */
const [KILLED, DIES_BEFORE, DIES_AFTER, EVICTED] = [1, 2, 3, 4];

let node: RealNode;
/** The store, which outlives pods: a folder of this machine. */
let store: string;

beforeAll(async () => {
  store = mkdtempSync(join(tmpdir(), 'cdk8s-ml-store-'));
  ['', 'in', 'scores', 'bad', 'checked'].forEach((name) => {
    mkdirSync(join(store, name), { recursive: true });
    chmodSync(join(store, name), 0o777);
  });
  for (let shard = 0; shard < SHARDS; shard++) writeFileSync(join(store, 'in', fileOf(shard, 'a')), rows(shard, 10 + shard));
  for (const shard of [0, DIES_BEFORE, DIES_AFTER]) writeFileSync(join(store, 'in', fileOf(shard, 'b')), rows(20 + shard));
  // these two come to their second file and no further until we say so
  for (const shard of [KILLED, EVICTED]) execFileSync('mkfifo', [join(store, 'in', fileOf(shard, 'b'))]);
  for (let shard = 0; shard < 2; shard++) writeFileSync(join(store, 'bad', fileOf(shard, 'a', 2)), shard === 0 ? rows(0) : 'not json\n');
  node = await RealNode.start(undefined, { images: { [IMAGE]: scoringImage() }, metrics: false });
  await apply([volume(), ...manifestsOf(program), claim()]);
}, START_TIMEOUT);
afterAll(async () => {
  await node?.stop();
  rmSync(store, { recursive: true, force: true });
});

function program(chart: MlChart): void {
  const team = teamNamespace(chart, TEAM);
  scoring(team, 'scores', {
    command: ['python3', 'crash.py'],
    shards: SHARDS,
    env: { DIES_BEFORE: `${DIES_BEFORE}`, DIES_AFTER: `${DIES_AFTER}` },
  });
  scoring(team, 'checked', { shards: 2 }, 'bad');
}

/** Scoring whose store is a volume that JSON patches mount, and name to the program in place of URIs. */
function scoring(team: MlNamespace, name: string, props: Pick<BatchScoringJobProps, 'shards'> & Partial<BatchScoringJobProps>, input = 'in'): void {
  const { job } = new BatchScoringJob(team, name, {
    runId: 'r1',
    image: IMAGE,
    imagePullPolicy,
    input: `s3:/${STORE}/${input}`,
    output: `s3:/${STORE}/${name}`,
    exitCodes: ExitCodes.of({ badInput: [65], fatal: [78] }),
    resources: Resources.burstable({ cpu: Cpu.millis(50), memory: Size.mebibytes(64) }),
    ...props,
  });
  const env: { name: string; value?: string }[] = job.toJson().spec.template.spec.containers[0].env;
  job.addJsonPatch(
    ...env.flatMap(({ value }, i) => value?.startsWith('s3:/') ? [JsonPatch.replace(`/spec/template/spec/containers/0/env/${i}/value`, value.slice('s3:/'.length))] : []),
    JsonPatch.add('/spec/template/spec/volumes/-', { name: 'store', persistentVolumeClaim: { claimName: 'store' } }),
    JsonPatch.add('/spec/template/spec/containers/0/volumeMounts/-', { name: 'store', mountPath: STORE }),
  );
}

function volume(): any {
  const hostname = { key: 'kubernetes.io/hostname', operator: 'In', values: [node.name] };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'store' },
    spec: {
      accessModes: ['ReadWriteMany'],
      capacity: { storage: '1Gi' },
      local: { path: store },
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'shared',
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [hostname] }] } },
    },
  };
}

const claim = (): any => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'store', namespace: TEAM },
  spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'shared' },
});

async function apply(items: readonly any[]): Promise<void> {
  expect(await node.plane.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))).toEqual({ warnings: [] });
}

/** A name of a file that belongs to a shard, by the sum over the name that the program takes. */
function fileOf(shard: number, letter: string, count = SHARDS): string {
  for (let number = 0; ; number++) {
    const name = `${letter}-${number}.jsonl`;
    if (crc32(name) % count === shard) return name;
  }
}

const rows = (...ids: number[]) => ids.map((id) => `${JSON.stringify({ id, days_since_login: id, open_tickets: 1, seats_used: 2 })}\n`).join('');
const podsOf = async (name: string): Promise<any[]> => (await node.plane.get(['pods', '-n', TEAM, '-l', `app.kubernetes.io/name=${name}`])).items;
const shardOf = ({ metadata }: any) => Number(metadata.annotations['batch.kubernetes.io/job-completion-index']);
const namesIn = (shard: number, job = 'scores') => readdirSync(join(store, job, runOf(job), `shard=${shard}`)).sort();

/** Waits until a shard has read its first file and asks for more; from then on it waits for us. */
async function inTheMiddle(shard: number): Promise<number> {
  const fifo = join(store, 'in', fileOf(shard, 'b'));
  let held = -1;
  await node.waitFor(`shard ${shard} to be in the middle`, async () => {
    try {
      held = openSync(fifo, constants.O_WRONLY + constants.O_NONBLOCK);
      return true;
    } catch (error: any) {
      return `nobody reads (${error.code}): ${JSON.stringify((await podsOf('scores')).map(({ status }) => status.phase))}`;
    }
  }, 90);
  return held;
}

/** Puts the file there for which a shard waits; the attempt that waits does not see it. */
function mend(shard: number): void {
  const file = join(store, 'in', fileOf(shard, 'b'));
  writeFileSync(`${file}.new`, rows(20 + shard));
  renameSync(`${file}.new`, file);
}

/** The process of a shard, as this machine knows it. */
function processOf(shard: number): number {
  const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      const told = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8') === 'python3\0crash.py\0' && told.includes(`SHARD_INDEX=${shard}`);
    } catch {
      return false; // it is gone
    }
  });
  expect(found).toHaveLength(1);
  return Number(found[0]);
}

async function ended(job: string, type: string): Promise<any> {
  await node.waitFor(`${job} to be over`, async () => {
    const { status } = await node.plane.get(['job', job, '-n', TEAM]);
    return (status.conditions ?? []).some((condition: any) => condition.type === type && condition.status === 'True') || JSON.stringify(status);
  }, 180);
  return (await node.plane.get(['job', job, '-n', TEAM])).status;
}

/** The ids of the scores that the marker of a shard vouches for. */
function committed(shard: number): number[] {
  const folder = join(store, 'scores', runOf('scores'), `shard=${shard}`);
  const marker = JSON.parse(readFileSync(join(folder, '_SUCCESS'), 'utf8'));
  const content = readFileSync(join(folder, marker.file), 'utf8');
  expect(createHash('sha256').update(content).digest('hex')).toBe(marker.sha256);
  return content.trim().split('\n').map((line) => JSON.parse(line).id);
}

test('shards that crash in the middle, before their marker and after it are retried alone, and leave each output once', async () => {
  const [killed, evicted] = [await inTheMiddle(KILLED), await inTheMiddle(EVICTED)];
  expect(readdirSync(join(store, 'scores', runOf('scores'))).filter((name) => [KILLED, EVICTED].some((shard) => name === `shard=${shard}`))).toEqual([]);
  [KILLED, EVICTED].forEach(mend);
  process.kill(processOf(KILLED), 'SIGKILL');
  const { metadata: { name, namespace } } = (await podsOf('scores')).find((pod) => shardOf(pod) === EVICTED);
  await node.plane.run(['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, '-f', '-'], {
    stdin: JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } }),
  });
  const status = await ended('scores-r1', 'Complete');
  [killed, evicted].forEach((file) => closeSync(file));

  // the eviction does not count
  expect(status).toMatchObject({ succeeded: SHARDS, failed: 3, completedIndexes: '0-4' });
  const ends = (await podsOf('scores')).map((pod) => `${shardOf(pod)} ${pod.status.phase} ${pod.status.containerStatuses[0].state.terminated.exitCode}`);
  expect(ends.sort()).toEqual([
    '0 Succeeded 0', `${KILLED} Failed 137`, `${KILLED} Succeeded 0`, `${DIES_BEFORE} Failed 1`, `${DIES_BEFORE} Succeeded 0`, `${DIES_AFTER} Failed 1`, `${DIES_AFTER} Succeeded 0`,
    `${EVICTED} Succeeded 0`,
  ].sort());

  for (let shard = 0; shard < SHARDS; shard++) {
    expect(committed(shard)).toEqual([shard, 10 + shard, 20 + shard]);
    // what an attempt without a marker has left is a file that no marker names
    expect(namesIn(shard)).toHaveLength(shard === DIES_BEFORE ? 3 : 2);
    expect(namesIn(shard).filter((file) => file === '_SUCCESS')).toHaveLength(1);
  }
}, 400_000);

test('a shard that the same input would fail again is not tried again, and the other is done', async () => {
  const status = await ended('checked-r1', 'Failed');
  expect(status).toMatchObject({ succeeded: 1, failed: 1, completedIndexes: '0', failedIndexes: '1' });
  expect(namesIn(0, 'checked')).toContain('_SUCCESS');
  expect(readdirSync(join(store, 'checked', runOf('checked')))).toEqual(['shard=0']);
});
