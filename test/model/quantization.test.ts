import { Size } from 'cdk8s';
import { configFile, modelOf, publishedModel, refusalOf } from './model-folder';
import { published } from './published';
import { bytesOf } from '../../src/border/amounts';
import { fileBytes, loadedBytes } from '../../src/model/language/weights';
import { LanguageModel } from '../../src/model/language-model';

const AWQ = { quant_method: 'awq', bits: 4, group_size: 128, zero_point: true, version: 'gemm', modules_to_not_convert: null };
const GPTQ = { quant_method: 'gptq', bits: 4, group_size: 128, desc_act: false, sym: true };
const weights = (more: object) => ({ quant_method: 'compressed-tensors', config_groups: { group_0: { targets: ['Linear'], weights: more } }, ignore: ['lm_head'] });
const FP8_DYNAMIC = weights({ num_bits: 8, type: 'float', strategy: 'channel', symmetric: true });

const inFiles = ({ _facts: { anatomy, coding } }: LanguageModel): number => Number(fileBytes(anatomy, coding));
const quantised = (name: string, quantization_config: object) => publishedModel(name, { quantization_config });

describe('agrees with the size of published files', () => {
  test.each([
    ['gpt-oss-20b', undefined, 13_761_264_768, 'https://huggingface.co/openai/gpt-oss-20b/blob/main/model.safetensors.index.json', 0],
    ['Llama-3.1-8B', FP8_DYNAMIC, 9_080_000_000, 'https://huggingface.co/neuralmagic/Meta-Llama-3.1-8B-Instruct-FP8-dynamic/tree/main: 5 + 4.08 GB', 0.001],
    ['Qwen2.5-7B', AWQ, 5_570_000_000, 'https://huggingface.co/Qwen/Qwen2.5-7B-Instruct-AWQ/tree/main: 4 + 1.57 GB', 0.001],
  ])('%s', (name, config, bytes, _source, within) => {
    const got = inFiles(config === undefined ? publishedModel(name) : quantised(name, config));
    expect(Math.abs(got - bytes) / bytes).toBeLessThanOrEqual(within);
  });
});

/** One layer of the smallest Llama, whose matrices are counted by hand. */
const TINY = { model_type: 'llama', hidden_size: 256, intermediate_size: 512, num_hidden_layers: 1, num_attention_heads: 4, num_key_value_heads: 2, vocab_size: 64, max_position_embeddings: 2048, torch_dtype: 'bfloat16' };
const MATRICES = [[256, 256], [128, 256], [128, 256], [256, 256], [512, 256], [512, 256], [256, 512]];
const PLAIN = 2 * (64 * 256 * 2 + 3 * 256);
const byHand = (bytes: (rows: number, columns: number) => number) => PLAIN + MATRICES.reduce((sum, [rows, columns]) => sum + bytes(rows, columns), 0);
const tiny = (quantization_config?: object) => inFiles(modelOf({ ...TINY, quantization_config }));

describe('counts what each method writes', () => {
  test('nothing', () => {
    expect(tiny()).toBe(byHand((rows, columns) => 2 * rows * columns));
  });

  test.each<[string, object, (rows: number, columns: number) => number]>([
    ['AWQ', AWQ, (r, c) => r * c / 2 + c / 128 * r * 2 + c / 128 * r / 2],
    ['AWQ in its old words', { quant_method: 'awq', w_bit: 4, q_group_size: 64 }, (r, c) => r * c / 2 + c / 64 * r * 2.5],
    ['GPTQ', GPTQ, (r, c) => r * c / 2 + c / 128 * r * 2.5 + 4 * c],
    ['GPTQ 8-bit, a group a row', { quant_method: 'gptq', bits: 8, group_size: -1 }, (r, c) => r * c + 3 * r + 4 * c],
    ['GPTQ 3-bit', { quant_method: 'gptq', bits: 3, group_size: 128 }, (r, c) => r * c * 3 / 8 + c / 128 * r * (2 + 3 / 8) + 4 * c],
    ['FP8 by blocks', { quant_method: 'fp8', weight_block_size: [128, 128] }, (r, c) => r * c + 4 * r / 128 * c / 128],
    ['FP8', { quant_method: 'fp8', activation_scheme: 'dynamic' }, (r, c) => r * c + 4],
    ['FP8 with static activations', { quant_method: 'fp8', activation_scheme: 'static' }, (r, c) => r * c + 8],
    ['FP8 a channel', FP8_DYNAMIC, (r, c) => r * c + 2 * r],
    ['INT8 a channel', weights({ num_bits: 8, type: 'int', strategy: 'channel', symmetric: true }), (r, c) => r * c + 2 * r],
    ['FP8 a tensor', weights({ num_bits: 8, type: 'float', strategy: 'tensor' }), (r, c) => r * c + 2],
    ['FP8 blocks', weights({ num_bits: 8, type: 'float', strategy: 'block', block_structure: [128, 128] }), (r, c) => r * c + 2 * r / 128 * c / 128],
    ['INT4 groups', weights({ num_bits: 4, type: 'int', strategy: 'group', group_size: 128, symmetric: true }), (r, c) => r * c / 2 + 2 * r * c / 128 + 16],
    ['INT4 groups with zero points', weights({ num_bits: 4, type: 'int', strategy: 'group', group_size: 128, symmetric: false }), (r, c) => r * c / 2 + 2.5 * r * c / 128 + 16],
    ['NVFP4', weights({ num_bits: 4, type: 'float', strategy: 'tensor_group', group_size: 16 }), (r, c) => r * c / 2 + r * c / 16 + 4],
    ['bitsandbytes 8-bit', { quant_method: 'bitsandbytes', load_in_8bit: true }, (r, c) => r * c + 4 * r],
    ['bitsandbytes 4-bit', { quant_method: 'bitsandbytes', load_in_4bit: true }, (r, c) => r * c / 2 + 4 * r * c / 64],
    ['bitsandbytes 4-bit, packed twice', { quant_method: 'bitsandbytes', load_in_4bit: true, bnb_4bit_use_double_quant: true }, (r, c) => r * c / 2 + r * c / 64 + 4 * Math.ceil(r * c / 64 / 256)],
  ])('%s', (_, config, bytes) => {
    expect(tiny(config)).toBe(byHand(bytes));
  });

  test('MXFP4 packs experts and nothing else', () => {
    const { parameters } = published('gpt-oss-20b');
    const experts = 24 * 32 * (5760 * 2880 + 2880 * 2880);
    expect(inFiles(publishedModel('gpt-oss-20b'))).toBe(2 * (parameters - experts) + experts / 2 + experts / 32);
    expect(tiny({ quant_method: 'mxfp4' })).toBe(tiny());
  });
});

describe('what is not packed', () => {
  const mlp = (bytes: (rows: number, columns: number) => number) => [[512, 256], [512, 256], [256, 512]].reduce((sum, [r, c]) => sum + bytes(r, c), 0);

  test.each([
    ['a module', ['model.layers.0.mlp']],
    ['a part of a name', ['mlp']],
    ['an expression', ['re:.*mlp\\..*']],
    ['an expression without the model', ['re:model\\.layers\\.0\\.mlp']],
    ['each of them', ['gate_proj', 'up_proj', 'down_proj']],
  ])('%s', (_, modules_to_not_convert) => {
    expect(tiny({ ...GPTQ, modules_to_not_convert })).toBe(tiny(GPTQ) + mlp((r, c) => 2 * r * c) - mlp((r, c) => r * c / 2 + c / 128 * r * 2.5 + 4 * c));
  });

  test('a name is no part of a longer one', () => {
    expect(tiny({ ...AWQ, modules_to_not_convert: ['gate', 'proj', 'layers.1'] })).toBe(tiny(AWQ));
  });

  test('the output, unless it is said', () => {
    expect(tiny({ ...GPTQ, lm_head: true })).toBe(tiny(GPTQ) - 2 * 64 * 256 + 64 * 256 / 2 + 2 * 64 * 2.5 + 4 * 256);
    const { ignore, ...all } = FP8_DYNAMIC;
    expect(ignore).toEqual(['lm_head']);
    expect(tiny(all)).toBe(tiny(FP8_DYNAMIC) - 2 * 64 * 256 + 64 * 256 + 2 * 64);
  });

  test('routers', () => {
    const plain = quantised('Mixtral-8x7B', { ...AWQ, modules_to_not_convert: ['gate'] });
    expect(inFiles(plain)).toBe(inFiles(quantised('Mixtral-8x7B', AWQ)));
  });
});

test('says what it found', () => {
  const names = [AWQ, GPTQ, FP8_DYNAMIC, { quant_method: 'fp8' }, { quant_method: 'bitsandbytes', load_in_8bit: true }, { quant_method: 'bitsandbytes' }]
    .map((config) => quantised('Llama-3.1-8B', config).quantization);
  expect(names).toEqual(['AWQ 4-bit', 'GPTQ 4-bit', 'FP8', 'FP8', 'bitsandbytes 8-bit', 'bitsandbytes 4-bit']);
  expect(modelOf({ ...TINY, compression_config: { config_groups: weights({ num_bits: 4, type: 'int', strategy: 'group', group_size: 128 }).config_groups } }).quantization).toBe('INT4');
});

test('keys and values that the files are quantised for have one byte each', () => {
  expect(bytesOf(quantised('Llama-3.1-8B', { ...FP8_DYNAMIC, kv_cache_scheme: { num_bits: 8, type: 'float' } }).kvCachePerToken)).toBe(65536);
  expect(bytesOf(quantised('Llama-3.1-8B', { ...FP8_DYNAMIC, kv_cache_scheme: null }).kvCachePerToken)).toBe(131072);
});

describe('a method that is not known here, with the size of the files', () => {
  const weight_map = { 'model.embed_tokens.weight': 'model-00001-of-00002.safetensors' };
  const model = (quantization_config: object, total_size = 6_000_000_000) => LanguageModel.fromConfigFile(configFile(
    { ...published('Llama-3.1-8B').config, quantization_config }, { 'model.safetensors.index.json': JSON.stringify({ metadata: { total_size }, weight_map }) },
  ));
  const MODELOPT = { quant_method: 'modelopt', quant_algo: 'NVFP4', ignore: ['lm_head', 'model.layers.*.self_attn*'] };

  test.each([
    [MODELOPT, 'modelopt NVFP4', 131072],
    [{ ...MODELOPT, kv_cache_scheme: { dynamic: false, num_bits: 8, type: 'float' } }, 'modelopt NVFP4', 65536],
    [{ ...MODELOPT, kv_cache_quant_algo: 'FP8' }, 'modelopt NVFP4', 65536],
    [{ quant_method: 'hqq', quant_config: { weight_quant_params: { nbits: 4, group_size: 64 } }, skip_modules: 'lm_head' }, 'hqq', 131072],
    [{ quant_method: 'quanto', weights: 'int8', modules_to_not_convert: null, quant_algo: 8, group_size: '64' }, 'quanto', 131072],
    [{}, 'quantised', 131072],
  ])('%j', (config, name, perToken) => {
    const { quantization, weights: size, kvCachePerToken } = model(config);
    expect([quantization, bytesOf(size), bytesOf(kvCachePerToken)]).toEqual([name, 6_000_000_000, perToken]);
  });

  test('embedding and output keep their own size, and the rest is shared evenly', () => {
    const { anatomy, coding } = model(MODELOPT)._facts;
    const [first, last] = loadedBytes(anatomy, coding, { tensor: 1, pipeline: 2 });
    // a norm stands behind the last layer
    expect(last - first).toBe(2n * 4096n);
    expect(Number(first + last - 6_000_000_000n)).toBeLessThan(32 * 7);
    expect(first + last).toBeGreaterThanOrEqual(6_000_000_000n);
  });

  test('files below what is not packed are taken as they are', () => {
    expect(bytesOf(model(MODELOPT, 2_000_000_000).weights)).toBe(2_000_000_000);
  });

  test('groups of columns that are packed together are not divided', () => {
    const fit = (config: object) => () => model(config).fit({ gpuMemory: Size.gibibytes(80), tensorParallel: 32 });
    expect(fit({ quant_method: 'auto-round', group_size: 128 })).toThrow('the intermediate_size of 14336 into multiples of the 128 that are quantised together');
    expect(fit({ quant_method: 'auto-round' })).not.toThrow();
  });

  test('nobody is told to quantise it once more', () => {
    const advice = (of: LanguageModel, gibibytes: number) => of.fit({ gpuMemory: Size.gibibytes(gibibytes), contextLength: 4096 }).remedies.join();
    expect(advice(publishedModel('Llama-3.1-8B'), 16)).toContain('quantised to');
    expect(advice(model(MODELOPT, 8_000_000_000), 8)).not.toMatch(/^$|quantised to/);
  });
});

test.each([
  [{ quant_method: 'exl2' }, '\'quantization_config.quant_method\' must be one whose packing is known here (fp8, awq, gptq, compressed-tensors, bitsandbytes, mxfp4), got "exl2"; what another one packs is counted by the files: give weightsIndex, the path of model.safetensors.index.json, which has the size of the weights'],
  [{}, '\'quantization_config.quant_method\' must be one whose packing is known here (fp8, awq, gptq, compressed-tensors, bitsandbytes, mxfp4), got nothing; what another one packs is counted by the files: give weightsIndex, the path of model.safetensors.index.json, which has the size of the weights'],
  [{ quant_method: 'toString' }, '\'quantization_config.quant_method\' must be one whose packing is known here (fp8, awq, gptq, compressed-tensors, bitsandbytes, mxfp4), got "toString"; what another one packs is counted by the files: give weightsIndex, the path of model.safetensors.index.json, which has the size of the weights'],
  [{ ...AWQ, bits: 64 }, '\'quantization_config.bits\' must be a whole number from 2 to 8, got 64; take config.json from the model\'s page again'],
  [{ ...AWQ, group_size: 0 }, '\'quantization_config.group_size\' must be a whole number from 1 to 10000000, got 0; take config.json from the model\'s page again'],
  [{ ...AWQ, modules_to_not_convert: 'lm_head' }, '\'quantization_config.modules_to_not_convert\' must be a list of texts, got "lm_head"; take config.json from the model\'s page again'],
  [{ ...AWQ, modules_to_not_convert: ['re:('] }, '\'quantization_config.ignore\' must be a list of names and regular expressions, got "re:("; take config.json from the model\'s page again'],
  [{ quant_method: 'fp8', weight_block_size: [128] }, '\'quantization_config.weight_block_size\' must be two whole numbers of at least 1, got [128]; take config.json from the model\'s page again'],
  [{ quant_method: 'compressed-tensors' }, '\'quantization_config.config_groups\' must be an object with the \'weights\' of each group, got nothing; take config.json from the model\'s page again'],
  [weights({ num_bits: 4, type: 'integer' }), '\'quantization_config.config_groups.group_0.weights.type\' must be one of int, float, got "integer"; take config.json from the model\'s page again'],
  ['awq', '\'quantization_config\' must be an object, got "awq"; take config.json from the model\'s page again'],
])('refuses %j', (config, message) => {
  expect(refusalOf(() => publishedModel('Llama-3.1-8B', { quantization_config: config }))!.replace(/^\[.*?\] /, '').replace(' (line 1)', '')).toBe(message);
});
