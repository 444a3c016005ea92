import { spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { ClientPod } from './harness/client-pod';
import { attempt } from './harness/command';
import { clientImage, inferenceImage, kubectlImage, nginxImage } from './harness/images';
import { hasNodeRules } from './harness/iptables';
import { BRIDGE, CGROUP, NODE_FOLDER } from './harness/machine';
import { RealNode } from './harness/real-node';
import { ControlPlane } from '../cluster/harness/control-plane';

const NGINX = 'nginxinc/nginx-unprivileged:1.27.5';
const INFERENCE = `registry.example.com/inference:1.4.0@sha256:${'a'.repeat(64)}`; // not its digest: nobody pulls it
const CLIENT = 'registry.example.com/client:1';
const KUBECTL = 'registry.k8s.io/kubectl:v1.36.3';

const RESTRICTED = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
const MINUTE = 60_000;

let node: RealNode;
let client: ClientPod;

beforeAll(async () => {
  node = await RealNode.start(undefined, {
    labels: { 'topology.kubernetes.io/zone': 'zone-a' },
    extendedResources: { 'nvidia.com/gpu': '1' },
    images: { [NGINX]: nginxImage(), [INFERENCE]: inferenceImage(), [CLIENT]: clientImage() },
  });
  await node.plane.run(['create', 'namespace', 'clients']);
  await node.waitForServiceAccount('clients');
  client = await ClientPod.start(node.plane, { namespace: 'clients', image: CLIENT });
}, 30 * MINUTE); // the first time, everything is built

afterAll(() => node?.stop());

test('two nginx pods become ready by their probes, and answer by address and by name', async () => {
  const address = await serve('web', { image: NGINX, port: 8080, probe: '/', replicas: 2, volumes: ['/tmp'] });
  expect(await node.request(`http://${address}/`)).toMatchObject({ status: 200, body: expect.stringContaining('Welcome to nginx') });
  expect(await client.curl('http://web.web.svc.cluster.local/')).toMatchObject({ status: 200, body: expect.stringContaining('Welcome to nginx') });
  expect(await client.curl('http://web.web.svc.cluster.local/nothing')).toMatchObject({ status: 404 });
  expect(await client.curl('http://absent.web.svc.cluster.local/')).toMatchObject({ status: 0, error: expect.stringContaining('Could not resolve host') });
});

test('kubectl exec runs a command in a container, and kubectl logs shows what it wrote', async () => {
  expect(await client.exec(['id', '-u'])).toMatchObject({ code: 0, stdout: '1000\n' });
  expect(await client.exec(['sh', '-c', 'exit 3'])).toMatchObject({ code: 3 });
  const [{ metadata, status }] = (await node.plane.get(['pods', '-n', 'web'])).items;
  await node.request(`http://${status.podIP}:8080/from-the-test`);
  await node.waitFor('the request in the log', async () =>
    (await node.plane.run(['logs', '-n', 'web', metadata.name])).includes('GET /from-the-test'), 60);
});

test('a load generator counts answers, versions and pods, and failures where there are any', async () => {
  await serve('versions', { image: INFERENCE, port: 8000, probe: '/ready', replicas: 2, env: { MODEL_VERSION: '1.4.0', LOAD_SECONDS: '1' } });
  const load = await client.load({ url: 'http://versions.versions.svc.cluster.local/predict', seconds: 2, connections: 4, keepAlive: false });
  expect(load).toMatchObject({ failed: 0, failures: {}, versions: { '1.4.0': load.requests }, pods: 2 });
  expect(load.requests).toBeGreaterThan(20);
  const lost = await client.load({ url: 'http://versions.versions.svc.cluster.local/absent', seconds: 1, connections: 1 });
  expect(lost).toMatchObject({ ok: 0, failures: { 404: lost.requests } });
});

test('a deleted pod lets a long request end', async () => {
  await serve('drain', { image: INFERENCE, port: 8000, probe: '/ready', env: { MODEL_VERSION: '2' } });
  const request = client.curl('http://drain.drain.svc.cluster.local/predict?seconds=10', { timeoutSeconds: 40 });
  await node.waitFor('the request to run', async () =>
    (await client.curl('http://drain.drain.svc.cluster.local/metrics')).body.includes('inference_requests_running{version="2"} 1'), 30);
  await node.plane.run(['delete', 'pods', '--all', '-n', 'drain', '--wait=false']);
  expect(await request).toMatchObject({ status: 200, body: expect.stringContaining('"version":"2"') });
});

test('a changed ConfigMap arrives in a mounted file', async () => {
  await namespace('config');
  const config = (value: string) => node.plane.applyStrict(JSON.stringify({
    apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data: { 'config.json': value },
  }), 'config');
  await config('{"threshold":1}');
  await node.plane.applyStrict(pod('server', {
    image: INFERENCE, spec: { volumes: [{ name: 'config', configMap: { name: 'config' } }] }, container: { volumeMounts: [{ name: 'config', mountPath: '/config' }] },
  }), 'config');
  const url = async () => `http://${(await node.plane.get(['pod', 'server', '-n', 'config'])).status.podIP}:8000/config`;
  const holds = (value: string) => async () => (await node.request(await url())).body === value;
  await node.waitFor('the first value', holds('{"threshold":1}'), 60);
  await config('{"threshold":2}');
  await node.waitFor('the second value', holds('{"threshold":2}'), 60);
});

test('a container that takes more than its memory limit is OOMKilled, one that takes less is not', async () => {
  await namespace('memory');
  const taking = (mib: number) => pod(`takes-${mib}`, {
    image: CLIENT,
    container: { command: ['python3', '-c', `bytearray(${mib} << 20)`], resources: { limits: { memory: '32Mi' } } },
    spec: { restartPolicy: 'Never' },
  });
  await node.plane.applyStrict(`${taking(64)}\n---\n${taking(8)}`, 'memory');
  expect(await ended('takes-64', 'memory')).toMatchObject({ reason: 'OOMKilled', exitCode: 137 });
  expect(await ended('takes-8', 'memory')).toMatchObject({ reason: 'Completed', exitCode: 0 });
});

test('a startup probe kills a slow starter, and one with patience does not', async () => {
  await namespace('startup');
  const starting = (name: string, failureThreshold: number) => pod(name, {
    image: INFERENCE,
    spec: { terminationGracePeriodSeconds: 1 },
    container: {
      env: [{ name: 'LOAD_FIRST', value: 'true' }, { name: 'LOAD_SECONDS', value: '10' }],
      startupProbe: { httpGet: { path: '/health', port: 8000 }, periodSeconds: 2, failureThreshold },
    },
  });
  await node.plane.applyStrict(`${starting('impatient', 3)}\n---\n${starting('patient', 30)}`, 'startup');
  const container = async (name: string) => (await node.plane.get(['pod', name, '-n', 'startup'])).status.containerStatuses?.[0];
  await node.waitFor('the impatient to be killed', async () => (await container('impatient'))?.restartCount > 0, 90);
  await node.waitFor('the patient to be ready', async () => (await container('patient'))?.ready, 90);
  expect((await container('patient')).restartCount).toBe(0);
  expect(await node.plane.run(['get', 'events', '-n', 'startup'])).toContain('Container main failed startup probe, will be restarted');
});

test('a default-deny policy turns an answer into a time-out, and an allow rule opens it for whom it names', async () => {
  await serve('guarded', { image: NGINX, port: 8080, probe: '/', volumes: ['/tmp'] });
  const friend = await ClientPod.start(node.plane, { namespace: 'clients', image: CLIENT, name: 'friend', labels: { role: 'friend' } });
  const url = 'http://guarded.guarded.svc.cluster.local/';
  await node.waitFor('an answer', async () => (await friend.curl(url)).status === 200, 60);

  const policy = (name: string, ingress: object[]) => node.plane.applyStrict(JSON.stringify({
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name }, spec: { podSelector: {}, policyTypes: ['Ingress'], ingress },
  }), 'guarded');
  await policy('default-deny', []);
  await node.waitFor('the denial', async () => (await friend.curl(url, { timeoutSeconds: 2 })).error.includes('timed out'), 60);
  expect(await client.curl(url, { timeoutSeconds: 2 })).toMatchObject({ status: 0, error: expect.stringContaining('timed out') });

  await policy('allow-friends', [{
    from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'clients' } }, podSelector: { matchLabels: { role: 'friend' } } }],
    ports: [{ port: 8080 }],
  }]);
  await node.waitFor('the opening', async () => (await friend.curl(url, { timeoutSeconds: 2 })).status === 200, 60);
  expect(await client.curl(url, { timeoutSeconds: 2 })).toMatchObject({ status: 0, error: expect.stringContaining('timed out') });
  // probes come from the node, and no policy is in their way
  const [guarded] = (await node.plane.get(['pods', '-n', 'guarded'])).items;
  expect(guarded.status.containerStatuses[0]).toMatchObject({ ready: true, restartCount: 0 });
});

test('a Job with kubectl and no shell scales a Deployment, as its ServiceAccount may', async () => {
  await node.importImage(kubectlImage({ k8s: path.join(node.plane.bin, 'k8s'), kubectl: path.join(node.bin, 'kubectl') }), KUBECTL);
  await serve('off-hours', { image: NGINX, port: 8080, probe: '/', volumes: ['/tmp'] });
  await node.plane.run(['create', 'serviceaccount', 'scaler', '-n', 'off-hours']);
  await node.plane.run(['create', 'role', 'scaler', '-n', 'off-hours', '--verb=get,patch', '--resource=deployments/scale,deployments']);
  await node.plane.run(['create', 'rolebinding', 'scaler', '-n', 'off-hours', '--role=scaler', '--serviceaccount=off-hours:scaler']);
  await node.plane.applyStrict(pod('scale', {
    image: KUBECTL,
    container: { args: ['scale', 'deployment/off-hours', '--replicas=0'] },
    spec: { restartPolicy: 'Never', serviceAccountName: 'scaler', automountServiceAccountToken: true },
  }), 'off-hours');
  expect(await ended('scale', 'off-hours')).toMatchObject({ exitCode: 0 });
  await node.waitFor('the pods to be gone', async () => (await node.plane.get(['deployment', 'off-hours', '-n', 'off-hours'])).status.replicas === undefined, 60);
});

test('a declared GPU is counted by the scheduler: a second pod with one stays Pending', async () => {
  await namespace('gpus');
  const withGpu = (name: string) => pod(name, { image: CLIENT, container: { resources: { limits: { 'nvidia.com/gpu': '1' } } } });
  await node.plane.applyStrict(withGpu('first'), 'gpus');
  await node.plane.run(['wait', '--for=condition=Ready', 'pod/first', '-n', 'gpus', '--timeout=60s'], { timeoutSeconds: 70 });
  await node.plane.applyStrict(withGpu('second'), 'gpus');
  await node.waitFor('the second to be refused', async () => {
    const { status } = await node.plane.get(['pod', 'second', '-n', 'gpus']);
    return status.conditions?.[0].message?.includes('Insufficient nvidia.com/gpu') || JSON.stringify(status.conditions);
  }, 60);
});

test('kubectl top has values, and an autoscaler on CPU sees them and adds pods', async () => {
  const address = await serve('busy', { image: INFERENCE, port: 8000, probe: '/ready', container: { resources: { requests: { cpu: '100m' }, limits: { cpu: '400m' } } } });
  await node.plane.run(['autoscale', 'deployment', 'busy', '-n', 'busy', '--cpu=50%', '--min=1', '--max=3']);
  expect(await node.request(`http://${address}/burn?seconds=120`)).toMatchObject({ status: 200 });
  await node.waitFor('kubectl top to show the load', async () => {
    const { stdout, stderr } = await node.plane.kubectl(['top', 'pods', '-n', 'busy', '--no-headers']);
    const [, millicores] = /^busy-\S+\s+(\d+)m\s/.exec(stdout) ?? [];
    return Number(millicores) > 50 || stdout + stderr;
  }, 90);
  expect(await node.plane.run(['top', 'nodes', '--no-headers'])).toMatch(/^real-node\s+\d+m\s+\d+%/);
  await node.waitFor('the autoscaler to add pods', async () => {
    const { status } = await node.plane.get(['horizontalpodautoscaler', 'busy', '-n', 'busy']);
    const utilization = status.currentMetrics?.[0]?.resource?.current?.averageUtilization;
    return (utilization > 50 && status.desiredReplicas > 1) || JSON.stringify(status);
  }, 90);
});

test('a stopped node leaves nothing, and neither does a killed run once the next has started', async () => {
  await node.stop();
  expect(await remains()).toEqual([]);

  const script = path.join(__dirname, 'harness', 'interrupted.ts');
  const interrupted = spawn(process.execPath, ['--require', 'tsx/cjs', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => interrupted.stdout.once('data', resolve));
  interrupted.kill('SIGKILL');
  await new Promise((resolve) => interrupted.once('exit', resolve));
  expect(await remains()).toEqual(['folder', 'bridge', 'rules', 'cgroup', 'mounts', 'shims', 'records']);

  node = await RealNode.start(undefined, { dns: 'none', metrics: false, networkPolicies: false });
  expect((await node.plane.get(['pods', '-A'])).items).toEqual([]);
  await node.stop();
  expect(await remains()).toEqual([]);
});

test('a control plane that was there before, with a node of KWOK\'s, gets a real one beside it and forgets it', async () => {
  await node.stop();
  const plane = await ControlPlane.start(RealNode.controlPlane({ kwok: 'annotated' }));
  try {
    await plane.addNode({ name: 'fake-node', capacity: { cpu: '8', memory: '32Gi' } });
    node = await RealNode.start(plane, { name: 'other-name', dns: 'pods', metrics: false, images: { [CLIENT]: clientImage() } });
    const real = { nodeSelector: { type: 'real' } };
    await plane.applyStrict(`${pod('real', { image: CLIENT, spec: real })}\n---\n${pod('fake', { image: CLIENT, spec: { nodeName: 'fake-node' } })}`, 'default');
    await plane.run(['wait', '--for=condition=Ready', 'pod', '--all', '--timeout=60s'], { timeoutSeconds: 70 });
    expect(await plane.kubectl(['exec', 'real', '--', 'id', '-u'])).toMatchObject({ code: 0, stdout: '12345\n' });
    await expectDnsPolicy(plane);
    await node.stop();
    const names = async (kind: string) => (await plane.get([kind])).items.map((item: any) => item.metadata.name);
    expect(await names('nodes')).toEqual(['fake-node']);
    await plane.waitFor('the real pod to be forgotten', async () => (await names('pods')).join() === 'fake', 60);
  } finally {
    await node.stop();
    await plane.stop();
  }
});

test('a start that fails says what the part that failed wrote, and leaves nothing', async () => {
  await node.stop();
  await expect(RealNode.start(undefined, { labels: { 'kubernetes.io/made-up': 'yes' } })).rejects.toThrow(/kubelet has ended.*unknown 'kubernetes.io' or 'k8s.io' labels/s);
  expect(await remains()).toEqual([]);
});

/** Names are found by pods whose policy lets them ask the DNS pods, and by no others. */
async function expectDnsPolicy(plane: ControlPlane): Promise<void> {
  const asking = await ClientPod.start(plane, { namespace: 'default', image: CLIENT });
  const egress = (rules: object[]) => plane.applyStrict(JSON.stringify({
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'egress' }, spec: { podSelector: {}, policyTypes: ['Egress'], egress: rules },
  }), 'default');
  const url = 'http://absent.default.svc.cluster.local/';
  await egress([]);
  await node.waitFor('names not to be found in time', async () => (await asking.curl(url, { timeoutSeconds: 2 })).error.includes('timed out'), 60);
  await egress([{
    to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
    ports: [{ port: 53, protocol: 'UDP' }],
  }]);
  await node.waitFor('an answer that there is no such name', async () => (await asking.curl(url)).error.includes('Could not resolve host'), 60);
}

/** What of a node is left on this machine. */
async function remains(): Promise<string[]> {
  const shims = (await attempt('pgrep', ['-f', `containerd-shim.*${NODE_FOLDER}`])).stdout;
  const found: Record<string, boolean> = {
    folder: fs.existsSync(NODE_FOLDER),
    bridge: fs.existsSync(`/sys/class/net/${BRIDGE}`),
    rules: await hasNodeRules(),
    cgroup: fs.existsSync(`/sys/fs/cgroup/${CGROUP}`) || fs.existsSync(`/sys/fs/cgroup/memory/${CGROUP}`),
    mounts: fs.readFileSync('/proc/mounts', 'utf8').includes(NODE_FOLDER),
    shims: shims !== '',
    records: ['/run/containerd/runc/k8s.io', '/var/lib/cni/results', '/var/log/containers']
      .some((folder) => fs.existsSync(folder) && fs.readdirSync(folder).length > 0),
  };
  return Object.keys(found).filter((name) => found[name]);
}

async function namespace(name: string): Promise<void> {
  await node.plane.run(['create', 'namespace', name]);
  await node.waitForServiceAccount(name);
}

interface PodOptions {
  readonly image: string;
  readonly container?: object;
  readonly spec?: object;
}

/** A pod that the restricted policy would let in, with any uid. */
function podSpec(options: PodOptions): object {
  return {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 12345, runAsGroup: 12345, seccompProfile: { type: 'RuntimeDefault' } },
    ...options.spec,
    containers: [{ name: 'main', image: options.image, imagePullPolicy: 'IfNotPresent', securityContext: RESTRICTED, ...options.container }],
  };
}

function pod(name: string, options: PodOptions): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: podSpec(options) });
}

/** How a pod's container has ended. */
async function ended(name: string, inNamespace: string): Promise<object> {
  const state = async () => (await node.plane.get(['pod', name, '-n', inNamespace])).status.containerStatuses?.[0].state;
  await node.waitFor(`${name} to end`, async () => (await state())?.terminated !== undefined || JSON.stringify(await state()), 60);
  return (await state()).terminated;
}

interface ServeOptions extends PodOptions {
  readonly port: number;
  readonly probe: string;
  readonly replicas?: number;
  readonly env?: Record<string, string>;
  /** Paths that can be written to. */
  readonly volumes?: string[];
}

/** A namespace with a Deployment and a Service of the same name; gives the Service's address when all pods are ready and it answers. */
async function serve(name: string, options: ServeOptions): Promise<string> {
  await namespace(name);
  const probe = { httpGet: { path: options.probe, port: options.port }, periodSeconds: 1 };
  const volumes = (options.volumes ?? []).map((mountPath, index) => ({ name: `v${index}`, mountPath }));
  await node.plane.applyStrict(JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: options.replicas ?? 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: podSpec({
          image: options.image,
          spec: { volumes: volumes.map((volume) => ({ name: volume.name, emptyDir: {} })), ...options.spec },
          container: {
            env: Object.entries(options.env ?? {}).map(([key, value]) => ({ name: key, value })),
            readinessProbe: probe,
            livenessProbe: { ...probe, httpGet: { ...probe.httpGet, path: options.probe === '/ready' ? '/health' : options.probe } },
            volumeMounts: volumes,
            ...options.container,
          },
        }),
      },
    },
  }), name);
  await node.plane.run(['expose', 'deployment', name, '-n', name, '--port=80', `--target-port=${options.port}`]);
  await node.plane.run(['rollout', 'status', `deployment/${name}`, '-n', name, '--timeout=60s'], { timeoutSeconds: 70 });
  const { spec } = await node.plane.get(['service', name, '-n', name]);
  await node.waitFor(`${name} to answer`, async () => {
    const { status, error } = await node.request(`http://${spec.clusterIP}${options.probe}`);
    return status === 200 || `${status} ${error}`;
  }, 60);
  return spec.clusterIP;
}
