import { Size } from 'cdk8s';
import { publishedModel, refusalOf } from './model-folder';
import { bytesOf } from '../../src/border/amounts';
import { Problems } from '../../src/border/problems';
import { stagesOf } from '../../src/model/language/weights';
import { MemoryFit } from '../../src/model/memory-fit';
import { servingOf } from '../../src/model/memory-fit-checks';
import { KvCacheType, MemoryFitProps } from '../../src/model/memory-fit-props';

const GIB = 1024 ** 3;
/** Memory as `nvidia-smi` reports it. */
const L4 = Size.mebibytes(23034);
const H100 = Size.mebibytes(81559);

const fit = (name: string, props: Partial<MemoryFitProps> = {}, changed: object = {}): MemoryFit => publishedModel(name, changed).fit({ gpuMemory: L4, ...props });

/**
 * What vLLM 0.11 left for keys and values on H100s.
 * @see https://github.com/llm-d-incubation/llm-d-planner/blob/main/docs/empirical-vllm-memory-results.md
 */
describe('agrees with measured servers', () => {
  const fp8 = { quantization_config: { quant_method: 'compressed-tensors', config_groups: { group_0: { targets: ['Linear'], weights: { num_bits: 8, type: 'float', strategy: 'channel' } } }, ignore: ['lm_head'] } };

  test.each<[string, number, number, number, object]>([
    ['gpt-oss-20b', 1, 13.47, 50.28, {}],
    ['Llama-3.1-70B', 2, 33.88, 32.00, fp8],
    ['Llama-3.1-8B', 1, 14.99, 51.38, {}],
    ['Qwen3-0.6B', 1, 1.12, 64.45, {}],
    ['Qwen3-32B', 1, 61.03, 4.45, {}],
    ['Qwen3-32B', 2, 30.59, 34.49, {}],
  ])('%s on %i', (name, tensorParallel, weights, cache, changed) => {
    const got = fit(name, { gpuMemory: H100, tensorParallel, contextLength: 4096 }, changed);
    expect(Math.abs(bytesOf(got.weights) / GIB - weights)).toBeLessThan(0.2);
    const left = (bytesOf(got.usable) - bytesOf(got.needed) + bytesOf(got.kvCache)) / GIB;
    // never more than there was, and at most half a gibibyte less
    expect(left).toBeLessThanOrEqual(cache);
    expect(left).toBeGreaterThan(cache - 0.6);
  });

  test('gpt-oss-120b, whose terms there add up to a share of 0.95', () => {
    const got = fit('gpt-oss-120b', { gpuMemory: H100, gpuMemoryUtilization: 0.95, contextLength: 4096 });
    const left = (bytesOf(got.usable) - bytesOf(got.needed) + bytesOf(got.kvCache)) / GIB;
    expect(Math.abs(bytesOf(got.weights) / GIB - 64.38)).toBeLessThan(0.2);
    expect(left).toBeLessThanOrEqual(3.33);
    expect(left).toBeGreaterThan(3.33 - 0.7);
  });

  test('Qwen3-32B fits one H100 with 16,000 tokens and not with 32,000, as there', () => {
    expect(fit('Qwen3-32B', { gpuMemory: H100, contextLength: 16000 }).fits).toBe(true);
    expect(fit('Qwen3-32B', { gpuMemory: H100, contextLength: 32000 }).fits).toBe(false);
    expect(fit('Llama-3.1-70B', { gpuMemory: H100, contextLength: 16000 }, fp8).fits).toBe(false);
  });
});

test('tells its terms', () => {
  const got = fit('Llama-3.1-8B', { contextLength: 16384, minConcurrency: 1 });
  const { fits, tight, concurrency, weights, kvCache, activations, graphs, runtime, margin, needed, usable } = got;
  const sampling = 39 * 256 * 128256;
  const mib = 1024 ** 2;
  expect([fits, tight, concurrency]).toEqual([true, false, 1]);
  expect([weights, kvCache, activations, graphs, runtime, margin, needed, usable].map(bytesOf)).toEqual([
    16_060_522_496,
    16384 * 131072,
    sampling,
    320 * mib,
    150 * mib,
    Math.floor(16_060_522_496 / 50) + Math.floor((sampling + 470 * mib) / 4),
    16_060_522_496 + 16384 * 131072 + sampling + 470 * mib,
    Math.floor((23034 - 480) * mib * 9 / 10),
  ]);
  expect(got.remedies).toEqual([]);
});

describe('in words', () => {
  test.each<[string, string, Partial<MemoryFitProps>, object, string]>([
    ['that fits', 'Llama-3.1-8B', { contextLength: 8192 }, {}, 'fits: 15.0 weights + 1.0 KV cache + 1.7 overhead GiB <= 19.8 GiB usable (22.0 of 22.5 GiB × 0.9), 3 sequences of 8192 tokens at once'],
    ['that does not', 'Llama-3.1-8B', {}, {}, 'does not fit: 15.0 weights + 16.0 KV cache + 1.7 overhead GiB > 19.8 GiB usable (22.0 of 22.5 GiB × 0.9); use 2 GPUs (tensorParallel 2) or contextLength 20480 or GPUs of 38 GiB'],
    ['that a smaller cache makes fit', 'Llama-3.1-8B', { contextLength: 32768 }, {}, 'does not fit: 15.0 weights + 4.0 KV cache + 1.7 overhead GiB > 19.8 GiB usable (22.0 of 22.5 GiB × 0.9); use 2 GPUs (tensorParallel 2) or contextLength 20480 or kvCacheType FP8 or GPUs of 25 GiB'],
    ['that smaller weights make fit', 'Qwen3-14B', { contextLength: 4096 }, {}, 'does not fit: 27.5 weights + 0.6 KV cache + 1.9 overhead GiB > 19.8 GiB usable (22.0 of 22.5 GiB × 0.9); use 2 GPUs (tensorParallel 2) or weights quantised to FP8 or GPUs of 35 GiB'],
    ['that needs four', 'Qwen3-32B', { contextLength: 4096 }, {}, 'does not fit: 61.0 weights + 1.0 KV cache + 1.9 overhead GiB > 19.8 GiB usable (22.0 of 22.5 GiB × 0.9); use 4 GPUs (tensorParallel 4) or GPUs of 80 GiB'],
    ['that needs several nodes', 'DeepSeek-V3', { gpuMemory: H100, contextLength: 8192, tensorParallel: 8 }, {}, 'does not fit: 79.5 weights + 0.5 KV cache + 5.7 overhead GiB > 71.3 GiB usable (79.2 of 79.6 GiB × 0.9); use 16 GPUs (tensorParallel 8, pipelineParallel 2) or GPUs of 100 GiB'],
    ['whose heads no other number divides', 'falcon-7b', { gpuMemory: Size.gibibytes(12) }, {}, 'does not fit: 12.9 weights + 0.0 KV cache + 1.1 overhead GiB > 10.4 GiB usable (11.5 of 12.0 GiB × 0.9); use 2 GPUs (pipelineParallel 2) or weights quantised to FP8 or GPUs of 17 GiB'],
  ])('%s', (_, name, props, changed, words) => {
    expect(`${fit(name, props, changed)}`).toBe(words);
  });

  test('that fits but for its margin', () => {
    const got = fit('Llama-3.1-8B', { contextLength: 24576 });
    expect([got.fits, got.tight, got.concurrency]).toEqual([true, true, 1]);
    expect(`${got}`).toBe('fits without its margin of 0.7 GiB: 15.0 weights + 3.0 KV cache + 1.7 overhead GiB <= 19.8 GiB usable (22.0 of 22.5 GiB × 0.9), 1 sequence of 24576 tokens at once; use 2 GPUs (tensorParallel 2) or contextLength 20480 or kvCacheType FP8 or GPUs of 24 GiB');
  });

  test('digits show on which side it is', () => {
    const { needed } = fit('Llama-3.1-8B', { contextLength: 8192 });
    const bytes = Math.floor(bytesOf(needed) / 0.9) + 480 * 1024 ** 2;
    const short = fit('Llama-3.1-8B', { contextLength: 8192, gpuMemory: Size.kibibytes(Math.floor(bytes / 1024) - 1) });
    expect(short.fits).toBe(false);
    expect(`${short}`).toMatch(/^does not fit: 14\.957\d weights \+ 1\.0000 KV cache \+ 1\.651\d overhead GiB > 17\.60\d\d GiB usable/);
    expect(fit('Llama-3.1-8B', { contextLength: 8192, gpuMemory: Size.kibibytes(Math.floor(bytes / 1024) + 2) }).fits).toBe(true);
  });
});

describe('each remedy fits, and the next smaller one does not', () => {
  test.each<[string, Partial<MemoryFitProps>]>([
    ['Llama-3.1-8B', {}], ['Llama-3.1-8B', { contextLength: 32768, minConcurrency: 4 }], ['Qwen3-14B', {}], ['gemma-3-27b', { contextLength: 65536 }], ['gpt-oss-20b', { minConcurrency: 20 }], ['Mixtral-8x7B', { contextLength: 4096 }],
  ])('%s %j', (name, props) => {
    const got = fit(name, props);
    const roomy = (more: Partial<MemoryFitProps>) => {
      const next = fit(name, { ...props, ...more });
      return next.fits && !next.tight;
    };
    expect(got.fits).toBe(false);
    for (const remedy of got.remedies) {
      const gpus = /^(\d+) GPUs \(tensorParallel (\d+)\)$/.exec(remedy);
      const context = /^contextLength (\d+)$/.exec(remedy);
      const card = /^GPUs of (\d+) GiB$/.exec(remedy);
      if (gpus) {
        expect(roomy({ tensorParallel: Number(gpus[2]) })).toBe(true);
        expect(roomy({ tensorParallel: Number(gpus[2]) / 2 })).toBe(false);
        expect(gpus[1]).toBe(gpus[2]);
      } else if (context) {
        expect(roomy({ contextLength: Number(context[1]) })).toBe(true);
        expect(roomy({ contextLength: Number(context[1]) + 1024 })).toBe(false);
      } else if (card) {
        const steps = { maxBatchedTokens: Number(card[1]) >= 70 ? 8192 : 2048, maxSequences: Number(card[1]) >= 70 ? 1024 : 256 };
        expect(roomy({ gpuMemory: Size.gibibytes(Number(card[1])), ...steps })).toBe(true);
      } else {
        expect(remedy).toMatch(/^(kvCacheType FP8|weights quantised to (FP8|4 bits))$/);
      }
    }
  });
});

describe('parallelism', () => {
  test('shares weights and heads', () => {
    const one = fit('Llama-3.1-70B', { contextLength: 8192 });
    const eight = fit('Llama-3.1-70B', { contextLength: 8192, tensorParallel: 8 });
    expect(bytesOf(eight.weights) * 8).toBeGreaterThanOrEqual(bytesOf(one.weights));
    expect(bytesOf(eight.weights) * 8).toBeLessThan(bytesOf(one.weights) * 1.001);
    expect(bytesOf(eight.kvCache) * 8).toBe(bytesOf(one.kvCache));
    expect(bytesOf(fit('Llama-3.1-70B', { contextLength: 8192, tensorParallel: 16 }).kvCache)).toBe(bytesOf(eight.kvCache));
  });

  test('by stages shares layers, and the stage with the output is the fullest', () => {
    const two = fit('Llama-3.1-8B', { contextLength: 8192, pipelineParallel: 2 });
    expect(bytesOf(two.weights)).toBe(2 * ((8_030_261_248 - 2 * 128256 * 4096 - 4096) / 2 + 4096 + 128256 * 4096));
    expect(bytesOf(two.kvCache)).toBe(8192 * 65536);
    // layers that cannot be shared evenly go to stages before the last
    expect(stagesOf(32, 5)).toEqual([[0, 6], [6, 12], [12, 19], [19, 26], [26, 32]]);
    expect(stagesOf(32, 4)).toEqual([[0, 8], [8, 16], [16, 24], [24, 32]]);
  });

  test('by stages has a tied embedding on the first and on the last', () => {
    const layers = 1_235_814_400 - 128256 * 2048 - 2048;
    expect(bytesOf(fit('Llama-3.2-1B', { pipelineParallel: 2, contextLength: 8192 }).weights)).toBe(2 * (layers / 2 + 2048 + 128256 * 2048));
  });

  test('of latent attention shares no cache', () => {
    const cache = (tensorParallel: number) => bytesOf(fit('DeepSeek-V2-Lite', { contextLength: 8192, tensorParallel }).kvCache);
    expect([cache(1), cache(2), cache(16)]).toEqual(Array(3).fill(8192 * 31104));
  });

  test.each<[string, number, string]>([
    ['Llama-3.1-8B', 3, 'a number that divides the 32 attention heads, got 3; give 1, 2, 4, 8, 16 or 32'],
    ['Llama-3.2-3B', 6, 'a number that divides the 8 heads of keys and values, or is a multiple of them, got 6; give 1, 2, 4 or 8'],
    ['Qwen2.5-7B', 7, 'a number that divides the 4 heads of keys and values, or is a multiple of them, got 7; give 1, 2 or 4'],
    ['Qwen2.5-14B', 5, 'a number that divides the 8 heads of keys and values, or is a multiple of them, got 5; give 1, 2, 4 or 8'],
    ['falcon-7b', 2, 'a number that divides the 71 attention heads, got 2; give 1'],
    ['Phi-4-mini', 3, 'a number that divides the 8 heads of keys and values, or is a multiple of them, got 3; give 1, 2, 4 or 8'],
    ['gpt2-large', 5, 'a number that divides the vocabulary of 50257, padded to a multiple of 64, got 5; give 1, 2 or 4'],
  ])('that %s cannot be shared by: %i', (name, tensorParallel, message) => {
    const got = refusalOf(() => fit(name, { tensorParallel }));
    if (got === undefined) {
      throw new Error('not refused');
    }
    expect(got).toBe(`[LanguageModel.fit] 'tensorParallel' must be ${message}`);
  });

  test('cannot cut groups that are quantised together', () => {
    const fp8 = { quantization_config: { quant_method: 'fp8', weight_block_size: [128, 128] } };
    expect(refusalOf(() => fit('Qwen3-30B-A3B', { tensorParallel: 4 }, fp8)))
      .toBe('[LanguageModel.fit] \'tensorParallel\' must be a number that divides the moe_intermediate_size of 768 into multiples of the 128 that are quantised together, got 4; give 1 or 2');
    expect(refusalOf(() => fit('Qwen3-30B-A3B', { tensorParallel: 4 }))).toBeUndefined();
  });
});

describe('the cache', () => {
  test('is kept as asked, or as the files say', () => {
    const cache = (kvCacheType?: KvCacheType, changed: object = {}) => bytesOf(fit('Llama-3.1-8B', { contextLength: 8192, kvCacheType }, changed).kvCache);
    const small = { quantization_config: { quant_method: 'compressed-tensors', config_groups: { g: { weights: { num_bits: 8, type: 'float' } } }, kv_cache_scheme: { num_bits: 8, type: 'float' } } };
    expect([cache(), cache(KvCacheType.AUTO), cache(KvCacheType.BFLOAT16), cache(KvCacheType.FP8), cache(KvCacheType.AUTO, small), cache(KvCacheType.BFLOAT16, small)])
      .toEqual([2 ** 30, 2 ** 30, 2 ** 30, 2 ** 29, 2 ** 29, 2 ** 30]);
  });

  test('holds as many sequences as were asked', () => {
    expect(bytesOf(fit('Llama-3.1-8B', { contextLength: 8192, minConcurrency: 3 }).kvCache)).toBe(3 * 2 ** 30);
    expect(fit('Llama-3.1-8B', { contextLength: 8192, minConcurrency: 4 }).fits).toBe(false);
    expect(fit('Llama-3.1-8B', { contextLength: 8192, minConcurrency: 4 }).concurrency).toBe(3);
  });

  test('holds none where weights leave no room', () => {
    expect(fit('Llama-3.1-70B').concurrency).toBe(0);
  });
});

describe('steps', () => {
  test('are as large as the card', () => {
    expect(bytesOf(fit('Llama-3.1-8B').activations)).toBe(39 * 256 * 128256);
    expect(bytesOf(fit('Llama-3.1-8B', { gpuMemory: H100 }).activations)).toBe(39 * 1024 * 128256);
    expect(bytesOf(fit('Llama-3.1-8B', { gpuMemory: H100, maxSequences: 256 }).activations)).toBe(39 * 256 * 128256);
  });

  test('of many tokens need more than the choice of the next', () => {
    const numbers = 2 * 4096 + 3 * 14336;
    expect(bytesOf(fit('Llama-3.1-8B', { maxBatchedTokens: 65536 }).activations)).toBe(65536 * numbers * 2);
    expect(bytesOf(fit('Llama-3.1-8B', { maxBatchedTokens: 65536, tensorParallel: 2 }).activations)).toBe(65536 * (2 * 4096 + 3 * 7168) * 2);
  });
});

describe('overhead beside the share', () => {
  const terms = (gpuMemoryUtilization: number, overheadBeside: boolean) => {
    const { _facts } = publishedModel('Llama-3.1-8B');
    const serving = servingOf(new Problems(''), _facts, { gpuMemory: L4, contextLength: 8192, gpuMemoryUtilization });
    return MemoryFit._of(_facts, { ...serving, overheadBeside });
  };

  test('is not taken from it', () => {
    expect([terms(0.75, false).fits, terms(0.75, true).fits, terms(0.7, true).fits]).toEqual([false, true, false]);
    expect(`${terms(0.75, true)}`).toBe('fits without its margin of 0.7 GiB: 15.0 weights + 1.0 KV cache + 1.7 overhead GiB <= 18.2 GiB usable (22.0 of 22.5 GiB × 0.75, overhead beside it), '
      + '1 sequence of 8192 tokens at once; use 2 GPUs (tensorParallel 2) or contextLength 6144 or kvCacheType FP8 or GPUs of 23 GiB');
  });

  test('has to have room all the same', () => {
    expect(bytesOf(terms(0.99, true).usable)).toBe((23034 - 480) * 1024 ** 2);
  });
});

test.each<[Partial<MemoryFitProps>, string]>([
  [{ gpuMemory: Size.gibibytes(0) }, '\'gpuMemory\' must be a positive, finite size, got "0"; give for example Size.mebibytes(512) or Size.gibibytes(2)'],
  [{ gpuMemory: Size.gibibytes(Infinity) }, '\'gpuMemory\' must be a positive, finite size, got "Infinity"; give for example Size.mebibytes(512) or Size.gibibytes(2)'],
  [{ gpuMemoryUtilization: 0 }, '\'gpuMemoryUtilization\' must be a share from 0.01 to 1, got 0; write for example 0.9'],
  [{ gpuMemoryUtilization: 90 }, '\'gpuMemoryUtilization\' must be a share from 0.01 to 1, got 90; write 0.9'],
  [{ gpuMemoryUtilization: NaN }, '\'gpuMemoryUtilization\' must be a share from 0.01 to 1, got NaN; write for example 0.9'],
  [{ contextLength: 131073 }, '\'contextLength\' must be at most the 131072 tokens that the model can take, got 131073; lower it to 131072, or stretch the model by rope_scaling in its config.json'],
  [{ contextLength: 0 }, '\'contextLength\' must be a whole number of at least 1, got 0; give a whole number in that range'],
  [{ contextLength: NaN }, '\'contextLength\' must be a whole number of at least 1, got NaN; give a whole number in that range'],
  [{ minConcurrency: 1.5 }, '\'minConcurrency\' must be a whole number from 1 to 1000000, got 1.5; give a whole number in that range'],
  [{ tensorParallel: 0 }, '\'tensorParallel\' must be a whole number from 1 to 1024, got 0; give a whole number in that range'],
  [{ tensorParallel: 2048 }, '\'tensorParallel\' must be a whole number from 1 to 1024, got 2048; give a whole number in that range'],
  [{ pipelineParallel: 33 }, '\'pipelineParallel\' must be a whole number from 1 to 32, got 33; a stage has at least one layer'],
  [{ maxBatchedTokens: 0 }, '\'maxBatchedTokens\' must be a whole number from 1 to 10000000, got 0; give a whole number in that range'],
  [{ maxSequences: -1 }, '\'maxSequences\' must be a whole number from 1 to 1000000, got -1; give a whole number in that range'],
])('refuses %j', (props, message) => {
  expect(refusalOf(() => fit('Llama-3.1-8B', props))).toBe(`[LanguageModel.fit] ${message}`);
});

test('tells all that is wrong at once', () => {
  expect(refusalOf(() => fit('Llama-3.1-8B', { tensorParallel: 3, minConcurrency: 0, gpuMemoryUtilization: 2 }))).toMatch(/^3 problems:\n/);
});
