import { CacheStorage } from './cache-storage';
import { ModelArtifact } from '../../model/artifact/model-artifact';
import { ArtifactLoader } from '../../pod/artifact/artifact-loader';
import { Identity } from '../../pod/identity/identity';
import { Placement } from '../../pod/placement/placement';

/** Properties of `ModelCache`. */
export interface ModelCacheProps {
  /** What is fetched once. It says which bytes they are (`manifestDigest`, a commit): the cache is keyed by them. */
  readonly artifact: ModelArtifact;
  /** On what kind of volume. */
  readonly storage: CacheStorage;
  /**
   * What fetches it.
   * @default - `ArtifactLoader.of({})`
   */
  readonly loader?: ArtifactLoader;
  /**
   * Who the one is to the cloud that fetches it. Those who read the cache need not be anybody.
   * @default - nobody
   */
  readonly identity?: Identity;
  /**
   * Where it is fetched. Where all pools have accelerators, name one with `gpus: 1`: its taint is tolerated, and no accelerator is taken. What makes a copy of the volume
   * runs there too, or on any node without taints.
   * @default - any node without taints
   */
  readonly placement?: Placement;
  /**
   * Name of what it makes.
   * @default - the construct's id
   */
  readonly name?: string;
}
