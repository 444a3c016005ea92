import { Duration, JsonPatch, Size } from 'cdk8s';
import { edited, imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { INFERENCE_IMAGE, ServingNode, START_TIMEOUT } from './serving-node';
import { Cpu, MlChart, ModelServer, OnlineInference, Release, Resources, Scaling } from '../../src';

const TEAM = 'team-autoscaling';

let cluster: ServingNode;

beforeAll(async () => {
  cluster = await ServingNode.start();
  const container = '/spec/template/spec/containers/0/resources';
  await cluster.apply(edited(manifestsOf(program), 'Deployment', 'on-cpu-without-request',
    JsonPatch.remove(`${container}/requests/cpu`), JsonPatch.remove(`${container}/limits/cpu`)));
  await cluster.rolledOut(TEAM, 'on-cpu', 'on-cpu-without-request', 'on-memory');
}, START_TIMEOUT);
afterAll(() => cluster?.stop());

function program(chart: MlChart): void {
  const team = teamNamespace(chart, TEAM);
  const serve = (name: string, scaling: Scaling) => new OnlineInference(team, name, {
    release: Release.of({ model: name, version: '1' }),
    server: ModelServer.http({ image: INFERENCE_IMAGE, imagePullPolicy, livenessPath: '/health', longestRequest: Duration.seconds(1) }),
    resources: Resources.burstable({ cpu: Cpu.millis(100), cpuLimit: Cpu.millis(300), memory: Size.mebibytes(96), memoryLimit: Size.mebibytes(256) }),
    scaling,
  });
  const onCpu = Scaling.onCpu({ min: 1, max: 3, targetPercent: 50 });
  serve('on-cpu', onCpu);
  serve('on-cpu-without-request', onCpu);
  serve('on-memory', Scaling.onMemory({ min: 1, max: 2, targetPercent: 80 }));
}

/** Asks one pod of a service for something that takes what is scaled on. */
async function strain(name: string, path: string): Promise<void> {
  const [{ status }] = await cluster.pods(TEAM, name);
  expect(await cluster.node.request(`http://${status.podIP}:8000${path}`, { timeoutSeconds: 20 })).toMatchObject({ status: 200 });
}

const autoscaler = (name: string) => cluster.node.plane.get(['horizontalpodautoscaler', name, '-n', TEAM]);

const replicas = async (name: string) => (await cluster.node.plane.get(['deployment', name, '-n', TEAM])).spec.replicas;

const grows = (name: string) => cluster.node.waitFor(`${name} to grow`, async () =>
  (await replicas(name)) > 1 || JSON.stringify((await autoscaler(name)).status), 120);

test('a service that is scaled on its processor grows under load, and one whose request was taken away is not scaled at all', async () => {
  expect(await replicas('on-cpu')).toBe(1);
  await Promise.all([strain('on-cpu', '/burn?seconds=120'), strain('on-cpu-without-request', '/burn?seconds=60')]);
  await grows('on-cpu');
  await cluster.rolledOut(TEAM, 'on-cpu');
  expect((await cluster.pods(TEAM, 'on-cpu')).length).toBeGreaterThan(1);

  // until there are metrics of its pod, it says that there are none
  await cluster.node.waitFor('the other autoscaler to say what is missing', async () => {
    const { status } = await autoscaler('on-cpu-without-request');
    const active = status.conditions?.find((condition: any) => condition.type === 'ScalingActive');
    return (active?.status === 'False' && active.reason === 'FailedGetResourceMetric' && active.message.includes('missing request for cpu')) || JSON.stringify(active);
  }, 60);
  expect(await replicas('on-cpu-without-request')).toBe(1);
});

test('a service that is scaled on its memory grows with it', async () => {
  expect(await replicas('on-memory')).toBe(1);
  await strain('on-memory', '/allocate?mib=100');
  await grows('on-memory');
});
