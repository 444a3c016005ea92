import { Size } from 'cdk8s';
import { Cpu } from '../../border/cpu';

/** What a container gets, no less and no more. */
export interface GuaranteedResources {
  /** Processor (`requests.cpu` and `limits.cpu`). */
  readonly cpu: Cpu;
  /** Memory (`requests.memory` and `limits.memory`); above it the container is killed. */
  readonly memory: Size;
  /**
   * Local disk, for the writable layer, logs and disk-backed emptyDir volumes (`ephemeral-storage`); above it the pod is evicted.
   * @default - the sizes of the writable paths, and 50 MiB of logs
   */
  readonly ephemeralStorage?: Size;
}

/** What a container gets, and what it may use at most. */
export interface BurstableResources extends GuaranteedResources {
  /**
   * Processor at most (`limits.cpu`).
   * @default - no limit: it may use what nobody else wants. Some policies ask for a limit
   */
  readonly cpuLimit?: Cpu;
  /**
   * Memory at most (`limits.memory`); above it the container is killed.
   * @default - the request; memory always has a limit
   */
  readonly memoryLimit?: Size;
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
   * Processor in the busiest second, start-up and batches included: a start that took one core for some seconds takes as many minutes at a
   * limit that is the average of a minute.
   * @default - no limit: at that of its steady load a server may take longer to start than its start-up probe waits
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
