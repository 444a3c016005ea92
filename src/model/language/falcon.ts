import { Anatomy } from './anatomy';
import { embedding, head, headCache, layersOf, norms, widestStep } from './blocks';
import { ConfigReader, MOST } from './config-reader';
import { headBias, headMatrix, matrix, Share, vector } from './tensor';

/**
 * Falcon: 7B has one head of keys and values, 40B and 180B (`new_decoder_architecture`) have several.
 *
 * @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/falcon/modeling_falcon.py
 */
export function falcon(config: ConfigReader): Anatomy {
  const hidden = config.whole('hidden_size', MOST.width);
  const heads = config.whole('num_attention_heads', MOST.heads);
  config.divides('hidden_size', hidden, 'num_attention_heads', heads);
  const headSize = Math.max(1, Math.floor(hidden / heads));
  const newer = config.flag('new_decoder_architecture', false);
  const keyValueHeads = newer ? config.whole('num_kv_heads', MOST.heads, heads) : config.flag('multi_query', true) ? 1 : heads;
  config.divides('num_attention_heads', heads, 'num_kv_heads', keyValueHeads);
  const layers = config.whole('num_hidden_layers', MOST.layers);
  const vocabulary = config.whole('vocab_size', MOST.vocabulary);
  const intermediate = config.whole('ffn_hidden_size', MOST.width, 4 * hidden);
  const bias = config.flag('bias', false);
  const oneNorm = newer ? config.whole('num_ln_in_parallel_attn', 2, 2) === 1 : config.flag('parallel_attn', true);
  const widths = { hidden, heads, keyValueHeads, headSize, layers, vocabulary, intermediate };
  const attending = 'self_attention.query_key_value';
  const tensors = [
    matrix(attending, heads * headSize, hidden, Share.ROWS),
    headMatrix(attending, keyValueHeads, headSize, hidden),
    headMatrix(attending, keyValueHeads, headSize, hidden),
    matrix('self_attention.dense', hidden, hidden, Share.COLUMNS),
    matrix('mlp.dense_h_to_4h', intermediate, hidden, Share.ROWS),
    matrix('mlp.dense_4h_to_h', hidden, intermediate, Share.COLUMNS),
    ...bias ? [
      vector(attending, heads * headSize, Share.ROWS),
      headBias(attending, keyValueHeads, headSize),
      headBias(attending, keyValueHeads, headSize),
      vector('self_attention.dense', hidden),
      vector('mlp.dense_h_to_4h', intermediate, Share.ROWS),
      vector('mlp.dense_4h_to_h', hidden),
    ] : [],
    ...norms(hidden, ...oneNorm ? ['input_layernorm', 'input_layernorm'] : ['ln_attn', 'ln_attn', 'ln_mlp', 'ln_mlp']),
  ];
  const tied = config.flag('tie_word_embeddings', true);
  return {
    before: [embedding('transformer.word_embeddings', widths)],
    layers: layersOf(tensors, Array.from({ length: layers }, () => headCache(widths))),
    layerPrefix: 'transformer.h',
    after: [...norms(hidden, 'transformer.ln_f', 'transformer.ln_f'), ...head(widths, tied)],
    tied,
    heads,
    keyValueHeads,
    hidden,
    vocabulary,
    divided: [{ field: 'ffn_hidden_size', value: intermediate }],
    widest: widestStep(widths, intermediate),
    positions: 2048,
  };
}
