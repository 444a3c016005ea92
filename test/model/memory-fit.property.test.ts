import fc from 'fast-check';
import { AnyMap } from '../../src/border/maps';
import { Problems } from '../../src/border/problems';
import { ConfigReader } from '../../src/model/language/config-reader';
import { FAMILIES } from '../../src/model/language/families';
import { readQuantization } from '../../src/model/language/quantization';
import { ModelFacts } from '../../src/model/language/read-model';
import { countParameters, fileBytes, loadedBytes } from '../../src/model/language/weights';
import { tensorParallelsOf } from '../../src/model/memory-fit-checks';
import { remediesFor } from '../../src/model/memory-fit-remedies';
import { Serving, termsOf } from '../../src/model/memory-fit-terms';

/** What a configuration that need not come from a file describes. */
function factsOf(config: AnyMap): ModelFacts {
  const problems = new Problems('test');
  const reader = new ConfigReader(config, problems);
  const anatomy = FAMILIES.get(config.model_type as string)!(reader);
  const coding = { format: { name: 'bfloat16', bytes: 2, loadedBytes: 2 }, quantization: readQuantization(reader, false) };
  problems.throw();
  const counted = fileBytes(anatomy, coding);
  return { architecture: config.model_type as string, anatomy, coding, parameters: Number(countParameters(anatomy)), contextLength: 131072, stretch: { real: counted, counted } };
}

const quantisations = fc.constantFrom<AnyMap | undefined>(
  undefined, { quant_method: 'awq', bits: 4, group_size: 32 }, { quant_method: 'gptq', bits: 8, group_size: -1 }, { quant_method: 'fp8' }, { quant_method: 'bitsandbytes' },
);

/** Configurations of every family, small and large. */
const configs: fc.Arbitrary<AnyMap> = fc.record({
  model_type: fc.constantFrom('llama', 'mistral', 'mixtral', 'qwen2', 'qwen2_moe', 'qwen3', 'qwen3_moe', 'gemma', 'gemma2', 'gemma3_text', 'phi', 'phi3', 'phimoe', 'gpt_oss', 'deepseek_v2', 'deepseek_v3'),
  keyValueHeads: fc.constantFrom(1, 2, 4, 8),
  group: fc.constantFrom(1, 2, 4, 8),
  head_dim: fc.constantFrom(32, 64, 128),
  num_hidden_layers: fc.integer({ min: 1, max: 80 }),
  widths: fc.integer({ min: 1, max: 64 }),
  vocab_size: fc.integer({ min: 1000, max: 200_000 }),
  tie_word_embeddings: fc.boolean(),
  sliding_window: fc.constantFrom(128, 1024, 4096),
  experts: fc.constantFrom(8, 64),
  quantization_config: quantisations,
}).map(({ keyValueHeads, group, widths, experts, ...rest }) => ({
  ...rest,
  hidden_size: keyValueHeads * group * rest.head_dim,
  intermediate_size: widths * 256,
  num_attention_heads: keyValueHeads * group,
  num_key_value_heads: keyValueHeads,
  num_local_experts: experts,
  num_experts: experts,
  n_routed_experts: experts,
  n_shared_experts: 1,
  num_experts_per_tok: 2,
  moe_intermediate_size: widths * 128,
  shared_expert_intermediate_size: widths * 256,
  kv_lora_rank: 512,
  qk_rope_head_dim: 64,
  qk_nope_head_dim: 128,
  v_head_dim: 128,
  first_k_dense_replace: 1,
}));

const servings: fc.Arbitrary<Serving> = fc.record({
  gpuBytes: fc.integer({ min: 2 ** 32, max: 2 ** 38 }),
  tensorParallel: fc.constant(1),
  pipelineParallel: fc.constant(1),
  gpuMemoryUtilization: fc.double({ min: 0.01, max: 1, noNaN: true }),
  contextLength: fc.integer({ min: 1, max: 131072 }),
  minConcurrency: fc.integer({ min: 1, max: 64 }),
  cacheBytes: fc.constantFrom(1, 2),
  maxBatchedTokens: fc.constantFrom(256, 2048, 8192),
  maxSequences: fc.constantFrom(16, 256, 1024),
  onLargeCards: fc.constant({ maxBatchedTokens: 8192, maxSequences: 1024 }),
  overheadBeside: fc.boolean(),
});

const fits = (model: ModelFacts, serving: Serving) => {
  const { needed, usable } = termsOf(model, serving);
  return needed <= usable;
};

test('what is needed grows with the context', () => {
  fc.assert(fc.property(configs, servings, fc.integer({ min: 0, max: 5000 }), (config, serving, more) => {
    const model = factsOf(config);
    expect(termsOf(model, { ...serving, contextLength: serving.contextLength + more }).needed >= termsOf(model, serving).needed).toBe(true);
  }));
});

test('what is needed grows with the sequences, by the same for each', () => {
  fc.assert(fc.property(configs, servings, (config, serving) => {
    const model = factsOf(config);
    const one = termsOf(model, { ...serving, minConcurrency: 1 });
    const many = termsOf(model, serving);
    expect(many.cache).toBe(one.cache * BigInt(serving.minConcurrency));
    expect(many.sequences).toBe(one.sequences);
  }));
});

test('so many sequences fit as are said, and not one more', () => {
  fc.assert(fc.property(configs, servings, (config, serving) => {
    const model = factsOf(config);
    const { sequences } = termsOf(model, serving);
    expect(fits(model, { ...serving, minConcurrency: sequences + 1 })).toBe(false);
    if (sequences > 0) {
      expect(fits(model, { ...serving, minConcurrency: sequences })).toBe(true);
      expect(fits(model, { ...serving, minConcurrency: Math.ceil(sequences / 2) })).toBe(true);
    }
  }));
});

test('weights grow with the layers, and so does the cache where all layers are alike', () => {
  fc.assert(fc.property(configs, servings, (config, serving) => {
    const less = termsOf(factsOf(config), serving);
    const more = termsOf(factsOf({ ...config, num_hidden_layers: config.num_hidden_layers as number + 1 }), serving);
    expect(more.weights > less.weights).toBe(true);
    if (!['gemma2', 'gemma3_text', 'gpt_oss'].includes(config.model_type as string)) {
      expect(more.needed > less.needed).toBe(true);
    }
  }));
});

test('ranks together hold all weights, and one rank not more than the next smaller number of them', () => {
  fc.assert(fc.property(configs, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 8 }), (config, pick, stages) => {
    const model = factsOf(config);
    const { anatomy, coding } = model;
    const shares = tensorParallelsOf(model);
    const tensor = shares[pick % shares.length];
    const pipeline = Math.min(stages, anatomy.layers.length);
    const loaded = loadedBytes(anatomy, coding, { tensor, pipeline });
    expect(loaded).toHaveLength(pipeline);
    expect(loaded.reduce((sum, bytes) => sum + bytes, 0n) * BigInt(tensor) >= fileBytes(anatomy, coding)).toBe(true);
    const whole = loadedBytes(anatomy, coding, { tensor: 1, pipeline });
    expect(loaded.every((bytes, i) => bytes <= whole[i])).toBe(true);
  }));
});

test('no rank needs more when the memory is larger; no term is negative', () => {
  fc.assert(fc.property(configs, servings, (config, serving) => {
    const model = factsOf(config);
    const small = termsOf(model, serving);
    const large = termsOf(model, { ...serving, gpuBytes: serving.gpuBytes * 2 });
    expect(large.needed).toBe(small.needed);
    expect(large.sequences).toBeGreaterThanOrEqual(small.sequences);
    for (const term of [small.weights, small.cache, small.activations, small.graphs, small.runtime, small.margin, small.usable]) {
      expect(term >= 0n).toBe(true);
    }
    expect(Number.isSafeInteger(small.sequences)).toBe(true);
  }));
});

test('a remedy of more GPUs or a shorter context fits', () => {
  fc.assert(fc.property(configs, servings, (config, serving) => {
    const model = factsOf(config);
    if (fits(model, serving)) {
      return;
    }
    for (const remedy of remediesFor(model, serving)) {
      const ranks = /tensorParallel (\d+)/.exec(remedy);
      const stages = /pipelineParallel (\d+)/.exec(remedy);
      const context = /^contextLength (\d+)/.exec(remedy);
      if (ranks || stages) {
        expect(fits(model, { ...serving, tensorParallel: Number(ranks?.[1] ?? 1), pipelineParallel: Number(stages?.[1] ?? 1) })).toBe(true);
      }
      if (context) {
        expect(Number(context[1])).toBeLessThan(serving.contextLength);
        expect(fits(model, { ...serving, contextLength: Number(context[1]) })).toBe(true);
      }
      expect(remedy).not.toMatch(/NaN|undefined|Infinity/);
    }
  }), { numRuns: 60 });
});

test('any JSON is read or refused, and never half', () => {
  const value = fc.oneof(fc.jsonValue(), fc.integer(), fc.constantFrom(null, 'x', 0, -1, 1e300, [], {}));
  fc.assert(fc.property(configs, fc.dictionary(fc.constantFrom('hidden_size', 'num_attention_heads', 'num_key_value_heads', 'num_hidden_layers', 'head_dim', 'vocab_size', 'intermediate_size', 'sliding_window',
    'layer_types', 'num_experts', 'num_experts_per_tok', 'quantization_config', 'tie_word_embeddings', 'rope_scaling', 'q_lora_rank', 'mlp_only_layers', 'use_sliding_window'), value, { maxKeys: 3 }), (config, changed) => {
    let model: ModelFacts;
    try {
      model = factsOf({ ...config, ...changed } as AnyMap);
    } catch (error) {
      expect((error as Error).name).toBe('Refused');
      expect((error as Error).message).not.toMatch(/NaN|undefined/);
      return;
    }
    expect(Number.isSafeInteger(model.parameters)).toBe(true);
    expect(model.parameters).toBeGreaterThan(0);
  }), { numRuns: 200 });
});
