import { App, Size } from 'cdk8s';
import { Attempt, allowed, attemptText, everyAttempt, serviceAccount } from './access';
import { Account } from './account';
import { ApiClient } from './api-client';
import { synthesizeExample } from './example';
import { EXAMPLES, ExampleCluster, START_TIMEOUT } from './example-cluster';
import { ofKind } from './manifests';
import { Cpu, MlChart, ModelServer, OffHours, OnlineInference, Release, Resources, Scaling } from '../../src';

/** Two services beside those of the examples, which rest with no pod at all: one of a fixed number, one under an autoscaler. */
const NAMESPACE = 'night';

function restingServices(): any[] {
  const chart = new MlChart(new App(), 'night', { namespace: NAMESPACE });
  const common = {
    release: Release.of({ model: 'sentiment', version: '1' }),
    server: ModelServer.http({ image: 'registry.example.com/sentiment:1' }),
    resources: Resources.guaranteed({ cpu: Cpu.millis(100), memory: Size.mebibytes(128) }),
    offHours: OffHours.byCronJobs({ down: '0 18 * * 1-5', up: '30 6 * * 1-5', timeZone: 'Europe/Berlin' }),
  };
  new OnlineInference(chart, 'fixed', { ...common, scaling: Scaling.fixed(2) });
  new OnlineInference(chart, 'autoscaled', { ...common, scaling: Scaling.onCpu({ min: 2, max: 4, targetPercent: 70 }) });
  return chart.toJson();
}

/** What one CronJob does, as its command says it. */
interface Change {
  readonly title: string;
  readonly cronJob: string;
  readonly namespace: string;
  readonly account: string;
  readonly args: string[];
  readonly target: 'deployment' | 'horizontalpodautoscaler';
  readonly name: string;
  readonly replicas: number;
}

function changesOf(manifests: readonly any[]): Change[] {
  return ofKind(manifests, 'CronJob').filter(({ metadata }) => metadata.labels['app.kubernetes.io/component'] === 'off-hours').map(({ metadata, spec }) => {
    const pod = spec.jobTemplate.spec.template.spec;
    const { args } = pod.containers[0];
    const patch = JSON.parse(args.find((arg: string) => arg.startsWith('--patch=')).slice('--patch='.length));
    return {
      title: `${metadata.namespace}/${metadata.name}`,
      cronJob: metadata.name,
      namespace: metadata.namespace,
      account: pod.serviceAccountName,
      args,
      target: args[1],
      name: args[2],
      replicas: patch.spec.replicas ?? patch.spec.minReplicas,
    };
  });
}

const CHANGES = [...EXAMPLES.flatMap((name) => changesOf(synthesizeExample(name).manifests)), ...changesOf(restingServices())];
/** Both CronJobs of a service, evening and morning, share an account. */
const ACCOUNTS = [...new Map(CHANGES.map((change) => [`${change.namespace}/${change.account}`, change])).entries()];
const nights = (target: Change['target']) => CHANGES.filter((change) => change.target === target)
  .sort((a, b) => a.replicas - b.replicas)
  .reduce((pairs, change) => pairs.set(`${change.namespace}/${change.name}`, [...pairs.get(`${change.namespace}/${change.name}`) ?? [], change]), new Map<string, Change[]>());

let cluster: ExampleCluster;
let client: ApiClient;
beforeAll(async () => {
  cluster = await ExampleCluster.start();
  client = new ApiClient(cluster.control.kubeconfig);
  await cluster.makeNamespace(NAMESPACE);
  expect(await cluster.control.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: restingServices() }))).toEqual({ warnings: [] });
  await cluster.rollOut(restingServices());
  for (const name of EXAMPLES) await cluster.bringUp(name);
}, START_TIMEOUT);
afterAll(async () => {
  client?.close();
  await cluster?.stop();
});

const run = async ({ namespace, account, args }: Change) => (await Account.of(cluster.control, namespace, account)).kubectl(args);
const deployment = (namespace: string, name: string) => cluster.control.get(['deployment', name, '-n', namespace]);
const autoscalerOf = async (namespace: string, name: string) => (await cluster.control.get(['horizontalpodautoscalers', '-n', namespace])).items
  .find(({ spec }: any) => spec.scaleTargetRef.name === name);
const replicasToBe = (namespace: string, name: string, replicas: number) => cluster.control.waitFor(`${replicas} pods of ${name}`, async () => {
  const live = await deployment(namespace, name);
  const { replicas: there = 0, availableReplicas: available = 0 } = live.status;
  return (live.spec.replicas === replicas && there === replicas && available === replicas) || JSON.stringify([live.spec.replicas, live.status]);
}, 60);

test('an example is among them, and every kind of night', () => {
  expect(CHANGES.map(({ title }) => title)).toEqual(expect.arrayContaining(['ml-serving/ml-inference-down', 'ml-serving/ml-inference-up']));
  expect(nights('deployment').size).toBe(2);
  expect(nights('horizontalpodautoscaler').size).toBeGreaterThanOrEqual(1);
});

describe.each(ACCOUNTS)('the account %s', (_, { namespace, account, target, name }) => {
  const mayBe = (verb: string): Attempt => (target === 'deployment'
    ? { verb, group: 'apps', resource: 'deployments/scale', name, namespace }
    : { verb, group: 'autoscaling', resource: 'horizontalpodautoscalers', name, namespace });

  // fails if the Role names no object, names a resource beside the one that is changed, or is a ClusterRole
  test('may read and patch its one object, and nothing else here or elsewhere', async () => {
    const targets = [{ name, namespace }, { name: 'another', namespace }, { namespace }, { name, namespace: 'default' }, { namespace: '' }];
    const attempts = everyAttempt(targets);
    expect(attempts.length).toBeGreaterThan(1500);
    expect(await allowed(client, serviceAccount(namespace, account), attempts)).toEqual([mayBe('get'), mayBe('patch')].map(attemptText));
  });

  // the same by what kubectl tells its users, which would show rights on resources that no test thought of
  test('is granted one line more than an account without any role', async () => {
    const list = async (user: string) => {
      const table = await cluster.control.run(['auth', 'can-i', '--list', '-n', namespace], { as: `system:serviceaccount:${namespace}:${user}` });
      return table.split('\n').map((line) => line.trim().replace(/\s+/g, ' '));
    };
    const everybody = await list('default');
    const { group, resource } = mayBe('get');
    const [plural, subresource] = resource.split('/');
    const line = `${plural}.${group}${subresource ? `/${subresource}` : ''} [] [${name}] [get patch]`;
    expect((await list(account)).filter((granted) => !everybody.includes(granted))).toEqual([line]);
  });

  // the counter-example to the matrix: real requests with the account's own token, refused by the server itself
  test.each([
    ['get', 'secrets'], ['get', 'pods'], ['delete', target, name], ['patch', 'deployment', 'another', '--patch={"spec":{"replicas":0}}'], ['create', 'configmap', 'mine'],
  ])('is refused %s %s', async (...args) => {
    const { code, stderr } = await (await Account.of(cluster.control, namespace, account)).kubectl(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/forbidden/i);
    expect(stderr).toContain(`User "system:serviceaccount:${namespace}:${account}" cannot `);
  });
});

describe.each([...nights('deployment')])('a night without pods of %s', (_, [evening, morning]) => {
  const { namespace, name } = evening;

  // fails if the command's words, the Role's verbs or its resource are wrong; and, under an autoscaler, if that woke it
  test('ends all pods and rests there, until the morning brings them back', async () => {
    const before = (await deployment(namespace, name)).spec.replicas;
    expect(await run(evening)).toMatchObject({ code: 0 });
    await replicasToBe(namespace, name, 0);
    if (await autoscalerOf(namespace, name)) {
      await cluster.control.waitFor(`autoscaler of ${name} to rest`, async () => {
        const { status } = await autoscalerOf(namespace, name);
        return status.conditions.some(({ type, status: holds, reason }: any) => type === 'ScalingActive' && holds === 'False' && reason === 'ScalingDisabled') || JSON.stringify(status);
      }, 60);
      expect((await deployment(namespace, name)).spec.replicas).toBe(0);
    }
    expect(await run(morning)).toMatchObject({ code: 0 });
    await replicasToBe(namespace, name, before);
  });
});

describe.each([...nights('horizontalpodautoscaler')])('a night with fewer pods under %s', (_, [evening, morning]) => {
  const { namespace, name: autoscaler } = evening;
  const minimum = async () => (await cluster.control.get(['horizontalpodautoscaler', autoscaler, '-n', namespace])).spec.minReplicas;
  const scaled = async () => (await cluster.control.get(['horizontalpodautoscaler', autoscaler, '-n', namespace])).spec.scaleTargetRef.name;
  const scaleTo = async (replicas: number) => cluster.control.run(['scale', 'deployment', await scaled(), `--replicas=${replicas}`, '-n', namespace]);

  // there are no metrics here, so that the autoscaler only keeps its bounds: what it would shrink to is done by hand
  test('lowers the floor that the autoscaler keeps, and raises it again', async () => {
    // by day the autoscaler undoes a smaller number: a patch of the Deployment alone would do nothing
    await scaleTo(evening.replicas);
    await replicasToBe(namespace, await scaled(), morning.replicas);

    expect(await run(evening)).toMatchObject({ code: 0 });
    expect(await minimum()).toBe(evening.replicas);
    await scaleTo(evening.replicas);
    await replicasToBe(namespace, await scaled(), evening.replicas);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await replicasToBe(namespace, await scaled(), evening.replicas);

    expect(await run(morning)).toMatchObject({ code: 0 });
    expect(await minimum()).toBe(morning.replicas);
    await replicasToBe(namespace, await scaled(), morning.replicas);
  });
});

describe.each(CHANGES)('a Job of $title', ({ namespace, cronJob, account }) => {
  // fails if restricted Pod Security, a quota or a limit range refuses the pod, or no node takes it
  test('is let in and gets its pod', async () => {
    await cluster.control.run(['create', 'job', `try-${cronJob}`, `--from=cronjob/${cronJob}`, '-n', namespace]);
    await cluster.control.run(['wait', '--for=condition=Complete', `job/try-${cronJob}`, '-n', namespace, '--timeout=60s'], { timeoutSeconds: 70 });
    const { items: [pod] } = await cluster.control.get(['pods', '-n', namespace, '-l', `batch.kubernetes.io/job-name=try-${cronJob}`]);
    expect(pod.spec.serviceAccountName).toBe(account);
    expect(pod.spec.containers[0].volumeMounts.map(({ mountPath }: any) => mountPath)).toContain('/var/run/secrets/kubernetes.io/serviceaccount');
  });
});
