import { Duration, JsonPatch, Size } from 'cdk8s';
import { Cpu, MlNamespace, ModelServer, OnlineInference, OnlineInferenceProps, Release, Resources, Rollout, Scaling } from '../../src';
import { LoadOptions, LoadResult } from './harness/client-pod';
import { edited, imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { clients, INFERENCE_IMAGE, ServingNode, START_TIMEOUT } from './serving-node';

const TEAM = 'team-drain';
const LONG_SECONDS = 6;
/** As they are called for what they lack. */
const COUNTER_EXAMPLES = ['hasty', 'impatient', 'unreplaced'];

let cluster: ServingNode;
// a lost request is not forgiven
jest.retryTimes(0);

beforeAll(async () => {
  cluster = await ServingNode.start();
  await cluster.apply([...chat('1', 3), ...counterExamples()]);
  await cluster.rolledOut(TEAM, 'chat', ...COUNTER_EXAMPLES);
  await Promise.all(['chat', ...COUNTER_EXAMPLES].map((name) => cluster.answers(url(name))));
}, START_TIMEOUT);
afterAll(() => cluster?.stop());

const url = (name: string, seconds = 0) => `http://${name}.${TEAM}.svc.cluster.local/predict?seconds=${seconds}`;

/** A service as the library makes it, in a version and a number of replicas. */
const chat = (version: string, replicas: number) => manifestsOf((chart) => {
  serve(teamNamespace(chart, TEAM), 'chat', { release: Release.of({ model: 'chat', version }), scaling: Scaling.fixed(replicas) });
});

/** Three services without one of its numbers each. */
function counterExamples(): any[] {
  const manifests = manifestsOf((chart) => {
    const team = teamNamespace(chart, TEAM);
    serve(team, 'hasty');
    serve(team, 'impatient');
    serve(team, 'unreplaced', { scaling: Scaling.fixed(1), rollout: Rollout.replaceInPlace() });
  });
  const hasty = edited(manifests, 'Deployment', 'hasty', JsonPatch.remove('/spec/template/spec/containers/0/lifecycle'));
  // the preStop sleep has to be shorter, so this is the shortest that there can be
  return edited(hasty, 'Deployment', 'impatient', JsonPatch.replace('/spec/template/spec/terminationGracePeriodSeconds', 6));
}

function serve(team: MlNamespace, name: string, props: Partial<OnlineInferenceProps> = {}): OnlineInference {
  const service = new OnlineInference(team, name, {
    release: Release.of({ model: name, version: '1' }),
    server: ModelServer.http({
      image: INFERENCE_IMAGE, imagePullPolicy, livenessPath: '/health', longestRequest: Duration.seconds(LONG_SECONDS + 2),
    }),
    resources: Resources.burstable({ cpu: Cpu.millis(50), memory: Size.mebibytes(128) }),
    scaling: Scaling.fixed(2),
    ...props,
  });
  service.allowFrom(clients);
  return service;
}

/** Loads in several ways until the work is done: in turns, for a load has to know its end beforehand. */
async function loadDuring(work: () => Promise<void>, ways: LoadOptions[]): Promise<LoadResult[][]> {
  let going = true;
  const loads = ways.map(async (way) => {
    const results: LoadResult[] = [];
    while (going) results.push(await cluster.client.load({ seconds: 15, requestTimeoutSeconds: 20, ...way }));
    return results;
  });
  const [results] = await Promise.all([Promise.all(loads), work().finally(() => { going = false; })]);
  return results;
}

test('two rollouts and a scale-in under constant load lose no request: short, long, on kept and on new connections', async () => {
  const change = async (version: string, replicas: number) => {
    await cluster.apply(chat(version, replicas));
    await cluster.rolledOut(TEAM, 'chat');
    await cluster.node.waitFor('the pods that left to be gone', async () => (await allPods('chat')).length === replicas, 60);
  };
  const changes = async () => {
    await change('2', 3);
    await change('2', 1);
    await change('3', 1);
  };
  const results = await loadDuring(changes, [
    { url: url('chat'), connections: 4, pauseSeconds: 0.05 },
    { url: url('chat'), connections: 2, pauseSeconds: 0.05, keepAlive: false },
    { url: url('chat'), connections: 2, pauseSeconds: 0.05, body: { text: 'hello' } },
    { url: url('chat', LONG_SECONDS), connections: 4 },
  ]);
  for (const { failed, failures } of results.flat()) expect({ failed, failures }).toEqual({ failed: 0, failures: {} });
  // 6 pods leave, and each of them closes the idle connections that are kept to it: at most all four, at most once
  expect(sum(results.flat(), ({ retried }) => retried)).toBeLessThanOrEqual(6 * 4);
  expect(sum(results.flat(), ({ requests }) => requests)).toBeGreaterThan(2000);
  expect(sum(results[3], ({ ok }) => ok)).toBeGreaterThan(20);
  for (const version of ['1', '2', '3']) expect(sum(results.flat(), ({ versions }) => versions[version])).toBeGreaterThan(20);
});

test('the same loads lose requests without the preStop sleep, without the grace for the longest request, and without surge', async () => {
  const restarts = async () => {
    for (const name of COUNTER_EXAMPLES) await cluster.node.plane.run(['rollout', 'restart', `deployment/${name}`, '-n', TEAM]);
    await cluster.rolledOut(TEAM, ...COUNTER_EXAMPLES);
  };
  const [hasty, impatient, unreplaced] = (await loadDuring(restarts, [
    { url: url('hasty'), connections: 8, pauseSeconds: 0.02, keepAlive: false },
    { url: url('impatient', LONG_SECONDS), connections: 4 },
    { url: url('unreplaced'), connections: 1, pauseSeconds: 0.1, requestTimeoutSeconds: 2, keepAlive: false },
  ])).map((turns) => turns.flatMap(({ failures }) => Object.keys(failures)));
  expect(hasty).toContain('ConnectionRefusedError');
  expect(impatient.join()).toMatch(/RemoteDisconnected|ConnectionResetError/);
  expect(unreplaced).not.toEqual([]);
});

async function allPods(name: string): Promise<any[]> {
  return (await cluster.node.plane.get(['pods', '-n', TEAM, '-l', `app.kubernetes.io/name=${name}`])).items;
}

function sum(results: LoadResult[], count: (result: LoadResult) => number | undefined): number {
  return results.reduce((total, result) => total + (count(result) ?? 0), 0);
}
