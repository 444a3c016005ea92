import { Size } from 'cdk8s';

/** In what the cache of keys and values is kept. */
export enum KvCacheType {
  /** What the model is in, two bytes a number; one where its files say that it was quantised for that. */
  AUTO = 'auto',
  /** One byte a number. */
  FP8 = 'fp8',
  /** Two bytes a number. */
  BFLOAT16 = 'bfloat16',
}

/** How a model is to be served. */
export interface MemoryFitProps {
  /** Memory of one GPU, as `nvidia-smi` reports it: less than the card's name says. */
  readonly gpuMemory: Size;
  /**
   * GPUs that share each layer.
   * @default 1
   */
  readonly tensorParallel?: number;
  /**
   * Groups of GPUs that share the layers.
   * @default 1
   */
  readonly pipelineParallel?: number;
  /**
   * The share of the GPU's memory that the server takes, above 0 and up to 1: vLLM's `--gpu-memory-utilization`.
   * @default 0.9
   */
  readonly gpuMemoryUtilization?: number;
  /**
   * Tokens of the longest sequence, question and answer: vLLM's `--max-model-len`.
   * @default - the model's longest
   */
  readonly contextLength?: number;
  /**
   * Sequences of that length that have to fit at once.
   * @default 1
   */
  readonly minConcurrency?: number;
  /**
   * In what the cache is kept: vLLM's `--kv-cache-dtype`.
   * @default KvCacheType.AUTO
   */
  readonly kvCacheType?: KvCacheType;
  /**
   * Tokens that one step computes: vLLM's `--max-num-batched-tokens`.
   * @default - as vLLM serves by default: 8192 on cards of 70 GiB and more, otherwise 2048
   */
  readonly maxBatchedTokens?: number;
  /**
   * Sequences that one step computes: vLLM's `--max-num-seqs`.
   * @default - as vLLM serves by default: 1024 on cards of 70 GiB and more, otherwise 256
   */
  readonly maxSequences?: number;
}
