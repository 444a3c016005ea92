import { Attempt, allowed, attemptText, everyAttempt, member, RESOURCES, VERBS } from './access';
import { ApiClient } from './api-client';
import { synthesizeExample } from './example';
import { EXAMPLES, ExampleCluster, START_TIMEOUT } from './example-cluster';
import { ofKind } from './manifests';

let cluster: ExampleCluster;
let client: ApiClient;
beforeAll(async () => {
  cluster = await ExampleCluster.start();
  client = new ApiClient(cluster.control.kubeconfig);
  for (const name of EXAMPLES) await cluster.bringUp(name);
}, START_TIMEOUT);
afterAll(async () => {
  client?.close();
  await cluster?.stop();
});

const MANIFESTS = EXAMPLES.flatMap((name) => synthesizeExample(name).manifests);
const QUOTAS = ofKind(MANIFESTS, 'ResourceQuota').map(({ metadata: { name, namespace }, spec }) => ({ name, namespace, hard: spec.hard as Record<string, string> }));
const LIMITS = ofKind(MANIFESTS, 'LimitRange').map(({ metadata: { name, namespace }, spec }) => ({ name, namespace, container: spec.limits.find(({ type }: any) => type === 'Container') }));

/** A restricted pod of containers with these resources. */
const pod = (namespace: string, resources: object[]): any => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'guest', namespace },
  spec: {
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    containers: resources.map((each, i) => ({
      name: `main-${i}`, image: 'registry.example.com/guest:1', resources: each, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    })),
  },
});
const small = { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '10m', memory: '16Mi' } };

test('the examples have quotas, limits and teams', () => {
  expect(QUOTAS.map(({ namespace }) => namespace).sort()).toEqual(expect.arrayContaining(['ml-features', 'ml-ranking', 'ml-vision']));
  expect(LIMITS.map(({ namespace }) => namespace).sort()).toEqual(expect.arrayContaining(['ml-features', 'ml-ranking']));
  expect(ofKind(MANIFESTS, 'RoleBinding').flatMap(({ subjects }) => subjects).filter(({ kind }: any) => kind === 'Group')).not.toEqual([]);
});

describe.each(QUOTAS)('quota $namespace/$name', ({ name, namespace, hard }) => {
  // fails if a resource is written in a way that no quota counts (`nvidia.com/gpu` without `requests.`): then `used` stays away
  test('counts each of its resources', async () => {
    let pods: any[] = [];
    // the controller counts a moment after a pod has ended; what waits for a node is counted, what has ended is not
    await cluster.control.waitFor(`quota ${name} of ${namespace} to count its pods`, async () => {
      const { items } = await cluster.control.get(['pods', '-n', namespace]);
      pods = items.filter((each: any) => !['Succeeded', 'Failed'].includes(each.status.phase));
      const { used } = (await cluster.control.get(['resourcequota', name, '-n', namespace])).status;
      return used.pods === `${pods.length}` || `${used.pods} counted of ${pods.length}`;
    }, 60);
    const { status } = await cluster.control.get(['resourcequota', name, '-n', namespace]);
    expect(Object.keys(status.used).sort()).toEqual(Object.keys(hard).sort());
    // work that ends is over at once here
    if (ofKind(MANIFESTS, 'Deployment').some(({ metadata }) => metadata.namespace === namespace)) {
      expect(pods.length).toBeGreaterThan(0);
    }
  });

  const amounts = Object.entries(hard).filter(([resource]) => /^(requests|limits)\./.test(resource));

  // fails if the quota is enforced on anything less than what it says; a pod that asks for as much as all of it is over what is left
  test.each(amounts)('refuses what is over its %s', async (resource, amount) => {
    const [where, ...rest] = resource.split('.');
    const counted = rest.join('.');
    const [, number, unit] = /^(\d+)(.*)$/.exec(amount)!;
    // ten containers stay each below the limit range; together they ask for a bit more than all
    const share = counted.includes('/') ? '1' : `${Math.ceil(Number(number) / 9)}${unit}`;
    const containers = Array.from({ length: counted.includes('/') ? Number(number) + 1 : 10 }, () => ({
      requests: { ...small.requests, ...(where === 'requests' || counted.includes('/') ? { [counted]: share } : {}) },
      limits: { ...small.limits, [counted]: share },
    }));
    const { code, body } = await client.dryRun(pod(namespace, containers), namespace);
    expect(code).toBe(403);
    expect(body.message).toMatch(new RegExp(`exceeded quota: ${name}, requested: .*${resource}=`));
    expect((await client.dryRun(pod(namespace, [small]), namespace)).code).toBe(201);
  });

  test('refuses pods over their number', async () => {
    const filler = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'filler', namespace },
      spec: { replicas: Number(hard.pods), selector: { matchLabels: { app: 'filler' } }, template: { metadata: { labels: { app: 'filler' } }, spec: pod(namespace, [small]).spec } },
    };
    await cluster.control.applyStrict(JSON.stringify(filler));
    try {
      await cluster.control.waitFor('the quota to be full', async () => {
        const { status } = await cluster.control.get(['resourcequota', name, '-n', namespace]);
        return status.used.pods === hard.pods || `${status.used.pods} of ${hard.pods} pods`;
      }, 60);
      const { code, body } = await client.dryRun(pod(namespace, [small]), namespace);
      expect(code).toBe(403);
      expect(body.message).toContain(`exceeded quota: ${name}, requested: pods=1, used: pods=${hard.pods}, limited: pods=${hard.pods}`);
    } finally {
      await cluster.control.run(['delete', 'deployment', 'filler', '-n', namespace, '--cascade=foreground'], { timeoutSeconds: 120 });
    }
    await cluster.control.waitFor(`room in quota ${name} of ${namespace} again`, async () => (await client.dryRun(pod(namespace, [small]), namespace)).code === 201, 60);
  });
});

describe.each(LIMITS)('limit range $namespace/$name', ({ namespace, container }) => {
  // fails if `default` and `defaultRequest` are mixed up, or a unit is lost
  test('gives a container that asks for nothing its defaults', async () => {
    const { code, body } = await client.dryRun(pod(namespace, [{}]), namespace);
    expect(code).toBe(201);
    expect(body.spec.containers[0].resources).toEqual({ requests: container.defaultRequest, limits: container.default });
  });

  test.each(['cpu', 'memory'])('refuses a container above its largest %s', async (resource) => {
    const [, number, unit] = /^(\d+)(.*)$/.exec(container.max[resource])!;
    const above = `${Number(number) + 1}${unit}`;
    const greedy = { requests: small.requests, limits: { ...small.limits, [resource]: above } };
    const { code, body } = await client.dryRun(pod(namespace, [greedy]), namespace);
    expect(code).toBe(403);
    expect(body.message).toContain(`maximum ${resource} usage per Container is ${container.max[resource]}, but limit is ${above}`);
  });
});

/** Who is meant to do what in their namespace, in words of this suite: `verb group/resource`. */
const SEEN = ['/configmaps', '/events', '/limitranges', '/persistentvolumeclaims', '/pods', '/pods/log', '/resourcequotas', '/serviceaccounts', '/services', '/namespaces',
  'apps/controllerrevisions', 'apps/daemonsets', 'apps/deployments', 'apps/deployments/scale', 'apps/replicasets', 'apps/statefulsets', 'apps/statefulsets/scale',
  'autoscaling/horizontalpodautoscalers', 'batch/cronjobs', 'batch/jobs', 'policy/poddisruptionbudgets', 'networking.k8s.io/networkpolicies', 'networking.k8s.io/ingresses',
  'discovery.k8s.io/endpointslices', 'gateway.networking.k8s.io/grpcroutes', 'gateway.networking.k8s.io/httproutes', 'keda.sh/scaledobjects', 'monitoring.coreos.com/podmonitors', 'autoscaling.k8s.io/verticalpodautoscalers'];
const VIEWER = SEEN.flatMap((resource) => ['get', 'list', 'watch'].map((verb) => `${verb} ${resource}`));
const OPERATOR = [...VIEWER,
  'delete /pods', 'patch apps/deployments', 'patch apps/statefulsets', 'patch apps/deployments/scale', 'update apps/deployments/scale', 'patch apps/statefulsets/scale',
  'update apps/statefulsets/scale', 'patch autoscaling/horizontalpodautoscalers', 'patch batch/cronjobs', 'delete batch/jobs', 'patch batch/jobs', 'patch keda.sh/scaledobjects'];

const BINDINGS = ofKind(MANIFESTS, 'RoleBinding').flatMap(({ metadata, roleRef, subjects }) => subjects
  .filter(({ kind }: any) => kind === 'Group')
  .map((subject: any) => ({ group: subject.name as string, namespace: metadata.namespace as string, role: roleRef.name as string })));
const TEAMS = [...new Map(BINDINGS.map(({ group, namespace }) => [`${group} in ${namespace}`, { group, namespace }])).entries()];

describe.each(TEAMS)('team %s', (_, { group, namespace }) => {
  // fails if a Role grants a verb too many or too few, reaches Secrets or shells, or counts in another namespace
  test('may do what its access says, and nothing else', async () => {
    const operator = BINDINGS.some((binding) => binding.group === group && binding.namespace === namespace && binding.role === 'team-operator');
    const meant = operator ? OPERATOR : VIEWER;
    const here = VERBS.flatMap((verb) => RESOURCES.map(([api, resource]): Attempt => ({ verb, group: api, resource, namespace })))
      .filter(({ verb, group: api, resource }) => meant.includes(`${verb} ${api}/${resource}`));
    expect(here.length).toBe(meant.length);
    const elsewhere = BINDINGS.some((binding) => binding.group === group && binding.namespace !== namespace) ? [] : ['default', 'ml-features', 'ml-ranking', ''].filter((other) => other !== namespace);
    const attempts = everyAttempt([{ namespace }, ...elsewhere.map((other) => ({ namespace: other }))]);
    expect((await allowed(client, member(group), attempts)).sort()).toEqual(here.map(attemptText).sort());
  });
});
