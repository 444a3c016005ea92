import { Size } from 'cdk8s';
import { Cases } from './case';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { AcceleratorSharing } from '../../../src/cluster/accelerators/accelerator-sharing';
import { DeviceClass } from '../../../src/cluster/accelerators/device-class';
import { Cluster } from '../../../src/cluster/cluster';
import { NodePool } from '../../../src/cluster/node-pool';
import { GpuNodePoolProps } from '../../../src/cluster/node-pool-props';
import { TaintEffect } from '../../../src/cluster/taint';
import { Severity } from '../../../src/manifest/finding';
import { container, deployment, Fields, object, template } from '../manifests';

const NODE = { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 4 };
const GENERAL = NodePool.cpu('general', { ...NODE, labels: { pool: 'general' } });
const CARDS = { ...NODE, accelerator: Accelerator.NVIDIA_L4, perNode: 4 };
const pool = (name: string, props: Partial<GpuNodePoolProps> = {}) => NodePool.gpu(name, { ...CARDS, labels: { pool: name }, ...props });
const prod = (...pools: NodePool[]) => Cluster.of('prod', { pools: [GENERAL, ...pools] });
const SHARED = pool('l4', { sharing: AcceleratorSharing.timeSliced(4) });
const DRA = pool('l4', { deviceClass: DeviceClass.NVIDIA_GPU });
const TOLERANT = [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }];
const KEYLESS = [{ operator: 'Exists' }];

/** Fields of a pod on a pool of cards. */
const onCards = (resource = 'nvidia.com/gpu', name = 'l4', image = 'registry.example.com/chat:v1.4.0'): Fields => ({
  nodeSelector: { pool: name }, tolerations: TOLERANT, containers: [container({ image, resources: { limits: { memory: '1Gi', [resource]: 1 } } })],
});
/** The Deployment `chat` on cards, with an annotation of its pods. */
const annotated = (key: string, value: unknown, pod: Fields = onCards()) => {
  const spec = template(pod);
  return deployment({}, { template: { ...spec, metadata: { ...spec.metadata, annotations: { [`cdk8s-ml.dev/${key}`]: value } } } });
};
const takes = (amount: unknown, pod?: Fields) => annotated('accelerator-memory', amount, pod);
const cuda = (version: unknown, pod?: Fields) => annotated('cuda-version', version, pod);
const daemonSet = (pod: Fields) => object('apps/v1', 'DaemonSet', 'logs', { spec: { selector: { matchLabels: { app: 'logs' } }, template: template(pod, { app: 'logs' }) } });
const VLLM = 'vllm/vllm-openai:v0.18.0';
const anyOf = (...names: string[]) => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: names }] }] } } },
});
/** A pod on any of the pools. */
const on = (...names: string[]) => ({ ...onCards(), nodeSelector: undefined, ...anyOf(...names) });
const claimTemplate = (deviceClassName: string) => object('resource.k8s.io/v1', 'ResourceClaimTemplate', 'cards', { spec: { spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName, count: 1 } }] } } } });
const claiming: Fields = {
  ...onCards(), resourceClaims: [{ name: 'cards', resourceClaimTemplateName: 'cards' }], containers: [container({ resources: { claims: [{ name: 'cards' }], limits: { memory: '1Gi' } } })],
};

/** Pods and the accelerators of a cluster's pools. */
export const accelerators: Cases = {
  broken: [
    {
      rule: 'ML-GPU-001',
      name: 'an untainted pool, and a pod that may stand in the way',
      cluster: prod(pool('l4', { taints: [] })),
      objects: [deployment(onCards()), deployment({}, {}), deployment({}, {}, { name: 'second' })],
      says: [
        "pool 'l4' of cluster 'prod' has nvidia-l4 and no taint, so that Deployment 'chat', which needs none of them, may be placed there; taint its nodes, for example nvidia.com/gpu:NoSchedule",
      ],
    },
    {
      rule: 'ML-GPU-001',
      name: 'an untainted pool, and only pods that use it',
      cluster: prod(pool('l4', { taints: [{ key: 'soft', effect: TaintEffect.PREFER_NO_SCHEDULE }] })),
      objects: [deployment({ nodeSelector: { pool: 'general' } }), deployment(onCards(), {}, { name: 'gpu' })],
      says: ["pool 'l4' of cluster 'prod' has nvidia-l4 and no taint, so that any pod may be placed there; taint its nodes, for example nvidia.com/gpu:NoSchedule"],
    },
    {
      rule: 'ML-GPU-002',
      name: 'a toleration of everything',
      cluster: prod(pool('l4')),
      objects: [deployment({ tolerations: KEYLESS })],
      says: [
        "Deployment 'chat' tolerates every taint (operator Exists without a key), so that its pods, which need no accelerator, may be placed in pool 'l4'; name the keys that it is meant to tolerate",
      ],
    },
    {
      rule: 'ML-GPU-002',
      name: 'a toleration of every NoSchedule taint, two pools',
      cluster: prod(pool('l4'), pool('a100'), pool('out', { taints: [{ key: 'x', effect: TaintEffect.NO_EXECUTE }] })),
      objects: [deployment({ tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }] })],
      says: [
        "Deployment 'chat' tolerates every taint (operator Exists without a key), so that its pods, which need no accelerator, may be placed in pool 'l4', 'a100'; name the keys that it is meant to tolerate",
      ],
    },
    {
      rule: 'ML-GPU-003',
      name: 'vLLM on a time-sliced card',
      cluster: prod(SHARED),
      objects: [deployment(onCards(undefined, undefined, VLLM))],
      says: ["Deployment 'chat' serves a language model (image vllm/vllm-openai:v0.18.0), and pool 'l4' shares each card (time-slicing by 4); place it on whole cards or on MIG slices"],
    },
    {
      rule: 'ML-GPU-003',
      name: 'a model that says what it takes, under MPS',
      cluster: prod(pool('l4', { sharing: AcceleratorSharing.mps(2) })),
      objects: [takes('4Gi')],
      says: ["Deployment 'chat' serves a language model (annotation cdk8s-ml.dev/accelerator-memory), and pool 'l4' shares each card (mps by 2); place it on whole cards or on MIG slices"],
    },
    {
      rule: 'ML-GPU-003',
      name: 'a share by its name, in a cluster of which nothing is known',
      objects: [deployment(onCards('nvidia.com/gpu.shared', 'l4', 'registry.example.com/sglang@sha256:0000000000000000000000000000000000000000000000000000000000000000'))],
      says: [
        "Deployment 'chat' serves a language model (image registry.example.com/sglang@sha256:0000000000000000000000000000000000000000000000000000000000000000), and asks for shares of cards (nvidia.com/gpu.shared); place it on whole cards or on MIG slices",
      ],
    },
    {
      rule: 'ML-GPU-004',
      name: 'a card that is too small',
      cluster: prod(pool('l4')),
      objects: [takes('40Gi')],
      says: ["Deployment 'chat' takes 40Gi of each card, and none that it may get has as much (pool 'l4': nvidia-l4 with 23034Mi); take larger cards, or more of them for each pod"],
    },
    {
      rule: 'ML-GPU-004',
      name: 'one of two pools',
      severity: Severity.WARNING,
      cluster: prod(pool('l4'), pool('h100', { accelerator: Accelerator.NVIDIA_H100 })),
      objects: [takes('40Gi', on('l4', 'h100'))],
      says: ["Deployment 'chat' takes 40Gi of each card, and some that it may get have less (pool 'l4': nvidia-l4 with 23034Mi); take larger cards, or more of them for each pod"],
    },
    {
      rule: 'ML-GPU-004',
      name: 'a part of a card under MPS',
      cluster: prod(pool('l4', { sharing: AcceleratorSharing.mps(4) })),
      objects: [takes('6Gi')],
      says: ["Deployment 'chat' takes 6Gi of each card, and none that it may get has as much (pool 'l4': nvidia-l4, mps by 4, shares with 5758Mi); take larger cards, or more of them for each pod"],
    },
    {
      rule: 'ML-GPU-004',
      name: 'a slice',
      cluster: prod(pool('l4', { accelerator: Accelerator.NVIDIA_A100_40GB.mig('1g.5gb') })),
      objects: [takes('5Gi', onCards('nvidia.com/mig-1g.5gb'))],
      says: ["Deployment 'chat' takes 5Gi of each card, and none that it may get has as much (pool 'l4': nvidia-a100-40gb-mig-1g.5gb with 4864Mi); take larger cards, or more of them for each pod"],
    },
    {
      rule: 'ML-GPU-004',
      name: 'a card that is claimed',
      cluster: prod(DRA),
      objects: [takes('24000Mi', claiming), claimTemplate('gpu.nvidia.com')],
      says: ["Deployment 'chat' takes 24000Mi of each card, and none that it may get has as much (pool 'l4': nvidia-l4 with 23034Mi); take larger cards, or more of them for each pod"],
    },
    {
      rule: 'ML-GPU-004',
      name: 'a pool that it only may enter: whose nodes have the label, nobody says',
      severity: Severity.WARNING,
      cluster: prod(pool('l4', { labels: {} })),
      objects: [takes('40Gi', { ...onCards(), nodeSelector: { 'node.kubernetes.io/instance-type': 'g2-standard-4' } })],
      says: ["Deployment 'chat' takes 40Gi of each card, and some that it may get have less (pool 'l4': nvidia-l4 with 23034Mi); take larger cards, or more of them for each pod"],
    },
    {
      rule: 'ML-GPU-005',
      name: 'a driver of the version before',
      cluster: prod(pool('l4', { driverVersion: '550.90.07' })),
      objects: [cuda('13.0')],
      says: ["Deployment 'chat' runs an image of CUDA 13.0, which needs driver 580 or newer, and pool 'l4' has 550.90.07; update the driver, or take an image of an older CUDA"],
    },
    {
      rule: 'ML-GPU-005',
      name: 'a CUDA newer than any that is known',
      cluster: prod(pool('l4', { driverVersion: '470' })),
      objects: [cuda('15.1')],
      says: ["Deployment 'chat' runs an image of CUDA 15.1, which needs driver 580 or newer, and pool 'l4' has 470; update the driver, or take an image of an older CUDA"],
    },
  ],
  nearMisses: [
    { rule: 'ML-GPU-001', name: 'a tainted pool', cluster: prod(pool('l4')), objects: [deployment()] },
    { rule: 'ML-GPU-001', name: 'a pool that nothing of these manifests enters', cluster: prod(pool('l4', { taints: [] })), objects: [deployment({ nodeSelector: { pool: 'general' } })] },
    { rule: 'ML-GPU-001', name: 'a DaemonSet', cluster: prod(pool('l4', { taints: [] })), objects: [daemonSet({})] },
    { rule: 'ML-GPU-001', name: 'an untainted pool of processors', cluster: prod(), objects: [deployment()] },
    { rule: 'ML-GPU-002', name: 'a toleration by its key', cluster: prod(pool('l4')), objects: [deployment({ tolerations: TOLERANT })] },
    { rule: 'ML-GPU-002', name: 'a key beside one without', cluster: prod(pool('l4')), objects: [deployment({ tolerations: [...TOLERANT, ...KEYLESS] })] },
    { rule: 'ML-GPU-002', name: 'a DaemonSet', cluster: prod(pool('l4')), objects: [daemonSet({ tolerations: KEYLESS })] },
    { rule: 'ML-GPU-002', name: 'a pod that needs cards', cluster: prod(pool('l4')), objects: [deployment({ ...onCards(), tolerations: KEYLESS })] },
    { rule: 'ML-GPU-002', name: 'a pod that is kept off by its selector', cluster: prod(pool('l4')), objects: [deployment({ tolerations: KEYLESS, nodeSelector: { pool: 'general' } })] },
    { rule: 'ML-GPU-002', name: 'a cluster without cards', cluster: prod(), objects: [deployment({ tolerations: KEYLESS })] },
    { rule: 'ML-GPU-002', name: 'a toleration of another effect', cluster: prod(pool('l4')), objects: [deployment({ tolerations: [{ operator: 'Exists', effect: 'NoExecute' }] })] },
    { rule: 'ML-GPU-003', name: 'whole cards', cluster: prod(pool('l4')), objects: [deployment(onCards(undefined, undefined, VLLM))] },
    { rule: 'ML-GPU-003', name: 'another server on shared cards', cluster: prod(SHARED), objects: [deployment(onCards())] },
    { rule: 'ML-GPU-003', name: 'a shared pool that it does not enter', cluster: prod(SHARED, pool('whole')), objects: [deployment(onCards(undefined, 'whole', VLLM))] },
    { rule: 'ML-GPU-003', name: 'a registry that is called like a server', cluster: prod(SHARED), objects: [deployment(onCards(undefined, undefined, 'registry.example.com/vllmless/chat:v1'))] },
    { rule: 'ML-GPU-004', name: 'exactly the memory of the card', cluster: prod(pool('l4')), objects: [takes('23034Mi')] },
    { rule: 'ML-GPU-004', name: 'a card of unknown memory', cluster: prod(pool('l4', { accelerator: Accelerator.NVIDIA })), objects: [takes('400Gi')] },
    { rule: 'ML-GPU-004', name: 'time-slices, of which each sees the whole', cluster: prod(SHARED), objects: [takes('20Gi')] },
    { rule: 'ML-GPU-004', name: 'a small card that it does not enter', cluster: prod(pool('l4'), pool('h100', { accelerator: Accelerator.NVIDIA_H100 })), objects: [takes('40Gi', onCards(undefined, 'h100'))] },
    { rule: 'ML-GPU-004', name: 'what is no quantity', cluster: prod(pool('l4')), objects: [takes('much'), takes({ a: 1 })] },
    { rule: 'ML-GPU-004', name: 'a claim of another class', cluster: prod(DRA), objects: [takes('400Gi', claiming), claimTemplate('gpu.example.com')] },
    { rule: 'ML-GPU-005', name: 'the oldest driver that will do', cluster: prod(pool('l4', { driverVersion: '525.60.13' })), objects: [cuda('12.9')] },
    { rule: 'ML-GPU-005', name: 'a driver that nobody declares', cluster: prod(pool('l4')), objects: [cuda('13.0')] },
    { rule: 'ML-GPU-005', name: 'an image that says nothing', cluster: prod(pool('l4', { driverVersion: '450' })), objects: [deployment(onCards())] },
    { rule: 'ML-GPU-005', name: 'a CUDA from before the table', cluster: prod(pool('l4', { driverVersion: '450' })), objects: [cuda('10.2')] },
    { rule: 'ML-GPU-005', name: 'the driver of another vendor', cluster: prod(pool('l4', { accelerator: Accelerator.AMD_MI300X, driverVersion: '6.12' })), objects: [cuda('13.0', { ...onCards('amd.com/gpu'), tolerations: [{ operator: 'Exists' }] })] },
    { rule: 'ML-GPU-005', name: 'what is no version', cluster: prod(pool('l4', { driverVersion: '450' })), objects: [cuda('new'), cuda(13)] },
  ],
};
