import { Size } from 'cdk8s';
import { ApiClient } from './api-client';
import { START_TIMEOUT } from './example-cluster';
import { ControlPlane } from './harness/control-plane';
import { Cluster, Cpu, NodePool } from '../../src';
import { Severity } from '../../src/manifest/finding';
import { judge } from '../../src/rules/judge';

/** What quotas count that no random case of the agreement suite has: the pod that a DaemonSet adds, and claims by what they do not say. */
const POOL = { pool: 'quotas' };
const CLUSTER = Cluster.of('quotas', {
  pools: [NodePool.cpu('quotas', { cpu: Cpu.units(4), memory: Size.gibibytes(16), minNodes: 2, maxNodes: 2, labels: POOL })],
  storageClasses: [{ name: 'fast', isDefault: true }, { name: 'slow' }],
});

let control: ControlPlane;
let client: ApiClient;
beforeAll(async () => {
  control = await ControlPlane.start({ crds: false });
  client = new ApiClient(control.kubeconfig);
  for (const name of ['first', 'second']) await control.addNode({ name, labels: POOL, capacity: { 'cpu': '4', 'memory': '16Gi', 'ephemeral-storage': '100Gi' } });
  await control.run(['create', '-f', '-'], { stdin: JSON.stringify(storageClass) });
}, START_TIMEOUT);
afterAll(async () => {
  client?.close();
  await control?.stop();
});

const storageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'fast', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'example.com/nobody',
};

const quota = (namespace: string, hard: object, more: object = {}): any => ({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota', namespace }, spec: { hard, ...more } });

/** A DaemonSet that adds its new pod before the old one goes. */
const daemonSet = (namespace: string, release: string): any => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'logs', namespace },
  spec: {
    selector: { matchLabels: { app: 'logs' } },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: { metadata: { labels: { app: 'logs' } }, spec: podSpec('100m', release) },
  },
});
const podSpec = (cpu: string, release = '1') => ({
  nodeSelector: POOL,
  terminationGracePeriodSeconds: 1,
  containers: [{ name: 'main', image: `registry.example.com/logs:${release}`, resources: { requests: { cpu, memory: '16Mi' }, limits: { cpu, memory: '16Mi' } } }],
});

const claim = (namespace: string, name: string, storage: string, more: object = {}): any => ({
  apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...more },
});

/** What the library says is more than a quota grants. */
const refusals = (...manifests: any[]): string[] => judge(manifests.map((manifest) => ({ manifest, path: 'test', cluster: CLUSTER })), [])
  .filter(({ rule, severity }) => rule === 'ML-CAP-002' && severity === Severity.ERROR).map(({ message }) => message);

/** Makes a namespace with a quota, and waits until admission counts by it: `tooMuch` alone is more than it grants. */
async function bounded(bound: any, tooMuch: any): Promise<void> {
  const { namespace } = bound.metadata;
  await control.run(['create', 'namespace', namespace]);
  await control.run(['create', '-f', '-'], { stdin: JSON.stringify(bound) });
  await control.waitFor(`the quota of ${namespace} to be enforced`, async () => {
    const { code, body } = await client.dryRun(tooMuch, namespace);
    return code === 403 && /exceeded quota: quota/.test(body.message) || `${code} ${body.message}`;
  }, 60);
}

const made = async (manifest: any): Promise<string> => {
  const { code, body } = await client.create(manifest);
  return code === 201 ? 'made' : body.message;
};

describe('a DaemonSet that adds a pod before the old one goes', () => {
  const outcome = async (namespace: string, bound: any): Promise<void> => {
    await bounded(bound, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'much', namespace }, spec: podSpec('2') });
    await control.applyStrict(JSON.stringify(daemonSet(namespace, '1')));
    await control.run(['rollout', 'status', 'daemonset/logs', '-n', namespace, '--timeout=60s'], { timeoutSeconds: 70 });
    await control.applyStrict(JSON.stringify(daemonSet(namespace, '2')));
  };

  test('rolls out in a quota with room for one more', async () => {
    const bound = quota('surge-fits', { 'requests.cpu': '300m' });
    expect(refusals(daemonSet('surge-fits', '1'), bound)).toEqual([]);
    await outcome('surge-fits', bound);
    await control.run(['rollout', 'status', 'daemonset/logs', '-n', 'surge-fits', '--timeout=60s'], { timeoutSeconds: 70 });
  });

  test('hangs in one that has none, which the library says', async () => {
    const bound = quota('surge-hangs', { 'requests.cpu': '200m' });
    expect(refusals(daemonSet('surge-hangs', '1'), bound)).toEqual([expect.stringContaining("rollout of 'logs' at its minimum needs 300m of requests.cpu")]);
    await outcome('surge-hangs', bound);
    await control.waitFor('the controller to be refused its new pod', async () => {
      const { items } = await control.get(['events', '-n', 'surge-hangs', '--field-selector', 'reason=FailedCreate']);
      return items.some(({ message }: any) => /exceeded quota: quota, requested: requests\.cpu=100m, used: requests\.cpu=200m/.test(message));
    }, 60);
    const { status } = await control.get(['daemonset', 'logs', '-n', 'surge-hangs']);
    expect(status.updatedNumberScheduled ?? 0).toBe(0);
  });
});

describe.each([
  { namespace: 'default-class', key: 'fast.storageclass.storage.k8s.io/requests.storage', counted: {}, passed: { storageClassName: '' } },
  {
    namespace: 'attributes',
    key: 'requests.storage',
    counted: { volumeAttributesClassName: 'gold' },
    passed: { volumeAttributesClassName: 'silver' },
    scope: { scopeSelector: { matchExpressions: [{ scopeName: 'VolumeAttributesClass', operator: 'In', values: ['gold'] }] } },
  },
])('claims by $key in $namespace', ({ namespace, key, counted, passed, scope = {} }) => {
  const bound = quota(namespace, { [key]: '10Gi' }, scope);
  const claims = (more: object) => ['a', 'b'].map((name) => claim(namespace, name, '6Gi', more));

  test('are refused where they are counted together, by both', async () => {
    await bounded(bound, claim(namespace, 'much', '11Gi', counted));
    const [first, second] = claims(counted);
    expect(refusals(first, bound)).toEqual([]);
    expect(refusals(first, second, bound)).toEqual([expect.stringContaining(`needs 12Gi of ${key}`)]);
    expect(await made(first)).toBe('made');
    await control.waitFor('the first to be counted', async () => (await control.get(['resourcequota', 'quota', '-n', namespace])).status.used[key] === '6Gi', 60);
    expect(await made(second)).toContain(`exceeded quota: quota, requested: ${key}=6Gi, used: ${key}=6Gi, limited: ${key}=10Gi`);
  });

  test('of others are not counted, by neither', async () => {
    const others = claims(passed).map((each) => ({ ...each, metadata: { ...each.metadata, name: `other-${each.metadata.name}` } }));
    expect(refusals(...others, bound)).toEqual([]);
    for (const each of others) expect(await made(each)).toBe('made');
  });
});
