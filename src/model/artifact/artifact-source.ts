import { Size } from 'cdk8s';
import { ArtifactCredentials } from './artifact-credentials';
import { ArtifactRefresh } from './artifact-refresh';

/** Everything that is said of an artifact beside its source, whatever the source. */
export interface ArtifactFacts {
  readonly mountPath?: string;
  readonly size?: Size;
  readonly bytesPerSecond?: Size;
  readonly files?: string[];
  readonly credentials?: ArtifactCredentials;
  readonly manifest?: string;
  readonly manifestDigest?: string;
  readonly refresh?: ArtifactRefresh;
  /** Seconds until it can be read, where this app has it filled beside its first reader. */
  readonly fillSeconds?: number;
}

/** Where the files of an artifact come from, as data. */
export type ArtifactSource = InImage | ImageVolume | Claim | Fetched;

interface InImage {
  readonly kind: 'image';
  /** Where they are in the server's image. */
  readonly path: string;
}

interface ImageVolume {
  readonly kind: 'imageVolume';
  readonly reference: string;
  readonly subPath?: string;
}

interface Claim {
  readonly kind: 'claim';
  readonly claimName: string;
  readonly subPath?: string;
  /** True if this app makes the claim, so that rules know in which namespace it is. */
  readonly made?: boolean;
}

/** What a loader fetches into a volume of the pod. */
export interface Fetched {
  readonly kind: 's3' | 'gcs' | 'azure' | 'https' | 'huggingFace' | 'mlflow';
  /** As the loader takes it: `s3://bucket/prefix`, `gs://bucket/prefix`, `az://account/container/prefix`, `https://…`, `hf://org/name@commit`, `models://name/version`. */
  readonly address: string;
  /** The server that is asked, where it is not the one that the address implies. */
  readonly endpoint?: string;
  readonly region?: string;
}

/** The factory that makes it, by which messages call it. */
export const FACTORIES: { readonly [kind in ArtifactSource['kind']]: string } = {
  image: 'inImage',
  imageVolume: 'fromImageVolume',
  claim: 'fromClaim',
  s3: 'fromS3',
  gcs: 'fromGcs',
  azure: 'fromAzure',
  https: 'fromHttps',
  huggingFace: 'fromHuggingFace',
  mlflow: 'fromMlflow',
};
