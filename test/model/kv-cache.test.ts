import { publishedModel } from './model-folder';
import { bytesOf } from '../../src/border/amounts';
import { LayerCache } from '../../src/model/language/anatomy';
import { CacheUse, sequenceBytes, tokenBytes } from '../../src/model/language/kv-cache';

const use = (contextLength: number, more: Partial<CacheUse> = {}): CacheUse => ({ contextLength, batchedTokens: 2048, bytes: 2, ranks: 1, ...more });
const cachesOf = (name: string, changed: object = {}): LayerCache[] => publishedModel(name, changed)._facts.anatomy.layers.map(({ cache }) => cache);
const bytes = (name: string, needed: CacheUse, changed: object = {}) => {
  const caches = cachesOf(name, changed);
  return Number(sequenceBytes(caches, [0, caches.length], needed));
};
const windows = (name: string, changed: object = {}) => cachesOf(name, changed).map(({ window }) => window);

describe('a token', () => {
  const [llama] = cachesOf('Llama-3.1-8B');
  const [latent] = cachesOf('DeepSeek-V3');
  const [single] = cachesOf('falcon-7b');

  test('is shared by ranks, by whole heads', () => {
    expect([1, 2, 4, 8].map((ranks) => tokenBytes(llama, 2, ranks))).toEqual([4096, 2048, 1024, 512]);
  });

  test('has its heads twice where ranks outnumber them', () => {
    expect([16, 32].map((ranks) => tokenBytes(llama, 2, ranks))).toEqual([512, 512]);
    expect([1, 71].map((ranks) => tokenBytes(single, 2, ranks))).toEqual([256, 256]);
  });

  test('of latent attention is on every rank', () => {
    expect([1, 8].map((ranks) => tokenBytes(latent, 2, ranks))).toEqual([1152, 1152]);
    expect(tokenBytes(latent, 1, 1)).toBe(576);
  });
});

describe('a sequence', () => {
  test('has whole blocks of 16 tokens', () => {
    expect(bytes('Llama-3.1-8B', use(8192))).toBe(8192 * 131072);
    expect(bytes('Llama-3.1-8B', use(8177))).toBe(8192 * 131072);
    expect(bytes('Llama-3.1-8B', use(1))).toBe(16 * 131072);
  });

  test('agrees with what a server measured', () => {
    // https://github.com/vllm-project/vllm/issues/21348: 178,880 tokens in 8.11 GiB on each of 4 GPUs
    expect(Math.abs(bytes('Qwen3-235B-A22B', use(178_880, { ranks: 4 }), { max_position_embeddings: 262144 }) / 1024 ** 3 - 8.11)).toBeLessThan(0.1);
    // https://github.com/llm-d-incubation/llm-d-planner/blob/main/docs/empirical-vllm-memory-results.md: 184,832 tokens in 28.20 GiB
    expect((bytes('Magistral-Small', use(184_832)) / 1024 ** 3).toFixed(2)).toBe('28.20');
    // https://github.com/kubernetes-sigs/gateway-api-inference-extension/pull/550: 7,191 blocks of Llama 2 7B in 56.18 GiB
    expect((bytes('Llama-2-7B', use(7191 * 16)) / 1024 ** 3).toFixed(2)).toBe('56.18');
  });

  test('of a stage has the layers of the stage', () => {
    const caches = cachesOf('Llama-3.1-8B');
    expect(Number(sequenceBytes(caches, [0, 16], use(8192)))).toBe(8192 * 65536);
  });
});

describe('windows', () => {
  test('of all layers keep the window and a step more, and a block, for it need not begin with one', () => {
    const layer = 32 * 4096;
    expect(bytes('Mistral-7B-v0.1', use(32768))).toBe((Math.ceil((4095 + 2048) / 16) + 1) * 16 * layer);
    expect(bytes('Mistral-7B-v0.1', use(1024))).toBe((1024 / 16 + 1) * 16 * layer);
    expect(bytes('Mistral-7B-v0.3', use(32768))).toBe(32768 * layer);
  });

  test('that a file has and does not use are none', () => {
    expect(new Set(windows('Qwen2.5-7B'))).toEqual(new Set([undefined]));
    expect(new Set(windows('Qwen3-8B', { sliding_window: 4096 }))).toEqual(new Set([undefined]));
  });

  test('of Qwen are above max_window_layers where they are used', () => {
    const used = windows('Qwen2.5-7B', { use_sliding_window: true, sliding_window: 4096, max_window_layers: 20 });
    expect(used.slice(0, 20)).toEqual(Array(20).fill(undefined));
    expect(used.slice(20)).toEqual(Array(8).fill(4096));
  });

  test('come in patterns', () => {
    expect(windows('gemma-2-2b').slice(0, 4)).toEqual([4096, undefined, 4096, undefined]);
    expect(windows('gemma-3-4b').slice(0, 12)).toEqual([1024, 1024, 1024, 1024, 1024, undefined, 1024, 1024, 1024, 1024, 1024, undefined]);
    expect(windows('gpt-oss-20b').slice(0, 4)).toEqual([128, undefined, 128, undefined]);
    expect(windows('gemma-3-4b').filter((window) => window === undefined)).toHaveLength(5);
  });

  test('are as layer_types lists them', () => {
    const layer_types = Array.from({ length: 24 }, (_, i) => (i < 20 ? 'sliding_attention' : 'full_attention'));
    expect(windows('gpt-oss-20b', { layer_types }).filter((window) => window === 128)).toHaveLength(20);
    expect(windows('Llama-3.1-8B', { layer_types: Array(32).fill('full_attention') })).toEqual(Array(32).fill(undefined));
  });

  test('of a model with both kinds are booked in groups of one size', () => {
    const page = 2 * 8 * 64 * 2 * 16;
    const sliding = Math.ceil((127 + 2048) / 16) + 1;
    // 12 layers of each kind: two groups
    expect(bytes('gpt-oss-20b', use(131072))).toBe(12 * page * (131072 / 16 + sliding));
    // 62 layers, 10 of them full: one group of 10, and 6 groups for 52, the last of which are filled up
    const large = 2 * 16 * 128 * 2 * 16;
    expect(bytes('gemma-3-27b', use(32768))).toBe(10 * large * (32768 / 16 + 6 * (Math.ceil((1023 + 2048) / 16) + 1)));
    // 13 and 12 are so near that the larger is the size
    const layer_types = Array.from({ length: 24 }, (_, i) => (i % 2 === 0 || i === 23 ? 'sliding_attention' : 'full_attention'));
    expect(bytes('gpt-oss-20b', use(131072), { layer_types })).toBe(13 * page * (131072 / 16 + sliding));
  });

  test('save most of the cache of a long context', () => {
    const all = 131072 * bytesOf(publishedModel('gemma-3-27b').kvCachePerToken);
    expect(bytes('gemma-3-27b', use(131072)) / all).toBeLessThan(0.2);
  });
});
