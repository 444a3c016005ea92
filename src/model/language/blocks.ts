import { Layer, LayerCache, Step } from './anatomy';
import { ConfigReader, MOST } from './config-reader';
import { expertMatrix, headBias, headMatrix, matrix, plainMatrix, Share, Tensor, vector } from './tensor';

/** The widths that nearly every architecture has. */
export interface Widths {
  readonly hidden: number;
  readonly intermediate: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly vocabulary: number;
}

/** What a family takes where the file leaves a field out, as its class in transformers does. */
export interface WidthDefaults {
  readonly keyValueHeads?: number | 'heads';
  /** Of a head; the hidden size by the heads where there is none. */
  readonly headSize?: number;
  readonly heads?: number;
  readonly vocabulary?: number;
}

export function readWidths(config: ConfigReader, defaults: WidthDefaults = {}): Widths {
  const hidden = config.whole('hidden_size', MOST.width);
  const heads = config.whole('num_attention_heads', MOST.heads, defaults.heads);
  const keyValueHeads = config.whole('num_key_value_heads', MOST.heads, defaults.keyValueHeads === 'heads' ? heads : defaults.keyValueHeads);
  config.divides('num_attention_heads', heads, 'num_key_value_heads', keyValueHeads);
  if (!config.has('head_dim') && defaults.headSize === undefined) {
    config.divides('hidden_size', hidden, 'num_attention_heads', heads);
  }
  return {
    hidden,
    heads,
    keyValueHeads,
    headSize: config.whole('head_dim', MOST.width, defaults.headSize ?? Math.max(1, Math.floor(hidden / heads))),
    intermediate: config.whole('intermediate_size', MOST.width),
    layers: config.whole('num_hidden_layers', MOST.layers),
    vocabulary: config.whole('vocab_size', MOST.vocabulary, defaults.vocabulary),
  };
}

/** Grouped-query attention. */
export interface AttentionOptions {
  /** Biases of query, key and value. */
  readonly bias?: boolean;
  /** Bias of the output. */
  readonly outputBias?: boolean;
  readonly output?: string;
}

export function attention({ hidden, heads, keyValueHeads, headSize }: Widths, { bias = false, outputBias = bias, output = 'o_proj' }: AttentionOptions = {}): Tensor[] {
  const q = heads * headSize;
  return [
    matrix('self_attn.q_proj', q, hidden, Share.ROWS),
    headMatrix('self_attn.k_proj', keyValueHeads, headSize, hidden),
    headMatrix('self_attn.v_proj', keyValueHeads, headSize, hidden),
    matrix(`self_attn.${output}`, hidden, q, Share.COLUMNS),
    ...bias ? [
      vector('self_attn.q_proj', q, Share.ROWS),
      headBias('self_attn.k_proj', keyValueHeads, headSize),
      headBias('self_attn.v_proj', keyValueHeads, headSize),
    ] : [],
    ...outputBias ? [vector(`self_attn.${output}`, hidden)] : [],
  ];
}

/** Norms of query and key, each as wide as a head. */
export const headNorms = ({ headSize }: Widths): Tensor[] => [vector('self_attn.q_norm', headSize), vector('self_attn.k_norm', headSize)];

/** Gate, up and down. */
export function gatedMlp(hidden: number, intermediate: number, bias = false, prefix = 'mlp'): Tensor[] {
  return [
    matrix(`${prefix}.gate_proj`, intermediate, hidden, Share.ROWS),
    matrix(`${prefix}.up_proj`, intermediate, hidden, Share.ROWS),
    matrix(`${prefix}.down_proj`, hidden, intermediate, Share.COLUMNS),
    ...bias ? [vector(`${prefix}.gate_proj`, intermediate, Share.ROWS), vector(`${prefix}.up_proj`, intermediate, Share.ROWS), vector(`${prefix}.down_proj`, hidden)] : [],
  ];
}

/** Names of the matrices of an expert. */
export type ExpertNames = readonly [gate: string, up: string, down: string];

/** A router and its experts. */
export function experts(hidden: number, intermediate: number, count: number, prefix = 'mlp', [gate, up, down]: ExpertNames = ['gate_proj', 'up_proj', 'down_proj']): Tensor[] {
  return [
    plainMatrix(`${prefix}.gate`, count, hidden),
    expertMatrix(`${prefix}.experts.0.${gate}`, count, intermediate, hidden, Share.ROWS),
    expertMatrix(`${prefix}.experts.0.${up}`, count, intermediate, hidden, Share.ROWS),
    expertMatrix(`${prefix}.experts.0.${down}`, count, hidden, intermediate, Share.COLUMNS),
  ];
}

/** So many norms as wide as the model. */
export const norms = (hidden: number, ...modules: string[]): Tensor[] => modules.map((module) => vector(module, hidden));

export const embedding = (module: string, { vocabulary, hidden }: Widths): Tensor => plainMatrix(module, vocabulary, hidden, Share.VOCABULARY);

/** The output's matrix, which quantisation may pack; none where the input's embedding serves. */
export const head = ({ vocabulary, hidden }: Widths, tied: boolean): Tensor[] => (tied ? [] : [matrix('lm_head', vocabulary, hidden, Share.VOCABULARY)]);

/** Keys and values by heads. */
export const headCache = ({ keyValueHeads, headSize }: Widths, window?: number): LayerCache => ({ heads: keyValueHeads, size: 2 * headSize, latent: false, window });

/** Layers that have the same tensors and differ in what they keep. */
export const layersOf = (tensors: readonly Tensor[], caches: readonly LayerCache[]): Layer[] => caches.map((cache) => ({ tensors, cache }));

/**
 * The widest step of a layer: the residual stream twice, and either query, key, value and the attention's output, or gate, up and their product. Of
 * experts, these for each that a token goes to, with its own output.
 */
export function widestStep({ hidden, heads, keyValueHeads, headSize }: Widths, intermediate: number, expertsPerToken = 0): Step {
  const attending = (2 * heads + 2 * keyValueHeads) * headSize;
  const thinking = 3 * intermediate * Math.max(1, expertsPerToken);
  return { whole: (2 + expertsPerToken) * hidden, shared: Math.max(attending, thinking) };
}
