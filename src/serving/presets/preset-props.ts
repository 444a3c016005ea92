import { Duration, Size } from 'cdk8s';
import { WritablePath } from '../../pod/config/writable-path';
import { ImagePullPolicy } from '../../pod/image-pull-policy';

/** What a known server can be told; its port, its health, its metrics and its flags are known. */
export interface PresetServerProps {
  /**
   * The port it listens on.
   * @default - the project's own
   */
  readonly port?: number;
  /**
   * Time from the container's start until the model is loaded, as measured. The start-up probe grants 1.5 times as much.
   * @default - what others grant the server; see its factory
   */
  readonly loadTime?: Duration;
  /**
   * The longest request that it answers; a pod that leaves waits for it, and the server is told where it has a flag for that.
   * @default - 60 s for servers of language models, otherwise 30 s
   */
  readonly longestRequest?: Duration;
  /**
   * Size of the image, for the time that a new node needs to pull it.
   * @default - about that of the project's own image; see the factory
   */
  readonly imageSize?: Size;
  /**
   * Further arguments. Those that follow from other properties cannot be given here. MLServer, BentoML, LitServe and NIM are given none; with them they take
   * the place of those of the image.
   * @default - none
   */
  readonly args?: string[];
  /**
   * Further folders that it writes to; those that the server is known to need are there.
   * @default - none
   */
  readonly writablePaths?: WritablePath[];
  /**
   * Memory that its processes share (`/dev/shm`).
   * @default - what the project asks for; see the factory
   */
  readonly sharedMemory?: Size;
  /**
   * The version of CUDA that the image is built with, `12.8`. Pools whose driver is declared and too old for it are warned about.
   * @default - unknown
   */
  readonly cudaVersion?: string;
  /**
   * User id that it runs as.
   * @default - that of the image, otherwise 65532
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
}

/** A server whose project publishes images. */
export interface PublishedServerProps extends PresetServerProps {
  /**
   * The image, pinned by tag (not `latest`) or digest.
   * @default - a release of the project's own; see the factory
   */
  readonly image?: string;
}

/** A server whose image is made for a model, or has your code in it. */
export interface BuiltServerProps extends PresetServerProps {
  /** The image, pinned by tag (not `latest`) or digest. */
  readonly image: string;
}
