import { Size } from 'cdk8s';
import { checkMeasured, measuredAmounts } from './measured-amounts';
import { BurstableResources, GuaranteedResources, MeasuredResources } from './resources-props';
import { bytesOf, checkCpu, checkSize, sizeText } from '../../border/amounts';
import { checkCall } from '../../border/check-kinds';
import { Cpu } from '../../border/cpu';
import { Problems } from '../../border/problems';

/**
 * Requests and limits of a container. There is always a request and always a limit of memory, so no pod is the first to be evicted (BestEffort).
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 * @example Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(4) })
 */
export class Resources {
  /**
   * Limits equal requests: a replica does the same work on a busy node as on an idle one, and is evicted last.
   * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/#guaranteed
   */
  public static guaranteed(props: GuaranteedResources): Resources {
    checkCall('Resources.guaranteed', [props]);
    return new Resources({ ...props, cpuLimit: props.cpu });
  }

  /**
   * Requests as given, and room above them while the node has it.
   * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/#burstable
   */
  public static burstable(props: BurstableResources): Resources {
    checkCall('Resources.burstable', [props]);
    return new Resources(props);
  }

  /**
   * Requests and limits from a measurement: requests hold the steady load, limits the highest peak, each with headroom. The
   * processor is limited where its peak was measured. The sum is written to the workload's annotation `cdk8s-ml.dev/resources`, so that a reviewer sees where the numbers come from.
   */
  public static fromMeasured(measured: MeasuredResources): Resources {
    checkCall('Resources.fromMeasured', [measured]);
    const { derivation, ...amounts } = measuredAmounts(measured);
    return new Resources(amounts, derivation, measured);
  }

  private constructor(
    private readonly props: BurstableResources,
    /** Where the numbers come from, if they were measured. @internal */
    public readonly _derivation?: string,
    private readonly measured?: MeasuredResources,
  ) {}

  /** Processor requested. */
  public get cpu(): Cpu {
    return this.props.cpu;
  }

  /** Memory requested. */
  public get memory(): Size {
    return this.props.memory;
  }

  /** Local disk requested, if that does not follow from its volumes. @internal */
  public get _ephemeralStorage(): Size | undefined {
    return this.props.ephemeralStorage;
  }

  /** Whole cores that the container can count on, at least one: how many threads of a computation run at once. @internal */
  public get _threads(): number {
    return Math.max(1, Math.floor((this.props.cpuLimit ?? this.props.cpu).milliCores / 1000));
  }

  /** Records what is wrong with it. @param writable bytes of its disk-backed volumes @internal */
  public _check(problems: Problems, property: string, writable: number): void {
    if (this.measured) {
      checkMeasured(problems, property, this.measured);
      return;
    }
    const { cpu, memory, cpuLimit, memoryLimit, ephemeralStorage, ephemeralStorageLimit } = this.props;
    checkCpu(problems, `${property}.cpu`, cpu);
    checkSize(problems, `${property}.memory`, memory);
    checkSize(problems, `${property}.memoryLimit`, memoryLimit);
    checkSize(problems, `${property}.ephemeralStorage`, ephemeralStorage);
    checkSize(problems, `${property}.ephemeralStorageLimit`, ephemeralStorageLimit);
    if (cpuLimit !== cpu) {
      checkCpu(problems, `${property}.cpuLimit`, cpuLimit);
    }
    if (cpuLimit && cpuLimit.milliCores < cpu.milliCores) {
      problems.add(`${property}.cpuLimit`, `at least the request (${cpu})`, cpuLimit, 'raise the limit or lower the request');
    }
    atLeast(problems, `${property}.memoryLimit`, memoryLimit, bytesOf(memory));
    atLeast(problems, `${property}.ephemeralStorageLimit`, ephemeralStorageLimit, this.disk(writable));
  }

  /** Records a request of local disk that is less than what disk-backed volumes hold. @internal */
  public _checkDisk(problems: Problems, property: string, writable: number): void {
    if (this.props.ephemeralStorage && this.disk(writable) < writable) {
      problems.add(`${property}.ephemeralStorage`, `at least what its volumes hold (${sizeText(writable)})`, sizeText(this.disk(writable)), 'raise it, or leave it out to have it follow from them');
    }
  }

  /** Bytes of memory at most. @internal */
  public get _memoryLimit(): number {
    return bytesOf(this.props.memoryLimit ?? this.props.memory);
  }

  /** The container's `resources`. @param writable bytes of its disk-backed volumes @internal */
  public _render(writable: number, extended: { readonly [resource: string]: string }): ContainerResources {
    const { cpu, memory, cpuLimit, memoryLimit, ephemeralStorageLimit } = this.props;
    const disk = sizeText(this.disk(writable));
    const limits: { [resource: string]: string } = cpuLimit ? { cpu: `${cpuLimit}` } : {};
    limits['ephemeral-storage'] = ephemeralStorageLimit ? sizeText(bytesOf(ephemeralStorageLimit)) : disk;
    limits.memory = sizeText(bytesOf(memoryLimit ?? memory));
    const requests: { [resource: string]: string } = { 'cpu': `${cpu}`, 'ephemeral-storage': disk, 'memory': sizeText(bytesOf(memory)) };
    for (const resource in extended) {
      limits[resource] = extended[resource];
      requests[resource] = extended[resource];
    }
    return { limits, requests };
  }

  /** Bytes of local disk requested. */
  private disk(writable: number): number {
    return this.props.ephemeralStorage ? bytesOf(this.props.ephemeralStorage) : writable + LOG_BYTES;
  }
}

/**
 * Logs of one container on the node: five files of 10 MiB.
 * @see https://kubernetes.io/docs/concepts/cluster-administration/logging/#log-rotation
 */
const LOG_BYTES = 5 * 10 * 1024 * 1024;

/** `resources` of a container, as Kubernetes spells it. */
interface ContainerResources {
  readonly limits: { [resource: string]: string };
  readonly requests: { [resource: string]: string };
}

function atLeast(problems: Problems, property: string, limit: Size | undefined, request: number): void {
  if (limit && bytesOf(limit) < request) {
    problems.add(property, `at least the request (${sizeText(request)})`, sizeText(bytesOf(limit)), 'raise the limit or lower the request');
  }
}
