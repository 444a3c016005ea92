import { Size } from 'cdk8s';
import { ArtifactCredentials } from './artifact-credentials';
import { ArtifactRefresh } from './artifact-refresh';

/** Where a model's files are seen in the pod, and how large they are. */
export interface MountedArtifactProps {
  /**
   * The folder in which the server finds the files.
   * @default /mnt/models
   */
  readonly mountPath?: string;
  /**
   * What its files weigh together. The volume is made for it, and the time to fetch it is part of every deadline.
   * @default - unknown; where files are fetched, or come in an image of their own, it has to be given
   */
  readonly size?: Size;
}

/** What every artifact that is fetched into the pod is told. */
export interface FetchedArtifactProps extends MountedArtifactProps {
  /**
   * What is fetched in a second, as measured.
   * @default Size.mebibytes(50) - below the 85 to 90 MB/s that one connection to Amazon S3 brings (https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance-design-patterns.html)
   */
  readonly bytesPerSecond?: Size;
  /**
   * The files that are fetched, as patterns of the shell: `*.safetensors`, `tokenizer*`. A `*` matches a `/` too.
   * @default - all of them
   */
  readonly files?: string[];
  /**
   * The Secret by which it is read.
   * @default - none: the workload's identity, or a source that anybody may read
   */
  readonly credentials?: ArtifactCredentials;
}

/** An artifact whose files are listed with their checksums in one file beside them, as `sha256sum` writes it. */
export interface ChecksummedArtifactProps extends FetchedArtifactProps {
  /**
   * The file with the checksums, relative to the artifact. Make it where the artifact is made: `find . -type f ! -name SHA256SUMS -print0 | xargs -0 sha256sum > SHA256SUMS`.
   * @default SHA256SUMS
   */
  readonly manifest?: string;
  /**
   * Digest of that file, `sha256:…` (`sha256sum SHA256SUMS`): with it the program says which bytes are served, whatever is at the address.
   * @default - unknown; it has to be given unless the artifact is refreshed
   */
  readonly manifestDigest?: string;
  /**
   * When running pods look for a newer version at the same address.
   * @default - never: a new version is a new release
   */
  readonly refresh?: ArtifactRefresh;
}

/** An artifact in Amazon S3, or whatever speaks its protocol. */
export interface S3ArtifactProps extends ChecksummedArtifactProps {
  /**
   * The region of the bucket.
   * @default - what the identity's environment says (EKS sets it)
   */
  readonly region?: string;
  /**
   * The address of another server of the protocol: `https://objects.example.com`, `http://minio.storage.svc:9000`.
   * @default - Amazon's
   */
  readonly endpoint?: string;
}

/** An artifact on the Hugging Face Hub. */
export interface HuggingFaceArtifactProps extends FetchedArtifactProps {
  /** The commit, all 40 digits of it: a branch or a tag moves. */
  readonly revision: string;
  /**
   * Digest of a file with checksums in the repository, `sha256:…`.
   * @default - the checksums that the Hub has of that commit: SHA-256 of large files, Git's object ids of the others
   */
  readonly manifestDigest?: string;
  /**
   * The file with the checksums, if `manifestDigest` is given.
   * @default SHA256SUMS
   */
  readonly manifest?: string;
  /**
   * The address of a mirror of the Hub.
   * @default https://huggingface.co
   */
  readonly endpoint?: string;
}

/**
 * An artifact in an MLflow registry. The file with the checksums is logged beside the model's own: `MlflowClient().log_model_artifact(model_id, 'SHA256SUMS')`, before MLflow 3
 * `mlflow.log_artifact('SHA256SUMS', 'model')` in its run. It names nothing that only a download has (`registered_model_meta`).
 */
export interface MlflowArtifactProps extends ChecksummedArtifactProps {
  /** The address of the MLflow server: `https://mlflow.example.com`. */
  readonly trackingUri: string;
  /** The version: a number. An alias moves. */
  readonly version: string;
  /**
   * The region of the bucket in which the server keeps artifacts, where clients read it themselves (`s3://…`).
   * @default - what the identity's environment says
   */
  readonly region?: string;
}

/** An artifact in an image of its own. */
export interface ImageVolumeArtifactProps extends MountedArtifactProps {
  /**
   * A folder of the image.
   * @default - its root
   */
  readonly subPath?: string;
}

/** An artifact on a PersistentVolumeClaim. */
export interface ClaimArtifactProps extends MountedArtifactProps {
  /**
   * A folder of the volume.
   * @default - its root
   */
  readonly subPath?: string;
}
