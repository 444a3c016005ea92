import { Duration, Size } from 'cdk8s';
import { JobLab, LAB_START } from './job-lab';
import { BatchScoringJobProps, ExitCodes, ExitCodesProps, ModelArtifact, Schedule } from '../../src';
import { scoring } from '../batch/scoring';
import { objects, prod } from '../serving/service';

let lab: JobLab;
beforeAll(async () => {
  lab = await JobLab.start([]);
  await lab.control.addNode({ name: 'node-a', capacity: { 'cpu': '64', 'memory': '256Gi', 'ephemeral-storage': '500Gi' } });
}, LAB_START);
afterAll(async () => lab?.stop());

const INDEX = 'batch.kubernetes.io/job-completion-index';
const indexOf = (pod: any): number => Number(pod.metadata.annotations[INDEX]);
const uidOf = (pods: any[], index: number): string => pods.find((pod) => indexOf(pod) === index)?.metadata.uid;
const uidOfPod = (pod: any): string => pod.metadata.uid;
const statusOf = async (namespace: string, name = 'score-r1') => (await lab.control.get(['job', name, '-n', namespace])).status;

/** What an init container fetches. */
const FETCHED = ModelArtifact.fromS3('s3://models/churn', { size: Size.mebibytes(1), manifestDigest: `sha256:${'ab'.repeat(32)}` });

/** What the library writes for batch scoring of 3 shards in a namespace, with whatever else is given. */
const manifests = (namespace: string, props: Partial<BatchScoringJobProps> = {}) => {
  const exitCodes = ExitCodes.of({ badInput: [65], fatal: [78] });
  return objects(scoring({ shards: 3, exitCodes, ...props }, prod({ namespace })));
};

/** Applies that, and waits for its pods. */
async function started(name: string, props: Partial<BatchScoringJobProps> = {}): Promise<{ readonly namespace: string; readonly pods: any[] }> {
  const namespace = await lab.namespace(name);
  await lab.apply(manifests(namespace, props));
  return { namespace, pods: await lab.running(namespace, 3) };
}

/** Waits until another pod than `before` has the shard and runs. */
async function again(namespace: string, before: any): Promise<any[]> {
  await lab.control.waitFor(`another pod of shard ${indexOf(before)}`, async () => {
    const pods = await lab.pods(namespace);
    const uid = uidOf(pods, indexOf(before));
    return (uid !== undefined && uid !== before.metadata.uid) || `shards of ${pods.map(indexOf).join()}`;
  }, 60);
  return lab.running(namespace, 3);
}

test('a shard that fails is tried again alone, and the run succeeds', async () => {
  const { namespace, pods } = await started('retried');
  await lab.fail(pods[1], 1);
  const now = await again(namespace, pods[1]);
  expect([uidOf(now, 0), uidOf(now, 2)]).toEqual([uidOf(pods, 0), uidOf(pods, 2)]);
  expect(now[1].metadata.annotations['batch.kubernetes.io/job-index-failure-count']).toBe('1');
  for (const pod of now) await lab.succeed(pod);
  await lab.condition('job', 'score-r1', namespace, 'Complete');
  expect(await statusOf(namespace)).toMatchObject({ completedIndexes: '0-2', succeeded: 3, failed: 1 });
});

test('an exit code that says "bad input" fails its shard at once, and the others go on', async () => {
  const { namespace, pods } = await started('bad-input');
  await lab.fail(pods[0], 65);
  await lab.control.waitFor('the failed shard', async () => (await statusOf(namespace)).failedIndexes === '0', 60);
  expect((await lab.running(namespace, 2)).map(indexOf)).toEqual([1, 2]);
  await lab.succeed(pods[1]);
  await lab.succeed(pods[2]);
  expect(await lab.condition('job', 'score-r1', namespace, 'Failed')).toMatchObject({ reason: 'FailedIndexes' });
  expect(await statusOf(namespace)).toMatchObject({ completedIndexes: '1,2', failedIndexes: '0', failed: 1 });
});

test('an exit code that says "fatal" stops all of it', async () => {
  const { namespace, pods } = await started('fatal');
  await lab.fail(pods[2], 78);
  expect(await lab.condition('job', 'score-r1', namespace, 'Failed')).toMatchObject({ reason: 'PodFailurePolicy' });
  await lab.running(namespace, 0);
});

test('with codes that are worth a retry any other is final', async () => {
  const { namespace, pods } = await started('worth', { exitCodes: ExitCodes.of({ worthRetry: [75] }) });
  await lab.fail(pods[0], 75);
  const now = await again(namespace, pods[0]);
  await lab.fail(now[1], 137);
  await lab.control.waitFor('the failed shard', async () => (await statusOf(namespace)).failedIndexes === '1', 60);
});

test.each<[string, number, ExitCodesProps]>([
  ['bad input', 65, { badInput: [65], fatal: [78] }],
  ['fatal', 78, { badInput: [65], fatal: [78] }],
  ['not worth a retry', 65, { worthRetry: [75] }],
])('a fetch that ends with a code that would be %s of the program is tried again, and the shard succeeds', async (meaning, code, exitCodes) => {
  const { namespace, pods } = await started(`fetch-${meaning.replace(/ /g, '-')}`, { artifact: FETCHED, exitCodes: ExitCodes.of(exitCodes) });
  await lab.failInit(pods[1], code);
  const now = await again(namespace, pods[1]);
  expect(now.map(uidOfPod)).toEqual([uidOfPod(pods[0]), expect.any(String), uidOfPod(pods[2])]);
  expect(now[1].metadata.annotations['batch.kubernetes.io/job-index-failure-count']).toBe('1');
  for (const pod of now) await lab.succeed(pod);
  await lab.condition('job', 'score-r1', namespace, 'Complete');
  expect(await statusOf(namespace)).toMatchObject({ completedIndexes: '0-2', failed: 1 });
  expect((await statusOf(namespace)).failedIndexes ?? '').toBe('');
});

test('and would be none of that if the rules named no container', async () => {
  const namespace = await lab.namespace('fetch-unnamed');
  const made = manifests(namespace, { artifact: FETCHED });
  made.find(({ kind }: any) => kind === 'Job').spec.podFailurePolicy.rules.forEach(({ onExitCodes }: any) => { delete onExitCodes?.containerName; });
  await lab.apply(made);
  await lab.failInit((await lab.running(namespace, 3))[1], 65);
  await lab.control.waitFor('the failed shard', async () => (await statusOf(namespace)).failedIndexes === '1', 60);
});

test('a disruption is not counted: it is made up for even without a single retry', async () => {
  const { namespace, pods } = await started('disrupted', { retries: 0, maxFailedShards: 0 });
  let now = pods;
  for (let time = 0; time < 2; time++) {
    const before = now[1];
    await lab.evict(before);
    now = await again(namespace, before);
  }
  for (const pod of now) await lab.succeed(pod);
  await lab.condition('job', 'score-r1', namespace, 'Complete');
  expect((await statusOf(namespace)).failedIndexes ?? '').toBe('');
});

test('one failed shard more than may be stops the others', async () => {
  const { namespace, pods } = await started('too-many', { retries: 0, maxFailedShards: 0 });
  await lab.fail(pods[0], 1);
  expect(await lab.condition('job', 'score-r1', namespace, 'Failed')).toMatchObject({ reason: 'MaxFailedIndexesExceeded' });
  await lab.running(namespace, 0);
});

test('enough shards are enough', async () => {
  const { namespace, pods } = await started('enough', { enoughShards: 2 });
  await lab.succeed(pods[0]);
  await lab.succeed(pods[2]);
  await lab.condition('job', 'score-r1', namespace, 'SuccessCriteriaMet');
  await lab.running(namespace, 0);
  await lab.condition('job', 'score-r1', namespace, 'Complete');
});

test('a run that takes longer than it may is stopped', async () => {
  // long enough for its pods to be seen before
  const { namespace } = await started('late', { deadline: Duration.seconds(25) });
  expect(await lab.condition('job', 'score-r1', namespace, 'Failed')).toMatchObject({ reason: 'DeadlineExceeded' });
  await lab.running(namespace, 0);
});

test('another release is refused under the name of a run that exists, and taken as another run', async () => {
  const { namespace } = await started('releases', { runId: undefined });
  await expect(lab.apply(manifests(namespace, { runId: undefined, image: 'registry.example.com/score:v2.0.0' }))).rejects.toThrow(/field is immutable/);
  await lab.apply(manifests(namespace, { runId: 'r2', image: 'registry.example.com/score:v2.0.0' }));
  await lab.running(namespace, 6);
});

test('a run of a schedule knows by the name of its Job which it is', async () => {
  const namespace = await lab.namespace('scheduled');
  await lab.apply(manifests(namespace, { runId: undefined, schedule: Schedule.cron('0 4 * * *', { timeZone: 'Europe/Berlin' }) }));
  await lab.control.run(['create', 'job', 'score-29400000', '--from=cronjob/score', '-n', namespace]);
  const pods = await lab.running(namespace, 3);
  expect(pods.map(({ metadata }) => metadata.labels['batch.kubernetes.io/job-name'])).toEqual(Array(3).fill('score-29400000'));
  expect(pods.map(({ spec }) => spec.hostname)).toEqual(['score-29400000-0', 'score-29400000-1', 'score-29400000-2']);
});

test('a CronJob makes Jobs of the name that is reckoned with', async () => {
  const namespace = await lab.namespace('every-minute');
  const name = 's'.repeat(52);
  await lab.apply(manifests(namespace, { name, runId: undefined, schedule: Schedule.cron('* * * * *') }));
  await lab.control.waitFor('the first run', async () => (await lab.control.get(['jobs', '-n', namespace])).items.length === 1, 90);
  const [{ metadata }] = (await lab.control.get(['jobs', '-n', namespace])).items;
  expect(metadata.name).toMatch(new RegExp(`^${name}-\\d{8}$`));
  await lab.running(namespace, 3);
}, 200_000);

describe('what the library holds for the most, the server takes', () => {
  const name = (length: number) => 's'.repeat(length);
  const job = (props: Partial<BatchScoringJobProps>) => manifests('default', props).find(({ kind }: any) => kind.endsWith('Job'));

  test.each<[string, Partial<BatchScoringJobProps>]>([
    ['the longest name of a run', { name: name(58), shards: 10 }],
    ['very many shards', { shards: 1_000_000 }],
    ['very many shards, and as many failures as may be', { shards: 100_001, parallelism: 10_000, maxFailedShards: 10_000 }],
    ['many shards at once', { shards: 100_000, parallelism: 100_000, maxFailedShards: 99_999, enoughShards: 1 }],
    ['the longest name of a CronJob', { name: name(52), runId: undefined, schedule: Schedule.cron('@daily') }],
  ])('%s', async (_, props) => {
    expect(await lab.refusal(job(props), 'default')).toBeUndefined();
  });

  test('and one more it refuses', async () => {
    const longer = job({ name: name(58), shards: 10 });
    expect(await lab.refusal({ ...longer, metadata: { ...longer.metadata, name: `s${longer.metadata.name}` } }, 'default')).toMatch(/will not able to create pod with invalid DNS label/);
    const many = job({ shards: 100_001 });
    expect(await lab.refusal({ ...many, spec: { ...many.spec, maxFailedIndexes: 10_001 } }, 'default')).toMatch(/must be less than or equal to 10000/);
  });
});
