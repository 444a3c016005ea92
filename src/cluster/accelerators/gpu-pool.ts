import { SizeRoundingBehavior } from 'cdk8s';
import { AcceleratorSharing } from './accelerator-sharing';
import { DeviceClass } from './device-class';
import { Problems } from '../../border/problems';
import { Accelerator } from '../accelerator';

interface Labels {
  readonly [key: string]: string;
}

/** What GPU feature discovery calls the card of a node, and what it adds where the card is shared under its own resource. */
const PRODUCT = 'nvidia.com/gpu.product';
const SHARED = '-SHARED';

/** How nodes are labelled for what is in them, by one who makes nodes. */
interface CardMarks {
  readonly cards: { readonly [accelerator: string]: Labels };
  readonly parts?: (facts: GpuPoolFacts) => Labels;
}

/** What is declared of the accelerators in the nodes of a pool. */
export interface GpuPoolFacts {
  readonly accelerator: Accelerator;
  readonly perNode: number;
  readonly sharing?: AcceleratorSharing;
  readonly driverVersion?: string;
  readonly deviceClass?: DeviceClass;
  readonly labels?: Labels;
}

/** What pods can ask one node for. */
export interface DeviceOffer {
  /** The extended resource, or the key by which quotas count the devices of a DRA class. */
  readonly resource: string;
  /** Cards, slices or shares. */
  readonly count: number;
  /** MiB that one of them has for certain, where that is known. */
  readonly mebibytes?: number;
}

/** What one node of the pool offers: its cards, or as many shares of them as may be handed out. */
export function deviceOffer({ accelerator, perNode, sharing, deviceClass }: GpuPoolFacts): DeviceOffer {
  const whole = accelerator.memory?.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });
  return {
    resource: deviceClass?._quotaKey ?? sharing?._resource(accelerator.resourceName) ?? accelerator.resourceName,
    count: perNode * (sharing?.replicas ?? 1),
    mebibytes: whole === undefined || !sharing ? whole : sharing._mebibytes(whole),
  };
}

/**
 * Labels that nodes have for what is in them, as the pods of a pool select them; shared cards have another product name than whole ones, and slices are on
 * nodes of the card that they are cut from.
 */
export function cardLabels(facts: GpuPoolFacts, { cards, parts }: CardMarks): Labels {
  const { accelerator, sharing } = facts;
  const labels = { ...accelerator._labels, ...cards[accelerator._card.whole ?? accelerator.name], ...parts?.(facts) };
  const product = labels[PRODUCT];
  return product !== undefined && sharing && !sharing.renamed ? { ...labels, [PRODUCT]: `${product}${SHARED}` } : labels;
}

/** The label that says how many cards a node has; nothing where slices are counted. */
export function countLabel({ accelerator, perNode }: GpuPoolFacts, label: string | undefined): Labels {
  return label === undefined || accelerator._profile !== undefined || !accelerator.resourceName.startsWith('nvidia.com/') ? {} : { [label]: `${perNode}` };
}

/** The most cards that can be cut in one machine. @see https://cloud.google.com/compute/docs/accelerator-optimized-machines#a2-vms (`a2-megagpu-16g`) */
const MOST_CARDS = 16;

/** Records what is wrong with what is declared of a pool's accelerators. */
export function checkGpuPool(problems: Problems, facts: GpuPoolFacts): void {
  const { accelerator, perNode, driverVersion } = facts;
  if (accelerator._perNode && !accelerator._perNode.includes(perNode)) {
    problems.add('perNode', `${accelerator._perNode.join(' or ')}, the chips in one host of ${accelerator}`, perNode, 'count the chips of one node');
  }
  const { perCard } = accelerator._card;
  if (perCard !== undefined && perNode > perCard * MOST_CARDS) {
    problems.add('perNode', `at most ${perCard * MOST_CARDS}, the slices ${accelerator._profile} of ${MOST_CARDS} cards`, perNode, `count the slices of one node: a card has ${perCard} of them`);
  }
  if (driverVersion !== undefined && !/^\d+(\.\d+){0,2}$/.test(driverVersion)) {
    problems.add('driverVersion', 'the version of a driver like 580.65.06', driverVersion, "copy it from 'nvidia-smi', or from the node's label nvidia.com/cuda.driver-version.full");
  }
  checkSharing(problems, facts);
  checkDeviceClass(problems, facts);
}

function checkSharing(problems: Problems, { accelerator, sharing, deviceClass, labels }: GpuPoolFacts): void {
  if (!sharing) {
    return;
  }
  if (!accelerator.resourceName.startsWith('nvidia.com/')) {
    problems.add('sharing', 'of NVIDIA cards', accelerator, 'leave it out; only their device plugin hands out shares');
  }
  if (sharing.strategy === 'mps' && accelerator._profile !== undefined) {
    problems.add('sharing', 'time-slicing for MIG slices, which MPS cannot divide', sharing, 'take AcceleratorSharing.timeSliced, or a smaller profile');
  }
  if (deviceClass) {
    problems.say("'sharing' is what a device plugin does, and 'deviceClass' is of a DRA driver, which hands out whole devices; leave one of them out");
  }
  const product = labels?.[PRODUCT];
  if (product !== undefined && !sharing.renamed && !product.endsWith(SHARED)) {
    problems.add(`labels.${PRODUCT}`, 'the product of shared cards, which ends with -SHARED', product, `write ${product}-SHARED, as feature discovery does, or leave it out`);
  }
}

function checkDeviceClass(problems: Problems, { accelerator, deviceClass }: GpuPoolFacts): void {
  const isSlice = accelerator._profile !== undefined;
  if (deviceClass === DeviceClass.NVIDIA_GPU && isSlice) {
    problems.add('deviceClass', 'DeviceClass.NVIDIA_MIG for MIG slices', deviceClass, 'take that one');
  } else if (deviceClass === DeviceClass.NVIDIA_MIG && !isSlice) {
    problems.add('deviceClass', 'DeviceClass.NVIDIA_GPU for whole cards', deviceClass, "take that one, or a slice: accelerator.mig('1g.10gb')");
  }
}
