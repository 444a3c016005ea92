import { Size } from 'cdk8s';
import { PublishedServerProps } from './preset-props';
import { LanguageModel } from '../../model/language-model';
import { KvCacheType } from '../../model/memory-fit-props';

/** A server of a language model that computes on accelerators. */
export interface LanguageServerProps extends PublishedServerProps {
  /**
   * Where the model is: a folder of the container (`/models/llama`), the name of a model on the Hugging Face Hub, or an address from which the server streams
   * (`s3://…`). What is not a folder has to be reached: `service.allowTo(NetworkPeer.anywhere(), 443)`.
   * @default - the folder of the service's artifact
   */
  readonly modelPath?: string;
  /**
   * The name by which clients call the model.
   * @default - the model of the release
   */
  readonly servedName?: string;
  /**
   * Room for the model's files where the server downloads them.
   * @default - none for a folder or an address; a name on the Hub has to be given it
   */
  readonly cacheSize?: Size;
  /**
   * The most tokens of one sequence, prompt and answer together.
   * @default - what the model's own configuration says
   */
  readonly contextLength?: number;
  /**
   * Sequences of that length that have to fit into the memory of the cards at once.
   * @default 1
   */
  readonly minConcurrency?: number;
  /**
   * Cards over which each layer is split. Where the pod has more, the layers are dealt out to groups of so many (pipeline parallelism).
   * @default - all accelerators of the placement
   */
  readonly tensorParallel?: number;
  /**
   * The share of each card's memory that it takes, above 0 and at most 1.
   * @default 0.9
   */
  readonly gpuMemoryUtilization?: number;
  /**
   * The model that it loads, as its files describe it. Where the pools of the placement say what memory their cards have, a model that does not fit is an error
   * that names the smallest changes that make it fit.
   * @default - nothing is proved of its memory
   */
  readonly languageModel?: LanguageModel;
  /**
   * In what the cache of keys and values is kept.
   * @default KvCacheType.AUTO
   */
  readonly kvCacheType?: KvCacheType;
  /**
   * The most sequences that it computes at once. What it tries at its start with that many is most of what it takes beside weights and cache.
   * @default - the server's own
   */
  readonly maxSequences?: number;
}
