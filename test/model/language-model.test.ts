import { modelOf, publishedModel } from './model-folder';
import { PUBLISHED } from './published';
import { bytesOf } from '../../src/border/amounts';

describe('as published', () => {
  test.each(PUBLISHED.map((model) => [model.name, model] as const))('%s', (_, { config, parameters, within, kv, kvFrom, source, contextLength }) => {
    const model = modelOf(config);
    if (within === undefined) {
      expect(model.parameters).toBe(parameters);
    } else {
      expect(Math.abs(model.parameters - parameters) / parameters).toBeLessThan(within);
    }
    expect(bytesOf(model.kvCachePerToken)).toBe(kv);
    expect(model.contextLength).toBe(contextLength);
    expect(source).toMatch(/^https:/);
    expect(kvFrom).toBeTruthy();
  });

  test('counts are exact for the families that the proof is for', () => {
    const exact = PUBLISHED.filter(({ within }) => within === undefined).map(({ config }) => config.model_type);
    expect([...new Set(exact)].sort()).toEqual([
      'deepseek_v2', 'falcon', 'gemma', 'gemma2', 'gemma3', 'gemma3_text', 'gpt2', 'gpt_oss', 'llama', 'mistral', 'mixtral', 'phi', 'phi3', 'qwen2', 'qwen2_moe', 'qwen3', 'qwen3_moe',
    ]);
  });

  test('the headers of DeepSeek\'s files add up to it', () => {
    expect(publishedModel('DeepSeek-V3').parameters).toBe(671_026_419_200);
  });
});

test('says what it is', () => {
  const model = publishedModel('Llama-3.1-8B');
  expect(model).toMatchObject({ architecture: 'llama', parameters: 8030261248, contextLength: 131072, dtype: 'bfloat16', quantization: undefined });
  expect([model.weights, model.kvCachePerToken].map(bytesOf)).toEqual([16_060_522_496, 131072]);
  expect(`${model}`).toBe('llama, 8030261248 parameters, bfloat16, 15.0 GiB');
  expect(`${publishedModel('Llama-3.1-8B', { torch_dtype: undefined })}`).toBe('llama, 8030261248 parameters, float32, loaded in half precision, 15.0 GiB');
  expect(`${publishedModel('gpt-oss-20b')}`).toBe('gpt_oss, 20914757184 parameters, bfloat16, MXFP4, 13.4 GiB');
});

describe('the longest context', () => {
  const context = (name: string, changed: object) => publishedModel(name, changed).contextLength;

  test('is stretched by rope_scaling, but where that is in the positions already', () => {
    expect(context('Qwen2.5-7B', { max_position_embeddings: 32768, rope_scaling: { type: 'yarn', factor: 4, original_max_position_embeddings: 32768 } })).toBe(131072);
    expect(context('Llama-2-7B', { rope_scaling: { type: 'linear', factor: 2 } })).toBe(8192);
    expect(context('Llama-2-7B', { rope_scaling: { rope_type: 'dynamic', factor: 2.5 } })).toBe(10240);
    expect(context('Llama-2-7B', { rope_scaling: null })).toBe(4096);
    expect(context('Llama-2-7B', { rope_parameters: { rope_type: 'yarn', factor: 2, original_max_position_embeddings: 4096 } })).toBe(8192);
  });

  test('is what servers take where the file does not say', () => {
    expect(context('Llama-2-7B', { max_position_embeddings: undefined })).toBe(2048);
  });
});

describe('fields that files leave out', () => {
  test('are as in the model\'s class', () => {
    expect(bytesOf(publishedModel('Llama-2-7B', { num_key_value_heads: undefined, head_dim: undefined }).kvCachePerToken)).toBe(524288);
    expect(bytesOf(publishedModel('Mistral-7B-v0.1', { num_key_value_heads: null }).kvCachePerToken)).toBe(131072);
    expect(publishedModel('Qwen3-0.6B', { head_dim: undefined }).parameters).toBe(596_049_920);
    expect(publishedModel('gemma-2b', { head_dim: undefined }).parameters).toBe(2_506_172_416);
    expect(publishedModel('gpt-oss-20b', { head_dim: undefined, num_key_value_heads: undefined, num_experts_per_tok: undefined, experts_per_token: 4 }).parameters).toBe(20_914_757_184);
  });

  test('a size of heads that is written goes before the hidden size by the heads', () => {
    expect(bytesOf(publishedModel('Mistral-Nemo', { head_dim: undefined }).kvCachePerToken)).toBe(40 * 2 * 8 * 160 * 2);
  });

  test('a number format that is not written is full precision, of which servers load half', () => {
    const model = publishedModel('gpt2');
    expect(model.dtype).toBe('float32');
    // the vocabulary of 50,257 is padded to 50,304
    expect(bytesOf(model.weights)).toBe(2 * (124_439_808 + 47 * 768));
    expect(publishedModel('Llama-3.2-1B', { torch_dtype: undefined, dtype: 'float16' }).dtype).toBe('float16');
  });
});

test('biases, norms and tied embeddings count', () => {
  const plain = publishedModel('Llama-3.2-1B').parameters;
  expect(publishedModel('Llama-3.2-1B', { tie_word_embeddings: false }).parameters - plain).toBe(128256 * 2048);
  expect(publishedModel('Llama-3.2-1B', { attention_bias: true }).parameters - plain).toBe(16 * (2048 + 512 + 512 + 2048));
  expect(publishedModel('Llama-3.2-1B', { mlp_bias: true }).parameters - plain).toBe(16 * (8192 + 8192 + 2048));
  const phi = publishedModel('phi-2').parameters;
  expect(publishedModel('phi-2', { qk_layernorm: true }).parameters - phi).toBe(32 * 4 * 80);
  const falcon = publishedModel('falcon-7b').parameters;
  expect(publishedModel('falcon-7b', { bias: true }).parameters - falcon).toBe(32 * (4544 + 128 + 4544 + 4 * 4544 + 4544));
  expect(publishedModel('falcon-7b', { parallel_attn: false }).parameters - falcon).toBe(32 * 2 * 4544);
  expect(publishedModel('falcon-180B', { num_ln_in_parallel_attn: 1 }).parameters - publishedModel('falcon-180B').parameters).toBe(-80 * 2 * 14848);
});

test('layers without experts are counted as such', () => {
  const { parameters } = publishedModel('Qwen3-30B-A3B');
  const expertLayer = 128 * 3 * 2048 * 768 + 128 * 2048;
  const denseLayer = 3 * 2048 * 6144;
  expect(publishedModel('Qwen3-30B-A3B', { mlp_only_layers: [0, 5] }).parameters).toBe(parameters - 2 * (expertLayer - denseLayer));
  expect(publishedModel('Qwen3-30B-A3B', { decoder_sparse_step: 2 }).parameters).toBe(parameters - 24 * (expertLayer - denseLayer));
  expect(publishedModel('Qwen3-30B-A3B', { num_experts: 0, num_experts_per_tok: 1 }).parameters).toBe(parameters - 48 * (expertLayer - denseLayer));
});

test('a vision tower with a pooling head has a probe, an attention, a norm and an MLP more', () => {
  const plain = publishedModel('gemma-3-4b').parameters;
  const vision = { hidden_size: 1152, image_size: 896, intermediate_size: 4304, num_hidden_layers: 27, patch_size: 14 };
  const more = 1152 + (4 * 1152 * 1152 + 4 * 1152) + 2 * 1152 + (2 * 1152 * 4304 + 4304 + 1152);
  expect(publishedModel('gemma-3-4b', { vision_config: vision }).parameters - plain).toBe(more);
});
