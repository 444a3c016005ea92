import { join } from 'path';
import { Duration, JsonPatch } from 'cdk8s';
import { Cluster, MlChart, ModelServer, OffHours, OnlineInference, Release, Scaling } from '../../src';
import { ClientPod } from './harness/client-pod';
import { kubectlImage } from './harness/images';
import { NODE_ADDRESS } from './harness/machine';
import { edited, imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { CLIENT_IMAGE, ServingNode, START_TIMEOUT } from './serving-node';

const TEAM = 'team-off-hours';
/** The image of the CronJobs where a program names none. */
const KUBECTL_IMAGE = 'registry.k8s.io/kubectl:v1.35.0';

let cluster: ServingNode;

beforeAll(async () => {
  cluster = await ServingNode.start();
  const { node } = cluster;
  await node.importImage(kubectlImage({ k8s: join(node.plane.bin, 'k8s'), kubectl: join(node.bin, 'kubectl') }), KUBECTL_IMAGE);
  const facts = Cluster.of('test', { apiServerCidrs: [`${NODE_ADDRESS}/32`], apiServerPorts: [Number(new URL(node.plane.server).port)] });
  const withoutRight = edited(manifestsOf(program, facts), 'Role', 'no-right-off-hours', JsonPatch.replace('/rules/0/verbs', ['get']));
  await cluster.apply(edited(withoutRight, 'NetworkPolicy', 'no-way-off-hours', JsonPatch.remove('/spec/egress/1')));
  await cluster.rolledOut(TEAM, 'fixed', 'rests', 'goes-on', 'no-right', 'no-way');
  await startNow('no-way-down');
}, START_TIMEOUT);
afterAll(() => cluster?.stop());

/** Three services that are put to rest in the three ways there are, and two whose jobs will lack a rule. */
function program(chart: MlChart): void {
  const team = teamNamespace(chart, TEAM);
  const serve = (name: string, scaling: Scaling, downReplicas: number, upReplicas?: number) => new OnlineInference(team, name, {
    release: Release.of({ model: name, version: '1' }),
    server: ModelServer.mock({ imagePullPolicy }),
    scaling,
    offHours: OffHours.byCronJobs({ down: '0 18 * * *', up: '0 7 * * *', timeZone: 'Europe/Berlin', downReplicas, upReplicas }),
  });
  const onCpu = Scaling.onCpu({ min: 2, max: 4, targetPercent: 70, scaleDown: { stabilization: Duration.seconds(0), percent: 100, period: Duration.seconds(1) } });
  serve('fixed', Scaling.fixed(2), 0);
  serve('rests', onCpu, 0);
  serve('goes-on', onCpu, 1, 3);
  serve('no-right', Scaling.fixed(1), 0);
  serve('no-way', Scaling.fixed(1), 0);
}

const inTeam = (...args: string[]) => cluster.node.plane.get([...args, '-n', TEAM]);

const startNow = (cronJob: string) => cluster.node.plane.run(['create', 'job', `${cronJob}-now`, `--from=cronjob/${cronJob}`, '-n', TEAM]);

/** Runs one of the CronJobs now, and waits until its Job is done, or a pod of it has failed. */
async function runNow(cronJob: string): Promise<'done' | 'failed'> {
  await startNow(cronJob);
  let done = false;
  await cluster.node.waitFor(`${cronJob} to end`, async () => {
    const { status } = await inTeam('job', `${cronJob}-now`);
    done = status.succeeded === 1;
    return done || status.failed > 0 || JSON.stringify(status);
  }, 60);
  return done ? 'done' : 'failed';
}

async function replicas(name: string): Promise<{ wanted: number; there: number }> {
  const { spec } = await inTeam('deployment', name);
  return { wanted: spec.replicas, there: (await cluster.pods(TEAM, name)).length };
}

const becomes = (name: string, count: number) => cluster.node.waitFor(`${count} pods of ${name}`, async () => {
  const { wanted, there } = await replicas(name);
  return (wanted === count && there === count) || `${there} of ${wanted}`;
}, 60);

const logOf = (cronJob: string) => cluster.node.plane.run(['logs', '-n', TEAM, `job/${cronJob}-now`]);

const scalingActive = async (name: string) => (await inTeam('horizontalpodautoscaler', name)).status.conditions?.find((condition: any) => condition.type === 'ScalingActive');

test('evening and morning scale a service of a fixed number', async () => {
  expect(await runNow('fixed-down')).toBe('done');
  await becomes('fixed', 0);
  expect(await runNow('fixed-up')).toBe('done');
  await becomes('fixed', 2);
});

test('at 0 an autoscaler rests, until the morning wakes it', async () => {
  await cluster.node.waitFor('the autoscaler to see the day', async () => (await scalingActive('rests'))?.status === 'True', 90);
  expect(await runNow('rests-down')).toBe('done');
  await cluster.node.waitFor('the autoscaler to rest', async () => (await scalingActive('rests')).reason === 'ScalingDisabled', 60);
  await becomes('rests', 0);
  expect(await runNow('rests-up')).toBe('done');
  await cluster.node.waitFor('the autoscaler to be awake', async () => (await scalingActive('rests')).status === 'True' || JSON.stringify(await scalingActive('rests')), 90);
  await becomes('rests', 2);
});

test('above 0 it is the autoscaler\'s minimum that moves, and the pods follow', async () => {
  const minimum = async () => (await inTeam('horizontalpodautoscaler', 'goes-on')).spec.minReplicas;
  expect(await minimum()).toBe(2);
  expect(await runNow('goes-on-down')).toBe('done');
  expect(await minimum()).toBe(1);
  await becomes('goes-on', 1);
  expect(await runNow('goes-on-up')).toBe('done');
  expect(await minimum()).toBe(3);
  await becomes('goes-on', 3);
});

test('a job without the right to its patch fails, and is there to be seen', async () => {
  expect(await runNow('no-right-down')).toBe('failed');
  // by now its Job may have made another pod, which has written nothing yet
  await cluster.node.waitFor('the job to say why', async () => (await logOf('no-right-down')).includes('deployments.apps "no-right" is forbidden'), 60);
  expect(await replicas('no-right')).toEqual({ wanted: 1, there: 1 });
});

test('a job without its way to the API server gets no answer', async () => {
  // started with the node: kubectl tells of its first question when that has timed out
  await cluster.node.waitFor('kubectl to tell', async () => (await logOf('no-way-down')).includes('i/o timeout'), 60);
  expect((await inTeam('job', 'no-way-down-now')).status.succeeded).toBeUndefined();
  expect(await replicas('no-way')).toEqual({ wanted: 1, there: 1 });
});

test('where the jobs run, the API server is the only address that can be reached, and elsewhere in the namespace it can\'t', async () => {
  const client = (name: string, labels: Record<string, string>) => ClientPod.start(cluster.node.plane, { namespace: TEAM, image: CLIENT_IMAGE, name, labels });
  const [job, other] = await Promise.all([client('as-job', { 'app.kubernetes.io/name': 'fixed-off-hours' }), client('as-other', {})]);
  const api = (pod: ClientPod) => pod.curl('https://kubernetes.default.svc.cluster.local/version', { timeoutSeconds: 3, args: ['--insecure'] });
  const mock = (pod: ClientPod) => pod.curl(`http://fixed.${TEAM}.svc.cluster.local/ready`, { timeoutSeconds: 3 });
  await cluster.node.waitFor('an answer of the API server', async () => (await api(job)).status > 0, 60);
  const timedOut = { status: 0, error: expect.stringContaining('timed out') };
  expect(await mock(job)).toMatchObject(timedOut);
  expect(await api(other)).toMatchObject(timedOut);
});
