import { Anatomy } from './anatomy';
import { embedding, head, headCache, layersOf, norms, widestStep } from './blocks';
import { ConfigReader, MOST } from './config-reader';
import { headBias, headMatrix, matrix, plainMatrix, Share, vector } from './tensor';

/** @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/gpt2/modeling_gpt2.py */
export function gpt2(config: ConfigReader): Anatomy {
  const hidden = config.whole('n_embd', MOST.width);
  const heads = config.whole('n_head', MOST.heads);
  config.divides('n_embd', hidden, 'n_head', heads);
  const layers = config.whole('n_layer', MOST.layers);
  const vocabulary = config.whole('vocab_size', MOST.vocabulary);
  const positions = config.whole('n_positions', MOST.positions, 1024);
  const intermediate = config.whole('n_inner', MOST.width, 4 * hidden);
  const headSize = Math.max(1, Math.floor(hidden / heads));
  const widths = { hidden, heads, keyValueHeads: heads, headSize, layers, vocabulary, intermediate };
  const tensors = [
    matrix('attn.c_attn', hidden, hidden, Share.ROWS),
    vector('attn.c_attn', hidden, Share.ROWS),
    ...['key', 'value'].flatMap(() => [headMatrix('attn.c_attn', heads, headSize, hidden), headBias('attn.c_attn', heads, headSize)]),
    matrix('attn.c_proj', hidden, hidden, Share.COLUMNS),
    vector('attn.c_proj', hidden),
    matrix('mlp.c_fc', intermediate, hidden, Share.ROWS),
    vector('mlp.c_fc', intermediate, Share.ROWS),
    matrix('mlp.c_proj', hidden, intermediate, Share.COLUMNS),
    vector('mlp.c_proj', hidden),
    ...norms(hidden, 'ln_1', 'ln_1', 'ln_2', 'ln_2'),
  ];
  const tied = config.flag('tie_word_embeddings', true);
  return {
    before: [embedding('transformer.wte', widths), plainMatrix('transformer.wpe', positions, hidden)],
    layers: layersOf(tensors, Array.from({ length: layers }, () => headCache(widths))),
    layerPrefix: 'transformer.h',
    after: [...norms(hidden, 'transformer.ln_f', 'transformer.ln_f'), ...head(widths, tied)],
    tied,
    heads,
    keyValueHeads: heads,
    hidden,
    vocabulary,
    divided: [{ field: 'n_inner', value: intermediate }],
    widest: widestStep(widths, intermediate),
    positions,
  };
}
