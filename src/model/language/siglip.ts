import { ConfigReader, MOST } from './config-reader';
import { matrix, plainMatrix, Share, Tensor, vector } from './tensor';

/**
 * The vision tower of Gemma 3.
 *
 * @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/siglip/modeling_siglip.py
 */
export function siglip(config: ConfigReader): { readonly tensors: Tensor[]; readonly width: number } {
  const width = config.whole('hidden_size', MOST.width, 768);
  const intermediate = config.whole('intermediate_size', MOST.width, 3072);
  const layers = config.whole('num_hidden_layers', MOST.layers, 12);
  const channels = config.whole('num_channels', 1024, 3);
  const patch = config.whole('patch_size', MOST.width, 16);
  const patches = Math.floor(config.whole('image_size', MOST.width, 224) / patch) ** 2;
  const layer = [
    ...['q_proj', 'k_proj', 'v_proj'].flatMap((name) => [matrix(`self_attn.${name}`, width, width, Share.ROWS), vector(`self_attn.${name}`, width, Share.ROWS)]),
    matrix('self_attn.out_proj', width, width, Share.COLUMNS),
    vector('self_attn.out_proj', width),
    matrix('mlp.fc1', intermediate, width, Share.ROWS),
    vector('mlp.fc1', intermediate, Share.ROWS),
    matrix('mlp.fc2', width, intermediate, Share.COLUMNS),
    vector('mlp.fc2', width),
    ...['layer_norm1', 'layer_norm2'].flatMap((name) => [vector(name, width), vector(name, width)]),
  ];
  const named = (i: number) => layer.map((tensor) => ({ ...tensor, module: `vision_tower.vision_model.encoder.layers.${i}.${tensor.module}` }));
  const tensors = [
    plainMatrix('vision_tower.vision_model.embeddings.patch_embedding', width, channels * patch * patch),
    vector('vision_tower.vision_model.embeddings.patch_embedding', width),
    plainMatrix('vision_tower.vision_model.embeddings.position_embedding', patches, width),
    ...Array.from({ length: layers }, (_, i) => named(i)).flat(),
    vector('vision_tower.vision_model.post_layernorm', width),
    vector('vision_tower.vision_model.post_layernorm', width),
    ...config.flag('vision_use_head', true) ? poolingHead(width, intermediate) : [],
  ];
  return { tensors, width };
}

/** Attention pooling: one probe, one attention, one norm, one MLP. */
function poolingHead(width: number, intermediate: number): Tensor[] {
  const prefix = 'vision_tower.vision_model.head';
  return [
    vector(`${prefix}.probe`, width),
    plainMatrix(`${prefix}.attention.in_proj`, 3 * width, width),
    vector(`${prefix}.attention.in_proj`, 3 * width),
    plainMatrix(`${prefix}.attention.out_proj`, width, width),
    vector(`${prefix}.attention.out_proj`, width),
    vector(`${prefix}.layernorm`, width),
    vector(`${prefix}.layernorm`, width),
    plainMatrix(`${prefix}.mlp.fc1`, intermediate, width),
    vector(`${prefix}.mlp.fc1`, intermediate),
    plainMatrix(`${prefix}.mlp.fc2`, width, intermediate),
    vector(`${prefix}.mlp.fc2`, width),
  ];
}
