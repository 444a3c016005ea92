import { Tensor } from './tensor';

/** What a layer keeps of each token. */
export interface LayerCache {
  /** Heads of keys and values; 1 where a latent vector stands for all of them. */
  readonly heads: number;
  /** Numbers that are kept for one head: its key and its value, or the latent vector with its rotary part. */
  readonly size: number;
  /** Latent attention: every rank keeps all of it. */
  readonly latent: boolean;
  /** The last so many tokens only; all of them if there is none. */
  readonly window?: number;
}

/** One layer. */
export interface Layer {
  readonly tensors: readonly Tensor[];
  readonly cache: LayerCache;
  /** What servers make of its tensors once more when they load it: latent attention's absorbed projections. */
  readonly copied?: readonly Tensor[];
}

/** What tensor parallelism has to divide. */
export interface Divided {
  /** How the configuration calls it. */
  readonly field: string;
  readonly value: number;
}

/** Numbers that are there at once for one token. */
export interface Step {
  /** On every rank. */
  readonly whole: number;
  /** Shared by the ranks. */
  readonly shared: number;
}

/** What there is in a model: every tensor, what each layer keeps, and the widths that activations have. */
export interface Anatomy {
  /** What comes before the layers; on the first stage of a pipeline. */
  readonly before: readonly Tensor[];
  readonly layers: readonly Layer[];
  /** What checkpoints call a layer, without its number: `model.layers`. */
  readonly layerPrefix: string;
  /** What comes after the layers; on the last stage. */
  readonly after: readonly Tensor[];
  /** The output is the input's embedding: a pipeline has it on the first and on the last stage. */
  readonly tied: boolean;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly hidden: number;
  readonly vocabulary: number;
  /** What each rank has to have a whole part of, besides the heads. */
  readonly divided: readonly Divided[];
  /** The step of a layer that needs the most room for one token. */
  readonly widest: Step;
  /** The longest context where the file does not say. */
  readonly positions?: number;
}
