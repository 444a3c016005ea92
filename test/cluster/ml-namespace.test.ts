import { App, Chart, Size, Yaml } from 'cdk8s';
import { ControlPlane } from './harness/control-plane';
import { Accelerator, Cluster, Cpu, KubernetesVersion, Limits, MlChart, MlNamespace, PodSecurityLevel, Quota, QuotaScope, TeamAccess } from '../../src';

const BUILD_MINUTES = 40;
const NAMESPACE = 'team-a';
let plane: ControlPlane;

beforeAll(async () => {
  plane = await ControlPlane.start({ crds: false });
  await plane.addNode({ name: 'node', capacity: { 'cpu': '64', 'memory': '256Gi', 'ephemeral-storage': '500Gi', 'nvidia.com/gpu': '8' } });
}, BUILD_MINUTES * 60_000);
afterAll(() => plane?.stop());

const yamlOf = (chart: Chart) => Yaml.stringify(...chart.toJson());

/** A namespace with nearly every property. */
function fullNamespace(): string {
  const chart = new MlChart(new App(), 'chart', { cluster: Cluster.of('prod', { version: KubernetesVersion.V1_36 }), namespace: 'elsewhere' });
  new MlNamespace(chart, NAMESPACE, {
    owner: 'nlp',
    costCenter: 'cc-17',
    purpose: 'Assistants, all of them',
    labels: { 'istio-injection': 'disabled' },
    annotations: { 'example.com/contact': 'on call' },
    commonLabels: { environment: 'test' },
    quota: Quota.of({
      requestsCpu: Cpu.units(40),
      requestsMemory: Size.gibibytes(160),
      limitsCpu: Cpu.units(80),
      limitsMemory: Size.gibibytes(320),
      requestsEphemeralStorage: Size.gibibytes(100),
      limitsEphemeralStorage: Size.gibibytes(200),
      gpus: 8,
      accelerators: [{ accelerator: Accelerator.AMD, count: 0 }],
      pods: 80,
      loadBalancers: 2,
      nodePorts: 0,
      persistentVolumeClaims: 10,
      requestsStorage: Size.tebibytes(2),
      storageClasses: [{ storageClass: 'fast', requestsStorage: Size.tebibytes(1), persistentVolumeClaims: 5 }],
      objectCounts: { 'secrets': 50, 'deployments.apps': 20, 'networkpolicies.networking.k8s.io': 30 },
    }),
    additionalQuotas: [
      Quota.of({ scope: QuotaScope.priorityClasses('batch-low'), pods: 2, gpus: 4, requestsCpu: Cpu.millis(2500), limitsMemory: Size.gibibytes(4) }),
      Quota.of({ scope: QuotaScope.otherThanPriorityClasses('batch-low'), gpus: 1, pods: 3 }),
    ],
    limits: Limits.of({
      min: { cpu: Cpu.millis(10), memory: Size.mebibytes(16), ephemeralStorage: Size.mebibytes(1) },
      defaultRequest: { cpu: Cpu.millis(250), memory: Size.mebibytes(256), ephemeralStorage: Size.mebibytes(50) },
      defaultLimit: { cpu: Cpu.millis(500), memory: Size.mebibytes(512), ephemeralStorage: Size.mebibytes(100) },
      max: { cpu: Cpu.units(16), memory: Size.gibibytes(64), ephemeralStorage: Size.gibibytes(64) },
      maxLimitRequestRatio: { cpu: 20, memory: 2.5, ephemeralStorage: 4 },
      pvcMin: Size.gibibytes(1),
      pvcMax: Size.gibibytes(500),
    }),
    teams: [TeamAccess.viewer('oidc:ds'), TeamAccess.viewer('oidc:ml'), TeamAccess.operator('oidc:oncall')],
  });
  return yamlOf(chart);
}

/** A pod that `restricted` lets in, unless `spec` says otherwise. */
function pod(name: string, gpus: number, spec: object = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{
        name: 'main',
        image: 'main:1',
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        resources: gpus > 0 ? { limits: { 'nvidia.com/gpu': gpus } } : {},
      }],
      ...spec,
    },
  });
}

const create = (manifest: string) => plane.kubectl(['create', '-f', '-'], { stdin: manifest });

describe('a namespace with nearly every property', () => {
  test('is taken without a warning, and taken again', async () => {
    const yaml = fullNamespace();
    expect(await plane.applyStrict(yaml)).toEqual({ warnings: [] });
    expect(await plane.applyStrict(yaml)).toEqual({ warnings: [] });
  });

  test('counts GPUs by priority class', async () => {
    await plane.applyStrict(JSON.stringify({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'batch-low' }, value: 10 }));
    await plane.waitFor('the quotas to be counted', async () => {
      const { items } = await plane.get(['resourcequota', '-n', NAMESPACE]);
      return items.every(({ status }: any) => Object.keys(status.used ?? {}).length > 0);
    }, 60);
    const batch = { priorityClassName: 'batch-low' };
    // what the API server judges by it has read a moment after it was written
    const judged = async (...args: Parameters<typeof pod>) => (await plane.kubectl(['create', '--dry-run=server', '-f', '-'], { stdin: pod(...args) })).stderr;
    await plane.waitFor('the API server to know the class and both quotas', async () => {
      const [plain, most, more] = [await judged('two-gpus', 2), await judged('batch', 4, batch), await judged('batch', 5, batch)];
      return (plain.includes('exceeded quota') && most === '' && more.includes('exceeded quota')) || [plain, most, more].join('\n');
    }, 60);
    expect((await create(pod('two-gpus', 2))).stderr).toMatch(/exceeded quota: quota-other-than-batch-low, requested: requests.nvidia.com\/gpu=2/);
    expect(await create(pod('batch', 4, batch))).toMatchObject({ code: 0, stderr: '' });
    expect((await create(pod('batch-more', 1, batch))).stderr).toMatch(/exceeded quota: quota-batch-low/);
  });

  test('gives a container that states nothing the defaults of the limit range', async () => {
    const { spec } = await plane.get(['pod', 'batch', '-n', NAMESPACE]);
    expect(spec.containers[0].resources).toMatchObject({ limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '250m', memory: '256Mi' } });
  });

  test('refuses a pod that is not restricted, by the pinned version', async () => {
    expect((await create(pod('root', 0, { securityContext: {} }))).stderr).toMatch(/violates PodSecurity "restricted:v1.36"/);
  });
});

describe('team access', () => {
  const can = async (group: string, verb: string, what: string[]) =>
    (await plane.kubectl(['auth', 'can-i', verb, ...what, '-n', NAMESPACE, '--as', 'ann', '--as-group', group])).stdout.trim();

  const everyone: [string, string[]][] = [
    ['get', ['pods']],
    ['get', ['pods', '--subresource=log']],
    ['list', ['events']],
    ['watch', ['deployments.apps']],
    ['get', ['configmaps']],
    ['get', ['resourcequotas']],
    ['list', ['horizontalpodautoscalers.autoscaling']],
    ['get', ['namespaces/team-a']],
  ];
  const operators: [string, string[]][] = [
    ['delete', ['pods']],
    ['patch', ['deployments.apps']],
    ['patch', ['deployments.apps', '--subresource=scale']],
    ['update', ['deployments.apps', '--subresource=scale']],
    ['patch', ['horizontalpodautoscalers.autoscaling']],
    ['patch', ['cronjobs.batch']],
    ['delete', ['jobs.batch']],
  ];
  const nobody: [string, string[]][] = [
    ['get', ['secrets']],
    ['list', ['secrets']],
    ['create', ['pods']],
    ['create', ['pods', '--subresource=exec']],
    ['get', ['pods', '--subresource=exec']],
    ['create', ['pods', '--subresource=attach']],
    ['create', ['pods', '--subresource=portforward']],
    ['patch', ['pods']],
    ['patch', ['pods', '--subresource=ephemeralcontainers']],
    ['deletecollection', ['pods']],
    ['create', ['deployments.apps']],
    ['delete', ['deployments.apps']],
    ['create', ['serviceaccounts', '--subresource=token']],
    ['impersonate', ['serviceaccounts']],
    ['escalate', ['roles.rbac.authorization.k8s.io']],
    ['bind', ['roles.rbac.authorization.k8s.io']],
    ['create', ['rolebindings.rbac.authorization.k8s.io']],
    ['delete', ['networkpolicies.networking.k8s.io']],
    ['patch', ['resourcequotas']],
    ['delete', ['namespaces/team-a']],
    ['*', ['*']],
  ];

  test.each(everyone)('viewers and operators may %s %j', async (verb, what) => {
    expect([await can('oidc:ds', verb, what), await can('oidc:ml', verb, what), await can('oidc:oncall', verb, what)]).toEqual(['yes', 'yes', 'yes']);
  });

  test.each(operators)('operators may %s %j, viewers may not', async (verb, what) => {
    expect([await can('oidc:oncall', verb, what), await can('oidc:ds', verb, what)]).toEqual(['yes', 'no']);
  });

  test.each(nobody)('neither may %s %j', async (verb, what) => {
    expect([await can('oidc:oncall', verb, what), await can('oidc:ds', verb, what)]).toEqual(['no', 'no']);
  });

  test('a group that was not named may nothing', async () => {
    expect(await can('oidc:other', 'get', ['pods'])).toBe('no');
  });

  test('an operator really restarts, undoes, scales and deletes', async () => {
    const template = { metadata: { labels: { app: 'web' } }, spec: JSON.parse(pod('web', 0)).spec };
    await plane.applyStrict(JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: NAMESPACE },
      spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template },
    }));
    for (const command of [
      // without a first revision there is none to go back to
      'rollout status deployment/web --timeout=60s',
      'rollout restart deployment/web',
      'rollout status deployment/web --timeout=60s',
      'rollout undo deployment/web',
      'rollout history deployment/web',
      'scale deployment/web --replicas=2',
      'describe deployment/web',
      'delete pod -l app=web --wait=false',
    ]) {
      const { code, stderr } = await plane.kubectl([...command.split(' '), '-n', NAMESPACE, '--as', 'ann', '--as-group', 'oidc:oncall'], { timeoutSeconds: 70 });
      expect([command, code, code === 0 ? '' : stderr]).toEqual([command, 0, '']);
    }
  });
});

test('a scoped quota of storage, which Quota refuses, is refused by the server too', async () => {
  const quota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'scoped', namespace: NAMESPACE },
    spec: { hard: { 'requests.ephemeral-storage': '1Gi' }, scopeSelector: { matchExpressions: [{ operator: 'In', scopeName: 'PriorityClass', values: ['batch-low'] }] } },
  };
  await expect(plane.applyStrict(JSON.stringify(quota))).rejects.toThrow(/unsupported scope applied to resource/);
});

test('a privileged namespace without a network boundary is taken', async () => {
  const chart = new MlChart(new App(), 'chart', {});
  new MlNamespace(chart, 'rdma', { owner: 'hpc', costCenter: 'cc-3', podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false });
  expect(await plane.applyStrict(yamlOf(chart))).toEqual({ warnings: [] });
});
