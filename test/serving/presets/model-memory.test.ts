import { Duration, Size } from 'cdk8s';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { AcceleratorSharing } from '../../../src/cluster/accelerators/accelerator-sharing';
import { Cluster } from '../../../src/cluster/cluster';
import { NodePool } from '../../../src/cluster/node-pool';
import { GpuNodePoolProps } from '../../../src/cluster/node-pool-props';
import { KvCacheType } from '../../../src/model/memory-fit-props';
import { Placement } from '../../../src/pod/placement/placement';
import { Resources } from '../../../src/pod/resources/resources';
import { ModelServer } from '../../../src/serving/model-server';
import { OnlineInferenceProps } from '../../../src/serving/online-inference-props';
import { LanguageServerProps } from '../../../src/serving/presets/language-server-props';
import { modelOf, publishedModel } from '../../model/model-folder';
import { chat, containerOf, one, prod, refused } from '../service';

const pool = (name: string, accelerator: Accelerator, more: Partial<GpuNodePoolProps> = {}) =>
  NodePool.gpu(name, { accelerator, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(1000), maxNodes: 4, labels: { pool: name }, ...more });
const cluster = Cluster.of('prod', {
  pools: [
    pool('l4', Accelerator.NVIDIA_L4), pool('a10g', Accelerator.NVIDIA_A10G), pool('h100', Accelerator.NVIDIA_H100), pool('a100', Accelerator.NVIDIA_A100_80GB), pool('any', Accelerator.NVIDIA),
    pool('small', Accelerator.NVIDIA_A100_40GB.mig('3g.20gb')), pool('shared', Accelerator.NVIDIA_H100, { sharing: AcceleratorSharing.mps(4) }),
  ],
});
const on = (pools: string[], gpus = 1): Partial<OnlineInferenceProps> => ({
  resources: Resources.guaranteed({ cpu: Cpu.units(8), memory: Size.gibibytes(200) }),
  placement: Placement.of({ pools: pools.map((name) => cluster.pool(name)), gpus }),
});
const llama = publishedModel('Llama-3.1-8B');
const vllm = (props: Partial<LanguageServerProps> = {}) => ModelServer.vllm({ modelPath: '/models/llama', languageModel: llama, contextLength: 8192, ...props });
const sglang = (props: Partial<LanguageServerProps> = {}) => ModelServer.sglang({ modelPath: '/models/llama', languageModel: llama, contextLength: 8192, ...props });
const service = (server: ModelServer, placed: Partial<OnlineInferenceProps>) => chat({ server, ...placed }, prod({ cluster }));
const problems = (server: ModelServer, placed: Partial<OnlineInferenceProps>) => refused({ server, ...placed }, 'chat', prod({ cluster }));
const said = (server: ModelServer, placed: Partial<OnlineInferenceProps>) => {
  const { metadata, spec } = one(service(server, placed), 'Deployment');
  return [spec.template.metadata.annotations?.['cdk8s-ml.dev/accelerator-memory'], metadata.annotations?.['cdk8s-ml.dev/model-memory'], spec.template.metadata.annotations?.['cdk8s-ml.dev/model-memory']];
};

describe('a model that fits', () => {
  test('says what it takes of each card to rules, and the sum to people', () => {
    expect(said(vllm(), on(['l4']))).toEqual([
      '20516Mi', 'fits: 15.0 weights + 1.0 KV cache + 1.7 overhead GiB <= 19.8 GiB usable (22.0 of 22.5 GiB × 0.9), 3 sequences of 8192 tokens at once', undefined,
    ]);
  });

  test('is shared by the cards of a pod', () => {
    expect(said(vllm({ languageModel: publishedModel('Llama-3.1-70B') }), on(['h100'], 4))[1]).toMatch(/^fits: 32\.9 weights \+ 0\.6 KV cache \+ 5\.6 overhead GiB/);
    expect(said(vllm({ languageModel: publishedModel('Llama-3.1-70B'), tensorParallel: 1 }), on(['h100'], 4))[1]).toMatch(/^fits: 33\.8 weights/);
  });

  test('steps as the card has it: an A100 small ones', () => {
    expect(said(vllm(), on(['h100']))[1]).toContain('+ 5.2 overhead GiB');
    expect(said(vllm(), on(['a100']))[1]).toContain('+ 1.7 overhead GiB');
    expect(said(vllm({ maxSequences: 64 }), on(['h100']))[1]).toContain('+ 1.2 overhead GiB');
    expect(said(vllm({ args: ['--max-num-seqs=64'] }), on(['h100']))[1]).toContain('+ 1.2 overhead GiB');
    expect(said(vllm({ args: ['--max-num-seqs', '512', '--max-num-batched-tokens', '16384'] }), on(['h100']))[1]).toContain('+ 2.8 overhead GiB');
    expect(said(sglang(), on(['h100']))[1]).toContain('+ 1.7 overhead GiB');
  });

  test('holds what the own arguments say where no property does', () => {
    const held = (server: ModelServer) => said(server, on(['l4']))[1];
    for (const args of [['--max-model-len=8192'], ['--max-model-len', '8192'], ['--max_model_len=8192']]) {
      expect(held(vllm({ contextLength: undefined, args }))).toBe(held(vllm()));
    }
    expect(held(sglang({ contextLength: undefined, args: ['--context-length', '8192'] }))).toBe(held(sglang()));
    expect(held(vllm({ args: ['--kv-cache-dtype=fp8_e4m3'] }))).toBe(held(vllm({ kvCacheType: KvCacheType.FP8 })));
  });

  test('and a share that SGLang is given is of weights and cache alone', () => {
    expect(said(sglang({ gpuMemoryUtilization: 0.75 }), on(['l4']))[1]).toContain('22.0 of 22.5 GiB × 0.75, overhead beside it');
    expect(problems(vllm({ gpuMemoryUtilization: 0.75 }), on(['l4']))).toHaveLength(1);
  });

  test('one of the pools of its placement', () => {
    const model = publishedModel('Qwen3-14B');
    expect(said(vllm({ languageModel: model }), on(['l4', 'h100']))[1]).toMatch(/^fits: 27\.5 weights/);
    expect(said(vllm({ languageModel: model }), on(['any', 'h100']))[1]).toMatch(/^fits: 27\.5 weights/);
  });
});

describe('says nothing', () => {
  test.each<[string, ModelServer, Partial<OnlineInferenceProps>]>([
    ['without a model', vllm({ languageModel: undefined }), on(['l4'])],
    ['of cards whose memory is not known', vllm({ contextLength: undefined }), on(['any'])],
    ['of cards where one pool\'s memory is not known', vllm({ contextLength: undefined }), on(['l4', 'any'])],
    ['without cards', vllm({ image: 'registry.example.com/vllm-cpu:v1' }), { resources: Resources.guaranteed({ cpu: Cpu.units(8), memory: Size.gibibytes(200) }) }],
  ])('%s', (_, server, placed) => {
    expect(said(server, placed)).toEqual([undefined, undefined, undefined]);
  });
});

describe('a model that does not fit', () => {
  test('is refused with the sum and what to change', () => {
    expect(problems(vllm({ contextLength: 32768 }), on(['l4']))).toEqual([
      '\'server.languageModel\' on pool \'l4\' (nvidia-l4) does not fit: 15.0 weights + 4.0 KV cache + 1.7 overhead GiB > 19.8 GiB usable (22.0 of 22.5 GiB × 0.9); '
      + 'use 2 GPUs (tensorParallel 2) or contextLength 20480 or kvCacheType FP8 or GPUs of 25 GiB',
    ]);
  });

  test('any of several pools, with the sum for each', () => {
    const found = problems(vllm({ contextLength: undefined }), on(['l4', 'a10g']));
    expect(found).toHaveLength(2);
    expect(found[1]).toContain('\'server.languageModel\' on pool \'a10g\' (nvidia-a10g) does not fit: ');
  });

  test('a slice or a share of a card', () => {
    expect(problems(vllm(), on(['small']))[0]).toContain('(nvidia-a100-40gb-mig-3g.20gb) does not fit');
    expect(problems(vllm(), on(['shared']))[0]).toContain('does not fit');
  });

  test('is told together with what else is wrong', () => {
    expect(problems(vllm({ contextLength: 32768, longestRequest: Duration.seconds(0) }), on(['l4']))).toHaveLength(2);
  });

  test('with the remedies fits', () => {
    expect(problems(vllm({ contextLength: 32768 }), on(['l4'], 2))).toEqual([]);
    expect(problems(vllm({ contextLength: 20480 }), on(['l4']))).toEqual([]);
    expect(problems(vllm({ contextLength: 32768, kvCacheType: KvCacheType.FP8 }), on(['l4']))).toEqual([]);
  });
});

describe('is refused whatever the cards', () => {
  test.each([['l4'], ['any']])('cards that its heads cannot be shared by, on %s', (name) => {
    expect(problems(vllm(), on([name], 3))).toEqual(['\'placement.gpus\' must be a number that divides the 32 attention heads, got 3; give 1, 2, 4, 8, 16 or 32']);
    expect(problems(vllm({ tensorParallel: 3 }), on([name], 6))).toEqual(['\'server.tensorParallel\' must be a number that divides the 32 attention heads, got 3; give 1, 2, 4, 8, 16 or 32']);
  });

  test('a context beyond the model\'s', () => {
    expect(problems(vllm({ contextLength: 200_000 }), on(['h100'])))
      .toEqual(['\'server.contextLength\' must be at most the 131072 tokens that the model can take, got 200000; lower it to 131072, or stretch the model by rope_scaling in its config.json']);
  });

  test('more stages than layers', () => {
    const small = modelOf({ model_type: 'gpt2', n_embd: 64, n_head: 2, n_layer: 2, vocab_size: 1024 });
    expect(problems(vllm({ languageModel: small, contextLength: 512, tensorParallel: 1 }), on(['l4'], 4))).toEqual(['\'placement.gpus\' must be a whole number from 1 to 2, got 4; a stage has at least one layer']);
  });

  test('once, where a number is wrong anyway', () => {
    expect(problems(vllm({ contextLength: 0 }), on(['l4']))).toEqual(['\'server.contextLength\' must be a whole number of at least 1, got 0; correct it']);
    expect(problems(vllm({ maxSequences: 0 }), on(['l4']))).toEqual(['\'server.maxSequences\' must be a whole number of at least 1, got 0; correct it']);
    expect(problems(vllm({ tensorParallel: 4 }), on(['l4'], 2))).toHaveLength(1);
  });
});

test('what the proof counts with is what the server is told', () => {
  expect(containerOf(service(vllm({ kvCacheType: KvCacheType.FP8, maxSequences: 64 }), on(['l4']))).args).toEqual(expect.arrayContaining(['--kv-cache-dtype=fp8', '--max-num-seqs=64', '--max-model-len=8192', '--gpu-memory-utilization=0.9']));
  expect(containerOf(service(vllm({ kvCacheType: KvCacheType.BFLOAT16 }), on(['l4']))).args).toContain('--kv-cache-dtype=bfloat16');
  expect(containerOf(service(sglang({ kvCacheType: KvCacheType.FP8, maxSequences: 64 }), on(['l4']))).args).toEqual(expect.arrayContaining(['--kv-cache-dtype=fp8_e4m3', '--max-running-requests=64']));
  expect(containerOf(service(vllm({ kvCacheType: KvCacheType.AUTO }), on(['l4']))).args.join(' ')).not.toMatch(/kv-cache|max-num-seqs/);
});
