import { Size } from 'cdk8s';
import { bytesOf, checkCpu, checkSize, sizeText } from '../border/amounts';
import { Cpu } from '../border/cpu';
import { Problems, show } from '../border/problems';

/** What a container asks for and what it may use at most. */
export interface ResourcesProps {
  /** Processor that the scheduler sets aside (`requests.cpu`). */
  readonly cpu: Cpu;
  /** Memory that the scheduler sets aside (`requests.memory`). */
  readonly memory: Size;
  /**
   * Processor at most (`limits.cpu`).
   * @default - the request: a replica then does the same work on a busy node as on an idle one
   */
  readonly cpuLimit?: Cpu;
  /**
   * No limit on the processor: the container may use what nobody else wants. Some policies ask for a limit.
   * @default false
   */
  readonly unlimitedCpu?: boolean;
  /**
   * Memory at most (`limits.memory`); above it the container is killed.
   * @default - the request
   */
  readonly memoryLimit?: Size;
  /**
   * Local disk, for the writable layer, logs and disk-backed emptyDir volumes (`requests.ephemeral-storage`).
   * @default - the sizes of the writable paths, and 50 MiB of logs
   */
  readonly ephemeralStorage?: Size;
  /**
   * Local disk at most; above it the pod is evicted.
   * @default - the request
   */
  readonly ephemeralStorageLimit?: Size;
}

/** What was measured of a running container; see `Resources.fromMeasured`. */
export interface MeasuredResources {
  /** Processor at steady load. */
  readonly steadyCpu: Cpu;
  /**
   * Processor in the busiest minute, start-up and batches included.
   * @default - the steady one
   */
  readonly peakCpu?: Cpu;
  /** Memory at steady load (working set). */
  readonly steadyMemory: Size;
  /** Largest working set while the model was loaded. */
  readonly startUpPeakMemory: Size;
  /**
   * Largest working set while the largest batch ran.
   * @default - the steady one
   */
  readonly batchPeakMemory?: Size;
  /**
   * Room above what was measured, in percent.
   * @default 25
   */
  readonly headroomPercent?: number;
}

/**
 * Requests and limits of a container.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 * @example Resources.of({ cpu: Cpu.millis(250), memory: Size.mebibytes(256), cpuLimit: Cpu.millis(500), memoryLimit: Size.mebibytes(512) })
 */
export class Resources {
  /** Requests and limits as given. */
  public static of(props: ResourcesProps): Resources {
    return new Resources(props);
  }

  /**
   * Requests and limits from a measurement: requests hold the steady load, limits the highest peak, each with headroom.
   * The sum is written to the workload's annotation `cdk8s-ml.dev/resources`, so that a reviewer sees where the numbers come from.
   */
  public static fromMeasured(measured: MeasuredResources): Resources {
    const percent = measured.headroomPercent ?? 25;
    const withHeadroom = (amount: number) => Math.ceil(amount * (100 + percent) / 100);
    const mebibytes = (size: Size) => withHeadroom(bytesOf(size)) / 1024 / 1024;
    const peaks: [string, Size][] = [['start-up peak', measured.startUpPeakMemory], ['steady', measured.steadyMemory]];
    if (measured.batchPeakMemory) {
      peaks.unshift(['batch peak', measured.batchPeakMemory]);
    }
    const [peak, largest] = peaks.reduce((a, b) => (bytesOf(b[1]) > bytesOf(a[1]) ? b : a));
    const peakCpu = measured.peakCpu && measured.peakCpu.milliCores > measured.steadyCpu.milliCores ? measured.peakCpu : measured.steadyCpu;
    const props = {
      cpu: Cpu.millis(withHeadroom(measured.steadyCpu.milliCores)),
      cpuLimit: Cpu.millis(withHeadroom(peakCpu.milliCores)),
      memory: Size.mebibytes(Math.ceil(mebibytes(measured.steadyMemory))),
      memoryLimit: Size.mebibytes(Math.ceil(mebibytes(largest))),
    };
    const text = `measured, plus ${percent} %: cpu ${measured.steadyCpu} (steady) -> ${props.cpu}, ${peakCpu} (peak) -> ${props.cpuLimit}; `
      + `memory ${amount(measured.steadyMemory)} (steady) -> ${amount(props.memory)}, ${amount(largest)} (${peak}) -> ${amount(props.memoryLimit)}`;
    return new Resources(props, text, percent);
  }

  private constructor(
    private readonly props: ResourcesProps,
    /** Where the numbers come from, if they were measured. @internal */
    public readonly _derivation?: string,
    private readonly headroomPercent: number = 0,
  ) {}

  /** Processor requested. */
  public get cpu(): Cpu {
    return this.props.cpu;
  }

  /** Memory requested. */
  public get memory(): Size {
    return this.props.memory;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const { cpu, memory, cpuLimit, memoryLimit, ephemeralStorage, ephemeralStorageLimit, unlimitedCpu } = this.props;
    checkCpu(problems, `${property}.cpu`, cpu);
    checkCpu(problems, `${property}.cpuLimit`, cpuLimit);
    checkSize(problems, `${property}.memory`, memory);
    checkSize(problems, `${property}.memoryLimit`, memoryLimit);
    checkSize(problems, `${property}.ephemeralStorage`, ephemeralStorage);
    checkSize(problems, `${property}.ephemeralStorageLimit`, ephemeralStorageLimit);
    if (!(this.headroomPercent >= 0 && Number.isFinite(this.headroomPercent))) {
      problems.add(`${property}.headroomPercent`, 'a number of percent of at least 0', this.headroomPercent, 'give for example 25');
    }
    if (cpuLimit && unlimitedCpu) {
      problems.say(`'${property}.cpuLimit' is ${show(cpuLimit)} and '${property}.unlimitedCpu' is true; give one of them`);
    }
    if (cpuLimit && cpuLimit.milliCores < cpu.milliCores) {
      problems.add(`${property}.cpuLimit`, `at least the request (${cpu})`, cpuLimit, 'raise the limit or lower the request');
    }
    atLeast(problems, `${property}.memoryLimit`, memoryLimit, memory);
    atLeast(problems, `${property}.ephemeralStorageLimit`, ephemeralStorageLimit, ephemeralStorage);
  }

  /** The container's `resources`. @param writable bytes of its disk-backed volumes @internal */
  public _render(writable: number, extended: { readonly [resource: string]: string }): ContainerResources {
    const { cpu, memory, cpuLimit, memoryLimit, ephemeralStorage, ephemeralStorageLimit, unlimitedCpu } = this.props;
    const disk = ephemeralStorage ? bytesOf(ephemeralStorage) : writable + LOG_BYTES;
    const limits: { [resource: string]: string } = unlimitedCpu ? {} : { cpu: `${cpuLimit ?? cpu}` };
    limits['ephemeral-storage'] = sizeText(ephemeralStorageLimit ? bytesOf(ephemeralStorageLimit) : disk);
    limits.memory = amount(memoryLimit ?? memory);
    const requests: { [resource: string]: string } = { 'cpu': `${cpu}`, 'ephemeral-storage': sizeText(disk), 'memory': amount(memory) };
    for (const [resource, count] of Object.entries(extended)) {
      limits[resource] = count;
      requests[resource] = count;
    }
    return { limits, requests };
  }
}

/**
 * Logs of one container on the node: five files of 10 MiB.
 * @see https://kubernetes.io/docs/concepts/cluster-administration/logging/#log-rotation
 */
const LOG_BYTES = 5 * 10 * 1024 * 1024;

/** `resources` of a container, as Kubernetes spells it. */
export interface ContainerResources {
  readonly limits: { [resource: string]: string };
  readonly requests: { [resource: string]: string };
}

function amount(size: Size): string {
  return sizeText(bytesOf(size));
}

function atLeast(problems: Problems, property: string, limit: Size | undefined, request: Size | undefined): void {
  if (limit && request && bytesOf(limit) < bytesOf(request)) {
    problems.add(property, `at least the request (${amount(request)})`, amount(limit), 'raise the limit or lower the request');
  }
}
