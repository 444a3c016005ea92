import { Size } from 'cdk8s';
import { INamedObject } from '../manifest/named-object';
import { ModelArtifact } from '../model/artifact/model-artifact';
import { Release } from '../model/release';
import { ArtifactLoader } from '../pod/artifact/artifact-loader';
import { Config } from '../pod/config/config';
import { SecretSource } from '../pod/config/secret-source';
import { WritablePath } from '../pod/config/writable-path';
import { Identity } from '../pod/identity/identity';
import { ImagePullPolicy } from '../pod/image-pull-policy';
import { Placement } from '../pod/placement/placement';
import { Resources } from '../pod/resources/resources';

/** What every task is told: work that is done and over, or taken from a queue. */
export interface TaskProps {
  /** The image, pinned by tag (not `latest`) or digest. */
  readonly image: string;
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
   * What one pod needs.
   * @default - what the task's own documentation says; a task that says nothing has to be given its resources
   */
  readonly resources?: Resources;
  /**
   * Where its pods run.
   * @default - any node without taints
   */
  readonly placement?: Placement;
  /**
   * Which model works: it becomes labels, annotations and environment.
   * @default - none
   */
  readonly release?: Release;
  /**
   * Where the files of the model are that it works with, or starts from; the program has their folder as `MODEL_PATH`. What is fetched is fetched by each pod, before
   * its program starts, and again by the next pod: many pods, or large files on dear nodes, want a `ModelCache` and its `artifact`. The time that it takes (`size`, and
   * `bytesPerSecond` as measured) is part of every deadline. A fetch that fails is a failure of the pod like any other, and no exit code of the program.
   * @default - the image has them, or there are none
   */
  readonly artifact?: ModelArtifact;
  /**
   * What fetches the artifact.
   * @default - ArtifactLoader.of({})
   */
  readonly artifactLoader?: ArtifactLoader;
  /**
   * Environment variables with plain values.
   * @default - none but those that are derived
   */
  readonly env?: { readonly [name: string]: string };
  /**
   * Configuration in ConfigMaps.
   * @default - none
   */
  readonly configs?: Config[];
  /**
   * Secrets that exist already.
   * @default - none
   */
  readonly secrets?: SecretSource[];
  /**
   * Who it is to the cloud. Object storage that is not public asks for it, unless a Secret that the program reads answers that, or the role of a `serviceAccount`; what a node
   * says for all of its pods is asked at a link-local address, which the network policy closes.
   * @default - nobody
   */
  readonly identity?: Identity;
  /**
   * A ServiceAccount that another construct makes or stands for, cdk8s-plus' `ServiceAccount` for example.
   * @default - one of its own, without rights and without a token
   */
  readonly serviceAccount?: INamedObject;
  /**
   * Folders that it writes to; everything else is read-only. The first is its home (`HOME`).
   * @default - `/tmp`, 64 MiB; of a training 1 GiB
   */
  readonly writablePaths?: WritablePath[];
  /**
   * Memory that its processes share (`/dev/shm`), in place of the 64 MiB of the container runtime; a part of the container's memory limit.
   * @default - what the task's own documentation says; that of the container runtime otherwise
   */
  readonly sharedMemory?: Size;
  /**
   * User id that it runs as. Where the image has no name for it, `getpass.getuser()` and what calls it (`torch.compile`) fail, unless `env` says one: `USER`.
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
   * The PriorityClass of its pods.
   * @default - that of the scope; none otherwise
   */
  readonly priorityClassName?: string;
  /**
   * Its name, from which its objects are named.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Further labels of all its objects and pods.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations of its pods alone, for what looks at pods: a service mesh, an agent, a backup.
   * @default - none but those that are derived
   */
  readonly podAnnotations?: { readonly [key: string]: string };
}
