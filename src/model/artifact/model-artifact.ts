import { Size } from 'cdk8s';
import {
  ChecksummedArtifactProps, ClaimArtifactProps, HuggingFaceArtifactProps, ImageVolumeArtifactProps, MlflowArtifactProps, S3ArtifactProps,
} from './artifact-props';
import { ArtifactFacts, ArtifactSource, Fetched } from './artifact-source';
import { checkArtifact } from './check-artifact';
import { revisionOf } from './revision';
import { bytesOf } from '../../border/amounts';
import { checkCall } from '../../border/check-kinds';
import { Problems } from '../../border/problems';

/**
 * The files of a model: where they are, what they weigh, and which bytes they are.
 *
 * What is fetched is verified before the server starts, against a file of checksums whose digest stands in the program; a credential is never part of an address.
 *
 * @example ModelArtifact.fromS3('s3://models/llama-3.1-8b/1.4.0/', { size: Size.gibibytes(15), manifestDigest: 'sha256:…' })
 */
export class ModelArtifact {
  /** The files are in the server's image, in that folder. The image's size and digest are theirs. */
  public static inImage(path: string): ModelArtifact {
    checkCall('ModelArtifact.inImage', [path]);
    return new ModelArtifact({ kind: 'image', path }, {});
  }

  /**
   * An OCI image, or artifact, that is nothing but files, mounted read-only. Nodes fetch and keep it as they do images, so pods of one node share it. Kubernetes has
   * it turned on since 1.35, and the container runtime has to know it (containerd 2.1, CRI-O 1.31); where it does not, use `fromS3` or another source that is fetched.
   *
   * @param image pinned by tag (not `latest`) or digest
   * @see https://kubernetes.io/docs/tasks/configure-pod-container/image-volumes/
   */
  public static fromImageVolume(image: string, props: ImageVolumeArtifactProps = {}): ModelArtifact {
    checkCall('ModelArtifact.fromImageVolume', [image, props]);
    return new ModelArtifact({ kind: 'imageVolume', reference: image, subPath: props.subPath }, { mountPath: props.mountPath, size: props.size });
  }

  /** Amazon S3, or what speaks its protocol: `s3://bucket/folder`. The reader needs `s3:GetObject` on that folder, and to list nothing. */
  public static fromS3(uri: string, props: S3ArtifactProps): ModelArtifact {
    checkCall('ModelArtifact.fromS3', [uri, props]);
    return new ModelArtifact({ kind: 's3', address: uri, endpoint: props.endpoint, region: props.region }, copied(props));
  }

  /** Google Cloud Storage: `gs://bucket/folder`. The reader needs `storage.objects.get`, and to list nothing. */
  public static fromGcs(uri: string, props: ChecksummedArtifactProps): ModelArtifact {
    checkCall('ModelArtifact.fromGcs', [uri, props]);
    return new ModelArtifact({ kind: 'gcs', address: uri }, copied(props));
  }

  /** Azure Blob Storage: `az://account/container/folder`. The reader needs the role Storage Blob Data Reader. */
  public static fromAzure(uri: string, props: ChecksummedArtifactProps): ModelArtifact {
    checkCall('ModelArtifact.fromAzure', [uri, props]);
    return new ModelArtifact({ kind: 'azure', address: uri }, copied(props));
  }

  /** A folder of a web server: `https://files.example.com/models/sentiment/1.2.0/`. */
  public static fromHttps(url: string, props: ChecksummedArtifactProps): ModelArtifact {
    checkCall('ModelArtifact.fromHttps', [url, props]);
    return new ModelArtifact({ kind: 'https', address: url }, copied(props));
  }

  /**
   * A repository of the Hugging Face Hub, at one commit.
   * @param repository `meta-llama/Llama-3.1-8B-Instruct`
   */
  public static fromHuggingFace(repository: string, props: HuggingFaceArtifactProps): ModelArtifact {
    checkCall('ModelArtifact.fromHuggingFace', [repository, props]);
    return new ModelArtifact({ kind: 'huggingFace', address: `hf://${repository}@${props.revision}`, endpoint: props.endpoint }, copied(props));
  }

  /**
   * A version of a model in an MLflow registry: what its server hands out itself, or keeps in object storage that the workload reads.
   * @param model the name of the registered model
   */
  public static fromMlflow(model: string, props: MlflowArtifactProps): ModelArtifact {
    checkCall('ModelArtifact.fromMlflow', [model, props]);
    return new ModelArtifact({ kind: 'mlflow', address: `models://${model}/${props.version}`, endpoint: props.trackingUri, region: props.region }, copied(props));
  }

  /** A PersistentVolumeClaim that exists and has the files, mounted read-only. */
  public static fromClaim(claimName: string, props: ClaimArtifactProps = {}): ModelArtifact {
    checkCall('ModelArtifact.fromClaim', [claimName, props]);
    return new ModelArtifact({ kind: 'claim', claimName, subPath: props.subPath }, { mountPath: props.mountPath, size: props.size });
  }

  /**
   * A claim that this app makes: who reads it in another namespace does not find it there, and rules say so.
   * @param fillSeconds until it can be read
   * @internal
   */
  public static _fromMadeClaim(claimName: string, { mountPath, size, subPath }: ClaimArtifactProps, fillSeconds: number): ModelArtifact {
    return new ModelArtifact({ kind: 'claim', claimName, subPath, made: true }, { mountPath, size, fillSeconds });
  }

  private constructor(
    /** @internal */ public readonly _source: ArtifactSource,
    /** @internal */ public readonly _facts: ArtifactFacts,
  ) {}

  /** What its files weigh together, if that is known. */
  public get size(): Size | undefined {
    return this._facts.size;
  }

  /** The folder in which the server finds its files. */
  public get path(): string {
    const { mountPath = '/mnt/models', refresh } = this._facts;
    return this._source.kind === 'image' ? this._source.path : refresh ? `${mountPath}/current` : mountPath;
  }

  /** Sixteen letters and digits that stand for its bytes, the same for the same bytes; none where the program does not say which they are. */
  public get revision(): string | undefined {
    return revisionOf(this._source, this._facts.manifestDigest);
  }

  /** What a loader has to fetch; nothing where nothing is fetched. @internal */
  public get _fetched(): Fetched | undefined {
    const { kind } = this._source;
    return kind === 'image' || kind === 'imageVolume' || kind === 'claim' ? undefined : this._source as Fetched;
  }

  /** Where the volume with its files is mounted; nothing where there is none. @internal */
  public get _mountPath(): string | undefined {
    return this._source.kind === 'image' ? undefined : this._facts.mountPath ?? '/mnt/models';
  }

  /** Bytes of its files; nothing if that is not known. @internal */
  public get _bytes(): number | undefined {
    return this._facts.size && bytesOf(this._facts.size);
  }

  /** Seconds to fetch it, 0 where that is unknown or nothing is fetched. @internal */
  public get _seconds(): number {
    const rate = bytesOf(this._facts.bytesPerSecond ?? Size.mebibytes(50));
    return this._fetched ? Math.ceil((this._bytes ?? 0) / rate) : 0;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    checkArtifact(problems, property, this._source, this._facts);
  }
}

/** The facts of props, which belong to whoever wrote them. */
const copied = (facts: ArtifactFacts): ArtifactFacts => ({ ...facts, files: facts.files && [...facts.files] });
