import { App, Duration, Size } from 'cdk8s';
import { JobLab, LAB_START, podTemplate } from './job-lab';
import { nodesOf } from './nodes';
import {
  Accelerator, Checkpoint, Cluster, Cpu, GangTopology, GpuTrainingJob, GpuTrainingJobProps, Launcher, MlChart, MlNamespace, NodePool, Placement, PodSecurityLevel, PoolQuota,
  QueuePreemption, TrainingBackend, TrainingQueue, TrainingQueueProps, WorkloadPriority,
} from '../../src';
import { queueLabels, ITrainingQueue } from '../../src/platform/queue/training-queue-labels';

/** Two nodes of four cards: what a gang of two takes whole. */
const POOL = NodePool.gpu('l4', { accelerator: Accelerator.NVIDIA_L4, perNode: 4, cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 2, labels: { card: 'l4' } });
const PROD = Cluster.of('prod', { pools: [POOL] });

let lab: JobLab;
beforeAll(async () => {
  lab = await JobLab.start(['jobset', 'kueue']);
  for (const node of nodesOf('lab', PROD.pool('l4'))) await lab.control.addNode(node);
  await lab.control.addNode({ name: 'general', capacity: { cpu: '16', memory: '64Gi' } });
}, LAB_START);
afterAll(async () => lab?.stop());

/** What a program makes in a chart for the cluster. */
function synth(program: (chart: MlChart) => void): object[] {
  const chart = new MlChart(new App(), 'app', { cluster: PROD });
  program(chart);
  return chart.toJson();
}

const team = (chart: MlChart, name: string) => new MlNamespace(chart, name, { owner: 'nlp', costCenter: 'cc-17', podSecurity: PodSecurityLevel.PRIVILEGED });

type Beside = (chart: MlChart, queue: ITrainingQueue, namespace: MlNamespace) => void;

/** A namespace with a queue of its name, applied, and the queue as workloads take it. */
async function queueOf(name: string, props: Partial<TrainingQueueProps>, more: Beside = () => {}): Promise<ITrainingQueue> {
  let queue: ITrainingQueue;
  await lab.apply(synth((chart) => {
    const namespace = team(chart, name);
    queue = new TrainingQueue(namespace, name, { quotas: [PoolQuota.all(POOL)], ...props });
    more(chart, queue, namespace);
  }));
  await lab.control.waitFor(`queue ${name} to be active`, async () => {
    const { status } = await lab.control.get(['clusterqueue', name]);
    return status?.conditions?.find(({ type }: any) => type === 'Active')?.status === 'True' || JSON.stringify(status);
  }, 60);
  return queue!;
}

/** Pods on the pool, each with all cards of a node. */
const onPool = (gpus = 4) => podTemplate({ 'cpu': '1', 'memory': '1Gi', 'nvidia.com/gpu': `${gpus}` }, { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }] });

const job = (name: string, queue: ITrainingQueue, pods: number, template: object = onPool()) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, labels: queueLabels(queue) },
  spec: { parallelism: pods, completions: pods, completionMode: 'Indexed', backoffLimit: 0, template },
});

/** A training on all cards of so many nodes, beside the queue that it waits in. */
const gang = (nodes: number, props: Partial<GpuTrainingJobProps> = {}): Beside => (_, queue, namespace) => {
  new GpuTrainingJob(namespace, 'train', {
    runId: 'r1',
    image: 'registry.example.com/trainer:v1.0.0',
    launcher: Launcher.torchrun({ script: 'train.py' }),
    nodes,
    placement: Placement.of({ pools: [POOL], gpus: 4 }),
    checkpoint: Checkpoint.onObjectStorage('s3://checkpoints/train/', { every: Duration.minutes(20) }),
    queue,
    ...props,
  });
};
const OF_SET = { 'jobset.sigs.k8s.io/jobset-name': 'train-r1' };

const isSuspended = async (kind: string, name: string, namespace: string) => (await lab.control.get([kind, name, '-n', namespace])).spec.suspend;

/** Waits until Kueue says that of the one workload of a namespace that waits: its first word may be about a queue that was not active yet. */
const toldToWait = (namespace: string, why: string) => lab.control.waitFor(`a workload of ${namespace} to be told: ${why}`, async () => {
  const { items } = await lab.control.get(['workloads.kueue.x-k8s.io', '-n', namespace]);
  const waiting = items.flatMap(({ status }: any) => status?.conditions ?? []).find(({ type, status }: any) => type === 'QuotaReserved' && status === 'False');
  return waiting?.message.includes(why) || JSON.stringify(items.map(({ status }: any) => status?.conditions));
}, 60);

const cleared = (...namespaces: string[]) => lab.cleared(...namespaces);

/** As Kubeflow's own of that name is. */
const RUNTIME = {
  apiVersion: 'trainer.kubeflow.org/v1alpha1',
  kind: 'ClusterTrainingRuntime',
  metadata: { name: 'torch-distributed', labels: { 'trainer.kubeflow.org/framework': 'torch' } },
  spec: {
    mlPolicy: { numNodes: 1, torch: {} },
    template: {
      spec: {
        replicatedJobs: [{
          name: 'node',
          template: {
            metadata: { labels: { 'trainer.kubeflow.org/trainjob-ancestor-step': 'trainer' } },
            spec: { template: { spec: { containers: [{ name: 'node', image: 'pytorch/pytorch:2.13.0-cuda13.0-cudnn9-runtime' }] } } },
          },
        }],
      },
    },
  },
};

// Kueue writes back what its version of Kubeflow's API knows of a TrainJob
test('a TrainJob is admitted, and of what was applied nothing is lost', async () => {
  await lab.apply([RUNTIME]);
  const beside = gang(2, { backend: TrainingBackend.trainJob('torch-distributed'), checkpoint: Checkpoint.onObjectStorage('s3://checkpoints/train/', { every: Duration.minutes(20) }) });
  await queueOf('kubeflow', {}, beside);
  await lab.control.waitFor('the TrainJob to be admitted', async () => await isSuspended('trainjob', 'train-r1', 'kubeflow') === false || 'it waits', 60);
  const [{ spec: applied }] = synth((chart) => {
    const namespace = team(chart, 'kubeflow');
    beside(chart, TrainingQueue.fromExisting(namespace, 'kubeflow'), namespace);
  }).filter(({ kind }: any) => kind === 'TrainJob') as any[];
  const { spec } = await lab.control.get(['trainjob', 'train-r1', '-n', 'kubeflow']);
  expect(spec).toMatchObject({ ...applied, runtimePatches: expect.anything() });
  expect(spec.runtimePatches.find(({ manager }: any) => manager === 'cdk8s-ml.dev/training')).toMatchObject(applied.runtimePatches[0]);
  await cleared('kubeflow');
});

test('a gang starts only when all its pods have room, on nodes of the pool', async () => {
  const queue = await queueOf('gang', {});
  await lab.apply([job('first', queue, 1)], 'gang');
  const [first] = await lab.running('gang', 1);
  // what the flavor added to a pod that selected no node
  expect(first.spec.nodeSelector).toEqual({ card: 'l4' });
  await queueOf('gang', {}, gang(2));
  await toldToWait('gang', 'insufficient unused quota for nvidia.com/gpu in flavor l4');
  expect(await isSuspended('jobset', 'train-r1', 'gang')).toBe(true);
  // one of its pods would have had room
  expect(await lab.pods('gang', OF_SET)).toEqual([]);

  await lab.succeed(first);
  const pods = await lab.running('gang', 2, OF_SET);
  expect(pods.map(({ spec }) => spec.nodeName).sort()).toEqual(['lab-l4-0', 'lab-l4-1']);
  // a disruption starts it again without another wait for its quota
  await lab.evict(pods[0]);
  await lab.control.waitFor('the restart', async () => (await lab.control.get(['jobset', 'train-r1', '-n', 'gang'])).status.restarts === 1, 60);
  await lab.running('gang', 2, OF_SET);
  await cleared('gang');
});

test('a gang in one rack starts when one rack has room, whatever the quota says', async () => {
  // the nodes of the pool stand in two racks
  for (const i of [0, 1]) await lab.control.run(['label', 'node', `lab-l4-${i}`, `example.com/rack=${i}`]);
  const quotas = [PoolQuota.all(POOL, { flavorName: 'racks', topology: ['example.com/rack'] })];
  const single = { placement: Placement.of({ pools: [POOL], gpus: 2 }), topology: GangTopology.required('example.com/rack') };
  await queueOf('rack', { quotas }, gang(3, single));
  await toldToWait('rack', 'topology "racks" allows to fit only 2 out of 3 pod(s)');
  await cleared('rack');
  await queueOf('rack', { quotas }, gang(2, single));
  const pods = await lab.running('rack', 2, OF_SET);
  expect(new Set(pods.map(({ spec }) => spec.nodeName)).size).toBe(1);
  await cleared('rack');
});

test('a Job over its quota waits, and starts when the quota rises', async () => {
  const queue = await queueOf('quota', { quotas: [PoolQuota.nodes(POOL, 1)] });
  await lab.apply([job('train', queue, 2)], 'quota');
  await toldToWait('quota', 'insufficient quota for nvidia.com/gpu in flavor l4, previously considered podsets requests (0) + current podset request (8) > maximum capacity (4)');
  expect(await isSuspended('job', 'train', 'quota')).toBe(true);
  await queueOf('quota', { quotas: [PoolQuota.nodes(POOL, 2)] });
  await lab.running('quota', 2);
  await cleared('quota');
});

test('a pod that tolerates no accelerators gets none of their nodes, though the quota covers what it asks for', async () => {
  const queue = await queueOf('taints', {});
  await lab.apply([job('features', queue, 1, podTemplate({ cpu: '1', memory: '1Gi' }))], 'taints');
  await toldToWait('taints', 'untolerated taint {nvidia.com/gpu  NoSchedule');
  await cleared('taints');
});

test('what a queue does not cover is never admitted', async () => {
  const queue = await queueOf('covered', {});
  await lab.apply([job('odd', queue, 1, podTemplate({ 'cpu': '1', 'example.com/dongle': '1' }))], 'covered');
  await toldToWait('covered', 'resource example.com/dongle unavailable in ClusterQueue');
  await cleared('covered');
});

test('an idle quota is lent within the cohort, and comes back when its owner wants it', async () => {
  const share = { quotas: [PoolQuota.nodes(POOL, 1)], cohort: 'ml' };
  const [borrower, owner] = [await queueOf('borrower', share), await queueOf('owner', share)];
  await lab.apply([job('wide', borrower, 2)], 'borrower');
  await lab.running('borrower', 2);
  await lab.apply([job('own', owner, 1)], 'owner');
  await lab.running('owner', 1);
  expect(await isSuspended('job', 'wide', 'borrower')).toBe(true);
  expect(await lab.pods('borrower')).toEqual([]);
  await cleared('borrower', 'owner');
});

test('nothing is lent that the lending limit keeps, and nothing borrowed beyond the borrowing limit', async () => {
  const keeper = await queueOf('keeper', { quotas: [PoolQuota.accelerators(POOL, 4, { lendingLimit: 2 })], cohort: 'limits' });
  const taker = await queueOf('taker', { quotas: [PoolQuota.accelerators(POOL, 2, { borrowingLimit: 1 })], cohort: 'limits' });
  await lab.apply([job('four', taker, 1, onPool(4))], 'taker');
  await toldToWait('taker', 'insufficient quota for nvidia.com/gpu in flavor l4');
  await cleared('taker');
  await lab.apply([job('three', taker, 1, onPool(3))], 'taker');
  await lab.running('taker', 1);
  await lab.apply([job('all', keeper, 1, onPool(3))], 'keeper');
  await lab.running('keeper', 1);
  await cleared('taker', 'keeper');
});

test('higher priorities go first, and put lower ones out where the queue says so', async () => {
  const queue = await queueOf('priority', { quotas: [PoolQuota.nodes(POOL, 1)], preemption: QueuePreemption.PRIORITY }, (chart) => {
    new WorkloadPriority(chart, 'production', { value: 1000, description: 'models that serve' });
  });
  await lab.apply([job('experiment', queue, 1)], 'priority');
  await lab.running('priority', 1);
  await lab.apply([job('release', queue.withPriority('production'), 1)], 'priority');
  await lab.running('priority', 1, { 'batch.kubernetes.io/job-name': 'release' });
  expect(await isSuspended('job', 'experiment', 'priority')).toBe(true);
  await cleared('priority');
});
