import { Anatomy } from './anatomy';
import { attention, gatedMlp, headNorms, norms, readWidths, WidthDefaults } from './blocks';
import { ConfigReader, MOST } from './config-reader';
import { cachesOf, windowOf } from './layer-pattern';
import { decoder } from './llama';
import { siglip } from './siglip';
import { plainMatrix, vector } from './tensor';
import { Problems } from '../../border/problems';

/** @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/gemma/modeling_gemma.py */
export function gemma(config: ConfigReader): Anatomy {
  const widths = readWidths(config, { keyValueHeads: 16, headSize: 256 });
  const tensors = [
    ...attention(widths, { bias: config.flag('attention_bias', false) }),
    ...gatedMlp(widths.hidden, widths.intermediate),
    ...norms(widths.hidden, 'input_layernorm', 'post_attention_layernorm'),
  ];
  return decoder(widths, tensors, cachesOf(config, widths, undefined, () => false), config.flag('tie_word_embeddings', true));
}

/** Every other layer slides. @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/gemma2/modeling_gemma2.py */
export const gemma2 = (config: ConfigReader): Anatomy => withFourNorms(config, { keyValueHeads: 4, headSize: 256 }, 2, false);

/**
 * All but every sixth layer slide. Google leaves out of the files what is as in the class.
 *
 * @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/gemma3/configuration_gemma3.py
 */
export function gemma3Text(config: ConfigReader): Anatomy {
  const every = config.whole(config.has('sliding_window_pattern') ? 'sliding_window_pattern' : '_sliding_window_pattern', MOST.layers, 6);
  return { ...withFourNorms(config, { heads: 8, keyValueHeads: 4, headSize: 256, vocabulary: 262_208 }, every, true), positions: 131_072 };
}

/** With eyes: a vision tower and its projector beside the text. */
export function gemma3(config: ConfigReader): Anatomy {
  const text = config.child('text_config');
  const vision = config.child('vision_config');
  if (!text || !vision) {
    const missing = ['text_config', 'vision_config'].filter((name) => !config.has(name));
    missing.forEach((name) => config.problem(name, 'an object', undefined));
    return gemma3Text(text ?? new ConfigReader({}, new Problems('')));
  }
  const anatomy = gemma3Text(text);
  const { tensors, width } = siglip(vision);
  const projector = [
    plainMatrix('multi_modal_projector.mm_input_projection_weight', width, anatomy.hidden),
    vector('multi_modal_projector.mm_soft_emb_norm', width),
  ];
  return { ...anatomy, before: [...anatomy.before, ...tensors, ...projector], layerPrefix: 'language_model.model.layers' };
}

function withFourNorms(config: ConfigReader, defaults: WidthDefaults, every: number, normedHeads: boolean): Anatomy {
  const widths = readWidths(config, defaults);
  const tensors = [
    ...attention(widths, { bias: config.flag('attention_bias', false) }),
    ...normedHeads ? headNorms(widths) : [],
    ...gatedMlp(widths.hidden, widths.intermediate),
    ...norms(widths.hidden, 'input_layernorm', 'post_attention_layernorm', 'pre_feedforward_layernorm', 'post_feedforward_layernorm'),
  ];
  return decoder(widths, tensors, cachesOf(config, widths, windowOf(config, 4096), (i) => (i + 1) % every !== 0), config.flag('tie_word_embeddings', true));
}
