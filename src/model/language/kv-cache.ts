import { LayerCache } from './anatomy';
import { headsOf } from './tensor';

/** Tokens that a server books at once. @see https://github.com/vllm-project/vllm/blob/main/vllm/config/cache.py (`DEFAULT_BLOCK_SIZE`) */
const BLOCK = 16;

/** How much is kept, and how. */
export interface CacheUse {
  readonly contextLength: number;
  /** Tokens that one step computes: so many more than its window has a layer that slides. */
  readonly batchedTokens: number;
  /** Bytes of a number of the cache. */
  readonly bytes: number;
  readonly ranks: number;
}

/** Bytes that one layer keeps of one token on one rank. A latent vector is on every rank; heads are shared, and held twice where ranks outnumber them. */
export const tokenBytes = ({ heads, size, latent }: LayerCache, bytes: number, ranks: number): number => (latent ? heads : headsOf(heads, ranks)) * size * bytes;

/**
 * Bytes that a sequence of the full context takes on one rank of a stage, as vLLM books it: whole blocks; layers that slide keep their window and what a
 * step adds to it; and where a model has both kinds, layers are put into groups of one size, the last one of a kind filled up.
 *
 * @param stage the layers of the stage, from the first to before the last
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/v1/kv_cache_interface.py (`max_memory_usage_bytes`)
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/v1/core/kv_cache_utils.py (`_get_kv_cache_groups_uniform_page_size`, `_max_memory_usage_bytes_from_groups`)
 */
export function sequenceBytes(caches: readonly LayerCache[], [from, to]: readonly [number, number], use: CacheUse): bigint {
  const kinds = new Map<number | undefined, number[]>();
  caches.forEach(({ window }, i) => {
    const layers = kinds.get(window);
    if (layers) {
      layers.push(i);
    } else {
      kinds.set(window, [i]);
    }
  });
  const lists = [...kinds.values()];
  const groups = lists.length === 1 ? lists : grouped(lists);
  const isHere = (layer: number) => layer >= from && layer < to;
  const size = Math.max(...groups.map((group) => group.filter(isHere).length));
  const page = tokenBytes(caches[0], use.bytes, use.ranks) * BLOCK;
  const blocks = groups.reduce((sum, [first]) => sum + blocksOf(caches[first], use), 0);
  return BigInt(size) * BigInt(page) * BigInt(blocks);
}

function blocksOf({ window }: LayerCache, { contextLength, batchedTokens }: CacheUse): number {
  return window === undefined ? Math.ceil(contextLength / BLOCK) : Math.ceil(Math.min(window - 1 + batchedTokens, contextLength) / BLOCK) + 1;
}

function grouped(kinds: readonly number[][]): number[][] {
  const fewest = Math.min(...kinds.map((layers) => layers.length));
  const most = Math.max(...kinds.map((layers) => layers.length));
  const size = most < fewest * 1.5 ? most : fewest;
  return kinds.flatMap((layers) => {
    const count = Math.ceil(layers.length / size);
    return Array.from({ length: count }, (_, i) => layers.filter((__, k) => k % count === i));
  });
}
