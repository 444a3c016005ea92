import { checkMap, FLAG, MapRules, oneOf, TEXT, WHOLE } from './shape';
import { Source } from './source';
import { Accelerator } from '../accelerator';
import { AcceleratorSharing } from '../accelerators/accelerator-sharing';
import { MigStrategy } from '../accelerators/mig-strategy';
import { GpuNodePoolProps } from '../node-pool-props';

/** The accelerators of a pool as a file has them. */
export interface AcceleratorFile {
  /** As `Accelerator` calls it; any other name stands for a card that is not listed. */
  readonly name: string;
  readonly resource: string;
  /** Accelerators in one node. */
  readonly perNode: number;
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
  name: TEXT, resource: TEXT, perNode: WHOLE, mig: TEXT, topology: TEXT, sharing: oneOf([TIME_SLICING, MPS]), replicas: WHOLE, renamed: FLAG, driverVersion: TEXT,
};

/** What `NodePool.gpu` is told of them; nothing, and records why, if they are not as they have to be. */
export function acceleratorOf(source: Source, path: readonly (string | number)[], file: AcceleratorFile): Pick<GpuNodePoolProps, 'accelerator' | 'perNode' | 'sharing' | 'driverVersion'> | undefined {
  if (!checkMap(source, path, file, ACCELERATOR, ['name', 'resource', 'perNode'])) {
    return undefined;
  }
  try {
    const { perNode, driverVersion } = file;
    const sharing = sharingOf(file);
    return { accelerator: named(file), perNode, ...sharing && { sharing }, ...driverVersion !== undefined && { driverVersion } };
  } catch (error) {
    source.say(path, (error as Error).message);
    return undefined;
  }
}

function sharingOf({ sharing, replicas = 0, renamed }: AcceleratorFile): AcceleratorSharing | undefined {
  switch (sharing) {
    case TIME_SLICING: return AcceleratorSharing.timeSliced(replicas, { renamed });
    case MPS: return AcceleratorSharing.mps(replicas, { renamed });
    default: return undefined;
  }
}

function named({ name, resource, mig, topology }: AcceleratorFile): Accelerator {
  const known = Object.values(Accelerator).find((value): value is Accelerator => value instanceof Accelerator && value.name === name);
  if (mig !== undefined && known) {
    return known.mig(mig, resource.startsWith('nvidia.com/mig-') ? MigStrategy.MIXED : MigStrategy.SINGLE);
  }
  if (topology !== undefined && known) {
    return known.slice(topology);
  }
  return known?.resourceName === resource ? known : Accelerator.of(name, resource);
}
