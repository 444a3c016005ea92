import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { kubectlImage, inferenceImage } from './harness/images';
import { ServingNode, START_TIMEOUT } from './serving-node';
import { Change, synthesizeExample } from '../cluster/example';

const KUBECTL_IMAGE = 'registry.k8s.io/kubectl:v1.35.0';

let cluster: ServingNode;

beforeAll(async () => {
  cluster = await ServingNode.start({ 'myrepo/ml-inference:v1.2.0': inferenceImage() });
  const { node } = cluster;
  await node.importImage(kubectlImage({ k8s: join(node.plane.bin, 'k8s'), kubectl: join(node.bin, 'kubectl') }), KUBECTL_IMAGE);
  await node.plane.run(['create', 'namespace', 'ml-serving']);
  await node.plane.run(['label', 'namespace', 'ml-serving', 'pod-security.kubernetes.io/enforce=restricted', 'pod-security.kubernetes.io/warn=restricted']);
}, START_TIMEOUT);
afterAll(() => cluster?.stop());

/** An example as its program writes it, but for what this machine is: its images are in no registry, its API server is on a port of its own. */
function manifestsOf(name: string, change?: Change): any[] {
  const yaml = synthesizeExample(name, change).yaml
    .replace(/imagePullPolicy: Always/g, 'imagePullPolicy: IfNotPresent')
    .replace(/port: 6443/g, `port: ${new URL(cluster.node.plane.server).port}`);
  return parseAllDocuments(yaml).map((document) => document.toJSON());
}

test('local-mock runs as it is and gives the answer of its README', async () => {
  await cluster.apply(manifestsOf('local-mock'));
  await cluster.rolledOut('ml-mock', 'mock');
  expect(await cluster.pods('ml-mock', 'mock')).toHaveLength(2);
  // from the node, as port-forward does: nobody else is let in
  const { spec } = await cluster.node.plane.get(['service', 'mock', '-n', 'ml-mock']);
  await cluster.node.waitFor('its answer', async () => (await cluster.node.request(`http://${spec.clusterIP}/ready`)).status === 200, 60);
  expect(await cluster.node.request(`http://${spec.clusterIP}/predict`)).toEqual({ status: 200, body: '{"label":"positive","score":0.98}', error: '' });
});

describe('ml-inference', () => {
  const NAMESPACE = 'ml-serving';
  const URL_PATH = 'http://ml-inference-service.ml-serving.svc.cluster.local/predict';

  beforeAll(async () => {
    await cluster.apply(manifestsOf('ml-inference'));
    await up(3);
  }, 180_000);

  /** Its autoscaler has the say of its number. */
  const up = (replicas: number) => cluster.node.waitFor(`${replicas} replicas`, async () => {
    const { status } = await cluster.node.plane.get(['deployment', 'ml-inference', '-n', NAMESPACE]);
    return (status.replicas === replicas && status.availableReplicas === replicas) || JSON.stringify(status);
  }, 120);

  const load = (seconds: number) => cluster.client.load({ url: URL_PATH, seconds, connections: 2, keepAlive: false });

  test('FastAPI with uvicorn answers behind its Service, with the version of its configuration', async () => {
    await cluster.answers(URL_PATH);
    // the Service follows its pods
    await cluster.node.waitFor('all pods to answer', async () => {
      const { pods } = await load(1);
      return pods === 3 || `${pods} do`;
    }, 60);
    const { failed, requests, versions, pods } = await load(3);
    expect({ failed, versions, pods }).toEqual({ failed: 0, versions: { 'v1.2.0': requests }, pods: 3 });
    for (const pod of await cluster.pods(NAMESPACE, 'ml-inference')) {
      expect(pod.status.containerStatuses[0]).toMatchObject({ ready: true, restartCount: 0 });
    }
  });

  test('its autoscaler sees processor and memory', async () => {
    const seen = async () => {
      const { status } = await cluster.node.plane.get(['horizontalpodautoscaler', 'ml-inference-hpa', '-n', NAMESPACE]);
      return (status.currentMetrics ?? []).map(({ resource }: any) => resource?.name).sort().join();
    };
    await cluster.node.waitFor('its metrics', async () => (await seen()) === 'cpu,memory' || await seen(), 90);
  });

  test('a new version replaces it under load, and undo brings the old one back', async () => {
    const next = (text: string) => text.replace('v1.2.0', 'v1.3.0');
    const during = load(30);
    await cluster.apply(manifestsOf('ml-inference', { config: next, version: next }));
    await cluster.rolledOut(NAMESPACE, 'ml-inference');
    expect(await during).toMatchObject({ failed: 0, failures: {} });
    await onlyVersion('v1.3.0');
    await cluster.node.plane.run(['rollout', 'undo', 'deployment/ml-inference', '-n', NAMESPACE]);
    await cluster.rolledOut(NAMESPACE, 'ml-inference');
    await onlyVersion('v1.2.0');
  });

  const onlyVersion = (version: string) => cluster.node.waitFor(`version ${version} alone`, async () => {
    const { versions } = await load(1);
    return Object.keys(versions).join() === version || JSON.stringify(versions);
  }, 60);

  test('its evening and its morning come', async () => {
    const runs = async (cronJob: string) => {
      await cluster.node.plane.run(['create', 'job', `${cronJob}-now`, `--from=cronjob/${cronJob}`, '-n', NAMESPACE]);
      await cluster.node.plane.run(['wait', '--for=condition=Complete', `job/${cronJob}-now`, '-n', NAMESPACE, '--timeout=60s'], { timeoutSeconds: 70 });
      return (await cluster.node.plane.get(['horizontalpodautoscaler', 'ml-inference-hpa', '-n', NAMESPACE])).spec.minReplicas;
    };
    expect(await runs('ml-inference-down')).toBe(1);
    expect(await runs('ml-inference-up')).toBe(3);
  });
});
