import { checkWhole } from '../../border/amounts';
import { checkCall } from '../../border/check-kinds';
import { Problems } from '../../border/problems';

/** How shares of a card are offered. */
export interface SharingOptions {
  /**
   * Shares have a resource of their own (`nvidia.com/gpu.shared`), so that nobody takes one for a whole card (`renameByDefault`).
   * @default false
   */
  readonly renamed?: boolean;
}

/**
 * How the device plugin lets several pods have one card.
 *
 * @see https://github.com/NVIDIA/k8s-device-plugin#shared-access-to-gpus
 * @example AcceleratorSharing.timeSliced(4)
 */
export class AcceleratorSharing {
  /**
   * Pods take turns; each sees the whole memory, and nothing keeps one from taking that of the others.
   * @throws unless two pods or more have one card
   */
  public static timeSliced(replicas: number, options: SharingOptions = {}): AcceleratorSharing {
    checkCall('AcceleratorSharing.timeSliced', [replicas, options]);
    return new AcceleratorSharing('time-slicing', shares('timeSliced', replicas), options);
  }

  /**
   * CUDA MPS: pods compute at the same time, each with an equal part of memory and threads. Not on MIG slices.
   * @throws unless two pods or more have one card
   */
  public static mps(replicas: number, options: SharingOptions = {}): AcceleratorSharing {
    checkCall('AcceleratorSharing.mps', [replicas, options]);
    return new AcceleratorSharing('mps', shares('mps', replicas), options);
  }

  private constructor(
    /** `time-slicing` or `mps`, the value of the node label `nvidia.com/gpu.sharing-strategy`. */
    public readonly strategy: string,
    /** Pods for each card. */
    public readonly replicas: number,
    private readonly options: SharingOptions,
  ) {}

  /** Whether shares have a resource of their own. */
  public get renamed(): boolean {
    return this.options.renamed ?? false;
  }

  /** As messages call it: `time-slicing by 4`. */
  public toString(): string {
    return `${this.strategy} by ${this.replicas}`;
  }

  /** The resource that a share is of. @internal */
  public _resource(whole: string): string {
    return this.renamed ? `${whole}.shared` : whole;
  }

  /** MiB that one share has for certain: all with time-slicing, where nothing divides them. @internal */
  public _mebibytes(whole: number): number {
    return this.strategy === 'mps' ? Math.floor(whole / this.replicas) : whole;
  }
}

/** Pods for each card, if they are several. */
function shares(factory: string, replicas: number): number {
  const problems = new Problems(`AcceleratorSharing.${factory}`);
  checkWhole(problems, 'replicas', replicas, 2, undefined, 'a card for one pod needs no sharing; leave it out');
  problems.throw();
  return replicas;
}
