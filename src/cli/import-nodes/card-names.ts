import { Texts } from './texts';

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

/** How `Accelerator` calls what a node offers as `resource`, by its labels; only whose it is where nothing says which. */
export function nameOf(resource: string, labels: Texts): string {
  const product = labels['nvidia.com/gpu.product'] ?? labels['amd.com/gpu.product-name'] ?? '';
  const aws = awsName(labels);
  const memory = Number(labels['karpenter.k8s.aws/instance-gpu-memory'] ?? labels['eks.amazonaws.com/instance-gpu-memory']);
  const machine = labels['node.kubernetes.io/instance-type'] ?? '';
  const called = (names: Texts, text = '') => (Object.hasOwn(names, text) ? names[text] : undefined);
  return PRODUCTS.find(([pattern]) => pattern.test(product))?.[1]
    ?? called(GKE, labels['cloud.google.com/gke-accelerator'])
    ?? (aws === 'a100' && memory > 0 ? `nvidia-a100-${memory > 50_000 ? '80' : '40'}gb` : called(AWS, aws))
    ?? called(TPUS, labels['cloud.google.com/gke-tpu-accelerator'])
    ?? MACHINES.find(([pattern]) => pattern.test(machine))?.[1]
    ?? kindOf(resource);
}

/** What its vendor, or AWS, calls a card, listed or not; nothing where no label says. */
export function calledBy(resource: string, labels: Texts): string | undefined {
  const product = (resource.startsWith('amd.com/') ? labels['amd.com/gpu.product-name'] : labels['nvidia.com/gpu.product'])?.replace(/-SHARED$/, '');
  const aws = awsName(labels);
  return product || (aws && /^(nvidia|amd)\.com\//.test(resource) ? `${kindOf(resource)}-${aws}` : undefined);
}

const awsName = (labels: Texts): string | undefined => labels['karpenter.k8s.aws/instance-gpu-name'] ?? labels['eks.amazonaws.com/instance-gpu-name'];

/** Whose it is, where nothing says which. */
function kindOf(resource: string): string {
  return resource.startsWith('nvidia.com/') ? 'nvidia' : resource.startsWith('amd.com/') ? 'amd' : resource.replace(/^.*\//, '');
}
