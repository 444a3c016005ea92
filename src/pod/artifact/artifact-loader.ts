import { Size } from 'cdk8s';
import { checkCall } from '../../border/check-kinds';
import { Cpu } from '../../border/cpu';
import { checkImage } from '../../border/image';
import { isEnvName } from '../../border/names';
import { Problems } from '../../border/problems';
import { ImagePullPolicy } from '../image-pull-policy';
import { Resources } from '../resources/resources';

/** What fetches artifacts. */
export interface ArtifactLoaderProps {
  /**
   * Its image: Python 3.9 or newer as `python3`, with the library of the object storage that is read (boto3; google-auth and requests; azure-identity). Web
   * servers, the Hugging Face Hub and MLflow need none.
   * @default - kserve/storage-initializer:v0.20.0, which has all of them (https://github.com/kserve/kserve/blob/v0.20.0/python/storage/pyproject.toml)
   */
  readonly image?: string;
  /**
   * When a node fetches it.
   * @default ImagePullPolicy.ALWAYS
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * What it needs while it fetches before the server starts. It is gone then, so it adds nothing to the pod where the server needs as much.
   * @default - half a core and 512 MiB
   */
  readonly resources?: Resources;
  /**
   * What the sidecar needs that refreshes, which adds to the pod as long as it runs.
   * @default - a tenth of a core and 256 MiB
   */
  readonly refreshResources?: Resources;
  /**
   * Its environment: a proxy (`HTTPS_PROXY`), an authority for certificates (`SSL_CERT_FILE`, `AWS_CA_BUNDLE`).
   * @default - none
   */
  readonly env?: { readonly [name: string]: string };
}

/**
 * The container that fetches artifacts: a small Python program, which stands in a ConfigMap beside the workload, in an image of your choice.
 *
 * @example ArtifactLoader.of({ image: 'registry.example.com/mirror/storage-initializer:v0.20.0' })
 */
export class ArtifactLoader {
  /** A loader as described. */
  public static of(props: ArtifactLoaderProps): ArtifactLoader {
    checkCall('ArtifactLoader.of', [props]);
    return new ArtifactLoader({ ...props, env: { ...props.env } });
  }

  private constructor(private readonly props: ArtifactLoaderProps) {}

  /** Its image. */
  public get image(): string {
    return this.props.image ?? 'kserve/storage-initializer:v0.20.0';
  }

  /** @internal */
  public get _imagePullPolicy(): string {
    return this.props.imagePullPolicy ?? ImagePullPolicy.ALWAYS;
  }

  /** @internal */
  public get _resources(): Resources {
    return this.props.resources ?? FETCHING;
  }

  /** @internal */
  public get _refreshResources(): Resources {
    return this.props.refreshResources ?? REFRESHING;
  }

  /** @internal */
  public get _env(): { readonly [name: string]: string } {
    return this.props.env ?? {};
  }

  /** Records what is wrong with it. @param writable bytes of the volume that it fills @internal */
  public _check(problems: Problems, property: string, writable: number): void {
    checkImage(problems, `${property}.image`, this.image);
    this.props.resources?._check(problems, `${property}.resources`, writable);
    this.props.refreshResources?._check(problems, `${property}.refreshResources`, writable);
    for (const [name, value] of Object.entries(this._env)) {
      if (!isEnvName(name)) {
        problems.add(`${property}.env`, 'names of environment variables (letters, digits, \'_\')', name, 'rename it');
      }
      if (/:\/\/[^/@]+@/.test(value)) {
        problems.say(`'${property}.env.${name}' must not carry a user or password, for manifests are read by many; let the proxy know the pods by their addresses`);
      }
    }
  }
}

/** Limits equal requests, so that a pod whose server is guaranteed stays so (https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ counts init containers). */
const FETCHING = Resources.guaranteed({ cpu: Cpu.millis(500), memory: Size.mebibytes(512) });
const REFRESHING = Resources.guaranteed({ cpu: Cpu.millis(100), memory: Size.mebibytes(256) });
