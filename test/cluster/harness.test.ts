import { spawn, spawnSync } from 'child_process';
import { once } from 'events';
import { existsSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ControlPlane } from './harness/control-plane';
import { Processes } from './harness/processes';
import { waitUntil } from './harness/wait';

// these tests are about clusters of our own, whatever the user's shell has
delete process.env.KUBECONFIG;

const NAMESPACE = 'harness';
const IMAGE = 'registry.example.com/web:1.0.0';

/** A web server; `changes` are made to its pod's spec. */
const deployment = (name: string, changes: object = {}, replicas = 1) => JSON.stringify({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: IMAGE, ports: [{ name: 'http', containerPort: 8080 }] }], ...changes },
    },
  },
});

/** The containers of a pod that takes this many GPUs. */
const gpus = (count: number) => ({
  containers: [{ name: 'main', image: IMAGE, resources: { limits: { 'nvidia.com/gpu': String(count) } } }],
  tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
});

describe('the test cluster', () => {
  let cluster: ControlPlane;

  // on a new machine everything is built first
  beforeAll(async () => {
    cluster = await ControlPlane.start();
    await cluster.run(['create', 'namespace', NAMESPACE]);
    await cluster.addNode({ name: 'cpu-1', capacity: { cpu: '8', memory: '32Gi' } });
    await cluster.addNode({
      name: 'gpu-1',
      labels: { pool: 'gpu' },
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
      capacity: { 'cpu': '32', 'memory': '128Gi', 'nvidia.com/gpu': '8' },
    });
  }, 40 * 60_000);

  afterAll(async () => cluster?.stop());

  const available = (name: string, replicas: number) => cluster.waitFor(`deployment ${name}`, async () => {
    const { metadata, spec, status } = await cluster.get(['deployment', name, '-n', NAMESPACE]);
    return (status.observedGeneration === metadata.generation && spec.replicas === replicas
      && status.updatedReplicas === replicas && status.replicas === replicas && status.availableReplicas === replicas) || JSON.stringify(status);
  }, 60);

  /** What bounds a namespace is judged by once the API server has read it, a moment after it was written. */
  const refusedFor = async (reason: string, manifest: string, namespace: string) => {
    const { stdout, stderr } = await cluster.kubectl(['create', '--dry-run=server', '-n', namespace, '-f', '-'], { stdin: manifest });
    return stderr.includes(reason) || stdout + stderr;
  };

  test('is Kubernetes 1.36.3 to its clients', async () => {
    const { serverVersion } = JSON.parse(await cluster.run(['version', '-o', 'json']));
    expect(serverVersion).toMatchObject({ gitVersion: 'v1.36.3', major: '1', minor: '36' });
  });

  test('refuses a field that does not exist', async () => {
    const typo = deployment('typo', { terminationGraceSeconds: 5 });
    await expect(cluster.applyStrict(typo, NAMESPACE)).rejects.toThrow('unknown field "spec.template.spec.terminationGraceSeconds"');
  });

  test('hands on the warnings of the API server', async () => {
    const duplicate = deployment('duplicate', {
      containers: [{ name: 'main', image: IMAGE, env: [{ name: 'A', value: '1' }, { name: 'A', value: '2' }] }],
    });
    const { warnings } = await cluster.applyStrict(duplicate, NAMESPACE);
    expect(warnings).toEqual([expect.stringContaining('hides previous definition of "A"')]);
    expect(await cluster.applyStrict(deployment('plain'), NAMESPACE)).toEqual({ warnings: [] });
  });

  test('runs a Deployment, gives its Service ready endpoints, and rolls it back', async () => {
    await cluster.applyStrict(deployment('web', {}, 2), NAMESPACE);
    await cluster.applyStrict(JSON.stringify({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    }), NAMESPACE);
    await available('web', 2);

    const ready = async () => {
      const slices = await cluster.get(['endpointslices', '-n', NAMESPACE, '-l', 'kubernetes.io/service-name=web']);
      return slices.items.flatMap((slice: any) => slice.endpoints ?? []).filter((endpoint: any) => endpoint.conditions.ready).length;
    };
    await cluster.waitFor('two ready endpoints', async () => await ready() === 2 || `${await ready()} are ready`, 60);

    const image = () => cluster.run(['get', 'deployment', 'web', '-n', NAMESPACE, '-o', 'jsonpath={.spec.template.spec.containers[0].image}']);
    await cluster.run(['set', 'image', 'deployment/web', 'main=registry.example.com/web:2.0.0', '-n', NAMESPACE]);
    await available('web', 2);
    expect(await image()).toBe('registry.example.com/web:2.0.0');
    await cluster.run(['rollout', 'undo', 'deployment/web', '-n', NAMESPACE]);
    await available('web', 2);
    expect(await image()).toBe(IMAGE);
  });

  test('leaves a ninth GPU pending, and says why', async () => {
    await cluster.applyStrict(deployment('eight', gpus(8)), NAMESPACE);
    await available('eight', 1);
    await cluster.applyStrict(deployment('ninth', gpus(1)), NAMESPACE);

    const pod = async () => (await cluster.get(['pods', '-n', NAMESPACE, '-l', 'app=ninth'])).items[0];
    const unschedulable = async () => (await pod())?.status.conditions?.find((condition: any) => condition.type === 'PodScheduled');
    await cluster.waitFor('the verdict of the scheduler', async () => (await unschedulable())?.reason === 'Unschedulable', 60);
    expect((await unschedulable()).message).toContain('2 Insufficient nvidia.com/gpu');
    expect((await pod()).status.phase).toBe('Pending');
  });

  test('completes a Job, and fails one that is told to', async () => {
    const job = (name: string, labels: object) => JSON.stringify({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name },
      spec: { backoffLimit: 0, template: { metadata: { labels }, spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: IMAGE }] } } },
    });
    await cluster.applyStrict(job('works', {}), NAMESPACE);
    await cluster.applyStrict(job('fails', { 'pod-container-running-failed.stage.kwok.x-k8s.io': 'true' }), NAMESPACE);
    await cluster.run(['wait', '--for=condition=Complete', 'job/works', '-n', NAMESPACE, '--timeout=60s'], { timeoutSeconds: 70 });
    await cluster.run(['wait', '--for=condition=Failed', 'job/fails', '-n', NAMESPACE, '--timeout=60s'], { timeoutSeconds: 70 });
  });

  test('keeps the restricted Pod Security standard', async () => {
    await cluster.run(['create', 'namespace', 'strict']);
    await cluster.run(['label', 'namespace', 'strict', 'pod-security.kubernetes.io/enforce=restricted']);
    const pod = (spec: object, container: object) => JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'pod' },
      spec: { ...spec, containers: [{ name: 'main', image: IMAGE, securityContext: container }] },
    });
    const safe = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
    const seccompProfile = { type: 'RuntimeDefault' };

    const unsafe = pod({ securityContext: { runAsUser: 0, seccompProfile } }, safe);
    await cluster.waitFor('the label to count', () => refusedFor('violates PodSecurity', unsafe, 'strict'), 60);
    await expect(cluster.applyStrict(unsafe, 'strict'))
      .rejects.toThrow(/violates PodSecurity "restricted:latest": runAsNonRoot != true .*runAsUser=0/);
    await cluster.applyStrict(pod({ securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile } }, safe), 'strict');
  });

  test('enforces a quota and the defaults of a limit range', async () => {
    await cluster.run(['create', 'namespace', 'quota']);
    await cluster.run(['create', 'quota', 'small', '--hard=requests.cpu=1', '-n', 'quota']);
    const pod = (name: string, cpu?: string) => JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [{ name: 'main', image: IMAGE, resources: cpu === undefined ? {} : { requests: { cpu } } }] },
    });
    await cluster.waitFor('the quota to count', () => refusedFor('must specify', pod('silent'), 'quota'), 60);

    await expect(cluster.applyStrict(pod('silent'), 'quota')).rejects.toThrow('must specify requests.cpu for: main');
    await expect(cluster.applyStrict(pod('big', '1100m'), 'quota')).rejects.toThrow('exceeded quota: small, requested: requests.cpu=1100m, used: requests.cpu=0, limited: requests.cpu=1');
    await cluster.applyStrict(JSON.stringify({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'defaults' },
      spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '250m' } }] },
    }), 'quota');
    await cluster.waitFor('the limit range to count', async () => {
      await cluster.applyStrict(pod('silent'), 'quota');
      return true;
    }, 60);
    expect((await cluster.get(['pod', 'silent', '-n', 'quota'])).spec.containers[0].resources.requests).toEqual({ cpu: '250m' });
  });

  test('authorizes by RBAC', async () => {
    await cluster.run(['create', 'serviceaccount', 'reader', '-n', NAMESPACE]);
    await cluster.run(['create', 'role', 'reader', '--verb=get', '--resource=configmaps', '-n', NAMESPACE]);
    await cluster.run(['create', 'rolebinding', 'reader', '--role=reader', `--serviceaccount=${NAMESPACE}:reader`, '-n', NAMESPACE]);
    const as = `system:serviceaccount:${NAMESPACE}:reader`;
    const can = async (...what: string[]) => (await cluster.kubectl(['auth', 'can-i', ...what, '-n', NAMESPACE], { as })).stdout.trim();

    await cluster.waitFor('the role to count', async () => await can('get', 'configmaps') === 'yes', 60);
    expect(await can('get', 'secrets')).toBe('no');
    const refused = await cluster.kubectl(['get', 'secrets', '-n', NAMESPACE], { as });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`User "${as}" cannot list resource "secrets"`);
  });

  test.each([
    ['monitoring.coreos.com/v1', 'PodMonitor', { selector: {}, podMetricsEndpoints: [{ port: 'metrics' }] }],
    ['keda.sh/v1alpha1', 'ScaledObject', { scaleTargetRef: { name: 'web' }, triggers: [{ type: 'cpu', metadata: { value: '50' } }] }],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] }],
    ['autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } }],
  ])('serves %s %s by its schema', async (apiVersion, kind, spec) => {
    const object = { apiVersion, kind, metadata: { name: 'custom' }, spec };
    await cluster.applyStrict(JSON.stringify(object), NAMESPACE);
    await expect(cluster.applyStrict(JSON.stringify({ ...object, spec: { ...spec, nonsense: true } }), NAMESPACE))
      .rejects.toThrow('unknown field "spec.nonsense"');
  });

  test('says what it waited for, and what it saw last', async () => {
    await expect(cluster.waitFor('the impossible', async () => 'seven of nine', 0)).rejects.toThrow('waited 0 s in vain for the impossible; last: seven of nine');
    const failing = async () => { throw new Error('connection refused'); };
    await expect(cluster.waitFor('an answer', failing, 0)).rejects.toThrow('last: connection refused');
  });

  test('ends a kubectl that hangs', async () => {
    const late = await cluster.kubectl(['get', 'pods', '-n', NAMESPACE, '--watch'], { timeoutSeconds: 1 });
    expect(late.code).toBe(124);
    expect(late.stderr).toContain('kubectl was killed after 1 s');
  });
});

describe('a second test cluster', () => {
  let second: ControlPlane;

  beforeAll(async () => {
    second = await ControlPlane.start({
      crds: false,
      kwok: 'annotated',
      admissionPlugins: ['AlwaysPullImages'],
      controllerManagerFlags: ['--concurrent-deployment-syncs', '1'],
    });
  });

  afterAll(async () => second?.stop());

  test('has no CRDs if told so', async () => {
    expect((await second.get(['customresourcedefinitions'])).items).toEqual([]);
  });

  test('plays annotated nodes only', async () => {
    await second.run(['create', '-f', '-'], { stdin: JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'real' } }) });
    await second.addNode({ name: 'fake', capacity: { cpu: '1', memory: '1Gi' } });
    const version = async (name: string) => (await second.get(['node', name])).status.nodeInfo.kubeletVersion;
    expect(await version('fake')).toBe('kwok-0.8.0');
    expect(await version('real')).toBe('');
  });

  test('has the admission plug-ins that it was given beside the default ones', async () => {
    await second.applyStrict(deployment('web'));
    await second.waitFor('the pod', async () => (await second.get(['pods'])).items.length === 1, 60);
    const [pod] = (await second.get(['pods'])).items;
    expect(pod.spec.containers[0].imagePullPolicy).toBe('Always');
    expect(pod.spec.serviceAccountName).toBe('default');
  });

  test('is used by who finds it in KUBECONFIG, and outlives them', async () => {
    process.env.KUBECONFIG = second.kubeconfig;
    try {
      const guest = await ControlPlane.start();
      expect(guest.server).toBe(second.server);
      expect(guest.kubeconfig).not.toBe(second.kubeconfig);
      expect(await guest.run(['get', 'namespaces', '-o', 'name'])).toContain('namespace/default');
      await guest.stop();
    } finally {
      delete process.env.KUBECONFIG;
    }
    expect(await second.run(['get', '--raw', '/readyz'])).toBe('ok');
  });

  test('leaves nothing when it is stopped', async () => {
    await second.stop();
    expect(existsSync(second.dir)).toBe(false);
    await expect(fetch(`${second.server}/readyz`)).rejects.toThrow('fetch failed');
  });
});

describe('a test cluster that cannot start', () => {
  test('says which component ended, and its last words', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'cdk8s-ml-broken-'));
    try {
      await expect(ControlPlane.start({ dir, crds: false, schedulerFlags: ['--no-such-flag'] }))
        .rejects.toThrow(/the test cluster does not start.*kube-scheduler has ended \(exit code 1\).*unknown flag: --no-such-flag/s);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

describe('the processes of a test cluster', () => {
  let dir: string;
  beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'cdk8s-ml-processes-')); });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const alive = (pid: number) => spawnSync('kill', ['-0', String(pid)]).status === 0;

  test('end with whoever started them, even by SIGKILL', async () => {
    const program = `
      const { Processes } = require(${JSON.stringify(join(__dirname, 'harness', 'processes'))});
      const { existsSync, readFileSync } = require('fs');
      const processes = new Processes(${JSON.stringify(dir)});
      for (const name of ['one', 'two']) processes.start(name, ['sh', '-c', 'echo $$; sleep 600']);
      const wait = () => {
        const pids = ['one', 'two'].map((name) => readFileSync(processes.logFile(name), 'utf8').trim());
        if (pids.every(Boolean)) console.log(pids.join(' '));
        else setTimeout(wait, 20);
      };
      wait();
      setInterval(() => {}, 1000);
    `;
    const parent = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'], cwd: __dirname });
    const [output] = await once(parent.stdout, 'data');
    const pids = String(output).trim().split(' ').map(Number);
    expect(pids.map(alive)).toEqual([true, true]);
    parent.kill('SIGKILL');
    await waitUntil('both to be gone', async () => !pids.some(alive), 60);
  });

  test('tell with their last words why they ended', async () => {
    const processes = new Processes(dir);
    try {
      processes.start('broken', ['sh', '-c', 'echo no such flag >&2; exit 3']);
      await expect(waitUntil('it to be ready', async () => false, 10, () => processes.failure()))
        .rejects.toThrow('waiting for it to be ready: broken has ended (exit code 3):\nno such flag');
    } finally {
      await processes.stopAll();
    }
  });
});
