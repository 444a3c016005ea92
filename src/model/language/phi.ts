import { Anatomy } from './anatomy';
import { attention, head, norms, readWidths } from './blocks';
import { ConfigReader } from './config-reader';
import { cachesOf, windowOf } from './layer-pattern';
import { decoder } from './llama';
import { headMatrix, matrix, Share, vector } from './tensor';

/** Phi 1 to 2. @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/phi/modeling_phi.py */
export function phi(config: ConfigReader): Anatomy {
  const widths = readWidths(config, { keyValueHeads: 'heads' });
  const { hidden, intermediate, vocabulary, headSize } = widths;
  const tied = config.flag('tie_word_embeddings', false);
  const tensors = [
    ...attention(widths, { bias: true, output: 'dense' }),
    matrix('mlp.fc1', intermediate, hidden, Share.ROWS),
    vector('mlp.fc1', intermediate, Share.ROWS),
    matrix('mlp.fc2', hidden, intermediate, Share.COLUMNS),
    vector('mlp.fc2', hidden),
    ...norms(hidden, 'input_layernorm', 'input_layernorm'),
    ...config.flag('qk_layernorm', false) ? ['q_layernorm', 'q_layernorm', 'k_layernorm', 'k_layernorm'].map((name) => vector(`self_attn.${name}`, headSize)) : [],
  ];
  return {
    ...decoder(widths, tensors, cachesOf(config, widths, undefined, () => false), tied),
    after: [...norms(hidden, 'model.final_layernorm', 'model.final_layernorm'), ...head(widths, tied), vector('lm_head', vocabulary, Share.VOCABULARY)],
  };
}

/** Phi 3 to 4: two projections are one each. @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/phi3/modeling_phi3.py */
export function phi3(config: ConfigReader): Anatomy {
  const widths = readWidths(config, { keyValueHeads: 'heads' });
  const { hidden, intermediate, heads, keyValueHeads, headSize } = widths;
  const tensors = [
    matrix('self_attn.qkv_proj', heads * headSize, hidden, Share.ROWS),
    headMatrix('self_attn.qkv_proj', keyValueHeads, headSize, hidden),
    headMatrix('self_attn.qkv_proj', keyValueHeads, headSize, hidden),
    matrix('self_attn.o_proj', hidden, heads * headSize, Share.COLUMNS),
    matrix('mlp.gate_up_proj', 2 * intermediate, hidden, Share.ROWS),
    matrix('mlp.down_proj', hidden, intermediate, Share.COLUMNS),
    ...norms(hidden, 'input_layernorm', 'post_attention_layernorm'),
  ];
  return decoder(widths, tensors, cachesOf(config, widths, windowOf(config), () => true), config.flag('tie_word_embeddings', false));
}
