import { Anatomy, LayerCache } from './anatomy';
import { attention, embedding, gatedMlp, head, headNorms, layersOf, norms, readWidths, WidthDefaults, widestStep, Widths } from './blocks';
import { ConfigReader } from './config-reader';
import { cachesOf, qwenCaches, windowOf } from './layer-pattern';
import { Tensor } from './tensor';

/** Norms, attention, norms, gate and up and down: what Llama, Mistral, Qwen and Gemma have in common. */
export function decoder(widths: Widths, tensors: readonly Tensor[], caches: readonly LayerCache[], tied: boolean): Anatomy {
  return {
    before: [embedding('model.embed_tokens', widths)],
    layers: layersOf(tensors, caches),
    layerPrefix: 'model.layers',
    after: [...norms(widths.hidden, 'model.norm'), ...head(widths, tied)],
    tied,
    heads: widths.heads,
    keyValueHeads: widths.keyValueHeads,
    hidden: widths.hidden,
    vocabulary: widths.vocabulary,
    divided: [{ field: 'intermediate_size', value: widths.intermediate }],
    widest: widestStep(widths, widths.intermediate),
  };
}

/** @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/llama/modeling_llama.py */
export function llama(config: ConfigReader): Anatomy {
  const widths = readWidths(config, { keyValueHeads: 'heads' });
  const tensors = [
    ...attention(widths, { bias: config.flag('attention_bias', false) }),
    ...gatedMlp(widths.hidden, widths.intermediate, config.flag('mlp_bias', false)),
    ...norms(widths.hidden, 'input_layernorm', 'post_attention_layernorm'),
  ];
  return decoder(widths, tensors, cachesOf(config, widths, undefined, () => false), config.flag('tie_word_embeddings', false));
}

/** @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/mistral/modeling_mistral.py */
export function mistral(config: ConfigReader): Anatomy {
  const widths = readWidths(config, { keyValueHeads: 8 });
  const tensors = [...attention(widths), ...gatedMlp(widths.hidden, widths.intermediate), ...norms(widths.hidden, 'input_layernorm', 'post_attention_layernorm')];
  return decoder(widths, tensors, cachesOf(config, widths, windowOf(config, 4096), () => true), config.flag('tie_word_embeddings', false));
}

/** @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/qwen2/modeling_qwen2.py */
export function qwen2(config: ConfigReader): Anatomy {
  return qwen(config, { keyValueHeads: 32 }, (widths) => attention(widths, { bias: true, outputBias: false }));
}

/** @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/qwen3/modeling_qwen3.py */
export function qwen3(config: ConfigReader): Anatomy {
  return qwen(config, { keyValueHeads: 32, headSize: 128 }, (widths) => [...attention(widths, { bias: config.flag('attention_bias', false) }), ...headNorms(widths)]);
}

function qwen(config: ConfigReader, defaults: WidthDefaults, attending: (widths: Widths) => Tensor[]): Anatomy {
  const widths = readWidths(config, defaults);
  const tensors = [...attending(widths), ...gatedMlp(widths.hidden, widths.intermediate), ...norms(widths.hidden, 'input_layernorm', 'post_attention_layernorm')];
  return decoder(widths, tensors, qwenCaches(config, widths), config.flag('tie_word_embeddings', false));
}
