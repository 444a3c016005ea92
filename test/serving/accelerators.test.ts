import { Size } from 'cdk8s';
import { chat, containerOf, kinds, one, podOf, refused } from './service';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { AcceleratorSharing } from '../../src/cluster/accelerators/accelerator-sharing';
import { DeviceClass } from '../../src/cluster/accelerators/device-class';
import { NodePool } from '../../src/cluster/node-pool';
import { GpuNodePoolProps } from '../../src/cluster/node-pool-props';
import { Placement } from '../../src/pod/placement/placement';
import { Resources } from '../../src/pod/resources/resources';
import { ModelServer } from '../../src/serving/model-server';

const gpu = (props: Partial<GpuNodePoolProps> = {}) => NodePool.gpu('l4', {
  accelerator: Accelerator.NVIDIA_L4, perNode: 4, cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 3, labels: { card: 'l4' }, ...props,
});
const on = (pool: NodePool, gpus = 1) => chat({ placement: Placement.of({ pools: [pool], gpus }) });

describe('one request', () => {
  test('to a device plugin: resource, limit, selector, toleration, and no claim', () => {
    const service = on(gpu({ accelerator: Accelerator.NVIDIA_A100_40GB.mig('3g.20gb') }), 2);
    const pod = podOf(service);
    const { limits, requests, claims } = containerOf(service).resources;
    expect([limits['nvidia.com/mig-3g.20gb'], requests['nvidia.com/mig-3g.20gb'], claims, pod.resourceClaims]).toEqual(['2', '2', undefined, undefined]);
    expect(pod.nodeSelector).toEqual({ card: 'l4' });
    expect(pod.tolerations).toEqual([{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }]);
    expect(service.acceleratorClaim).toBeUndefined();
  });

  test('to a DRA driver: a template, a claim of the pod, and the container takes it', () => {
    const service = on(gpu({ deviceClass: DeviceClass.NVIDIA_GPU }), 2);
    const pod = podOf(service);
    const template = one(service, 'ResourceClaimTemplate');
    expect(pod.resourceClaims).toEqual([{ name: 'accelerators', resourceClaimTemplateName: template.metadata.name }]);
    const { claims, limits } = containerOf(service).resources;
    expect(claims).toEqual([{ name: 'accelerators' }]);
    expect(Object.keys(limits)).toEqual(['cpu', 'ephemeral-storage', 'memory']);
    expect(pod.nodeSelector).toEqual({ card: 'l4' });
    expect(pod.tolerations).toEqual([{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }]);
    expect(template).toMatchObject({
      apiVersion: 'resource.k8s.io/v1',
      metadata: { namespace: 'team-a', labels: { 'app.kubernetes.io/name': 'chat' }, annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } },
      spec: { spec: { devices: { requests: [{ exactly: { count: 2, deviceClassName: 'gpu.nvidia.com' } }] } } },
    });
    expect(service.acceleratorClaim?.name).toBe(template.metadata.name);
  });

  test('for more devices is another template, whose name says so: the spec of one can never change', () => {
    const [two, three] = [2, 3].map((gpus) => on(gpu({ deviceClass: DeviceClass.NVIDIA_GPU }), gpus));
    expect(two.acceleratorClaim!.name).not.toBe(three.acceleratorClaim!.name);
    expect(kinds(two).filter((kind) => kind.startsWith('ResourceClaimTemplate/'))).toHaveLength(1);
  });

  test('a pod without accelerators tolerates no taint of theirs, and makes no claim', () => {
    const service = chat();
    expect(podOf(service)).not.toHaveProperty('tolerations');
    expect(podOf(service)).not.toHaveProperty('resourceClaims');
    expect(kinds(service).join()).not.toContain('ResourceClaimTemplate');
  });

  test('of a share asks for what shares are called', () => {
    expect(containerOf(on(gpu({ sharing: AcceleratorSharing.timeSliced(4, { renamed: true }) }))).resources.limits).toMatchObject({ 'nvidia.com/gpu.shared': '1' });
  });
});

describe('shared memory', () => {
  const server = (size?: Size) => ModelServer.vllm({ image: 'registry.example.com/vllm:v0.10.0', modelPath: '/models/llama', ...size && { sharedMemory: size } });
  const service = (size: Size | undefined, limit: Size) => ({
    server: server(size),
    resources: Resources.burstable({ cpu: Cpu.units(4), memory: Size.gibibytes(1), memoryLimit: limit }),
    placement: Placement.of({ pools: [gpu()], gpus: 1 }),
  });

  test('is a volume in memory at /dev/shm, of the size that the server needs', () => {
    const made = chat(service(Size.gibibytes(3), Size.gibibytes(16)));
    expect(podOf(made).volumes).toContainEqual({ name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: '3Gi' } });
    expect(containerOf(made).volumeMounts).toContainEqual({ name: 'shared-memory', mountPath: '/dev/shm' });
    // it is memory, no disk
    expect(containerOf(made).resources.requests['ephemeral-storage']).toBe(containerOf(chat(service(Size.gibibytes(4), Size.gibibytes(16)))).resources.requests['ephemeral-storage']);
  });

  test('is left out where nobody needs more than the runtime gives', () => {
    expect(podOf(chat()).volumes.map(({ name }: any) => name)).not.toContain('shared-memory');
  });

  test('is a part of the memory limit, and has to be below it', () => {
    expect(refused(service(Size.gibibytes(4), Size.gibibytes(4)))).toEqual([
      "'server.sharedMemory' must be below the memory limit of the container (4Gi), of which it is a part, got \"4Gi\"; raise the limit in resources, or give less",
    ]);
    expect(refused(service(Size.gibibytes(4), Size.mebibytes(4097)))).toEqual([]);
  });
});
