/** How the ranks of tensor parallelism share a tensor. */
export enum Share {
  /** Each rank has its part of the rows (what goes out): query, gate and up projections. */
  ROWS,
  /** Each rank has its part of the columns (what comes in): output and down projections. */
  COLUMNS,
  /** Rows by heads of keys and values: where ranks outnumber them, several hold the same head. */
  KV_HEADS,
  /** Rows of the vocabulary, padded to a multiple of 64. */
  VOCABULARY,
  /** Each rank has all of it: norms, routers, latent projections. */
  WHOLE,
}

/** One tensor of a model, or several alike. */
export interface Tensor {
  /** The module it belongs to, as checkpoints call it, without what stands before the layer's number. */
  readonly module: string;
  readonly rows: number;
  /** 1 for a vector. */
  readonly columns: number;
  readonly share: Share;
  /** True for a matrix that quantisation can pack: embeddings, norms, biases and routers are never packed. */
  readonly packable: boolean;
  /** How many there are: experts. */
  readonly copies: number;
  /** Rows of one head of keys and values, where it is shared by those. */
  readonly headSize: number;
}

const of = (module: string, rows: number, columns: number, share: Share, packable: boolean, more: Partial<Tensor> = {}): Tensor =>
  ({ module, rows, columns, share, packable, copies: 1, headSize: 1, ...more });

/** A matrix that quantisation can pack. */
export const matrix = (module: string, rows: number, columns: number, share: Share): Tensor => of(module, rows, columns, share, true);

/** A matrix by heads of keys and values. */
export const headMatrix = (module: string, heads: number, headSize: number, columns: number): Tensor =>
  of(module, heads * headSize, columns, Share.KV_HEADS, true, { headSize });

/** A bias by heads of keys and values. */
export const headBias = (module: string, heads: number, headSize: number): Tensor => of(module, heads * headSize, 1, Share.KV_HEADS, false, { headSize });

/** A matrix that each expert has one of. */
export const expertMatrix = (module: string, experts: number, rows: number, columns: number, share: Share): Tensor =>
  of(module, rows, columns, share, true, { copies: experts });

/** A matrix that is never packed: an embedding, a router. */
export const plainMatrix = (module: string, rows: number, columns: number, share = Share.WHOLE): Tensor => of(module, rows, columns, share, false);

/** A vector: a norm or a bias. */
export const vector = (module: string, length: number, share = Share.WHOLE, copies = 1): Tensor => of(module, length, 1, share, false, { copies });

/** Parameters of a tensor. */
export const parametersIn = (tensor: Tensor): bigint => BigInt(tensor.rows) * BigInt(tensor.columns) * BigInt(tensor.copies);

/** The part of a tensor that one of `ranks` holds: an upper bound for each of them. */
export function partOf(tensor: Tensor, ranks: number): Tensor {
  switch (tensor.share) {
    case Share.ROWS: return { ...tensor, rows: Math.ceil(tensor.rows / ranks) };
    case Share.COLUMNS: return { ...tensor, columns: Math.ceil(tensor.columns / ranks) };
    case Share.KV_HEADS: return { ...tensor, rows: headsOf(tensor.rows / tensor.headSize, ranks) * tensor.headSize };
    case Share.VOCABULARY: return { ...tensor, rows: Math.ceil(Math.ceil(tensor.rows / VOCABULARY_PADDING) * VOCABULARY_PADDING / ranks) };
    default: return tensor;
  }
}

/** Heads of keys and values on one rank. */
export const headsOf = (heads: number, ranks: number): number => Math.max(1, Math.ceil(heads / ranks));

/** @see https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/layers/vocab_parallel_embedding.py (`DEFAULT_VOCAB_PADDING_SIZE`) */
const VOCABULARY_PADDING = 64;
