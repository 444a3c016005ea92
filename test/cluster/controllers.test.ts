import { synthesizeExample } from './example';
import { EXAMPLES } from './example-cluster';
import { JobLab, LAB_START, podTemplate } from './job-lab';
import { namespacesOf } from './manifests';
import { QUEUE_LABEL } from '../../src/reading/queues';

let lab: JobLab;
beforeAll(async () => { lab = await JobLab.start(['jobset', 'kueue', 'keda']); }, LAB_START);
afterAll(async () => lab?.stop());

const examples = new Map(EXAMPLES.map((name) => [name, synthesizeExample(name)]));
const every = () => [...examples.values()].flatMap(({ manifests }) => manifests);

// without these a webhook that nobody asks would look like one that takes everything
describe('the webhooks are asked', () => {
  beforeAll(async () => { await lab.namespace('webhooks'); });

  test('JobSet refuses a name of which no pod could have one', async () => {
    const replicatedJobs = [{ name: 'workers', template: { spec: { template: podTemplate() } } }];
    const set = { apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', metadata: { name: 'x'.repeat(60) }, spec: { replicatedJobs } };
    expect(await lab.refusal(set, 'webhooks')).toContain('JobSet name is too long, job names generated for this JobSet will exceed 63 characters');
  });

  test('Kueue refuses a queue that lends more than it has', async () => {
    const queue = (lendingLimit: string) => ({
      apiVersion: 'kueue.x-k8s.io/v1beta2',
      kind: 'ClusterQueue',
      metadata: { name: 'queue' },
      spec: { cohortName: 'ml', namespaceSelector: {}, resourceGroups: [{ coveredResources: ['cpu'], flavors: [{ name: 'any', resources: [{ name: 'cpu', nominalQuota: '1', lendingLimit }] }] }] },
    });
    expect(await lab.refusal(queue('2'), 'webhooks')).toContain('admission webhook "vclusterqueue.kb.io" denied the request');
    expect(await lab.refusal(queue('1'), 'webhooks')).toBeUndefined();
  });

  test('KEDA refuses to scale by cpu where no container requests any', async () => {
    const labels = { app: 'web' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.example.com/web:1.0.0' }] } };
    await lab.apply([{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { selector: { matchLabels: labels }, template } }], 'webhooks');
    const triggers = [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '50' } }];
    const scaled = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'web' }, spec: { scaleTargetRef: { name: 'web' }, minReplicaCount: 1, triggers } };
    const { code, stderr } = await lab.control.kubectl(['create', '-n', 'webhooks', '-f', '-'], { stdin: JSON.stringify(scaled) });
    expect([code, stderr]).toEqual([1, expect.stringContaining('admission webhook "vscaledobject.kb.io" denied the request')]);
  });
});

describe('examples', () => {
  beforeAll(async () => {
    const made = new Set([...examples.values()].flatMap(({ manifests }) => namespacesOf(manifests).made));
    const all = new Set([...examples.values()].flatMap(({ manifests }) => namespacesOf(manifests).all));
    for (const namespace of [...all].filter((name) => !made.has(name))) await lab.namespace(namespace);
  });

  test('there are some with each of what the controllers bring', () => {
    expect(every().map(({ kind }) => kind)).toEqual(expect.arrayContaining(['JobSet', 'ClusterQueue', 'LocalQueue', 'ResourceFlavor', 'ScaledObject', 'ScaledJob', 'TriggerAuthentication']));
  });

  test.each(EXAMPLES)('%s passes all webhooks without a warning', async (name) => {
    expect(await lab.control.applyStrict(examples.get(name)!.yaml)).toEqual({ warnings: [] });
  });

  test('their queues are active', async () => {
    for (const { kind, metadata: { name, namespace } } of every().filter((manifest) => /^(Cluster|Local)Queue$/.test(manifest.kind))) {
      await lab.control.waitFor(`${kind} ${name} to be active`, async () => {
        const { status } = await lab.control.get([kind.toLowerCase(), name, ...namespace === undefined ? [] : ['-n', namespace]]);
        return status?.conditions?.some((condition: any) => condition.type === 'Active' && condition.status === 'True') || JSON.stringify(status);
      }, 60);
    }
  });

  test('what stands in a queue is judged by Kueue', async () => {
    const queued = every().filter(({ kind, metadata }) => /^(Job|JobSet)$/.test(kind) && metadata.labels?.[QUEUE_LABEL] !== undefined);
    expect(queued).not.toEqual([]);
    for (const { kind, metadata: { name, namespace } } of queued) {
      await lab.control.waitFor(`Kueue to look at ${kind} ${name}`, async () => {
        const { items } = await lab.control.get(['workloads.kueue.x-k8s.io', '-n', namespace]);
        const workload = items.find(({ metadata }: any) => metadata.ownerReferences?.some((owner: any) => owner.kind === kind && owner.name === name));
        // admitted by its quota, for Kueue knows no nodes, or told why it waits
        return workload?.status?.conditions?.some(({ type }: any) => type === 'QuotaReserved') || JSON.stringify(items);
      }, 60);
    }
  });
});
