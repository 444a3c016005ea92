import { Anatomy } from './anatomy';
import { attention, norms, readWidths, widestStep } from './blocks';
import { ConfigReader, MOST } from './config-reader';
import { cachesOf, windowOf } from './layer-pattern';
import { decoder } from './llama';
import { expertMatrix, plainMatrix, Share, vector } from './tensor';

/** Every other layer slides. @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/gpt_oss/modeling_gpt_oss.py */
export function gptOss(config: ConfigReader): Anatomy {
  const widths = readWidths(config, { keyValueHeads: 8, headSize: 64 });
  const { hidden, intermediate, heads } = widths;
  const count = config.whole('num_local_experts', MOST.experts);
  const perToken = config.whole(config.has('num_experts_per_tok') ? 'num_experts_per_tok' : 'experts_per_token', config.limit('num_local_experts', count, MOST.experts));
  const tensors = [
    ...attention(widths, { bias: config.flag('attention_bias', true) }),
    vector('self_attn.sinks', heads, Share.ROWS),
    plainMatrix('mlp.router', count, hidden),
    vector('mlp.router', count),
    expertMatrix('mlp.experts.gate_up_proj', count, 2 * intermediate, hidden, Share.ROWS),
    vector('mlp.experts.gate_up_proj', 2 * intermediate, Share.ROWS, count),
    expertMatrix('mlp.experts.down_proj', count, hidden, intermediate, Share.COLUMNS),
    vector('mlp.experts.down_proj', hidden, Share.WHOLE, count),
    ...norms(hidden, 'input_layernorm', 'post_attention_layernorm'),
  ];
  return {
    ...decoder(widths, tensors, cachesOf(config, widths, windowOf(config, 128), (i) => i % 2 === 0), config.flag('tie_word_embeddings', false)),
    widest: widestStep(widths, intermediate, perToken),
  };
}
