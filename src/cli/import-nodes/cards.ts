import { AcceleratorFile } from '../../cluster/file/accelerator-file';

interface Texts {
  readonly [key: string]: string;
}

/** Resources that are accelerators, the one that counts first. */
const RESOURCES = /^(nvidia\.com\/(gpu|gpu\.shared|mig-.+|mig-.+\.shared)|amd\.com\/gpu|google\.com\/tpu|aws\.amazon\.com\/neuron|habana\.ai\/gaudi|gpu\.intel\.com\/(i915|xe))$/;

/** What feature discovery calls a card (`nvidia.com/gpu.product`), by the beginning of it; the longer name first. */
const PRODUCTS: readonly (readonly [product: RegExp, name: string])[] = [
  [/^Tesla-T4/, 'nvidia-t4'], [/^NVIDIA-L40S/, 'nvidia-l40s'], [/^NVIDIA-L40/, 'nvidia-l40'], [/^NVIDIA-L4/, 'nvidia-l4'],
  [/^NVIDIA-A10G/, 'nvidia-a10g'], [/^(NVIDIA-)?A100.*40GB/, 'nvidia-a100-40gb'], [/^(NVIDIA-)?A100.*80GB/, 'nvidia-a100-80gb'],
  [/^NVIDIA-A10(-|$)/, 'nvidia-a10'], [/^NVIDIA-A16/, 'nvidia-a16'], [/^NVIDIA-A30/, 'nvidia-a30'],
  [/^NVIDIA-H100-NVL/, 'nvidia-h100-nvl'], [/^NVIDIA-H100/, 'nvidia-h100'], [/^NVIDIA-H200/, 'nvidia-h200'],
  [/^NVIDIA-GB200/, 'nvidia-gb200'], [/^NVIDIA-GB300/, 'nvidia-gb300'], [/^NVIDIA-B200/, 'nvidia-b200'], [/^NVIDIA-B300/, 'nvidia-b300'],
  [/^NVIDIA-RTX-PRO-6000/, 'nvidia-rtx-pro-6000'],
  [/MI300X/, 'amd-mi300x'], [/MI325X/, 'amd-mi325x'], [/MI350X/, 'amd-mi350x'], [/MI355X/, 'amd-mi355x'],
];

/** GKE's names. @see https://cloud.google.com/kubernetes-engine/docs/how-to/gpus */
const GKE: Texts = {
  'nvidia-tesla-t4': 'nvidia-t4',
  'nvidia-l4': 'nvidia-l4',
  'nvidia-tesla-a100': 'nvidia-a100-40gb',
  'nvidia-a100-80gb': 'nvidia-a100-80gb',
  'nvidia-h100-80gb': 'nvidia-h100',
  'nvidia-h100-mega-80gb': 'nvidia-h100',
  'nvidia-h200-141gb': 'nvidia-h200',
  'nvidia-b200': 'nvidia-b200',
  'nvidia-gb200': 'nvidia-gb200',
};

/** AWS' names. @see https://karpenter.sh/docs/reference/instance-types/ */
const AWS: Texts = {
  t4: 'nvidia-t4', l4: 'nvidia-l4', l40s: 'nvidia-l40s', a10g: 'nvidia-a10g', h100: 'nvidia-h100', h200: 'nvidia-h200', b200: 'nvidia-b200', b300: 'nvidia-b300',
};

/** Machines of which the card is known, where no label names it. */
const MACHINES: readonly (readonly [machine: RegExp, name: string])[] = [
  [/^g4dn\./, 'nvidia-t4'], [/^g5\./, 'nvidia-a10g'], [/^(g6|gr6)\./, 'nvidia-l4'], [/^g6e\./, 'nvidia-l40s'], [/^p4d\./, 'nvidia-a100-40gb'], [/^p4de\./, 'nvidia-a100-80gb'],
  [/^p5\./, 'nvidia-h100'], [/^p5en?\./, 'nvidia-h200'], [/^p6-b200\./, 'nvidia-b200'], [/^p6-b300\./, 'nvidia-b300'],
  [/^Standard_NC\d+as_T4_v3$/i, 'nvidia-t4'], [/^Standard_(NC\d+ads_A100_v4|ND\d+a?m_A100_v4|ND96amsr_A100_v4)$/i, 'nvidia-a100-80gb'],
  [/^Standard_NCC?\d+a\w*_H100_v5$/i, 'nvidia-h100-nvl'], [/^Standard_ND96is?r_H100_v5$/i, 'nvidia-h100'], [/^Standard_ND96is?r_H200_v5$/i, 'nvidia-h200'],
];

const TPUS: Texts = { 'tpu-v5-lite-podslice': 'tpu-v5e', 'tpu-v5p-slice': 'tpu-v5p', 'tpu-v6e-slice': 'tpu-v6e', 'tpu7x': 'tpu-v7' };

/** The accelerators of a node by what it offers and how it is labelled; nothing without. */
export function cardsOf(allocatable: Texts, labels: Texts): AcceleratorFile | undefined {
  const resource = Object.keys(allocatable).filter((name) => RESOURCES.test(name) && Number(allocatable[name]) > 0).sort()[0];
  if (resource === undefined) {
    return undefined;
  }
  const product = labels['nvidia.com/gpu.product'] ?? '';
  const mig = /^nvidia\.com\/mig-(.+?)(\.shared)?$/.exec(resource)?.[1].replace(/\.(?=me|gfx|all)/, '+') ?? /-MIG-(.+?)(-SHARED)?$/.exec(product)?.[1];
  const replicas = Number(labels['nvidia.com/gpu.replicas'] ?? 1);
  const sharing = labels['nvidia.com/gpu.sharing-strategy'];
  const shared = replicas > 1 && (sharing === 'time-slicing' || sharing === 'mps');
  const name = nameOf(resource, labels);
  const driver = labels['nvidia.com/cuda.driver-version.full'];
  return {
    name,
    resource: resource.replace(/\.shared$/, ''),
    perNode: Number(allocatable[resource]) / (shared ? replicas : 1),
    ...mig !== undefined && isNamed(name) && { mig },
    ...name.startsWith('tpu-') && labels['cloud.google.com/gke-tpu-topology'] !== undefined && { topology: labels['cloud.google.com/gke-tpu-topology'] },
    ...shared && { sharing, replicas, renamed: resource.endsWith('.shared') },
    ...driver !== undefined && /^\d+(\.\d+){0,2}$/.test(driver) && { driverVersion: driver },
  };
}

/** A name that says which card it is, and not only whose. */
const isNamed = (name: string): boolean => name.startsWith('nvidia-');

function nameOf(resource: string, labels: Texts): string {
  const product = labels['nvidia.com/gpu.product'] ?? labels['amd.com/gpu.product-name'] ?? '';
  const aws = labels['karpenter.k8s.aws/instance-gpu-name'] ?? labels['eks.amazonaws.com/instance-gpu-name'];
  const memory = Number(labels['karpenter.k8s.aws/instance-gpu-memory'] ?? labels['eks.amazonaws.com/instance-gpu-memory']);
  const machine = labels['node.kubernetes.io/instance-type'] ?? '';
  return PRODUCTS.find(([pattern]) => pattern.test(product))?.[1]
    ?? GKE[labels['cloud.google.com/gke-accelerator'] ?? '']
    ?? (aws === 'a100' && memory > 0 ? `nvidia-a100-${memory > 50_000 ? '80' : '40'}gb` : AWS[aws ?? ''])
    ?? TPUS[labels['cloud.google.com/gke-tpu-accelerator'] ?? '']
    ?? MACHINES.find(([pattern]) => pattern.test(machine))?.[1]
    ?? kindOf(resource);
}

/** Whose it is, where nothing says which. */
function kindOf(resource: string): string {
  return resource.startsWith('nvidia.com/') ? 'nvidia' : resource.startsWith('amd.com/') ? 'amd' : resource.replace(/^.*\//, '');
}
