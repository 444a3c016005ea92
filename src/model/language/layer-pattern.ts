import { LayerCache } from './anatomy';
import { headCache, Widths } from './blocks';
import { ConfigReader, MOST } from './config-reader';

/** Which layers look back over a window only, where the file does not list them. */
export type Pattern = (layer: number) => boolean;

/** What each layer keeps. `layer_types` says which slide; else the family's own pattern does. */
export function cachesOf(config: ConfigReader, widths: Widths, window: number | undefined, slides: Pattern): LayerCache[] {
  const types = config.list('layer_types', 'string');
  if (types.length > 0) {
    checkTypes(config, types, widths.layers, window);
  }
  const full = headCache(widths);
  const sliding = window === undefined ? full : headCache(widths, window);
  return Array.from({ length: widths.layers }, (_, i) => ((types.length > 0 ? types[i] === SLIDING : slides(i)) ? sliding : full));
}

const FULL = 'full_attention';
const SLIDING = 'sliding_attention';

function checkTypes(config: ConfigReader, types: readonly string[], layers: number, window: number | undefined): void {
  if (types.length !== config.limit('num_hidden_layers', layers, types.length)) {
    config.problem('layer_types', `a list of ${layers} layers, as 'num_hidden_layers' says`, `${types.length} of them`);
  }
  const strange = types.find((type) => type !== FULL && type !== SLIDING);
  if (strange !== undefined) {
    config.problem('layer_types', `a list of ${FULL} and ${SLIDING}`, strange, 'leave the model out of the proof: such layers are not known here');
  }
  if (types.includes(SLIDING) && window === undefined) {
    config.problem('sliding_window', `given where 'layer_types' has ${SLIDING}`, undefined);
  }
}

/** The window, where there is one. A file that says null has none; one that says nothing has the family's. */
export function windowOf(config: ConfigReader, otherwise?: number): number | undefined {
  if (!config.has('sliding_window') && (config.mentions('sliding_window') || otherwise === undefined)) {
    return undefined;
  }
  return config.whole('sliding_window', MOST.positions, otherwise);
}

/** The window of Qwen's models, which only slide where `use_sliding_window` says so, and then above `max_window_layers`. */
export function qwenCaches(config: ConfigReader, widths: Widths): LayerCache[] {
  const window = config.flag('use_sliding_window', false) ? windowOf(config, 4096) : undefined;
  const first = window === undefined ? 0 : config.whole('max_window_layers', MOST.layers, 28, 0);
  return cachesOf(config, widths, window, (layer) => layer >= first);
}
