import { Duration, Size } from 'cdk8s';
import { WritablePath } from '../pod/config/writable-path';
import { ImagePullPolicy } from '../pod/image-pull-policy';

/** What every model server is told. */
export interface ModelServerProps {
  /** The image, pinned by tag (not `latest`) or digest. */
  readonly image: string;
  /**
   * Time from the container's start until the model is loaded, as measured. The start-up probe grants 1.5 times as much.
   * @default Duration.seconds(60)
   */
  readonly loadTime?: Duration;
  /**
   * The longest request that it answers; a pod that leaves waits for it.
   * @default Duration.seconds(30)
   */
  readonly longestRequest?: Duration;
  /**
   * Size of the image, for the time that a new node needs to pull it.
   * @default Size.gibibytes(2)
   */
  readonly imageSize?: Size;
  /**
   * The program to start.
   * @default - the image's
   */
  readonly command?: string[];
  /**
   * Its arguments.
   * @default - the image's
   */
  readonly args?: string[];
  /**
   * Folders that it writes to; everything else is read-only. The first is its home (`HOME`), whatever home the image has; where something is kept
   * there that the server reads, give the service `env: { HOME: '/home/app' }`.
   * @default - `/tmp`, 64 MiB
   */
  readonly writablePaths?: WritablePath[];
  /**
   * Tell the computing libraries (`OMP_NUM_THREADS`, `MKL_NUM_THREADS`, `OPENBLAS_NUM_THREADS`) to start one thread for each whole core of the
   * container's processor limit, or of its request where there is no limit. Left to themselves they start one for each core of the node, and
   * spend the container's share on waiting for each other.
   * @default false
   */
  readonly threadsFromCpu?: boolean;
  /**
   * Memory that its processes share (`/dev/shm`), in place of the 64 MiB of the container runtime; a part of the container's memory limit.
   * @default - that of the container runtime
   */
  readonly sharedMemory?: Size;
  /**
   * The version of CUDA that the image is built with, `12.8`. Pools whose driver is declared and too old for it are warned about.
   * @default - unknown
   */
  readonly cudaVersion?: string;
  /**
   * User id that it runs as. Its home stays the first of `writablePaths`, also where the image knows the user by another one: give the service
   * `env: { HOME: '/home/app' }` for that.
   * @default 65532
   */
  readonly uid?: number;
  /**
   * Group id that it runs as.
   * @default - the user id
   */
  readonly gid?: number;
  /**
   * When a node fetches the image.
   * @default ImagePullPolicy.ALWAYS
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * The port of its Prometheus metrics.
   * @default - no metrics, unless `metricsPath` is given: then the server's port
   */
  readonly metricsPort?: number;
  /**
   * The path of its Prometheus metrics.
   * @default - no metrics, unless `metricsPort` is given: then `/metrics`
   */
  readonly metricsPath?: string;
  /**
   * The gauge of requests that wait for their turn, by its name in the metrics, for `Scaling.onQueueDepth`.
   * @default - it has none
   */
  readonly queueMetric?: string;
  /**
   * The gauge of requests that are computed, by its name in the metrics, for `Scaling.onInFlight`.
   * @default - it has none
   */
  readonly inFlightMetric?: string;
}
