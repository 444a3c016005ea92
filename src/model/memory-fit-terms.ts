import { sequenceBytes } from './language/kv-cache';
import { ModelFacts } from './language/read-model';
import { Coding, loadedBytes, stagesOf } from './language/weights';

/** What one step computes. */
export interface Steps {
  readonly maxBatchedTokens: number;
  readonly maxSequences: number;
}

/** How a model is to be served, with nothing left open. */
export interface Serving extends Steps {
  /** Bytes of one GPU. */
  readonly gpuBytes: number;
  readonly tensorParallel: number;
  readonly pipelineParallel: number;
  readonly gpuMemoryUtilization: number;
  readonly contextLength: number;
  readonly minConcurrency: number;
  /** Bytes of a number of the cache. */
  readonly cacheBytes: number;
  /** What steps would be on a card of 70 GiB and more. */
  readonly onLargeCards: Steps;
  /** The share is of weights and cache alone, and the overhead has to do with the rest: SGLang's `--mem-fraction-static`. */
  readonly overheadBeside: boolean;
}

/** What the fullest GPU needs, term by term, in bytes. */
export interface Terms {
  readonly weights: bigint;
  readonly cache: bigint;
  readonly activations: bigint;
  readonly graphs: bigint;
  readonly runtime: bigint;
  /** What measured servers differ from the sum. */
  readonly margin: bigint;
  /** Activations, graphs and runtime. */
  readonly overhead: bigint;
  /** All of it but the margin. */
  readonly needed: bigint;
  /** What the server may take of the GPU. */
  readonly usable: bigint;
  /** Sequences of the full context that fit at once. */
  readonly sequences: number;
}

const MIB = 1024n ** 2n;

/**
 * What the driver keeps of a card, and tools report all the same: programs see 79.18 GiB of the 79.65 of an H100, on the page below, and 23.58 of the
 * 24 of an RTX 3090.
 *
 * @see https://github.com/vllm-project/vllm/issues/10517
 */
const DRIVER = 480n * MIB;

/**
 * Bytes that choosing the next token takes for each sequence and word of the vocabulary: logits in single precision, their order, their probabilities,
 * and copies. Servers try it with as many sequences as they may have, and it is what their activations peak at: vLLM 0.11 on an H100 measured 38.4
 * to 39.6 such bytes for models from 0.6 to 120 billion parameters (4.76 GiB for a vocabulary of 128,256 and 1,024 sequences).
 *
 * @see https://github.com/llm-d-incubation/llm-d-planner/blob/main/docs/empirical-vllm-memory-results.md
 */
const SAMPLING_BYTES = 39n;

/** CUDA graphs: measured from nothing to 1 GiB, most below 0.4. @see https://github.com/vllm-project/vllm/pull/30515 */
const GRAPHS = 320n * MIB;

/** The CUDA context on one GPU, and with the buffers of NCCL on several: measured 0.13 to 0.14 and 0.54 to 0.55 GiB, on the same page. */
const RUNTIME_ALONE = 150n * MIB;
const RUNTIME_TOGETHER = 570n * MIB;

/**
 * A fiftieth of the weights (what allocators lose: the factor 1.02 of KAITO's estimate) and a quarter of the rest, which is estimated.
 *
 * @see https://github.com/kaito-project/kaito/issues/2132
 */
const WEIGHTS_MARGIN = 50n;
const OVERHEAD_MARGIN = 4n;

/** The sum, for the GPU of the pipeline's fullest stage. Whole bytes, rounded up; what is usable is rounded down. */
export function termsOf(model: ModelFacts, serving: Serving, coding: Coding = model.coding): Terms {
  const { anatomy, stretch } = model;
  const stages = stagesOf(anatomy.layers.length, serving.pipelineParallel);
  const caches = anatomy.layers.map(({ cache }) => cache);
  const use = { contextLength: serving.contextLength, batchedTokens: serving.maxBatchedTokens, bytes: serving.cacheBytes, ranks: serving.tensorParallel };
  const weights = loadedBytes(anatomy, coding, { tensor: serving.tensorParallel, pipeline: serving.pipelineParallel })
    .map((bytes) => (coding === model.coding ? dividedUp(bytes * stretch.real, stretch.counted) : bytes));
  const sequence = stages.map((stage) => sequenceBytes(caches, stage, use));
  const activations = activationBytes(model, serving);
  const runtime = serving.tensorParallel * serving.pipelineParallel > 1 ? RUNTIME_TOGETHER : RUNTIME_ALONE;
  const overhead = activations + GRAPHS + runtime;
  const usable = usableOf(serving, overhead);
  const needs = stages.map((_, i) => weights[i] + BigInt(serving.minConcurrency) * sequence[i]);
  const fullest = needs.reduce((best, need, i) => (need > needs[best] ? i : best), 0);
  const left = stages.map((_, i) => (usable - overhead - weights[i]) / sequence[i]);
  return {
    weights: weights[fullest],
    cache: needs[fullest] - weights[fullest],
    activations,
    graphs: GRAPHS,
    runtime,
    margin: weights[fullest] / WEIGHTS_MARGIN + overhead / OVERHEAD_MARGIN,
    overhead,
    needed: needs[fullest] + overhead,
    usable,
    sequences: Math.max(0, Number(left.reduce((least, count) => (count < least ? count : least)))),
  };
}

function activationBytes({ anatomy, coding }: ModelFacts, { maxSequences, maxBatchedTokens, tensorParallel }: Serving): bigint {
  const sampling = SAMPLING_BYTES * BigInt(maxSequences) * BigInt(anatomy.vocabulary);
  const numbers = anatomy.widest.whole + Math.ceil(anatomy.widest.shared / tensorParallel);
  const step = BigInt(maxBatchedTokens) * BigInt(numbers) * BigInt(coding.format.loadedBytes);
  return sampling > step ? sampling : step;
}

/** What programs see of a card. */
export const seenOf = ({ gpuBytes }: Serving): bigint => (BigInt(gpuBytes) > DRIVER ? BigInt(gpuBytes) - DRIVER : 0n);

function usableOf(serving: Serving, overhead: bigint): bigint {
  const seen = seenOf(serving);
  const share = seen * shareOf(serving) / FINEST;
  return !serving.overheadBeside ? share : share + overhead < seen ? share + overhead : seen;
}

/** Bytes of a card that has as many to take as are `needed`, of which `overhead` may be beside the share. */
export function cardFor(serving: Serving, needed: bigint, overhead: bigint): bigint {
  const whole = dividedUp((needed - (serving.overheadBeside ? overhead : 0n)) * FINEST, shareOf(serving));
  return DRIVER + (whole > needed ? whole : needed);
}

/** Billionths of a share are as fine as anybody writes them. */
const FINEST = 1_000_000_000n;

const shareOf = ({ gpuMemoryUtilization }: Serving): bigint => BigInt(Math.round(gpuMemoryUtilization * Number(FINEST)));

const dividedUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by;
