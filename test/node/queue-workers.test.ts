import { randomUUID } from 'node:crypto';
import { Duration, Size } from 'cdk8s';
import { NODE_ADDRESS } from './harness/machine';
import { RealNode } from './harness/real-node';
import { imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { consumerImage } from './queues/consumer-image';
import { Desk } from './queues/desk';
import { QueueServer, SECRET } from './queues/queue-server';
import { RabbitMq } from './queues/rabbitmq';
import { RedisStreams } from './queues/redis-streams';
import { START_TIMEOUT } from './serving-node';
import { Consumers, Cpu, MlNamespace, NetworkPeer, QueueWorker, QueueWorkerProps, Resources, SecretSource } from '../../src';

const IMAGE = 'registry.example.com/consumer:1';
const LONGEST_UNIT = 1;
/** As long as a consumer that is told to stop may still work. */
const GRACE = LONGEST_UNIT + 30;

let node: RealNode;
let desk: Desk;

beforeAll(async () => {
  node = await RealNode.start(undefined, { images: { [IMAGE]: consumerImage() }, controlPlane: { crds: true, controllers: ['keda'] } });
  desk = await Desk.start();
}, START_TIMEOUT);
afterAll(async () => {
  desk?.stop();
  await node?.stop();
});

describe.each([
  ['Redis', RedisStreams],
  ['RabbitMQ', RabbitMq],
] as const)('a real %s', (kind, servers) => {
  const namespace = `team-${kind.toLowerCase()}`;
  let server: QueueServer;

  beforeAll(async () => {
    server = await servers.start();
    const manifests = manifestsOf((chart) => {
      const team = teamNamespace(chart, namespace);
      work(team, 'drained', { consumers: quick(5) }, 5);
      work(team, 'finished', { consumers: quick(5) });
      // nobody but a consumer that is there takes over what another one has left: the last one stays for as long as that takes, and some more
      work(team, 'cut', { consumers: quick(GRACE + 30) });
      work(team, 'each', { consumers: Consumers.perUnit({ max: 2, pollingInterval: Duration.seconds(1), keepSucceeded: 10 }) });
    });
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: SECRET, namespace }, stringData: server.credentials };
    for (const queue of ['drained', 'finished', 'cut', 'each']) await server.declare(queue);
    expect(await node.plane.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...manifests, secret] }))).toEqual({ warnings: [] });
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
  });

  const quick = (cooldown: number) => Consumers.longLived({ max: 3, cooldown: Duration.seconds(cooldown), pollingInterval: Duration.seconds(1) });

  function work(team: MlNamespace, queue: string, props: Pick<QueueWorkerProps, 'consumers'>, messagesPerReplica?: number): void {
    const { args, env } = server.consumer(queue);
    const worker = new QueueWorker(team, queue, {
      image: IMAGE,
      imagePullPolicy,
      args,
      env: { ...env, HOST: NODE_ADDRESS, PORT: `${server.port}`, DESK: `http://${NODE_ADDRESS}:${desk.port}`, CLAIM_AFTER_SECONDS: `${GRACE}`, ...props.consumers._jobs && { ONE_UNIT: '1' } },
      secrets: [SecretSource.asFiles(SECRET, '/var/run/secrets/queue')],
      resources: Resources.burstable({ cpu: Cpu.millis(50), memory: Size.mebibytes(128) }),
      queue: server.trigger(queue, messagesPerReplica),
      longestUnit: Duration.seconds(LONGEST_UNIT),
      ...props,
    });
    worker.allowTo(NetworkPeer.cidrs(`${NODE_ADDRESS}/32`), server.port);
    worker.allowTo(NetworkPeer.cidrs(`${NODE_ADDRESS}/32`), desk.port);
  }

  const replicas = async (name: string): Promise<number> => (await node.plane.get(['deployment', name, '-n', namespace])).spec.replicas;
  const podsOf = async (name: string): Promise<any[]> => (await node.plane.get(['pods', '-n', namespace, '-l', `app.kubernetes.io/name=${name}`])).items;

  const jobs = async (): Promise<any[]> => (await node.plane.get(['jobs', '-n', namespace])).items;

  /** What there is to see of a worker, for whoever waits in vain. */
  const seen = async (name: string) => `${await server.unacknowledged(name)} messages, ${await replicas(name)} replicas, ${await seenOf(await podsOf(name))}`;
  const seenOf = async (pods: any[]) => {
    const states = pods.map(({ metadata, status }) => `${metadata.name} ${status.phase} ${JSON.stringify(status.containerStatuses?.[0].state)}`);
    const logs = await Promise.all(pods.map(async ({ metadata }) => (await node.plane.kubectl(['logs', metadata.name, '-n', namespace, '--tail=5'])).stdout));
    return [...states, ...logs].join('\n');
  };
  /** RabbitMQ counts every few seconds. */
  const acknowledged = (queue: string, butFor = 0) => node.waitFor(`the messages of ${queue} to be acknowledged but for ${butFor}`, async () => {
    const count = await server.unacknowledged(queue);
    return count === butFor || `${count} are not`;
  }, 60);
  const gone = (name: string) => node.waitFor(`no pod of ${name}`, async () => (await podsOf(name)).length === 0 || seen(name), GRACE + 240);
  const none = (name: string) => node.waitFor(`${name} to rest`, async () => (await replicas(name)) === 0 || seen(name), 60);

  /** A message that there has not been, in a test that is tried again neither. */
  const newMessage = (name: string) => `${name}-${randomUUID()}`;

  /** Publishes a message that stays in hand, and returns it and the pod that was woken for it. */
  async function inHand(queue: string): Promise<{ readonly message: string; readonly pod: string }> {
    const message = newMessage(queue);
    desk.hold(message);
    await server.publish(queue, [message]);
    await node.waitFor(`somebody to take ${message}`, async () => desk.podsOf(message).length === 1 || seenOf(await podsOf(queue)), 120);
    return { message, pod: desk.podsOf(message)[0] };
  }

  /** Puts a pod out as a drain does, once its disruption budget has counted it; the pod may have less time than it asks for, as on a spot node. */
  const evict = (name: string, gracePeriodSeconds?: number) => node.waitFor(`the eviction of ${name}`, async () => {
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions: { gracePeriodSeconds } };
    const { code, stderr } = await node.plane.kubectl(['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, '-f', '-'], { stdin: JSON.stringify(eviction) });
    return code === 0 || stderr;
  }, 60);

  test('is worked off from zero and back to zero: each message once', async () => {
    await none('drained');
    // by one consumer a minute's work: the second comes in seconds, the third 15 s after it
    const messages = Array.from({ length: 150 }, () => newMessage('drained'));
    await server.publish('drained', messages);
    let most = 0;
    await node.waitFor('all to be done', async () => {
      most = Math.max(most, await replicas('drained'));
      return messages.every((message) => desk.done.includes(message)) || seen('drained');
    }, 120);
    expect(most).toBe(3);
    await gone('drained');
    await acknowledged('drained');
    expect(messages.map((message) => desk.podsOf(message).length)).toEqual(messages.map(() => 1));
  }, 600_000);

  test('a pod that is evicted ends what it has in hand, and nobody does it again', async () => {
    await none('finished');
    const { message, pod } = await inHand('finished');
    await evict(pod);
    await new Promise((later) => { setTimeout(later, 5_000); });
    const { metadata } = await node.plane.get(['pod', pod, '-n', namespace]);
    expect(metadata.deletionTimestamp).toBeDefined();
    expect(desk.done).not.toContain(message);
    desk.release(message);
    await gone('finished');
    await acknowledged('finished');
    expect(desk.podsOf(message)).toEqual([pod]);
    expect(desk.lostBy(message)).toEqual([]);
    expect(desk.done.filter((done) => done === message)).toHaveLength(1);
  }, 600_000);

  test('what a pod has in hand that is cut off comes again, to another one', async () => {
    await none('cut');
    const { message, pod } = await inHand('cut');
    await node.plane.run(['delete', 'pod', pod, '-n', namespace, '--grace-period=1', '--wait=false']);
    await node.waitFor('the pod to be cut off', async () => desk.lostBy(message).includes(pod) || seen('cut'), 60);
    expect(desk.done).not.toContain(message);
    await acknowledged('cut', 1);
    await node.waitFor('another one to take it', async () => desk.podsOf(message).length === 2 || seen('cut'), GRACE + 60);
    desk.release(message);
    await gone('cut');
    await acknowledged('cut');
    expect(desk.podsOf(message)[1]).not.toBe(pod);
    expect(desk.done.filter((done) => done === message)).toHaveLength(1);
  }, 600_000);

  test('a Job for each message: the one whose pod is cut off gets another pod, which has the message again', async () => {
    const { message, pod } = await inHand('each');
    const { metadata: { labels: { 'batch.kubernetes.io/job-name': job } } } = await node.plane.get(['pod', pod, '-n', namespace]);
    await evict(pod, 1);
    await node.waitFor('the pod to be cut off', async () => desk.lostBy(message).includes(pod) || seenOf(await podsOf('each')), 60);
    await node.waitFor('another one to take it', async () => desk.podsOf(message).length === 2 || seenOf(await podsOf('each')), GRACE + 60);
    desk.release(message);
    const others = [1, 2, 3].map(() => newMessage('each'));
    await server.publish('each', others);
    await node.waitFor('all to be done', async () => [message, ...others].every((one) => desk.done.includes(one)) || seenOf(await podsOf('each')), 120);
    await node.waitFor('all Jobs to be over', async () => (await jobs()).every(({ status }) => status.succeeded === 1) || seenOf(await podsOf('each')), 120);
    await acknowledged('each');
    expect(others.map((one) => desk.podsOf(one).length)).toEqual([1, 1, 1]);
    expect(desk.podsOf(message)[1]).not.toBe(pod);
    const { status } = (await jobs()).find(({ metadata }) => metadata.name === job);
    expect(status.failed ?? 0).toBe(0);
  }, 600_000);
});
