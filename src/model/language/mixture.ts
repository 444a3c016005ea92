import { Anatomy, Layer, LayerCache } from './anatomy';
import { attention, AttentionOptions, embedding, experts, gatedMlp, headNorms, norms, readWidths, widestStep, Widths } from './blocks';
import { ConfigReader, MOST } from './config-reader';
import { cachesOf, qwenCaches, windowOf } from './layer-pattern';
import { decoder } from './llama';
import { matrix, plainMatrix, Share, Tensor, vector } from './tensor';

/** @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/mixtral/modeling_mixtral.py */
export function mixtral(config: ConfigReader): Anatomy {
  const widths = readWidths(config, { keyValueHeads: 8 });
  const count = config.whole('num_local_experts', MOST.experts, 8);
  const perToken = config.whole('num_experts_per_tok', config.limit('num_local_experts', count, MOST.experts), 2);
  const tensors = [
    ...attention(widths),
    ...experts(widths.hidden, widths.intermediate, count, 'block_sparse_moe', ['w1', 'w3', 'w2']),
    ...norms(widths.hidden, 'input_layernorm', 'post_attention_layernorm'),
  ];
  return {
    ...decoder(widths, tensors, cachesOf(config, widths, windowOf(config), () => true), config.flag('tie_word_embeddings', false)),
    widest: widestStep(widths, widths.intermediate, perToken),
  };
}

/** Phi-3.5-MoE. @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/phimoe/modeling_phimoe.py */
export function phimoe(config: ConfigReader): Anatomy {
  const widths = readWidths(config, { keyValueHeads: 8 });
  const count = config.whole('num_local_experts', MOST.experts, 16);
  const perToken = config.whole('num_experts_per_tok', config.limit('num_local_experts', count, MOST.experts), 2);
  const withBias = ['input_layernorm', 'post_attention_layernorm'];
  const tensors = [
    ...attention(widths, { bias: config.flag('attention_bias', false) }),
    ...experts(widths.hidden, widths.intermediate, count, 'block_sparse_moe', ['w1', 'w3', 'w2']),
    ...norms(widths.hidden, ...withBias, ...withBias),
  ];
  const tied = config.flag('tie_word_embeddings', false);
  const headBias = config.flag('lm_head_bias', false) ? [vector('lm_head', widths.vocabulary, Share.VOCABULARY)] : [];
  const anatomy = decoder(widths, tensors, cachesOf(config, widths, windowOf(config), () => true), tied);
  return { ...anatomy, after: [...anatomy.after, ...norms(widths.hidden, 'model.norm'), ...headBias], widest: widestStep(widths, widths.intermediate, perToken) };
}

/** @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/qwen2_moe/modeling_qwen2_moe.py */
export function qwen2Moe(config: ConfigReader): Anatomy {
  const widths = readWidths(config, { keyValueHeads: 16 });
  const shared = config.whole('shared_expert_intermediate_size', MOST.width);
  const beside = [...gatedMlp(widths.hidden, shared, false, 'mlp.shared_expert'), plainMatrix('mlp.shared_expert_gate', 1, widths.hidden)];
  const anatomy = qwenMoe(config, widths, { bias: config.flag('qkv_bias', true), outputBias: false }, beside);
  return { ...anatomy, divided: [...anatomy.divided, { field: 'shared_expert_intermediate_size', value: shared }] };
}

/** @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/qwen3_moe/modeling_qwen3_moe.py */
export function qwen3Moe(config: ConfigReader): Anatomy {
  const widths = readWidths(config, { keyValueHeads: 4 });
  return qwenMoe(config, widths, { bias: config.flag('attention_bias', false) }, [], headNorms(widths));
}

/** Some layers think with experts, and those that `mlp_only_layers` and `decoder_sparse_step` name without. */
function qwenMoe(config: ConfigReader, widths: Widths, options: AttentionOptions, beside: readonly Tensor[], moreAttention: readonly Tensor[] = []): Anatomy {
  const count = config.whole('num_experts', MOST.experts, undefined, 0);
  const intermediate = config.whole('moe_intermediate_size', MOST.width);
  const perToken = config.whole('num_experts_per_tok', config.limit('num_experts', Math.max(1, count), MOST.experts));
  const step = config.whole('decoder_sparse_step', MOST.layers, 1);
  const dense = new Set(config.list('mlp_only_layers', 'number'));
  const common = [...attention(widths, options), ...moreAttention, ...norms(widths.hidden, 'input_layernorm', 'post_attention_layernorm')];
  const sparseLayer = [...common, ...experts(widths.hidden, intermediate, count), ...beside];
  const denseLayer = [...common, ...gatedMlp(widths.hidden, widths.intermediate)];
  const isSparse = (i: number) => count > 0 && !dense.has(i) && (i + 1) % step === 0;
  const anatomy = decoder(widths, [], qwenCaches(config, widths), config.flag('tie_word_embeddings', false));
  const layers = anatomy.layers.map(({ cache }, i): Layer => ({ tensors: isSparse(i) ? sparseLayer : denseLayer, cache }));
  return {
    ...anatomy,
    layers,
    divided: [
      ...layers.some((layer) => layer.tensors === sparseLayer) ? [{ field: 'moe_intermediate_size', value: intermediate }] : [],
      ...layers.some((layer) => layer.tensors === denseLayer) ? anatomy.divided : [],
    ],
    widest: widestStep(widths, intermediate, perToken),
  };
}

/**
 * DeepSeek V2 and V3: latent attention, a few dense layers first.
 *
 * @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/deepseek_v3/modeling_deepseek_v3.py
 */
export function deepseek(config: ConfigReader): Anatomy {
  const widths = readWidths(config, { keyValueHeads: 'heads', headSize: 1 });
  const { hidden, heads } = widths;
  const latent = config.whole('kv_lora_rank', MOST.width);
  const rotary = config.whole('qk_rope_head_dim', MOST.width);
  const plain = config.whole('qk_nope_head_dim', MOST.width);
  const value = config.whole('v_head_dim', MOST.width);
  const queryRank = config.has('q_lora_rank') ? config.whole('q_lora_rank', MOST.width) : undefined;
  const bias = config.flag('attention_bias', false);
  const query = heads * (plain + rotary);
  const up = matrix('self_attn.kv_b_proj', heads * (plain + value), latent, Share.ROWS);
  const attending: Tensor[] = [
    ...queryRank === undefined ? [matrix('self_attn.q_proj', query, hidden, Share.ROWS)] : [
      matrix('self_attn.q_a_proj', queryRank, hidden, Share.WHOLE),
      vector('self_attn.q_a_layernorm', queryRank),
      matrix('self_attn.q_b_proj', query, queryRank, Share.ROWS),
      ...bias ? [vector('self_attn.q_a_proj', queryRank)] : [],
    ],
    matrix('self_attn.kv_a_proj_with_mqa', latent + rotary, hidden, Share.WHOLE),
    vector('self_attn.kv_a_layernorm', latent),
    up,
    matrix('self_attn.o_proj', hidden, heads * value, Share.COLUMNS),
    ...bias ? [vector('self_attn.kv_a_proj_with_mqa', latent + rotary), vector('self_attn.o_proj', hidden)] : [],
    ...norms(hidden, 'input_layernorm', 'post_attention_layernorm'),
  ];
  const intermediate = config.whole('moe_intermediate_size', MOST.width);
  const count = config.has('n_routed_experts') ? config.whole('n_routed_experts', MOST.experts) : 0;
  const perToken = count === 0 ? 0 : config.whole('num_experts_per_tok', config.limit('n_routed_experts', count, MOST.experts));
  const shared = config.has('n_shared_experts') ? config.whole('n_shared_experts', MOST.experts, undefined, 0) : 0;
  const corrected = config.text('topk_method') === 'noaux_tc' || (config.text('model_type') === 'deepseek_v3' && !config.has('topk_method'));
  const sparseLayer = [
    ...attending,
    ...experts(hidden, intermediate, count),
    ...corrected ? [vector('mlp.gate', count)] : [],
    ...shared === 0 ? [] : gatedMlp(hidden, intermediate * shared, false, 'mlp.shared_experts'),
  ];
  const denseLayer = [...attending, ...gatedMlp(hidden, widths.intermediate)];
  const firstDense = config.whole('first_k_dense_replace', MOST.layers, 0, 0);
  const every = config.whole('moe_layer_freq', MOST.layers, 1);
  const cache: LayerCache = { heads: 1, size: latent + rotary, latent: true };
  const copied = [{ ...up, packable: false }];
  const tied = config.flag('tie_word_embeddings', false);
  const step = widestStep(widths, intermediate, perToken);
  return {
    ...decoder(widths, [], [], tied),
    layers: Array.from({ length: widths.layers }, (_, i) => ({ tensors: count > 0 && i >= firstDense && i % every === 0 ? sparseLayer : denseLayer, cache, copied })),
    before: [embedding('model.embed_tokens', widths)],
    keyValueHeads: heads,
    divided: [
      ...count > 0 && widths.layers > firstDense ? [{ field: 'moe_intermediate_size', value: intermediate }] : [],
      ...count === 0 || firstDense > 0 ? [{ field: 'intermediate_size', value: widths.intermediate }] : [],
    ],
    widest: { whole: step.whole, shared: Math.max(step.shared, 2 * heads * (plain + rotary) + 2 * heads * value) },
  };
}
