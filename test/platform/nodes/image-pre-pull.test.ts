import { App, JsonPatch, Size, Testing } from 'cdk8s';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { Cluster } from '../../../src/cluster/cluster';
import { NodePool } from '../../../src/cluster/node-pool';
import { MlChart } from '../../../src/platform/ml-chart';
import { MlNamespace } from '../../../src/platform/namespace/ml-namespace';
import { ImagePrePull } from '../../../src/platform/nodes/image-pre-pull';
import { ImagePrePullProps } from '../../../src/platform/nodes/image-pre-pull-props';
import { judge } from '../../../src/rules/judge';
import { objects, one, problemsOf, prod } from '../../serving/service';

const GPU = { accelerator: Accelerator.NVIDIA_L4, perNode: 4, cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 3 };
const POOL = NodePool.gpu('l4', { ...GPU, labels: { card: 'l4' } });
const CPU = NodePool.cpu('general', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 3, labels: { pool: 'general' } });
const IMAGE = 'registry.example.com/chat:v1.4.0';
const prePull = (props: Partial<ImagePrePullProps> = {}, chart = prod()) => new ImagePrePull(chart, 'images', { images: [IMAGE], pools: [POOL], ...props });
const daemonSet = (made: ImagePrePull) => one(made, 'DaemonSet', made.name);
const podOf = (made: ImagePrePull) => daemonSet(made).spec.template.spec;

test('minimal props: a pod on each node that mounts the image and sleeps, and has no traffic', () => {
  const made = prePull();
  const { metadata, spec } = daemonSet(made);
  const labels = { 'app.kubernetes.io/component': 'image-pre-pull', 'app.kubernetes.io/instance': 'images', 'app.kubernetes.io/managed-by': 'cdk8s', 'app.kubernetes.io/name': 'images' };
  expect(metadata).toEqual({ name: 'images', namespace: 'team-a', labels });
  expect(spec).toEqual({
    revisionHistoryLimit: 1,
    selector: { matchLabels: { 'app.kubernetes.io/name': 'images' } },
    template: {
      metadata: { labels },
      spec: {
        automountServiceAccountToken: false,
        containers: [{
          image: 'registry.k8s.io/pause:3.10.1',
          name: 'pause',
          resources: { limits: { 'cpu': '10m', 'ephemeral-storage': '50Mi', 'memory': '16Mi' }, requests: { 'cpu': '10m', 'ephemeral-storage': '50Mi', 'memory': '16Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' },
          },
          volumeMounts: [{ mountPath: '/images/1', name: 'image-1', readOnly: true }],
        }],
        enableServiceLinks: false,
        nodeSelector: { card: 'l4' },
        securityContext: {
          fsGroup: 65532, fsGroupChangePolicy: 'OnRootMismatch', runAsGroup: 65532, runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' },
        },
        terminationGracePeriodSeconds: 0,
        tolerations: [{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }],
        volumes: [{ image: { pullPolicy: 'IfNotPresent', reference: IMAGE }, name: 'image-1' }],
      },
    },
    updateStrategy: { rollingUpdate: { maxUnavailable: '10%' }, type: 'RollingUpdate' },
  });
  expect(one(made, 'NetworkPolicy')).toEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'images', namespace: 'team-a', labels },
    spec: { egress: [], ingress: [], podSelector: { matchLabels: { 'app.kubernetes.io/name': 'images' } }, policyTypes: ['Ingress', 'Egress'] },
  });
  expect(objects(made)).toHaveLength(2);
});

test('all props', () => {
  const second = `registry.example.com/rank@sha256:${'a'.repeat(64)}`;
  const made = prePull({ name: 'pulled', images: [IMAGE, second], maxUnavailable: 2, priorityClassName: 'last', image: 'registry.example.com/pause:1' });
  expect([made.name, made.daemonSet.name, made.networkPolicy.name]).toEqual(['pulled', 'pulled', 'pulled']);
  expect(daemonSet(made).spec.updateStrategy.rollingUpdate).toEqual({ maxUnavailable: 2 });
  const { containers: [pause], priorityClassName, volumes } = podOf(made);
  expect(pause.image).toBe('registry.example.com/pause:1');
  expect(pause.volumeMounts.map(({ name }: any) => name)).toEqual(['image-1', 'image-2']);
  expect(volumes.map(({ image }: any) => image.reference)).toEqual([IMAGE, second]);
  expect(priorityClassName).toBe('last');
});

test('on the nodes of several pools, of each as good as of the other, and asks for none of their accelerators', () => {
  const made = prePull({ pools: [POOL, CPU] });
  const pod = podOf(made);
  expect(pod.nodeSelector).toBeUndefined();
  expect(pod.affinity).toEqual({
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'card', operator: 'In', values: ['l4'] }] },
          { matchExpressions: [{ key: 'pool', operator: 'In', values: ['general'] }] },
        ],
      },
    },
  });
  expect(Object.keys(pod.containers[0].resources.limits)).toEqual(['cpu', 'ephemeral-storage', 'memory']);
});

test('takes namespace, labels, pull secrets, priority and the pools of its cluster from its scope', () => {
  const pool = NodePool.gpu('l4', GPU);
  const chart = new MlChart(Testing.app(), 'prod', { cluster: Cluster.gke('prod', { pools: [pool] }), imagePullSecrets: ['registry'], priorityClassName: 'normal' });
  const team = new MlNamespace(chart, 'nlp', { owner: 'nlp', costCenter: 'cc' });
  const made = new ImagePrePull(team, 'images', { images: [IMAGE], pools: [pool] });
  expect(daemonSet(made).metadata).toMatchObject({ namespace: 'nlp', labels: { 'cdk8s-ml.dev/owner': 'nlp' } });
  expect(podOf(made)).toMatchObject({
    imagePullSecrets: [{ name: 'registry' }],
    nodeSelector: { 'cloud.google.com/gke-accelerator': 'nvidia-l4', 'cloud.google.com/gke-nodepool': 'l4' },
    priorityClassName: 'normal',
    tolerations: [{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Equal', value: 'present' }],
  });
  expect(judge(chart.toJson().map((manifest) => ({ manifest, path: 'prod', cluster: Cluster.gke('prod', { pools: [pool] }) })), [{ kind: 'Secret', name: 'registry', namespace: 'nlp' }])).toEqual([]);
});

test('two in a chart, the same bytes twice, and the escape hatch', () => {
  const make = () => {
    const chart = new MlChart(new App(), 'prod', { namespace: 'team-a' });
    const first = prePull({}, chart);
    new ImagePrePull(chart, 'second', { images: [IMAGE], pools: [CPU] });
    first.daemonSet.addJsonPatch(JsonPatch.replace('/spec/revisionHistoryLimit', 3));
    return chart;
  };
  expect(JSON.stringify(make().toJson())).toBe(JSON.stringify(make().toJson()));
  expect(make().toJson().filter(({ kind }) => kind === 'DaemonSet').map(({ spec }) => spec.revisionHistoryLimit)).toEqual([3, 1]);
  expect(judge(make().toJson().map((manifest) => ({ manifest, path: 'prod' })), [])).toEqual([]);
});

test.each<[string, Partial<ImagePrePullProps>, string]>([
  ['no image', { images: [] }, "'images' must be at least one image, got []; name what shall be on the nodes"],
  ['a moving image', { images: ['chat:latest'] }, "'images[0]' must be an image with a tag (not latest) or a digest, got \"chat:latest\"; it names the moving tag latest; pin it, for example registry.example.com/team/server:v1.2.0"],
  ['an image twice', { images: [IMAGE, IMAGE] }, `'images' names "${IMAGE}" twice; leave it out once`],
  ['no pool', { pools: [] }, "'pools' must be at least one node pool, got []; name the pools whose nodes shall have the images"],
  ['a pool that cannot be selected', { pools: [NodePool.gpu('l4', GPU)] }, "'pools' names 'l4', which has no labels to be selected by; declare its labels"],
  ['no node at a time', { maxUnavailable: 0 }, "'maxUnavailable' must be a whole number of at least 1, got 0; say on how many nodes at once a changed list may be pulled"],
  ['a name that is none', { name: 'Images!' }, "'name' must be a DNS label (at most 63 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit), got \"Images!\"; use for example \"images\""],
  ['a class that is none', { priorityClassName: 'Low!' }, "'priorityClassName' must be the name of a PriorityClass, got \"Low!\"; copy it from 'kubectl get priorityclasses'"],
  ['a moving program', { image: 'pause' }, "'image' must be an image with a tag (not latest) or a digest, got \"pause\"; it names neither tag nor digest; pin it, for example registry.example.com/team/server:v1.2.0"],
])('refuses %s', (_, props, message) => {
  expect(problemsOf(() => prePull(props))).toEqual([`[prod/images] ${message}`]);
});

test('names every violation at once', () => {
  expect(problemsOf(() => prePull({ images: [], pools: [], maxUnavailable: -1 })).filter((line) => line.startsWith('[prod/images]'))).toHaveLength(3);
});
