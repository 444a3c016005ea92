import { App, JsonPatch, Size, Testing } from 'cdk8s';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { DeviceClass } from '../../../src/cluster/accelerators/device-class';
import { Cluster } from '../../../src/cluster/cluster';
import { NodePool } from '../../../src/cluster/node-pool';
import { MlChart } from '../../../src/platform/ml-chart';
import { MlNamespace } from '../../../src/platform/namespace/ml-namespace';
import { WarmCapacity } from '../../../src/platform/nodes/warm-capacity';
import { WarmCapacityProps } from '../../../src/platform/nodes/warm-capacity-props';
import { Placement } from '../../../src/pod/placement/placement';
import { PodRoom } from '../../../src/pod/placement/pod-room';
import { Resources } from '../../../src/pod/resources/resources';
import { judge } from '../../../src/rules/judge';
import { chat, containerOf, objects, one, podOf, prod } from '../../serving/service';

const GPU = { accelerator: Accelerator.NVIDIA_L4, perNode: 4, cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 3, labels: { card: 'l4' } };
const ROOM = PodRoom.of({ resources: Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(4) }) });
const warm = (props: Partial<WarmCapacityProps> = {}, chart = prod()) => new WarmCapacity(chart, 'warm', { workload: ROOM, replicas: 2, ...props });
const deployment = (capacity: WarmCapacity) => one(capacity, 'Deployment', capacity.name);

test('minimal props: pods that do nothing, of a priority of their own below all others', () => {
  const capacity = warm();
  expect(objects(capacity).map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual(['PriorityClass/team-a-warm', 'Deployment/warm']);
  expect(one(capacity, 'PriorityClass')).toEqual({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: {
      name: 'team-a-warm',
      labels: { 'app.kubernetes.io/component': 'warm-capacity', 'app.kubernetes.io/instance': 'warm', 'app.kubernetes.io/managed-by': 'cdk8s', 'app.kubernetes.io/name': 'warm' },
    },
    value: -10,
    globalDefault: false,
    preemptionPolicy: 'Never',
    description: "Room that is kept warm by 'warm': the first pods to go, for whom no other has to.",
  });
  const { spec, metadata } = deployment(capacity);
  expect(metadata).toMatchObject({ name: 'warm', namespace: 'team-a', labels: { 'app.kubernetes.io/component': 'warm-capacity' } });
  expect(spec).toMatchObject({ replicas: 2, selector: { matchLabels: { 'app.kubernetes.io/name': 'warm' } }, strategy: { type: 'Recreate' } });
  expect(spec.template).toEqual({
    metadata: { annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' }, labels: metadata.labels },
    spec: {
      automountServiceAccountToken: false,
      containers: [{
        image: 'registry.k8s.io/pause:3.10.1',
        name: 'pause',
        resources: { limits: { 'cpu': '2', 'ephemeral-storage': '50Mi', 'memory': '4Gi' }, requests: { 'cpu': '2', 'ephemeral-storage': '50Mi', 'memory': '4Gi' } },
        securityContext: {
          allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' },
        },
      }],
      enableServiceLinks: false,
      priorityClassName: 'team-a-warm',
      securityContext: {
        fsGroup: 65532, fsGroupChangePolicy: 'OnRootMismatch', runAsGroup: 65532, runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' },
      },
      terminationGracePeriodSeconds: 0,
    },
  });
});

test('all props', () => {
  const capacity = warm({ name: 'spare', priorityClassName: 'placeholder', image: 'registry.example.com/pause:1' });
  expect(capacity.priorityClass).toBeUndefined();
  expect(objects(capacity)).toHaveLength(1);
  const pod = deployment(capacity).spec.template.spec;
  expect([capacity.name, pod.priorityClassName, pod.containers[0].image]).toEqual(['spare', 'placeholder', 'registry.example.com/pause:1']);
});

test('of a service: what one of its pods takes, on the nodes that it takes it of', () => {
  const chart = prod();
  const placement = Placement.of({ pools: [NodePool.gpu('l4', GPU), NodePool.gpu('second', { ...GPU, labels: { card: 'second' } })], gpus: 2 });
  const service = chat({ placement }, chart);
  const capacity = warm({ workload: service }, chart);
  const placeholder = deployment(capacity).spec.template.spec;
  expect(placeholder.containers[0].resources).toEqual(containerOf(service).resources);
  expect(placeholder.tolerations).toEqual(podOf(service).tolerations);
  expect(placeholder.affinity).toEqual({ nodeAffinity: podOf(service).affinity.nodeAffinity });
  // its own name selects its pods, and no budget keeps them
  expect(objects(capacity).filter(({ kind }) => kind === 'PodDisruptionBudget').map(({ metadata }) => metadata.name)).toEqual(['chat']);
  expect(deployment(capacity).spec.selector.matchLabels).not.toEqual(one(capacity, 'Deployment', 'chat').spec.selector.matchLabels);
});

test('not of a service that claims accelerators: its pods would wait for ever for the devices of the placeholders', () => {
  const chart = prod();
  const service = chat({ placement: Placement.of({ pools: [NodePool.gpu('l4', { ...GPU, deviceClass: DeviceClass.NVIDIA_GPU })], gpus: 2 }) }, chart);
  expect(() => warm({ workload: service }, chart)).toThrow(new Error("[prod/warm] 'workload' claims devices of a DRA driver (gpu.nvidia.com), and the scheduler puts no pod out for the sake of devices, "
    + 'so that a placeholder would keep them from the workload for ever; start more of its pods instead (scaling.min), or let a device plugin offer them'));
});

test('takes namespace, labels, pull secrets and cluster from its scope', () => {
  const pool = NodePool.gpu('l4', GPU);
  const cluster = Cluster.of('prod', { pools: [pool] });
  const chart = new MlChart(Testing.app(), 'prod', { cluster, imagePullSecrets: ['registry'] });
  const team = new MlNamespace(chart, 'nlp', { owner: 'nlp', costCenter: 'cc' });
  const room = PodRoom.of({ resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(1) }), placement: Placement.of({ pools: [pool], gpus: 1 }) });
  const capacity = new WarmCapacity(team, 'warm', { workload: room, replicas: 1 });
  const { metadata, spec } = deployment(capacity);
  expect(metadata).toMatchObject({ namespace: 'nlp', labels: { 'cdk8s-ml.dev/owner': 'nlp' } });
  expect(spec.template.spec).toMatchObject({ imagePullSecrets: [{ name: 'registry' }], nodeSelector: { card: 'l4' }, priorityClassName: 'nlp-warm' });
  expect(one(capacity, 'PriorityClass').metadata).not.toHaveProperty('namespace');
});

test('the rules have nothing against it, beside the service that it is for', () => {
  const chart = prod();
  warm({ workload: chat({}, chart) }, chart);
  expect(judge(chart.toJson().map((manifest) => ({ manifest, path: 'prod' })), [])).toEqual([]);
});

test('two in a chart, the same bytes twice, and the escape hatch', () => {
  const make = () => {
    const chart = new MlChart(new App(), 'prod', { namespace: 'team-a' });
    const first = new WarmCapacity(chart, 'first', { workload: ROOM, replicas: 1 });
    new WarmCapacity(chart, 'second', { workload: ROOM, replicas: 1 });
    first.deployment.addJsonPatch(JsonPatch.replace('/spec/replicas', 7));
    return chart;
  };
  expect(JSON.stringify(make().toJson())).toBe(JSON.stringify(make().toJson()));
  expect(make().toJson().filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec.replicas)).toEqual([7, 1]);
});

test.each<[string, Partial<WarmCapacityProps>, string]>([
  ['no replicas', { replicas: 0 }, "'replicas' must be a whole number of at least 1, got 0; say for how many pods there shall be room"],
  ['a name that is none', { name: 'Warm!' }, "'name' must be a DNS label (at most 63 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit), got \"Warm!\"; use for example \"warm\""],
  ['a class that is none', { priorityClassName: 'Low!' }, "'priorityClassName' must be the name of a PriorityClass, got \"Low!\"; copy it from 'kubectl get priorityclasses'"],
  ['a moving image', { image: 'pause' }, "'image' must be an image with a tag (not latest) or a digest, got \"pause\"; it names neither tag nor digest; pin it, for example registry.example.com/team/server:v1.2.0"],
  ['room without processor', { workload: PodRoom.of({ resources: Resources.guaranteed({ cpu: Cpu.units(0), memory: Size.gibibytes(1) }) }) },
    "'workload.resources.cpu' must be a positive number of cores, in steps of 1m, got 0; give for example Cpu.millis(250) or Cpu.units(2)"],
])('refuses %s', (_, props, message) => {
  let problem = '';
  try {
    warm(props);
  } catch (error) {
    problem = (error as Error).message;
  }
  expect(problem).toBe(`[prod/warm] ${message}`);
});
