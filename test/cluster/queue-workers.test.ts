import { App, Duration, Size } from 'cdk8s';
import { JobLab, LAB_START } from './job-lab';
import { ofKind } from './manifests';
import { Redis } from './redis';
import { Consumers, Cpu, MlChart, ModelServer, OnlineInference, Probe, QueueWorker, QueueWorkerProps, Release, Resources, Scaling, Trigger } from '../../src';
import { LEAST, MOST } from '../trigger/triggers';

let lab: JobLab;
let redis: Redis;
beforeAll(async () => {
  redis = await Redis.start();
  lab = await JobLab.start(['keda']);
  await lab.control.addNode({ name: 'node-a', capacity: { 'cpu': '32', 'memory': '128Gi', 'ephemeral-storage': '100Gi' } });
}, LAB_START);
afterAll(async () => {
  await lab?.stop();
  await redis?.remove();
});

const resources = Resources.guaranteed({ cpu: Cpu.millis(100), memory: Size.mebibytes(64) });
const image = 'registry.example.com/embedder:1';
const quick = { cooldown: Duration.seconds(5), pollingInterval: Duration.seconds(1) };
const list = (name: string, messagesPerReplica?: number) => Trigger.redisList({ address: redis.address, list: name, messagesPerReplica });

function chartOf(namespace: string, program: (chart: MlChart) => void): object[] {
  const chart = new MlChart(new App(), 'app', { namespace });
  program(chart);
  return chart.toJson();
}

const workerOf = (namespace: string, props: Partial<QueueWorkerProps> & Pick<QueueWorkerProps, 'queue' | 'consumers'>) => chartOf(namespace, (chart) => {
  new QueueWorker(chart, 'worker', { image, resources, longestUnit: Duration.seconds(10), ...props });
});

/** A namespace, and in it a worker. */
async function work(namespace: string, props: Parameters<typeof workerOf>[1]): Promise<any[]> {
  await lab.namespace(namespace);
  const objects = workerOf(namespace, props);
  await lab.apply(objects);
  return objects;
}

const deployment = (namespace: string, name = 'worker') => lab.control.get(['deployment', name, '-n', namespace]);
const replicas = (namespace: string, what: string, holds: (count: number) => boolean, seconds = 90) => lab.control.waitFor(what, async () => {
  const { spec } = await deployment(namespace);
  return holds(spec.replicas) || `${spec.replicas} replicas`;
}, seconds);
const jobs = async (namespace: string) => (await lab.control.get(['jobs', '-n', namespace])).items;

test.each([...Object.entries(LEAST), ...Object.entries(MOST).map(([kind, trigger]) => [`${kind} with everything`, trigger] as const)])(
  'KEDA and its webhooks take %s, for consumers that stay and for Jobs', async (kind, queue) => {
    const namespace = 'taken';
    await lab.control.kubectl(['create', 'namespace', namespace]);
    const props = { queue, longestUnit: Duration.seconds(1) };
    // a Job takes one message, and the clock brings none
    const { share } = queue._facts;
    const mayBeJobs = !kind.startsWith('cron') && !(share?.property === 'messagesPerReplica' && share.given !== undefined);
    const consumers = [Consumers.longLived({ max: 3, ...quick }), ...(mayBeJobs ? [Consumers.perUnit({ max: 3 })] : [])];
    for (const one of consumers) {
      const objects = workerOf(namespace, { ...props, consumers: one });
      for (const object of ['TriggerAuthentication', 'ScaledObject', 'ScaledJob'].flatMap((name) => ofKind(objects, name))) {
        // the webhook of a ScaledObject looks for nothing but the object in a dry run
        expect(await lab.refusal(object, namespace)).toBeUndefined();
      }
    }
  });

/** Secrets that have what the triggers name, and nothing that opens anything. */
const SECRETS = {
  aws: { id: 'id', key: 'key' },
  bus: { connection: 'Endpoint=sb://my-company.servicebus.windows.net/;SharedAccessKeyName=reader;SharedAccessKey=a2V5' },
  gcp: { 'key.json': '{}' },
  kafka: { u: 'user', p: 'pass' },
  postgres: { p: 'pass' },
  prometheus: { 'u': 'user', 'p': 'pass', 'ca.crt': '' },
  rabbitmq: { user: 'user', pass: 'pass' },
  redis: { u: 'user', p: 'pass' },
  storage: { connection: 'DefaultEndpointsProtocol=https;AccountName=mycompany;AccountKey=a2V5;EndpointSuffix=core.windows.net' },
};

test('KEDA reads what the triggers say: whom it cannot reach here it cannot reach, but it understands all of it', async () => {
  const namespace = await lab.namespace('read');
  const triggers = [...Object.entries(LEAST), ...Object.entries(MOST).map(([kind, trigger]) => [`most-${kind}`, trigger] as const)];
  const names = triggers.map(([kind]) => kind.toLowerCase());
  await lab.apply(Object.entries(SECRETS).map(([name, stringData]) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData })));
  await lab.apply(chartOf(namespace, (chart) => triggers.forEach(([, queue], i) => new QueueWorker(chart, names[i], {
    image, resources, longestUnit: Duration.seconds(1), queue, consumers: Consumers.longLived({ max: 3, ...quick }),
  }))));
  await lab.control.waitFor('KEDA to have tried each of them', async () => {
    const { items } = await lab.control.get(['scaledobjects', '-n', namespace]);
    const untried = items.filter(({ status }: any) => !status?.conditions?.some(({ type, status: known }: any) => type === 'Ready' && known !== 'Unknown'));
    return (items.length === names.length && untried.length === 0) || untried.map(({ metadata }: any) => metadata.name).join(', ');
  }, 120);
  let failures: string[] = [];
  // so that it is known to try them: there is no RabbitMQ; what it says comes a moment later
  await lab.control.waitFor('KEDA to say that it cannot reach RabbitMQ', async () => {
    const { items } = await lab.control.get(['events', '-n', namespace]);
    failures = items.filter(({ reason }: any) => reason === 'KEDAScalerFailed').map(({ message, note }: any) => message ?? note);
    return failures.some((message) => /rabbitmq/i.test(message)) || failures.join('; ');
  }, 60);
  expect(failures.filter((message) => /parsing .*metadata|metric type/i.test(message))).toEqual([]);
}, 300_000);

test('the HorizontalPodAutoscaler that KEDA makes has the bounds, and the behaviour', async () => {
  const namespace = await lab.namespace('bounds');
  const service = (chart: MlChart, id: string, scaling: Scaling) => new OnlineInference(chart, id, {
    release: Release.of({ model: 'sentiment', version: '1' }), server: ModelServer.http({ image }), resources, scaling,
  });
  await lab.apply(chartOf(namespace, (chart) => {
    service(chart, 'two', Scaling.onQueue({ min: 2, max: 8, queue: list('bounds') }));
    service(chart, 'none', Scaling.onQueue({ min: 0, max: 8, queue: list('bounds') }));
    service(chart, 'rests', Scaling.onQueue({ min: 3, max: 4, restsWhenIdle: true, queue: list('bounds') }));
    new QueueWorker(chart, 'worker', { image, resources, longestUnit: Duration.seconds(10), queue: list('bounds'), consumers: Consumers.longLived({ max: 5 }) });
  }));
  for (const [name, min, max] of [['two', 2, 8], ['none', 1, 8], ['rests', 3, 4], ['worker', 1, 5]]) {
    await lab.control.waitFor(`the autoscaler of ${name}`, async () => (await lab.control.get(['hpa', `keda-hpa-${name}`, '-n', namespace])).spec !== undefined, 60);
    const { spec } = await lab.control.get(['hpa', `keda-hpa-${name}`, '-n', namespace]);
    expect([name, spec.minReplicas, spec.maxReplicas]).toEqual([name, min, max]);
    expect(spec.scaleTargetRef).toMatchObject({ kind: 'Deployment', name });
    expect(spec.behavior.scaleUp.policies).toEqual([{ periodSeconds: 15, type: 'Percent', value: 100 }]);
    expect(spec.metrics).toMatchObject([{ type: 'External', external: { target: { type: 'AverageValue', averageValue: '5' } } }]);
  }
});

test('a second scaler of one workload is refused', async () => {
  const namespace = await lab.namespace('rivals');
  const [first] = ofKind(await workerOf(namespace, { queue: list('rivals'), consumers: Consumers.longLived({ max: 3 }) }), 'ScaledObject');
  await lab.apply([first]);
  // the webhook has read of the first a moment later
  await lab.control.waitFor('the second to be refused', async () => {
    const refusal = await lab.refusal({ ...first, metadata: { ...first.metadata, name: 'other' } }, namespace) ?? 'it is taken';
    return refusal.includes("is already managed by the ScaledObject 'worker'") || refusal;
  }, 60);
});

test('a real Redis is worked off from zero and back, and the pods of one that cannot be asked stay', async () => {
  const namespace = 'drained';
  await work(namespace, { queue: list('documents', 2), consumers: Consumers.longLived({ max: 4, ...quick }) });
  await replicas(namespace, 'no consumers while there is nothing to do', (count) => count === 0);

  await redis.push('documents', 20);
  await replicas(namespace, 'a first consumer', (count) => count >= 1);
  await replicas(namespace, 'as many as there may be', (count) => count === 4, 120);
  await lab.running(namespace, 4);

  await redis.stop();
  await new Promise((resolve) => { setTimeout(resolve, 15_000); }); // three cooldowns
  expect((await deployment(namespace)).spec.replicas).toBe(4);

  await redis.restart(); // empty
  await replicas(namespace, 'none again', (count) => count === 0);
  await lab.running(namespace, 0);
}, 300_000);

test('an entry of a real Redis stream that a dead consumer left wakes another, which stays until it is acknowledged', async () => {
  const namespace = 'left';
  await redis.stream('entries', 'workers');
  await work(namespace, { queue: Trigger.redisStream({ address: redis.address, stream: 'entries', consumerGroup: 'workers' }), consumers: Consumers.longLived({ max: 4, ...quick }) });
  await replicas(namespace, 'no consumers while there is nothing to do', (count) => count === 0);

  await redis.leave('entries', 'workers');
  await replicas(namespace, 'one for what was left', (count) => count === 1);
  await new Promise((resolve) => { setTimeout(resolve, 15_000); }); // three cooldowns
  expect((await deployment(namespace)).spec.replicas).toBe(1);

  await redis.acknowledge('entries', 'workers');
  await replicas(namespace, 'none again', (count) => count === 0);
}, 300_000);

test('a Job for each message of a real Redis, no more than may be at once, and not one more than there were messages', async () => {
  const namespace = 'each';
  await work(namespace, { queue: list('collections'), consumers: Consumers.perUnit({ max: 3, pollingInterval: Duration.seconds(1), keepSucceeded: 10 }) });
  await redis.push('collections', 5);
  let pods = await lab.running(namespace, 3);
  await redis.take('collections', 3); // each of the Jobs takes one
  await new Promise((resolve) => { setTimeout(resolve, 5_000); }); // several polls
  expect(await jobs(namespace)).toHaveLength(3);

  await lab.succeed(pods[0]);
  await lab.succeed(pods[1]);
  await lab.control.waitFor('two more', async () => (await jobs(namespace)).length === 5 || `${(await jobs(namespace)).length} Jobs`, 60);
  pods = await lab.running(namespace, 3);
  await redis.take('collections', 2);
  for (const pod of pods) await lab.succeed(pod);
  await lab.control.waitFor('all to be over', async () => (await jobs(namespace)).every(({ status }: any) => status.succeeded === 1), 60);
  await new Promise((resolve) => { setTimeout(resolve, 5_000); });
  expect(await redis.length('collections')).toBe(0);
  expect(await jobs(namespace)).toHaveLength(5);
}, 300_000);

test('a program that loads before it takes its message gets one Job for it where it says what it has taken, and one more with every poll where it does not', async () => {
  // the first pod has to be unready before the second poll
  const polls = { max: 4, pollingInterval: Duration.seconds(12) };
  await work('loading', { queue: list('loading'), consumers: Consumers.perUnit({ ...polls, taken: Probe.command(['test', '-e', '/tmp/taken']) }) });
  await redis.push('loading', 1);
  const [pod] = await lab.running('loading', 1);
  // KWOK's pods are ready at once
  await lab.control.run(['patch', 'pod', pod.metadata.name, '-n', 'loading', '--subresource=status', '--type=strategic', '-p', JSON.stringify({ status: { conditions: [{ type: 'Ready', status: 'False' }] } })]);
  await work('untold', { queue: list('untold'), consumers: Consumers.perUnit(polls) });
  await redis.push('untold', 1);
  await lab.control.waitFor('a Job for each poll', async () => (await jobs('untold')).length === 4 || `${(await jobs('untold')).length} Jobs`, 90);
  expect(await jobs('loading')).toHaveLength(1);
}, 240_000);

test('a Job of a worker is the worker\'s: its labels, and a disruption is no failure', async () => {
  const namespace = 'disrupted';
  await work(namespace, { queue: list('one'), consumers: Consumers.perUnit({ max: 1, pollingInterval: Duration.seconds(1) }) });
  await redis.push('one', 1);
  const [pod] = await lab.running(namespace, 1);
  expect(pod.metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'worker', 'scaledjob.keda.sh/name': 'worker' });
  await redis.take('one', 1);
  await lab.evict(pod);
  const [again] = await lab.running(namespace, 1);
  expect(again.metadata.uid).not.toBe(pod.metadata.uid);
  const [job] = await jobs(namespace);
  expect(job.metadata.labels['app.kubernetes.io/name']).toBe('worker');
  expect(job.status.failed ?? 0).toBe(0);
}, 180_000);
