import { Duration, Size } from 'cdk8s';
import { ContainerUsage, Peak } from './container-usage';
import { imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { clients, INFERENCE_IMAGE, ServingNode, START_TIMEOUT } from './serving-node';
import { Cpu, MeasuredResources, MlNamespace, ModelServer, OnlineInference, Release, Resources, Scaling } from '../../src';

const TEAM = 'team-memory';
const BATCH_MEBIBYTES = 96;

let cluster: ServingNode;
let measured: Required<Omit<MeasuredResources, 'headroomPercent'>>;

beforeAll(async () => {
  cluster = await ServingNode.start();
  await cluster.apply(manifestsOf((chart) => {
    serve(teamNamespace(chart, TEAM), 'measured', Resources.burstable({ cpu: Cpu.millis(50), memory: Size.mebibytes(512) }));
  }));
  measured = await measure('measured');
  const { batchPeakMemory: _, ...withoutBatch } = measured;
  const { peakCpu: __, ...withoutPeak } = measured;
  await cluster.apply(manifestsOf((chart) => {
    const team = teamNamespace(chart, TEAM);
    serve(team, 'limited', Resources.fromMeasured(measured));
    serve(team, 'limited-to-steady', Resources.fromMeasured(withoutBatch));
    serve(team, 'unlimited-processor', Resources.fromMeasured(withoutPeak));
    serve(team, 'throttled', Resources.fromMeasured({ ...measured, peakCpu: measured.steadyCpu }));
  }));
  await cluster.rolledOut(TEAM, 'limited', 'limited-to-steady', 'unlimited-processor');
}, START_TIMEOUT);
afterAll(() => cluster?.stop());

function serve(team: MlNamespace, name: string, resources: Resources): void {
  new OnlineInference(team, name, {
    release: Release.of({ model: name, version: '1' }),
    server: ModelServer.http({ image: INFERENCE_IMAGE, imagePullPolicy, livenessPath: '/health', loadTime: Duration.seconds(20), longestRequest: Duration.seconds(1) }),
    resources,
    scaling: Scaling.fixed(1),
  }).allowFrom(clients);
}

/** What a container's owner measures: its start, its steady load, its largest batch. */
async function measure(name: string): Promise<typeof measured> {
  let usage: ContainerUsage | undefined;
  await cluster.node.waitFor('the container to run', async () => {
    const pod = await cluster.pod(TEAM, name);
    usage = pod.status.containerStatuses?.[0].state.running && new ContainerUsage(pod);
    return usage !== undefined;
  }, 60);
  const start = await usage!.peakDuring(cluster.rolledOut(TEAM, name));
  const steady = await usage!.peakDuring(steadyLoad(name));
  const batch = await usage!.peakDuring(largestBatch(name));
  const bytes = (peak: Peak) => Size.kibibytes(Math.ceil(peak.workingSet / 1024));
  return {
    steadyCpu: Cpu.millis(steady.milliCores),
    peakCpu: Cpu.millis(Math.max(start.milliCores, steady.milliCores, batch.milliCores)),
    steadyMemory: bytes(steady),
    startUpPeakMemory: bytes(start),
    batchPeakMemory: bytes(batch),
  };
}

const steadyLoad = async (name: string) => {
  await cluster.answers(`http://${name}.${TEAM}.svc.cluster.local/predict`);
  return cluster.client.load({ url: `http://${name}.${TEAM}.svc.cluster.local/predict`, connections: 2, seconds: 5, pauseSeconds: 0.25 });
};

const largestBatch = async (name: string) => {
  const { status } = await cluster.pod(TEAM, name);
  return cluster.node.request(`http://${status.podIP}:8000/allocate?mib=${BATCH_MEBIBYTES}`, { timeoutSeconds: 20 });
};

const container = async (name: string) => (await cluster.pod(TEAM, name)).status.containerStatuses[0];

test('limits from what was measured hold under the same load', async () => {
  expect(await steadyLoad('limited')).toMatchObject({ failed: 0 });
  expect(await largestBatch('limited')).toMatchObject({ status: 200 });
  expect(await steadyLoad('limited')).toMatchObject({ failed: 0 });
  expect(await container('limited')).toMatchObject({ ready: true, restartCount: 0 });
});

test('a container whose limit knows only of the steady load is OOMKilled by the same batch', async () => {
  expect(await steadyLoad('limited-to-steady')).toMatchObject({ failed: 0 });
  expect(await container('limited-to-steady')).toMatchObject({ restartCount: 0 });
  expect(await largestBatch('limited-to-steady')).toMatchObject({ status: 0 });
  await cluster.node.waitFor('its restart', async () => (await container('limited-to-steady')).restartCount > 0, 60);
  expect(await container('limited-to-steady')).toMatchObject({ lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } });
});

test('without a peak the processor is not limited, for at the limit of its steady load a server is killed before it has started', async () => {
  expect((await cluster.pod(TEAM, 'unlimited-processor')).spec.containers[0].resources.limits).not.toHaveProperty('cpu');
  expect(await container('unlimited-processor')).toMatchObject({ ready: true, restartCount: 0 });
  await cluster.node.waitFor('the throttled to be killed', async () => (await container('throttled')).restartCount > 0, 60);
  expect(await container('throttled')).toMatchObject({ ready: false });
});
