import { App, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { DeviceClass } from '../../src/cluster/accelerators/device-class';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { externalsOf } from '../../src/manifest/external';
import { Release } from '../../src/model/release';
import { MlChart } from '../../src/platform/ml-chart';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { Config } from '../../src/pod/config/config';
import { SecretSource } from '../../src/pod/config/secret-source';
import { Identity } from '../../src/pod/identity/identity';
import { ImagePullPolicy } from '../../src/pod/image-pull-policy';
import { NetworkPeer } from '../../src/pod/network/network-peer';
import { Placement } from '../../src/pod/placement/placement';
import { Resources } from '../../src/pod/resources/resources';
import { TaskProps } from '../../src/task/task-props';
import { containerOf, envOf, jobObject, jobSpec, podOf, refused, scoring } from '../batch/scoring';
import { chat, kinds, one, prod } from '../serving/service';

const LOCKED = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };

describe('what a task has where its props say nothing', () => {
  const task = scoring();

  test('a pod without rights, a token and a place', () => {
    const { containers, volumes, ...pod } = podOf(task);
    expect(pod).toEqual({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy: 'Never',
      securityContext: { fsGroup: 65532, fsGroupChangePolicy: 'OnRootMismatch', runAsGroup: 65532, runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      serviceAccountName: 'score',
      terminationGracePeriodSeconds: 30,
    });
    expect(volumes).toEqual([{ emptyDir: { sizeLimit: '64Mi' }, name: 'writable-0' }]);
    expect(containers).toHaveLength(1);
  });

  test('its container: the image as it is, with one folder to write to', () => {
    const { env, ...container } = containerOf(task);
    expect(container).toEqual({
      image: 'registry.example.com/score:v1.0.0',
      imagePullPolicy: 'Always',
      name: 'scoring',
      resources: { limits: { 'cpu': '1', 'ephemeral-storage': '114Mi', 'memory': '2Gi' }, requests: { 'cpu': '1', 'ephemeral-storage': '114Mi', 'memory': '2Gi' } },
      securityContext: LOCKED,
      volumeMounts: [{ mountPath: '/tmp', name: 'writable-0' }],
    });
    expect(env).toContainEqual({ name: 'HOME', value: '/tmp' });
  });

  test('an account without a token, and nobody to call but DNS', () => {
    expect(one(task, 'ServiceAccount')).toMatchObject({ automountServiceAccountToken: false, metadata: { name: 'score', namespace: 'team-a' } });
    expect(one(task, 'NetworkPolicy').spec).toMatchObject({ ingress: [], podSelector: { matchLabels: { 'app.kubernetes.io/name': 'score' } }, policyTypes: ['Ingress', 'Egress'] });
    const { egress } = one(scoring({ output: 'hdfs://names.data:8020/scores' }), 'NetworkPolicy').spec;
    expect(egress).toHaveLength(1);
    expect(egress[0].ports.map(({ port }: any) => port)).toContain(53);
  });
});

test('all that a task can be told', () => {
  const chart = prod();
  const task = scoring({
    name: 'churn',
    command: ['python'],
    args: ['score.py', '--fast'],
    release: Release.of({ model: 'churn', version: '2.0.0' }),
    env: { LOG_LEVEL: 'DEBUG' },
    configs: [Config.asKeys({ threshold: '0.5' }, { THRESHOLD: 'threshold' })],
    secrets: [SecretSource.asEnv('warehouse', { PASSWORD: 'password' })],
    identity: Identity.aws('arn:aws:iam::123456789012:role/churn'),
    writablePaths: [{ path: '/work', size: Size.gibibytes(1) }],
    sharedMemory: Size.mebibytes(512),
    uid: 1000,
    gid: 2000,
    imagePullPolicy: ImagePullPolicy.ALWAYS,
    priorityClassName: 'batch',
    labels: { team: 'growth' },
    podAnnotations: { 'sidecar.istio.io/inject': 'false' },
  }, chart);
  expect(task.job.name).toBe('churn-r1');
  expect(task.configMaps.map(({ kind }) => kind)).toEqual(['ConfigMap']);
  expect(containerOf(task)).toMatchObject({ command: ['python'], args: ['score.py', '--fast'], imagePullPolicy: 'Always' });
  expect(podOf(task)).toMatchObject({ priorityClassName: 'batch', securityContext: { runAsUser: 1000, runAsGroup: 2000, fsGroup: 2000 }, serviceAccountName: 'churn' });
  expect(envOf(task)).toMatchObject({
    HOME: '/work',
    LOG_LEVEL: 'DEBUG',
    MODEL_NAME: 'churn',
    MODEL_VERSION: '2.0.0',
    PASSWORD: { secretKeyRef: { key: 'password', name: 'warehouse' } },
    THRESHOLD: { configMapKeyRef: { key: 'threshold', name: task.configMaps[0].name } },
  });
  expect(podOf(task).volumes).toEqual([
    { emptyDir: { sizeLimit: '1Gi' }, name: 'writable-0' }, { emptyDir: { medium: 'Memory', sizeLimit: '512Mi' }, name: 'shared-memory' },
  ]);
  expect(jobObject(task).metadata.labels).toMatchObject({ 'app.kubernetes.io/version': '2.0.0', 'cdk8s-ml.dev/model': 'churn', 'team': 'growth' });
  expect(jobSpec(task).template.metadata.annotations).toMatchObject({ 'sidecar.istio.io/inject': 'false' });
  expect(one(task, 'ServiceAccount').metadata.annotations).toEqual({ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/churn' });
  expect(externalsOf(App.of(task)).map(({ kind, name }) => `${kind}/${name}`)).toEqual(['Secret/warehouse']);
});

test('namespace, labels, pull secrets, priority and cluster are those of its scope', () => {
  const pool = NodePool.cpu('cpu', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 2, labels: { pool: 'cpu' } });
  const chart = prod({ cluster: Cluster.of('prod', { pools: [pool] }), imagePullSecrets: ['registry'], namespace: undefined, priorityClassName: 'low' });
  const team = new MlNamespace(chart, 'nlp', { owner: 'nlp', costCenter: 'cc' });
  const task = scoring({ placement: Placement.of({ pools: [pool] }) }, team);
  expect(jobObject(task).metadata).toMatchObject({ namespace: 'nlp', labels: { 'cdk8s-ml.dev/owner': 'nlp' } });
  expect(podOf(task)).toMatchObject({ imagePullSecrets: [{ name: 'registry' }], nodeSelector: { pool: 'cpu' }, priorityClassName: 'low' });
  expect(one(task, 'NetworkPolicy', 'score').metadata.namespace).toBe('nlp');
});

test('accelerators of a DRA driver by a claim, and room for their containers\' needs', () => {
  const pool = NodePool.gpu('l4', { accelerator: Accelerator.NVIDIA_L4, perNode: 4, cpu: Cpu.units(48), memory: Size.gibibytes(192), maxNodes: 2, deviceClass: DeviceClass.NVIDIA_GPU });
  const task = scoring({ placement: Placement.of({ pools: [pool], gpus: 2 }) });
  const template = one(task, 'ResourceClaimTemplate').metadata.name;
  expect(podOf(task).resourceClaims).toEqual([{ name: expect.any(String), resourceClaimTemplateName: template }]);
  expect(containerOf(task).resources.claims).toEqual([{ name: podOf(task).resourceClaims[0].name }]);
});

test('an account that somebody else makes', () => {
  const chart = prod();
  const account = new kplus.ServiceAccount(chart, 'account');
  const task = scoring({ serviceAccount: account }, chart);
  expect(task.serviceAccount).toBeUndefined();
  expect(podOf(task).serviceAccountName).toBe(account.name);
  expect(externalsOf(App.of(task))).toEqual([]);
  const theirs = scoring({ serviceAccount: { name: 'theirs' } });
  expect(externalsOf(App.of(theirs))).toEqual([{ kind: 'ServiceAccount', name: 'theirs', namespace: 'team-a' }]);
});

describe('whom it calls', () => {
  test('a service of this library lets it in, and it is let out', () => {
    const chart = prod();
    const [service, task] = [chat({}, chart), scoring({}, chart)];
    task.allowTo(service);
    const pods = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'team-a' } }, podSelector: { matchLabels: { 'app.kubernetes.io/name': name } } });
    expect(one(task, 'NetworkPolicy', 'chat').spec.ingress).toContainEqual(expect.objectContaining({ from: [pods('score')] }));
    expect(one(task, 'NetworkPolicy', 'score').spec.egress).toContainEqual(expect.objectContaining({ to: [pods('chat')] }));
  });

  test('anybody on a port; and who may call it', () => {
    const task = scoring();
    task.allowTo(NetworkPeer.anywhere(), 443);
    task.allowFrom(NetworkPeer.namespace('monitoring'), 9100);
    const { spec } = one(task, 'NetworkPolicy');
    expect(spec.egress[1].ports).toEqual([{ port: 443, protocol: 'TCP' }]);
    expect(spec.ingress).toEqual([{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }], ports: [{ port: 9100, protocol: 'TCP' }] }]);
  });

  test('a port that is none is refused', () => {
    expect(() => scoring().allowTo(NetworkPeer.anywhere(), 0)).toThrow(/^\[prod\/score\] /);
  });

  test('cdk8s-plus selects its pods', () => {
    const chart = prod();
    const task = scoring({}, chart);
    expect(task.toPodSelectorConfig().labelSelector._toKube()).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'score' } });
    expect(task.toNetworkPolicyPeerConfig().podSelector?.labelSelector._toKube()).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'score' } });
    expect(task.toPodSelector()).toBe(task);
  });
});

test('its objects, by name', () => {
  expect(kinds(scoring({ configs: [Config.asKeys({ a: '1' }, { A: 'a' })] })).map((name) => name.replace(/-[0-9a-f]{8}$/, ''))).toEqual([
    'ServiceAccount/score', 'ConfigMap/score-config', 'NetworkPolicy/score', 'Job/score-r1',
  ]);
});

const tiny = Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.mebibytes(256) });

test.each<[string, Partial<TaskProps>, string]>([
  ['an image that moves', { image: 'score:latest' },
    "'image' must be an image with a tag (not latest) or a digest, got \"score:latest\"; it names the moving tag latest; pin it, for example registry.example.com/team/server:v1.2.0"],
  ['a program and its arguments in one string', { command: ['python train.py --epochs 3'] },
    "'command' must be a program and, each for itself, its arguments, for no shell takes them apart, got [\"python train.py --epochs 3\"]; write [\"python\", \"train.py\", \"--epochs\", \"3\"]"],
  ['no resources', { resources: undefined }, "'resources' are missing; give for example Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) })"],
  ['resources of nothing', { resources: Resources.guaranteed({ cpu: Cpu.units(0), memory: Size.gibibytes(1) }) },
    "'resources.cpu' must be a positive number of cores, in steps of 1m, got 0; give for example Cpu.millis(250) or Cpu.units(2)"],
  ['accelerators of no pool', { placement: Placement.of({ gpus: 1 }) }, "'placement.gpus' is 1 and 'placement.pools' names no pool; name the pool that has the accelerators, its taint has to be tolerated"],
  ['a variable that is none', { env: { 1: 'x' } }, "'env' must be names of environment variables (letters, digits, '_'), got \"1\"; rename it"],
  ['a label that is derived', { labels: { 'app.kubernetes.io/name': 'x' } }, "'labels.app.kubernetes.io/name' must be a label of your own, got \"app.kubernetes.io/name\"; leave it out; it is derived from name and release"],
  ['an annotation that is derived', { podAnnotations: { 'karpenter.sh/do-not-disrupt': 'false' } },
    "'podAnnotations.karpenter.sh/do-not-disrupt' must be an annotation of your own, got \"karpenter.sh/do-not-disrupt\"; leave it out; it is derived from the other properties"],
  ['an account that is none', { serviceAccount: { name: 'Mine!' } }, "'serviceAccount.name' must be a DNS subdomain, got \"Mine!\"; use a-z, 0-9, '-' and '.'"],
  ['an identity of an account that is there', { serviceAccount: { name: 'mine' }, identity: Identity.aws('arn:aws:iam::123456789012:role/churn') },
    "'serviceAccount' exists and 'identity' would have to annotate it; annotate it where it is made, or leave one of them out"],
  ['root', { uid: 0 }, "'uid' must be a whole number of at least 1, got 0; choose a user that is not root"],
  ['root\'s group', { gid: 0 }, "'gid' must be a whole number of at least 1, got 0; choose a group that is not root"],
  ['a class that is none', { priorityClassName: 'Low!' }, "'priorityClassName' must be the name of a PriorityClass, got \"Low!\"; copy it from 'kubectl get priorityclasses'"],
  ['a folder that is none', { writablePaths: [{ path: 'tmp' }] }, "'writablePaths[0].path' must be an absolute path below /, got \"tmp\"; write for example \"/tmp\""],
  ['a folder of no size', { writablePaths: [{ path: '/tmp', size: Size.gibibytes(0) }] }, "'writablePaths[0].size' must be a positive, finite size, got \"0\"; give for example Size.mebibytes(512) or Size.gibibytes(2)"],
  ['shared memory of no size', { sharedMemory: Size.gibibytes(0) }, "'sharedMemory' must be a positive, finite size, got \"0\"; give for example Size.mebibytes(512) or Size.gibibytes(2)"],
  ['more shared memory than memory', { resources: tiny, sharedMemory: Size.mebibytes(256) },
    "'sharedMemory' must be below the memory limit of the container (256Mi), of which it is a part, got \"256Mi\"; raise the limit in resources, or give less"],
  ['a folder given twice', { writablePaths: [{ path: '/tmp' }, { path: '/tmp/' }] }, "path '/tmp' is mounted by 'writablePaths[0]' and by 'writablePaths[1]'; mount one of them elsewhere"],
  ['a name that is none', { name: 'Score!' }, "'name' must be a DNS label (at most 58 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit), got \"Score!\"; use for example \"score\""],
])('refuses %s', (_, props, message) => {
  expect(refused(props)).toEqual([message]);
});

test('refuses an id that cannot be a name, and a pool of another cluster', () => {
  expect(refused({}, 'Score!')).toEqual([
    "'id' must be a DNS label (at most 58 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit), got \"Score!\"; use for example \"score\"",
  ]);
  const pool = NodePool.cpu('cpu', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 2, labels: { pool: 'cpu' } });
  expect(refused({ placement: Placement.of({ pools: [pool] }) }, 'score', prod({ cluster: Cluster.of('prod', { pools: [] }) }) as MlChart)).toEqual([
    "'placement.pools' names 'cpu', which is no pool of cluster 'prod'; take it from the cluster: cluster.pool('cpu')",
  ]);
});
