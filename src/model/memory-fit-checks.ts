import { ModelFacts } from './language/read-model';
import { KvCacheType, MemoryFitProps } from './memory-fit-props';
import { Serving } from './memory-fit-terms';
import { bytesOf, checkSize, checkWhole } from '../border/amounts';
import { Problems } from '../border/problems';

/** The most GPUs that anything is worked out for. */
export const MOST_GPUS = 1024;

/** Cards from here on are given larger steps. @see https://github.com/vllm-project/vllm/blob/main/vllm/engine/arg_utils.py (`get_batch_defaults`) */
export const LARGE_CARD = 70 * 1024 ** 3;

/** What the server is to do, with its defaults; every slip is a problem. @param nameOf what the user knows a property by */
export function servingOf(problems: Problems, model: ModelFacts, props: MemoryFitProps, nameOf = (property: keyof MemoryFitProps): string => property): Serving {
  const { tensorParallel = 1, pipelineParallel = 1, gpuMemoryUtilization = 0.9, contextLength = model.contextLength, minConcurrency = 1 } = props;
  checkSize(problems, nameOf('gpuMemory'), props.gpuMemory);
  checkUtilization(problems, nameOf('gpuMemoryUtilization'), gpuMemoryUtilization);
  checkWhole(problems, nameOf('minConcurrency'), minConcurrency, 1, 1_000_000);
  checkWhole(problems, nameOf('maxBatchedTokens'), props.maxBatchedTokens, 1, 10_000_000);
  checkWhole(problems, nameOf('maxSequences'), props.maxSequences, 1, 1_000_000);
  checkContext(problems, nameOf('contextLength'), model, contextLength);
  checkWhole(problems, nameOf('pipelineParallel'), pipelineParallel, 1, Math.min(MOST_GPUS, model.anatomy.layers.length), 'a stage has at least one layer');
  checkTensorParallel(problems, nameOf('tensorParallel'), model, tensorParallel);
  const gpuBytes = bytesOf(props.gpuMemory);
  const onLargeCards = { maxBatchedTokens: props.maxBatchedTokens ?? 8192, maxSequences: props.maxSequences ?? 1024 };
  const onOthers = { maxBatchedTokens: props.maxBatchedTokens ?? 2048, maxSequences: props.maxSequences ?? 256 };
  return {
    gpuBytes,
    tensorParallel,
    pipelineParallel,
    gpuMemoryUtilization,
    contextLength,
    minConcurrency,
    cacheBytes: cacheBytesOf(model, props.kvCacheType ?? KvCacheType.AUTO),
    ...gpuBytes >= LARGE_CARD ? onLargeCards : onOthers,
    onLargeCards,
    overheadBeside: false,
  };
}

function cacheBytesOf({ coding }: ModelFacts, type: KvCacheType): number {
  return type === KvCacheType.FP8 || (type === KvCacheType.AUTO && coding.quantization?.smallCache) ? 1 : 2;
}

function checkUtilization(problems: Problems, property: string, value: number): void {
  if (!(value >= 0.01 && value <= 1)) {
    problems.add(property, 'a share from 0.01 to 1', value, value > 1 && value <= 100 ? `write ${value / 100}` : 'write for example 0.9');
  }
}

/** vLLM does not start with a context beyond the model's. */
function checkContext(problems: Problems, property: string, { contextLength }: ModelFacts, value: number): void {
  if (Number.isInteger(value) && value > contextLength) {
    problems.add(property, `at most the ${contextLength} tokens that the model can take`, value, `lower it to ${contextLength}, or stretch the model by rope_scaling in its config.json`);
  } else {
    checkWhole(problems, property, value, 1);
  }
}

function checkTensorParallel(problems: Problems, property: string, model: ModelFacts, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 1 && value <= MOST_GPUS)) {
    checkWhole(problems, property, value, 1, MOST_GPUS);
    return;
  }
  const obstacle = obstacleTo(model, value);
  if (obstacle) {
    problems.add(property, `a number that divides ${obstacle}`, value, `give ${tensorParallelsOf(model).filter((ranks) => ranks <= 64).join(', ').replace(/, (\d+)$/, ' or $1')}`);
  }
}

/** Numbers of ranks that a model can be shared by. */
export function tensorParallelsOf(model: ModelFacts): number[] {
  return Array.from({ length: Math.min(MOST_GPUS, model.anatomy.heads) }, (_, i) => i + 1).filter((ranks) => obstacleTo(model, ranks) === undefined);
}

/**
 * What of a model cannot be shared by so many ranks; nothing if all can. Servers don't start where a rank would have a part of a head, or of a group of
 * columns that was quantised together.
 *
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/config/model.py (`verify_with_parallel_config`)
 */
function obstacleTo({ anatomy, coding }: ModelFacts, ranks: number): string | undefined {
  const { heads, keyValueHeads, divided, vocabulary } = anatomy;
  if (heads % ranks !== 0) {
    return `the ${heads} attention heads`;
  }
  if (keyValueHeads % ranks !== 0 && ranks % keyValueHeads !== 0) {
    return `the ${keyValueHeads} heads of keys and values, or is a multiple of them`;
  }
  if (Math.ceil(vocabulary / 64) * 64 % ranks !== 0) {
    return `the vocabulary of ${vocabulary}, padded to a multiple of 64`;
  }
  const group = coding.quantization?.group ?? 1;
  const odd = divided.find(({ value }) => value % ranks !== 0 || (ranks > 1 && value / ranks % group !== 0));
  return odd && `the ${odd.field} of ${odd.value}${group > 1 ? ` into multiples of the ${group} that are quantised together` : ''}`;
}
