import { ConfigReader, MOST } from './config-reader';

/** Tokens of the longest context where nothing says. @see https://github.com/vllm-project/vllm/blob/main/vllm/config/model.py (`_get_and_verify_max_len`) */
const UNKNOWN = 2048;

/** Ways to stretch a context that `max_position_embeddings` already has in it. */
const COUNTED = new Set(['su', 'longrope', 'llama3', 'default', 'mrope']);

/** The longest context of a model, as vLLM works it out: what a server is asked for beyond it, it refuses. */
export function readContextLength(config: ConfigReader, positions = UNKNOWN): number {
  const own = config.whole(config.has('max_position_embeddings') ? 'max_position_embeddings' : 'n_positions', MOST.positions, positions);
  const scaling = config.child('rope_scaling') ?? config.child('rope_parameters');
  const type = scaling?.raw('rope_type') ?? scaling?.raw('type');
  // the lengths of Gemma 3 have it in them
  if (!scaling?.has('factor') || COUNTED.has(String(type)) || config.text('model_type')?.startsWith('gemma3')) {
    return own;
  }
  const factor = scaling.raw('factor');
  if (!(typeof factor === 'number' && factor >= 1 && factor <= 10_000)) {
    scaling.problem('factor', 'a number from 1 to 10000', factor);
    return own;
  }
  const original = type === 'yarn' ? scaling.whole('original_max_position_embeddings', MOST.positions, own) : own;
  return Math.floor(original * factor);
}
