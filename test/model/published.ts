/** A model as it is published. */
export interface Published {
  readonly name: string;
  /** The fields of its config.json that count. */
  readonly config: { readonly [field: string]: unknown };
  readonly parameters: number;
  /** Where the count was read. */
  readonly source: string;
  /** Bytes that all layers keep of one token, in two bytes a number. */
  readonly kv: number;
  /** Layers, heads of keys and values, size of a head: what `kv` is made of; or where it was read. */
  readonly kvFrom: string | readonly [layers: number, heads: number, size: number];
  readonly contextLength: number;
  /** The count is of the files, which differ from what is loaded by less than this share. */
  readonly within?: number;
}

type Config = Published['config'];

/** Exact counts in the presets of KerasHub, `keras_hub/src/models/<family>/<family>_presets.py` at 71453d0. */
const keras = (preset: string) => `https://github.com/keras-team/keras-hub/tree/71453d08f59edc90d276e999319fc51e61cbf82c/keras_hub/src/models, preset ${preset}`;
/** `safetensors.total` of the Hub's API, as the registry of kvfit (scripts/build_registry.py) and studies of training runs quote it. */
const hub = (repo: string) => `https://huggingface.co/api/models/${repo}, safetensors`;

const llama = (hidden: number, intermediate: number, layers: number, heads: number, keyValueHeads: number, vocabulary: number, positions: number, more: Config = {}): Config => ({
  model_type: 'llama',
  hidden_size: hidden,
  intermediate_size: intermediate,
  num_hidden_layers: layers,
  num_attention_heads: heads,
  num_key_value_heads: keyValueHeads,
  vocab_size: vocabulary,
  max_position_embeddings: positions,
  torch_dtype: 'bfloat16',
  ...more,
});

const llama31 = { rope_scaling: { factor: 8, low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: 8192, rope_type: 'llama3' } };
const qwen2 = { model_type: 'qwen2', use_sliding_window: false, sliding_window: 131072, max_window_layers: 28 };
const qwen3 = { model_type: 'qwen3', head_dim: 128, use_sliding_window: false, sliding_window: null, attention_bias: false };
const qwen3Moe = { ...qwen3, model_type: 'qwen3_moe', num_experts: 128, num_experts_per_tok: 8, decoder_sparse_step: 1, mlp_only_layers: [] };
const tied = { tie_word_embeddings: true };
const vision = { hidden_size: 1152, image_size: 896, intermediate_size: 4304, num_attention_heads: 16, num_hidden_layers: 27, patch_size: 14, model_type: 'siglip_vision_model', vision_use_head: false };
const gemma3 = (text: Config): Config => ({ model_type: 'gemma3', torch_dtype: 'bfloat16', vision_config: vision, text_config: { model_type: 'gemma3_text', sliding_window: 1024, rope_scaling: { factor: 8, rope_type: 'linear' }, ...text } });
const latent = { kv_lora_rank: 512, qk_nope_head_dim: 128, qk_rope_head_dim: 64, v_head_dim: 128, moe_layer_freq: 1 };
const yarn = { rope_scaling: { type: 'yarn', factor: 40, original_max_position_embeddings: 4096 } };
const gptOss = {
  model_type: 'gpt_oss',
  head_dim: 64,
  sliding_window: 128,
  num_experts_per_tok: 4,
  attention_bias: true,
  rope_scaling: { rope_type: 'yarn', factor: 32, original_max_position_embeddings: 4096 },
  quantization_config: { quant_method: 'mxfp4', modules_to_not_convert: ['model.layers.*.self_attn', 'model.layers.*.mlp.router', 'model.embed_tokens', 'lm_head'] },
};
const falcon = (hidden: number, layers: number, heads: number, more: Config): Config => ({
  model_type: 'falcon', hidden_size: hidden, num_hidden_layers: layers, num_attention_heads: heads, vocab_size: 65024, bias: false, parallel_attn: true, multi_query: true, torch_dtype: 'bfloat16', ...more,
});
const gpt2 = (n_embd: number, n_head: number, n_layer: number): Config => ({ model_type: 'gpt2', n_embd, n_head, n_layer, n_positions: 1024, vocab_size: 50257 });

const row = (name: string, config: Config, parameters: number, source: string, kvFrom: readonly [number, number, number], contextLength: number, within?: number): Published => {
  const [layers, heads, size] = kvFrom;
  return { name, config, parameters, source, kv: layers * 2 * heads * size * 2, kvFrom, contextLength, within };
};

/**
 * The configurations are written from the figures of `config.json` on each model's page at https://huggingface.co; fields that nothing is counted from are
 * left out. A count that agrees to the last parameter is proof of every width in its line.
 */
export const PUBLISHED: readonly Published[] = [
  row('Llama-2-7B', llama(4096, 11008, 32, 32, 32, 32000, 4096), 6_738_415_616, keras('llama2_7b_en'), [32, 32, 128], 4096),
  // the Hub's count has 64 rotary frequencies a layer, which are no parameters
  row('Llama-2-13B', llama(5120, 13824, 40, 40, 40, 32000, 4096), 13_015_866_880 - 40 * 64, hub('meta-llama/Llama-2-13b-hf'), [40, 40, 128], 4096),
  row('Llama-2-70B', llama(8192, 28672, 80, 64, 8, 32000, 4096), 68_976_653_312 - 80 * 64, hub('meta-llama/Llama-2-70b-hf'), [80, 8, 128], 4096),
  row('Llama-3.1-8B', llama(4096, 14336, 32, 32, 8, 128256, 131072, llama31), 8_030_261_248, keras('llama3.1_8b'), [32, 8, 128], 131072),
  row('Llama-3.1-70B', llama(8192, 28672, 80, 64, 8, 128256, 131072, llama31), 70_553_706_496, hub('meta-llama/Llama-3.1-70B'), [80, 8, 128], 131072),
  row('Llama-3.1-405B', llama(16384, 53248, 126, 128, 8, 128256, 131072, llama31), 405_853_388_800, hub('meta-llama/Llama-3.1-405B'), [126, 8, 128], 131072),
  // KerasHub counts the embedding twice (1,498,482,688), which is tied
  row('Llama-3.2-1B', llama(2048, 8192, 16, 32, 8, 128256, 131072, { ...tied, head_dim: 64 }), 1_498_482_688 - 128256 * 2048, keras('llama3.2_1b'), [16, 8, 64], 131072),
  row('Llama-3.2-3B', llama(3072, 8192, 28, 24, 8, 128256, 131072, { ...tied, head_dim: 128 }), 3_212_749_824, hub('meta-llama/Llama-3.2-3B-Instruct'), [28, 8, 128], 131072),
  row('Mistral-7B-v0.1', llama(4096, 14336, 32, 32, 8, 32000, 32768, { model_type: 'mistral', sliding_window: 4096 }), 7_241_732_096, keras('mistral_7b_en'), [32, 8, 128], 32768),
  row('Mistral-7B-v0.3', llama(4096, 14336, 32, 32, 8, 32768, 32768, { model_type: 'mistral', sliding_window: null }), 7_248_023_552, keras('mistral_0.3_7b_en'), [32, 8, 128], 32768),
  row('Mistral-Nemo', llama(5120, 14336, 40, 32, 8, 131072, 1024000, { model_type: 'mistral', sliding_window: null, head_dim: 128 }), 12_247_782_400, hub('mistralai/Mistral-Nemo-Instruct-2407'), [40, 8, 128], 1024000),
  row('Magistral-Small', llama(5120, 32768, 40, 32, 8, 131072, 40960, { model_type: 'mistral', sliding_window: null, head_dim: 128 }), 23_572_403_200, keras('magistral_small_2506_en'), [40, 8, 128], 40960),
  row('Mixtral-8x7B', llama(4096, 14336, 32, 32, 8, 32000, 32768, { model_type: 'mixtral', num_local_experts: 8, num_experts_per_tok: 2, sliding_window: null }), 46_702_792_704, keras('mixtral_8_7b_en'), [32, 8, 128], 32768),
  row('Mixtral-8x22B', llama(6144, 16384, 56, 48, 8, 32000, 65536, { model_type: 'mixtral', num_local_experts: 8, num_experts_per_tok: 2, sliding_window: null }), 140_620_634_112, hub('mistral-community/Mixtral-8x22B-v0.1'), [56, 8, 128], 65536),
  row('Qwen2.5-0.5B', llama(896, 4864, 24, 14, 2, 151936, 32768, { ...qwen2, ...tied }), 494_032_768, keras('qwen2.5_0.5b_en'), [24, 2, 64], 32768),
  row('Qwen2.5-1.5B', llama(1536, 8960, 28, 12, 2, 151936, 131072, { ...qwen2, ...tied }), 1_543_714_304, keras('qwen2.5_math_1.5b_en'), [28, 2, 128], 131072),
  row('Qwen2.5-3B', llama(2048, 11008, 36, 16, 2, 151936, 32768, { ...qwen2, ...tied }), 3_085_938_688, keras('qwen2.5_3b_en'), [36, 2, 128], 32768),
  row('Qwen2.5-7B', llama(3584, 18944, 28, 28, 4, 152064, 131072, qwen2), 7_615_616_512, hub('Qwen/Qwen2.5-7B-Instruct'), [28, 4, 128], 131072),
  row('Qwen2.5-14B', llama(5120, 13824, 48, 40, 8, 152064, 131072, qwen2), 14_770_033_664, hub('Qwen/Qwen2.5-14B'), [48, 8, 128], 131072),
  row('Qwen2.5-32B', llama(5120, 27648, 64, 40, 8, 152064, 32768, qwen2), 32_763_876_352, keras('qwen2.5_instruct_32b_en'), [64, 8, 128], 32768),
  row('Qwen2.5-72B', llama(8192, 29568, 80, 64, 8, 152064, 32768, qwen2), 72_706_203_648, keras('qwen2.5_instruct_72b_en'), [80, 8, 128], 32768),
  row('Qwen3-0.6B', llama(1024, 3072, 28, 16, 8, 151936, 40960, { ...qwen3, ...tied }), 596_049_920, keras('qwen3_0.6b_en'), [28, 8, 128], 40960),
  row('Qwen3-1.7B', llama(2048, 6144, 28, 16, 8, 151936, 40960, { ...qwen3, ...tied }), 1_720_574_976, keras('qwen3_1.7b_en'), [28, 8, 128], 40960),
  row('Qwen3-4B', llama(2560, 9728, 36, 32, 8, 151936, 40960, { ...qwen3, ...tied }), 4_022_468_096, keras('qwen3_4b_en'), [36, 8, 128], 40960),
  row('Qwen3-8B', llama(4096, 12288, 36, 32, 8, 151936, 40960, qwen3), 8_190_735_360, keras('qwen3_8b_en'), [36, 8, 128], 40960),
  row('Qwen3-14B', llama(5120, 17408, 40, 40, 8, 151936, 40960, qwen3), 14_768_307_200, keras('qwen3_14b_en'), [40, 8, 128], 40960),
  row('Qwen3-32B', llama(5120, 25600, 64, 64, 8, 151936, 40960, qwen3), 32_762_123_264, keras('qwen3_32b_en'), [64, 8, 128], 40960),
  row('Qwen1.5-MoE-A2.7B', llama(2048, 5632, 24, 16, 16, 151936, 8192, {
    model_type: 'qwen2_moe', num_experts: 60, num_experts_per_tok: 4, moe_intermediate_size: 1408, shared_expert_intermediate_size: 5632, decoder_sparse_step: 1,
  }), 14_315_784_192, keras('qwen1.5_moe_2.7b_en'), [24, 16, 128], 8192),
  // published as 57.409 billion
  row('Qwen2-57B-A14B', llama(3584, 18944, 28, 28, 4, 151936, 131072, {
    model_type: 'qwen2_moe', num_experts: 64, num_experts_per_tok: 8, moe_intermediate_size: 2560, shared_expert_intermediate_size: 20480, mlp_only_layers: [],
  }), 57_409_000_000, 'https://huggingface.co/datasets/open-llm-leaderboard/requests, Qwen/Qwen2-57B-A14B, params', [28, 4, 128], 131072, 0.00001),
  row('Qwen3-30B-A3B', llama(2048, 6144, 48, 32, 4, 151936, 40960, { ...qwen3Moe, moe_intermediate_size: 768 }), 30_532_122_624, keras('qwen3_moe_30b_a3b_en'), [48, 4, 128], 40960),
  row('Qwen3-235B-A22B', llama(4096, 12288, 94, 64, 4, 151936, 40960, { ...qwen3Moe, moe_intermediate_size: 1536 }), 235_093_634_560, keras('qwen3_moe_235b_a22b_en'), [94, 4, 128], 40960),
  row('gemma-2b', llama(2048, 16384, 18, 8, 1, 256000, 8192, { model_type: 'gemma', head_dim: 256 }), 2_506_172_416, keras('gemma_2b_en'), [18, 1, 256], 8192),
  row('gemma-7b', llama(3072, 24576, 28, 16, 16, 256000, 8192, { model_type: 'gemma', head_dim: 256 }), 8_537_680_896, keras('gemma_7b_en'), [28, 16, 256], 8192),
  row('gemma-2-2b', llama(2304, 9216, 26, 8, 4, 256000, 8192, { model_type: 'gemma2', head_dim: 256, sliding_window: 4096 }), 2_614_341_888, keras('gemma2_2b_en'), [26, 4, 256], 8192),
  row('gemma-2-9b', llama(3584, 14336, 42, 16, 8, 256000, 8192, { model_type: 'gemma2', head_dim: 256, sliding_window: 4096 }), 9_241_705_984, keras('gemma2_9b_en'), [42, 8, 256], 8192),
  row('gemma-2-27b', llama(4608, 36864, 46, 32, 16, 256000, 8192, { model_type: 'gemma2', head_dim: 128, sliding_window: 4096 }), 27_227_128_320, keras('gemma2_27b_en'), [46, 16, 128], 8192),
  row('gemma-3-270m', llama(640, 2048, 18, 4, 1, 262144, 32768, { model_type: 'gemma3_text', head_dim: 256, sliding_window: 512, _sliding_window_pattern: 6 }), 268_098_176, keras('gemma3_270m'), [18, 1, 256], 32768),
  row('gemma-3-1b', llama(1152, 6912, 26, 4, 1, 262144, 32768, { model_type: 'gemma3_text', head_dim: 256, sliding_window: 512, sliding_window_pattern: 6 }), 999_885_952, keras('gemma3_1b'), [26, 1, 256], 32768),
  row('gemma-3-4b', gemma3({ hidden_size: 2560, intermediate_size: 10240, num_hidden_layers: 34 }), 4_300_079_472, keras('medgemma_4b'), [34, 4, 256], 131072),
  row('gemma-3-12b', gemma3({ hidden_size: 3840, intermediate_size: 15360, num_hidden_layers: 48, num_attention_heads: 16, num_key_value_heads: 8 }), 12_187_325_040, hub('google/gemma-3-12b-it'), [48, 8, 256], 131072),
  row('gemma-3-27b', gemma3({ hidden_size: 5376, intermediate_size: 21504, num_hidden_layers: 62, num_attention_heads: 32, num_key_value_heads: 16, head_dim: 128 }), 27_432_406_640, keras('medgemma_instruct_27b'), [62, 16, 128], 131072),
  row('phi-2', llama(2560, 10240, 32, 32, 32, 51200, 2048, { model_type: 'phi', torch_dtype: 'float16' }), 2_779_683_840, hub('microsoft/phi-2'), [32, 32, 80], 2048),
  row('Phi-3-mini-4k', llama(3072, 8192, 32, 32, 32, 32064, 4096, { model_type: 'phi3', sliding_window: 2047 }), 3_821_079_552, keras('phi3_mini_4k_instruct_en'), [32, 32, 96], 4096),
  row('Phi-3.5-mini', llama(3072, 8192, 32, 32, 32, 32064, 131072, { model_type: 'phi3', sliding_window: 262144, rope_scaling: { type: 'longrope', long_factor: [], short_factor: [] } }), 3_821_079_552, keras('phi3_mini_128k_instruct_en'), [32, 32, 96], 131072),
  row('phi-4', llama(5120, 17920, 40, 40, 10, 100352, 16384, { model_type: 'phi3', sliding_window: null }), 14_659_507_200, hub('microsoft/phi-4'), [40, 10, 128], 16384),
  row('Phi-4-mini', llama(3072, 8192, 32, 24, 8, 200064, 131072, { model_type: 'phi3', sliding_window: 262144, ...tied }), 3_836_021_760, hub('microsoft/Phi-4-mini-instruct'), [32, 8, 128], 131072),
  // published as 16 experts of 3.8 billion, 42 billion in all
  row('Phi-3.5-MoE', llama(4096, 6400, 32, 32, 8, 32064, 131072, {
    model_type: 'phimoe', num_local_experts: 16, num_experts_per_tok: 2, attention_bias: true, lm_head_bias: true, sliding_window: 131072,
  }), 42_000_000_000, 'https://huggingface.co/core123456789/Phi-3.5-MoE-instruct, a copy: 42B params', [32, 8, 128], 131072, 0.005),
  {
    name: 'DeepSeek-V2-Lite',
    config: llama(2048, 10944, 27, 16, 16, 102400, 163840, {
      ...latent, ...yarn, model_type: 'deepseek_v2', q_lora_rank: null, moe_intermediate_size: 1408, n_routed_experts: 64, n_shared_experts: 2, num_experts_per_tok: 6, first_k_dense_replace: 1, topk_method: 'greedy',
    }),
    parameters: 15_706_484_224,
    source: hub('deepseek-ai/DeepSeek-V2-Lite'),
    kv: 27 * 576 * 2,
    kvFrom: 'https://arxiv.org/abs/2405.04434, table 1: (d_c + d_h^R) l, with 512 and 64',
    contextLength: 163840,
  },
  {
    name: 'DeepSeek-V2',
    config: llama(5120, 12288, 60, 128, 128, 102400, 163840, {
      ...latent, ...yarn, model_type: 'deepseek_v2', q_lora_rank: 1536, moe_intermediate_size: 1536, n_routed_experts: 160, n_shared_experts: 2, num_experts_per_tok: 6, first_k_dense_replace: 1, topk_method: 'group_limited_greedy',
    }),
    parameters: 235_741_434_880,
    source: hub('deepseek-ai/DeepSeek-V2'),
    kv: 60 * 576 * 2,
    kvFrom: 'https://arxiv.org/abs/2405.04434, table 1',
    contextLength: 163840,
  },
  {
    name: 'DeepSeek-V3',
    config: llama(7168, 18432, 61, 128, 128, 129280, 163840, {
      ...latent,
      ...yarn,
      model_type: 'deepseek_v3',
      q_lora_rank: 1536,
      moe_intermediate_size: 2048,
      n_routed_experts: 256,
      n_shared_experts: 1,
      num_experts_per_tok: 8,
      first_k_dense_replace: 3,
      topk_method: 'noaux_tc',
      num_nextn_predict_layers: 1,
      quantization_config: { quant_method: 'fp8', fmt: 'e4m3', activation_scheme: 'dynamic', weight_block_size: [128, 128] },
    }),
    parameters: 671_000_000_000,
    source: 'https://github.com/deepseek-ai/DeepSeek-V3/blob/main/README_WEIGHTS.md, main model: 671B; read from the files\' headers elsewhere as 671,026,419,200',
    kv: 70_272,
    kvFrom: 'https://news.future-shock.ai/the-weight-of-remembering, 68.6 KiB a token',
    contextLength: 163840,
    within: 0.0001,
  },
  row('gpt-oss-20b', llama(2880, 2880, 24, 64, 8, 201088, 131072, { ...gptOss, num_local_experts: 32 }), 20_914_757_184, keras('gpt_oss_20b_en'), [24, 8, 64], 131072),
  row('gpt-oss-120b', llama(2880, 2880, 36, 64, 8, 201088, 131072, { ...gptOss, num_local_experts: 128 }), 116_829_156_672, keras('gpt_oss_120b_en'), [36, 8, 64], 131072),
  // the files have the output's matrix beside the embedding that it is tied to
  row('falcon-7b', falcon(4544, 32, 71, { new_decoder_architecture: false }), 7_217_189_760 - 65024 * 4544, hub('tiiuae/falcon-7b'), [32, 1, 64], 2048),
  row('falcon-180B', falcon(14848, 80, 232, { new_decoder_architecture: true, num_kv_heads: 8 }), 179_522_565_120 - 65024 * 14848, hub('tiiuae/falcon-180B'), [80, 8, 64], 2048),
  row('gpt2', gpt2(768, 12, 12), 124_439_808, keras('gpt2_base_en'), [12, 12, 64], 1024),
  row('gpt2-medium', gpt2(1024, 16, 24), 354_823_168, keras('gpt2_medium_en'), [24, 16, 64], 1024),
  row('gpt2-large', gpt2(1280, 20, 36), 774_030_080, keras('gpt2_large_en'), [36, 20, 64], 1024),
  row('gpt2-xl', gpt2(1600, 25, 48), 1_557_611_200, keras('gpt2_extra_large_en'), [48, 25, 64], 1024),
];

/** The published model of that name. */
export function published(name: string): Published {
  const found = PUBLISHED.find((model) => model.name === name);
  if (!found) {
    throw new Error(`no model ${name} in the table`);
  }
  return found;
}
