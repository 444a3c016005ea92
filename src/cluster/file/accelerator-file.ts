import { Size } from 'cdk8s';
import { amountOf } from './amount';
import { AMOUNT, checkMap, FLAG, MapRules, oneOf, TEXT, WHOLE } from './shape';
import { Source } from './source';
import { checkWhole } from '../../border/amounts';
import { Problems, refusal } from '../../border/problems';
import { Accelerator } from '../accelerator';
import { AcceleratorSharing } from '../accelerators/accelerator-sharing';
import { checkGpuPool } from '../accelerators/gpu-pool';
import { MigStrategy } from '../accelerators/mig-strategy';
import { GpuNodePoolProps } from '../node-pool-props';

/** The accelerators of a pool as a file has them. */
export interface AcceleratorFile {
  /** As `Accelerator` calls it; any other name stands for a card that is not listed. */
  readonly name: string;
  readonly resource: string;
  /** Accelerators in one node. */
  readonly perNode: number;
  /** The memory of one, as a quantity, where it is not that of the listed card of this name: a part of a card, or a card that is not listed. */
  readonly memory?: string;
  /** The MIG profile, if they are slices. */
  readonly mig?: string;
  /** The topology, if they are TPUs in a slice. */
  readonly topology?: string;
  /** `time-slicing` or `mps`, if several pods have one. */
  readonly sharing?: string;
  /** Pods for each, if several have one. */
  readonly replicas?: number;
  /** Shares have a resource of their own. */
  readonly renamed?: boolean;
  readonly driverVersion?: string;
}

const TIME_SLICING = 'time-slicing';
const MPS = 'mps';

/** What may stand there. */
export const ACCELERATOR: MapRules = {
  name: TEXT, resource: TEXT, perNode: WHOLE, memory: AMOUNT, mig: TEXT, topology: TEXT, sharing: oneOf([TIME_SLICING, MPS]), replicas: WHOLE, renamed: FLAG, driverVersion: TEXT,
};

/** What `NodePool.gpu` is told of them. */
type GpuFacts = Pick<GpuNodePoolProps, 'accelerator' | 'perNode' | 'sharing' | 'driverVersion'>;

/** What `NodePool.gpu` is told of them; nothing, and records why, if they are not as they have to be. */
export function acceleratorOf(source: Source, path: readonly (string | number)[], file: AcceleratorFile): GpuFacts | undefined {
  const before = source.problems;
  checkMap(source, path, file, ACCELERATOR, ['name', 'resource', 'perNode']);
  if (source.problems > before) {
    return undefined;
  }
  try {
    return factsOf(file);
  } catch (error) {
    source.say(path, (error as Error).message);
    return undefined;
  }
}

/** Why a pool with these accelerators would be refused, for somebody who is about to write them; nothing if it is not. */
export function whyRefused(file: AcceleratorFile): string | undefined {
  const problems = new Problems('');
  try {
    checkGpuPool(problems, factsOf(file));
  } catch (error) {
    problems.say((error as Error).message.replace(/^\[[^\]]*\] /, ''));
  }
  checkWhole(problems, 'perNode', file.perNode, 1);
  return problems.all[0];
}

function factsOf(file: AcceleratorFile): GpuFacts {
  const { perNode, driverVersion } = file;
  const sharing = sharingOf(file);
  return { accelerator: named(file), perNode, ...sharing && { sharing }, ...driverVersion !== undefined && { driverVersion } };
}

function sharingOf({ sharing, replicas = 0, renamed }: AcceleratorFile): AcceleratorSharing | undefined {
  switch (sharing) {
    case TIME_SLICING: return AcceleratorSharing.timeSliced(replicas, { renamed });
    case MPS: return AcceleratorSharing.mps(replicas, { renamed });
    default: return undefined;
  }
}

/** The listed accelerator of that name. */
export function listed(name: string): Accelerator | undefined {
  return Object.values(Accelerator).find((value): value is Accelerator => value instanceof Accelerator && value.name === name);
}

function named({ name, resource, memory, mig, topology }: AcceleratorFile): Accelerator {
  const known = listed(name);
  if (memory !== undefined) {
    if (mig !== undefined || topology !== undefined) {
      throw refusal([`'memory' is said by '${mig === undefined ? 'topology' : 'mig'}' already; leave one of them out`]);
    }
    return Accelerator.of(name, resource, { memory: Size.kibibytes(Math.floor(amountOf(memory) / 1024)) });
  }
  if (mig !== undefined && known) {
    return known.mig(mig, resource.startsWith('nvidia.com/mig-') ? MigStrategy.MIXED : MigStrategy.SINGLE);
  }
  if (topology !== undefined && known) {
    return known.slice(topology);
  }
  return known?.resourceName === resource ? known : Accelerator.of(name, resource);
}
