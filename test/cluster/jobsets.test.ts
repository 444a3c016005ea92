import { App, Duration, Size } from 'cdk8s';
import { JobLab, LAB_START } from './job-lab';
import { ofKind } from './manifests';
import { nodesOf } from './nodes';
import {
  Accelerator, BatchScoringJob, BatchScoringJobProps, Checkpoint, Cluster, Cpu, Disruption, ExitCodes, GpuTrainingJob, GpuTrainingJobProps, Launcher, MlChart, MlNamespace,
  NodePool, Placement, Resources,
} from '../../src';

/** Two nodes of four cards, and nodes without. */
const POOL = NodePool.gpu('l4', { accelerator: Accelerator.NVIDIA_L4, perNode: 4, cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 2, labels: { card: 'l4' } });
const GENERAL = NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 1 });
const PROD = Cluster.of('prod', { pools: [POOL, GENERAL] });
/** Exit codes with which the program says that another try is no use. */
const BAD_INPUT = 42;

let lab: JobLab;
beforeAll(async () => {
  lab = await JobLab.start(['jobset']);
  for (const node of PROD.pools.flatMap((pool) => nodesOf('lab', pool))) await lab.control.addNode(node);
}, LAB_START);
afterAll(async () => lab?.stop());

/** Applies what a program makes in a namespace of its own, and returns its manifests. */
async function applied(namespace: string, program: (team: MlNamespace) => void): Promise<any[]> {
  const chart = new MlChart(new App(), namespace, { cluster: PROD });
  program(new MlNamespace(chart, namespace, { owner: 'nlp', costCenter: 'cc-17' }));
  const manifests = chart.toJson();
  await lab.apply(manifests);
  return manifests;
}

/** A training on both nodes, which two retries are granted to. */
const training = (namespace: string, props: Partial<GpuTrainingJobProps> = {}) => applied(namespace, (team) => new GpuTrainingJob(team, 'train', {
  runId: 'r1',
  image: 'registry.example.com/trainer:v1.0.0',
  launcher: Launcher.custom({ command: ['./train.sh'], rendezvous: { address: 'PET_MASTER_ADDR', nodes: 'PET_NNODES', rank: 'PET_NODE_RANK' } }),
  nodes: 2,
  placement: Placement.of({ pools: [PROD.pool('l4')], gpus: 4 }),
  checkpoint: Checkpoint.onObjectStorage('s3://checkpoints/train/', { every: Duration.minutes(20) }),
  retries: 1,
  finalExitCodes: [BAD_INPUT],
  ...props,
}));

/** Four shards, each of which may be tried twice. */
const scoring = (namespace: string, props: Partial<BatchScoringJobProps> = {}) => applied(namespace, (team) => new BatchScoringJob(team, 'score', {
  runId: 'r1',
  image: 'registry.example.com/score:v1.0.0',
  resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(1) }),
  shards: 4,
  output: 's3://scores/churn',
  retries: 1,
  ...props,
}));

const uids = (pods: any[]) => pods.map(({ metadata }) => metadata.uid);
const shardOf = ({ metadata }: any) => metadata.annotations['batch.kubernetes.io/job-completion-index'];
const setOf = async (namespace: string) => (await lab.control.get(['jobset', 'train-r1', '-n', namespace])).status;
const jobOf = async (namespace: string) => (await lab.control.get(['job', 'score-r1', '-n', namespace])).status;
const counted = async (namespace: string, what: string, expected: (status: any) => boolean, status = setOf) => lab.control.waitFor(what, async () => {
  const now = await status(namespace);
  return expected(now) || JSON.stringify(now);
}, 90);

/** Waits until both pods of a training run, and are others than before: of those one may still run when the restart is counted. */
async function renewed(namespace: string, before: any[]): Promise<any[]> {
  await lab.control.waitFor(`the pods of ${namespace} before the restart to be gone`, async () => {
    const left = uids(await lab.pods(namespace)).filter((uid) => uids(before).includes(uid));
    return left.length === 0 || left.join();
  }, 60);
  return lab.running(namespace, 2);
}

/** What a variable of a pod's container says, with those that it refers to. */
function valueOf(pod: any, name: string): string {
  const variable = pod.spec.containers[0].env.find((one: any) => one.name === name);
  const annotation = () => pod.metadata.annotations[/\['(.*)'\]/.exec(variable.valueFrom.fieldRef.fieldPath)![1]];
  return variable.value?.replace(/\$\((\w+)\)/g, (_: string, other: string) => valueOf(pod, other)) ?? annotation();
}

describe('a training of several nodes', () => {
  test('is on the nodes of its pool, and its ranks call the first by the name that it has', async () => {
    const [service, ...others] = ofKind(await training('rendezvous'), 'Service');
    expect([service, others]).toEqual([undefined, []]);
    const pods = await lab.running('rendezvous', 2);
    expect(pods.map(({ spec }) => spec.nodeName).sort()).toEqual(['lab-l4-0', 'lab-l4-1']);
    expect(pods.map(({ spec }) => spec.nodeSelector)).toEqual([{ card: 'l4' }, { card: 'l4' }]);
    expect(pods.map((pod) => valueOf(pod, 'PET_NODE_RANK'))).toEqual(['0', '1']);
    const [first] = pods;
    // the Service is the controller's, and it is what gives the pods their names
    const { spec } = await lab.control.get(['service', first.spec.subdomain, '-n', 'rendezvous']);
    expect([spec.clusterIP, spec.publishNotReadyAddresses]).toEqual(['None', true]);
    expect(pods.map((pod) => pod.spec.subdomain)).toEqual([first.spec.subdomain, first.spec.subdomain]);
    expect(pods.map((pod) => valueOf(pod, 'PET_MASTER_ADDR'))).toEqual(Array(2).fill(`${first.spec.hostname}.${first.spec.subdomain}`));
    await lab.cleared('rendezvous');
  });

  test('starts whole again on a disruption, every time, and uses up none of its retries', async () => {
    await training('disrupted');
    let pods = await lab.running('disrupted', 2);
    for (let restart = 1; restart <= 3; restart++) {
      await lab.evict(pods[1]);
      await counted('disrupted', `restart ${restart}`, ({ restarts }) => restarts === restart);
      pods = await renewed('disrupted', pods);
    }
    expect((await setOf('disrupted')).restartsCountTowardsMax ?? 0).toBe(0);
    for (const pod of pods) await lab.succeed(pod);
    await lab.condition('jobset', 'train-r1', 'disrupted', 'Completed');
  });

  test('starts whole again on a failure, as often as was granted', async () => {
    await training('failing');
    const first = await lab.running('failing', 2);
    await lab.fail(first[0], 1);
    await counted('failing', 'the restart', ({ restartsCountTowardsMax }) => restartsCountTowardsMax === 1);
    const second = await renewed('failing', first);
    await lab.fail(second[1], 1);
    await lab.condition('jobset', 'train-r1', 'failing', 'Failed');
  });

  test('has failed at once after an exit code that says so', async () => {
    await training('final');
    await lab.fail((await lab.running('final', 2))[1], BAD_INPUT);
    await lab.condition('jobset', 'train-r1', 'final', 'Failed');
    expect((await setOf('final')).restarts ?? 0).toBe(0);
    await lab.running('final', 0);
  });

  test('counts a disruption where it costs the whole run, and has failed by one where somebody shall look', async () => {
    await training('restart', { disruption: Disruption.RESTART, checkpoint: undefined });
    await lab.evict((await lab.running('restart', 2))[0]);
    await counted('restart', 'the restart', ({ restartsCountTowardsMax }) => restartsCountTowardsMax === 1);
    await lab.cleared('restart');
    await training('fail', { disruption: Disruption.FAIL });
    await lab.evict((await lab.running('fail', 2))[0]);
    await lab.condition('jobset', 'train-r1', 'fail', 'Failed');
  });
});

describe('a training of one node', () => {
  const runOf = async (namespace: string) => (await lab.control.get(['job', 'train-r1', '-n', namespace])).status;

  test('goes on in another pod after a disruption, and stops at a final exit code', async () => {
    await training('single', { nodes: 1 });
    const [first] = await lab.running('single', 1);
    await lab.evict(first);
    await counted('single', 'the first pod to be gone', ({ active, terminating }) => active === 1 && !terminating, runOf);
    const [second] = await lab.running('single', 1);
    expect(uids([second])).not.toEqual(uids([first]));
    expect((await runOf('single')).failed ?? 0).toBe(0);
    await lab.fail(second, BAD_INPUT);
    expect(await lab.condition('job', 'train-r1', 'single', 'Failed')).toMatchObject({ reason: 'PodFailurePolicy' });
  });
});

describe('shards', () => {
  test('one that fails is tried again alone, and the others get done', async () => {
    await scoring('shards');
    const pods = await lab.running('shards', 4);
    expect(pods.map(shardOf)).toEqual(['0', '1', '2', '3']);
    await lab.fail(pods[2], 1);
    await counted('shards', 'the second try', ({ active, failed }) => active === 4 && failed === 1, jobOf);
    const again = await lab.running('shards', 4);
    expect(again.map(shardOf)).toEqual(['0', '1', '2', '3']);
    expect(uids(again).map((uid, i) => uid === uids(pods)[i])).toEqual([true, true, false, true]);
    await lab.fail(again[2], 1);
    await counted('shards', 'the shard to have failed', ({ failedIndexes }) => failedIndexes === '2', jobOf);
    for (const pod of again.filter((_, i) => i !== 2)) await lab.succeed(pod);
    await lab.condition('job', 'score-r1', 'shards', 'Failed');
    expect(await jobOf('shards')).toMatchObject({ completedIndexes: '0,1,3', failedIndexes: '2', succeeded: 3, failed: 2 });
  });

  test('a disruption is no try', async () => {
    await scoring('shards-disrupted', { retries: 0 });
    const pods = await lab.running('shards-disrupted', 4);
    await lab.evict(pods[1]);
    await counted('shards-disrupted', 'a successor', ({ active, terminating }) => active === 4 && !terminating, jobOf);
    const again = await lab.running('shards-disrupted', 4);
    expect(uids(again).map((uid, i) => uid === uids(pods)[i])).toEqual([true, false, true, true]);
    for (const pod of again) await lab.succeed(pod);
    await lab.condition('job', 'score-r1', 'shards-disrupted', 'Complete');
  });

  test('bad input fails a shard at once, and what is wrong for all stops all', async () => {
    await scoring('shards-input', { retries: 6, exitCodes: ExitCodes.of({ badInput: [BAD_INPUT], fatal: [78] }) });
    const pods = await lab.running('shards-input', 4);
    await lab.fail(pods[0], BAD_INPUT);
    await counted('shards-input', 'the shard to have failed', ({ failedIndexes, active }) => failedIndexes === '0' && active === 3, jobOf);
    expect(uids(await lab.running('shards-input', 3))).toEqual(uids(pods).slice(1));
    await lab.fail(pods[3], 78);
    expect(await lab.condition('job', 'score-r1', 'shards-input', 'Failed')).toMatchObject({ reason: 'PodFailurePolicy' });
    await lab.running('shards-input', 0);
  });
});
