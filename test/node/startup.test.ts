import { Duration, Size } from 'cdk8s';
import { LoadOptions } from './harness/client-pod';
import { imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { clients, INFERENCE_IMAGE, ServingNode, START_TIMEOUT } from './serving-node';
import { Cpu, MlChart, ModelServer, OnlineInference, OnlineInferenceProps, Probe, Release, Resources, Scaling } from '../../src';
import { sleep } from '../cluster/harness/wait';

const TEAM = 'team-startup';
const LOAD_SECONDS = 20;
/** As its owner measures it, from the container's start: with that of Python, on a machine that has other work too. */
const LOAD_TIME = LOAD_SECONDS + 12;

let cluster: ServingNode;

beforeAll(async () => {
  cluster = await ServingNode.start();
  await cluster.apply(manifestsOf(program));
}, START_TIMEOUT);
afterAll(() => cluster?.stop());

/** One model that takes 20 s to load, served in several ways, and the mock. */
function program(chart: MlChart): void {
  const team = teamNamespace(chart, TEAM);
  const serve = (name: string, loadTime: number, env: Record<string, string>, props: Partial<OnlineInferenceProps> = {}) => {
    new OnlineInference(team, name, {
      release: Release.of({ model: name, version: '1' }),
      server: ModelServer.http({
        image: INFERENCE_IMAGE, imagePullPolicy, livenessPath: '/health', loadTime: Duration.seconds(loadTime), longestRequest: Duration.seconds(1),
      }),
      resources: Resources.burstable({ cpu: Cpu.millis(50), memory: Size.mebibytes(128) }),
      scaling: Scaling.fixed(1),
      // a sharp one, that would not wait for the model
      liveness: Probe.timed({ period: Duration.seconds(5), failureThreshold: 3 }),
      env: { LOAD_SECONDS: `${LOAD_SECONDS}`, ...env },
      ...props,
    }).allowFrom(clients);
  };
  const deaf = { LOAD_FIRST: 'true' }; // does not listen while it loads, as many servers don't
  serve('listens', LOAD_TIME, {});
  serve('deaf', LOAD_TIME, deaf);
  serve('deaf-without-startup-probe', LOAD_TIME, deaf, { startup: Probe.none() });
  serve('deaf-told-too-short', 5, deaf);
  serve('deaf-without-startup-probe-told-too-short', 5, deaf, { startup: Probe.none() });
  serve('listens-asked-for-life-only', LOAD_TIME, {}, { startup: Probe.none(), readiness: Probe.httpGet('/health') });

  new OnlineInference(team, 'mock', {
    release: Release.of({ model: 'sentiment', version: '0.0.1' }),
    server: ModelServer.mock({ imagePullPolicy }),
  }).allowFrom(clients);
}

const predict = (name: string) => `http://${name}.${TEAM}.svc.cluster.local/predict`;

test('until the model is loaded nobody gets an answer, and then everybody; where readiness asks for life only they get errors', async () => {
  const load = (name: string, options: Pick<LoadOptions, 'seconds' | 'until'>) => cluster.client.load({ url: predict(name), connections: 1, pauseSeconds: 0.2, keepAlive: false, ...options });
  // however late the second starts on a busy machine, it is asked while it loads; the first is asked no longer than any start takes
  const [listens, without] = await Promise.all([
    load('listens', { seconds: LOAD_SECONDS - 4 }),
    load('listens-asked-for-life-only', { seconds: 120, until: cluster.rolledOut(TEAM, 'listens-asked-for-life-only').then(() => sleep(10_000)) }),
  ]);
  expect(listens).toMatchObject({ ok: 0 });
  expect(listens.failures).toHaveProperty('ConnectionRefusedError');
  expect(Object.keys(listens.failures).filter((failure) => /^\d+$/.test(failure))).toEqual([]);
  expect(without.failures).toHaveProperty('503');
  await cluster.rolledOut(TEAM, 'listens');
  await cluster.answers(predict('listens'));
});

/** When a server listened for the first time, as its log says, if it ever did. */
function listening(log: string): number | undefined {
  const [, since] = /^(\S+) .*Application startup complete/m.exec(log) ?? [];
  return since === undefined ? undefined : Date.parse(since);
}

const listensSince = async (pod: string): Promise<number> => listening(await cluster.node.plane.run(['logs', '-n', TEAM, pod, '--timestamps']))!;

test.each([
  ['listens', 'that listens', LOAD_SECONDS, 5],
  ['deaf', 'that does not listen', 0, 5],
  ['deaf-without-startup-probe', 'without a start-up probe that does not listen', 0, 10],
])('%s: a server %s while it loads for 20 s is ready when it is loaded and not before, and is not killed on the way', async (name, _, loadsAfterwards, period) => {
  await cluster.rolledOut(TEAM, name);
  const { metadata, status } = await cluster.pod(TEAM, name);
  const ready = status.conditions.find((condition: any) => condition.type === 'Ready');
  const secondsAfterLoad = (Date.parse(ready.lastTransitionTime) - await listensSince(metadata.name)) / 1000 - loadsAfterwards;
  expect(status.containerStatuses[0].restartCount).toBe(0);
  // the API knows of whole seconds only, and the kubelet takes a moment
  expect(secondsAfterLoad).toBeGreaterThan(-1);
  expect(secondsAfterLoad).toBeLessThan(period + 5);
  await cluster.answers(predict(name));
});

test.each([
  ['deaf-without-startup-probe-told-too-short', 'liveness'],
  ['deaf-told-too-short', 'startup'],
])('%s is killed by its %s probe before it is loaded', async (name, probe) => {
  await cluster.node.waitFor('a restart', async () => (await cluster.pod(TEAM, name)).status.containerStatuses[0].restartCount > 0, 60);
  const { metadata } = await cluster.pod(TEAM, name);
  let killed: any;
  await cluster.node.waitFor('the reason to be told', async () => {
    const { items } = await cluster.node.plane.get(['events', '-n', TEAM, '--field-selector', `involvedObject.name=${metadata.name},reason=Killing`]);
    killed = items.find(({ message }: any) => message === `Container server failed ${probe} probe, will be restarted`);
    return killed !== undefined || items.map(({ message }: any) => message).join('; ');
  }, 30);
  // told to end, it goes on to load as long as its grace period lets it, and the next one may be faster than the probe
  const log = await cluster.node.plane.run(['logs', '-n', TEAM, metadata.name, '--previous', '--timestamps']);
  const listened = listening(log);
  expect(listened === undefined || listened >= Date.parse(killed.lastTimestamp) || { listened, killed }).toBe(true);
});

test('the mock answers /predict through its Service', async () => {
  await cluster.rolledOut(TEAM, 'mock');
  await cluster.answers(predict('mock'));
  expect(await cluster.client.curl(predict('mock'))).toEqual({ status: 200, body: '{"prediction":"mock"}', error: '' });
  expect(await cluster.client.curl(predict('mock').replace('predict', 'nothing'))).toMatchObject({ status: 404 });
});
