import { calledBy, nameOf } from './card-names';
import { Shares, sharesOf } from './card-shares';
import { Texts } from './texts';
import { listed } from '../../cluster/file/accelerator-file';

/** What a node says of its accelerators. */
export interface CardReading {
  /** The resource under which they are offered. */
  readonly offered: string;
  /** That of a whole one. */
  readonly resource: string;
  /** How many are offered. */
  readonly pieces: number;
  /** As `Accelerator` calls the card. */
  readonly name: string;
  /** What its vendor calls it, where that is known. */
  readonly called?: string;
  /** MiB of one, as a label says. */
  readonly memory?: number;
  /** MiB that a card of that name has, if it is a listed one. */
  readonly whole?: number;
  /** Cards in the node, as a label or the name of its machine says. */
  readonly cards?: number;
  readonly profile?: string;
  readonly topology?: string;
  readonly shares?: Shares;
  readonly driverVersion?: string;
}

/** What the labels say of the `pieces` that a node offers. */
export function readCard(offered: string, pieces: number, labels: Texts): CardReading {
  const resource = offered.replace(/\.shared$/, '');
  const name = nameOf(resource, labels);
  const profile = resource.startsWith('nvidia.com/') ? profileOf(resource, labels) : undefined;
  const topology = labels['cloud.google.com/gke-tpu-topology'];
  const driver = labels['nvidia.com/cuda.driver-version.full'];
  return {
    offered,
    resource,
    pieces,
    name,
    called: calledBy(resource, labels),
    memory: memoryOf(resource, profile, labels),
    cards: cardsIn(labels),
    whole: listed(name)?.memory?.toMebibytes(),
    profile,
    shares: sharesOf(resource, labels),
    ...name.startsWith('tpu-') && topology !== undefined && { topology },
    ...driver !== undefined && /^\d+(\.\d+){0,2}$/.test(driver) && { driverVersion: driver },
  };
}

/**
 * The MIG profile of what is offered: in the name of the resource where each profile has one, and else in a label, feature discovery's or GKE's.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/gpus-multi
 */
function profileOf(resource: string, labels: Texts): string | undefined {
  return /^nvidia\.com\/mig-(.+)$/.exec(resource)?.[1].replace(/\.(?=me|gfx|all)/, '+')
    ?? /-MIG-(.+?)(-SHARED)?$/.exec(labels['nvidia.com/gpu.product'] ?? '')?.[1]
    ?? (labels['cloud.google.com/gke-gpu-partition-size'] || undefined);
}

/**
 * MiB of one of what is offered: of a slice what feature discovery says of it, for what the machine is said to have is the card's.
 *
 * @see https://karpenter.sh/docs/reference/instance-types/ of which `g6f` has an eighth, a quarter or half of a card
 * @see https://github.com/ROCm/k8s-device-plugin/blob/master/cmd/k8s-node-labeller/README.md for AMD's, in GiB or MiB
 */
function memoryOf(resource: string, profile: string | undefined, labels: Texts): number | undefined {
  const [, amount, unit] = /^(\d+)([GM])$/.exec((resource === 'amd.com/gpu' && labels['amd.com/gpu.vram']) || '') ?? [];
  const vram = amount === undefined ? undefined : Number(amount) * (unit === 'G' ? 1024 : 1);
  const ofMachine = profile === undefined ? labels['karpenter.k8s.aws/instance-gpu-memory'] ?? labels['eks.amazonaws.com/instance-gpu-memory'] : undefined;
  const mebibytes = vram ?? Number(labels[`${resource}.memory`] ?? (/^(nvidia|amd)\.com\//.test(resource) ? ofMachine : undefined));
  return Number.isSafeInteger(mebibytes) && mebibytes > 0 && mebibytes < MOST ? mebibytes : undefined;
}

/** A tebibyte of MiB, a few times what any card has. */
const MOST = 2 ** 20;

/** Where clouds and feature discovery say how many cards a node has, however they are cut and shared. */
const COUNTS: readonly string[] = [
  'cloud.google.com/gke-accelerator-count', 'karpenter.k8s.aws/instance-gpu-count', 'eks.amazonaws.com/instance-gpu-count', 'karpenter.azure.com/sku-gpu-count', 'nvidia.com/gpu.count',
];

/**
 * Machines of Azure by the cores for each of their cards.
 * @see https://learn.microsoft.com/en-us/azure/virtual-machines/sizes/gpu-accelerated/nca100v4-series and those beside it
 */
const CORES: readonly (readonly [machine: RegExp, cores: number])[] = [
  [/^Standard_NC(\d+)ads_A100_v4$/i, 24], [/^Standard_NCC?(\d+)a\w*_H100_v5$/i, 40], [/^Standard_NC(\d+)as_T4_v3$/i, 16],
];

function cardsIn(labels: Texts): number | undefined {
  const machine = labels['node.kubernetes.io/instance-type'] ?? '';
  const ofAzure = CORES.flatMap(([pattern, cores]) => {
    const all = pattern.exec(machine)?.[1];
    return all === undefined ? [] : [Math.max(1, Math.floor(Number(all) / cores))];
  });
  return [...COUNTS.map((key) => Number(labels[key])), ...ofAzure].find((count) => Number.isSafeInteger(count) && count > 0);
}
