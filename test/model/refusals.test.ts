import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configFile, fileWith, publishedModel, refusalOf } from './model-folder';
import { published } from './published';
import { bytesOf } from '../../src/border/amounts';
import { LanguageModel } from '../../src/model/language-model';

const WHERE = '[LanguageModel.fromConfigFile] ';
const AGAIN = 'take config.json from the model\'s page again';
const read = (path: string, weightsIndex?: string) => refusalOf(() => LanguageModel.fromConfigFile(path, weightsIndex === undefined ? {} : { weightsIndex }), path);
const fault = (name: string, changed: object) => {
  const path = configFile({ ...published(name).config, ...changed });
  // the file is one line, in which every field stands that it has
  return read(path)?.split('[LanguageModel.fromConfigFile config.json] ').join('').replace(/ \(line 1\)/g, '');
};

describe('files', () => {
  test('that are not there', () => {
    const missing = join(dirname(configFile({})), 'missing.json');
    expect(read(missing)).toBe(`${WHERE}'path' must be the path of a model's config.json, got "config.json", which does not exist; relative paths begin at the working directory; take path.join(__dirname, …) for one that always holds`);
    expect(read(join(configFile({}), 'config.json'))).toContain('which does not exist');
  });

  test('that are folders', () => {
    const folder = dirname(configFile({}));
    expect(read(folder)).toBe(`${WHERE}'path' must be the path of a model's config.json, got "config.json", which is a folder; add /config.json`);
  });

  test('that are huge', () => {
    const path = configFile({});
    truncateSync(path, 17 * 1024 ** 2);
    expect(read(path)).toBe(`${WHERE}'path' must be the path of a model's config.json, got "config.json", which has 17825792 bytes, more than 16777216; give config.json, not the weights`);
  });

  test('that are no files', () => {
    expect(read('/dev/null')).toContain('which is no file; give a file');
  });

  test('with a key twice in one object', () => {
    const twice = fileWith('config.json', '{\n"model_type": "llama",\n"text_config": {"model_type": "a", "b": "{\\"b\\": 1}"},\n"model_type" : "gpt2"}');
    expect(read(twice)).toBe(`${WHERE}'path' must be the path of a model's config.json, got "config.json", which has the key "model_type" (line 4) twice in one object; take the file from the model's page again`);
  });

  const whole = JSON.stringify(published('Llama-3.1-8B').config, undefined, 2);
  test.each([
    ['', 'which is empty'],
    [' \n', 'which is empty'],
    ['not JSON', 'which is no JSON from line 1 on: expected a value, got "n";'],
    ['{"a": 1,\n"b": nonsense}', 'which is no JSON from line 2 on: expected a value, got "n";'],
    ['{"a": 1,\n"b": NaN}', 'which is no JSON from line 2 on: expected a value, got "N";'],
    ['{"a": 1,\n"b": 2,\n}', 'which is no JSON from line 3 on: } stands behind a comma;'],
    ['{"a": 1\n"b": 2}', 'which is no JSON from line 2 on: expected \',\' or \'}\', got "\\"";'],
    ['{"a": 1}\n{"b": 2}', 'which is no JSON from line 2 on: expected the end;'],
    ['{"a": 1,\n"b": "\\', 'which is no JSON: it ends early, in line 2;'],
    [whole.slice(0, 100), 'which is no JSON: it ends early, in line 5'],
    [whole.slice(0, whole.indexOf('llama') + 2), 'which is no JSON: it ends early, in line 2'],
    ['[]', 'which is JSON but no object'],
    ['null', 'which is JSON but no object'],
    ['3', 'which is JSON but no object'],
  ])('that say %j', (content, message) => {
    const got = read(fileWith('config.json', content))!;
    expect(got).toContain(`${WHERE}'path' must be the path of a model's config.json, got "config.json", ${message}`);
    expect(got).toMatch(/; take the file from the model's page again$/);
  });

  test('that begin with a mark of their encoding are read', () => {
    expect(read(fileWith('config.json', `\uFEFF${whole}`))).toBeUndefined();
  });

  test('are called by their path', () => {
    const path = fileWith('config.json', '{}');
    expect(refusalOf(() => LanguageModel.fromConfigFile(path))).toContain(`[LanguageModel.fromConfigFile ${path}] `);
  });

  test('are read whatever the working directory is', () => {
    const path = configFile(published('Llama-3.1-8B').config);
    const before = process.cwd();
    process.chdir('/');
    try {
      expect(LanguageModel.fromConfigFile(path).parameters).toBe(8030261248);
    } finally {
      process.chdir(before);
    }
  });
});

describe('architectures', () => {
  const known = 'deepseek_v2, deepseek_v3, falcon, gemma, gemma2, gemma3, gemma3_text, gpt2, gpt_oss, llama, mistral, mixtral, phi, phi3, phimoe, qwen2, qwen2_moe, qwen3, qwen3_moe';

  test.each([
    ['mamba', '"mamba"', 'leave languageModel out, and nothing is proved of its memory'],
    ['qwen_3', '"qwen_3"', 'did you mean \'qwen3\'? If not, leave languageModel out, and nothing is proved of its memory'],
    ['Llama', '"Llama"', 'did you mean \'llama\'? If not, leave languageModel out, and nothing is proved of its memory'],
    ['gpt-oss', '"gpt-oss"', 'did you mean \'gpt_oss\'? If not, leave languageModel out, and nothing is proved of its memory'],
    ['mllama', '"mllama"', 'leave languageModel out, and nothing is proved of its memory'],
    ['mitral', '"mitral"', 'did you mean \'mistral\' or \'mixtral\'? If not, leave languageModel out, and nothing is proved of its memory'],
    [undefined, 'nothing', 'leave languageModel out, and nothing is proved of its memory'],
  ])('%p', (model_type, got, advice) => {
    expect(fault('Llama-3.1-8B', { model_type })).toBe(`'model_type' must be an architecture that is known here (${known}), got ${got}; ${advice}`);
  });

  test('with a text model that is known need the size of the files', () => {
    const config = { model_type: 'llava', text_config: published('Mistral-7B-v0.3').config, torch_dtype: 'bfloat16' };
    expect(read(configFile(config))).toContain('\'model_type\' (line 1) must be one whose parts are all known (mistral is, what llava has beside it is not), got "llava"; give weightsIndex, the path of model.safetensors.index.json, which has the size of the weights');
    const model = LanguageModel.fromConfigFile(configFile(config, { 'model.safetensors.index.json': JSON.stringify({ metadata: { total_size: 15_132_694_528 }, weight_map: { a: 'b' } }) }));
    expect(model).toMatchObject({ architecture: 'mistral', contextLength: 32768 });
    expect(bytesOf(model.weights)).toBe(15_132_694_528);
  });
});

describe('fields', () => {
  test.each([
    ['Llama-3.1-8B', { hidden_size: undefined }, `'hidden_size' must be a whole number from 1 to 10000000, got nothing; ${AGAIN}`],
    ['Llama-3.1-8B', { num_attention_heads: 0 }, `'num_attention_heads' must be a whole number from 1 to 10000, got 0; ${AGAIN}`],
    ['Llama-3.1-8B', { num_attention_heads: -32 }, `'num_attention_heads' must be a whole number from 1 to 10000, got -32; ${AGAIN}`],
    ['Llama-3.1-8B', { num_hidden_layers: '32' }, '\'num_hidden_layers\' must be a whole number from 1 to 10000, got "32"; write 32, without quotes'],
    ['Llama-3.1-8B', { num_hidden_layers: 32.5 }, `'num_hidden_layers' must be a whole number from 1 to 10000, got 32.5; ${AGAIN}`],
    ['Llama-3.1-8B', { num_hidden_layers: 1e9 }, `'num_hidden_layers' must be a whole number from 1 to 10000, got 1000000000; ${AGAIN}`],
    ['Llama-3.1-8B', { num_hidden_layers: [] }, `'num_hidden_layers' must be a whole number from 1 to 10000, got []; ${AGAIN}`],
    ['Llama-3.1-8B', { num_key_value_heads: 5 }, `'num_attention_heads' must be a multiple of 'num_key_value_heads' (5), got 32; ${AGAIN}`],
    ['Llama-3.1-8B', { hidden_size: 4097 }, `'hidden_size' must be a multiple of 'num_attention_heads' (32), got 4097; ${AGAIN}`],
    ['Llama-3.1-8B', { tie_word_embeddings: 'yes' }, `'tie_word_embeddings' must be true or false, got "yes"; ${AGAIN}`],
    ['Llama-3.1-8B', { torch_dtype: 'bfloat17' }, '\'torch_dtype\' must be one of bfloat16, float16, float32, half, float, got "bfloat17"; did you mean \'bfloat16\'?'],
    ['Llama-3.1-8B', { torch_dtype: 16 }, `'torch_dtype' must be a text, got 16; ${AGAIN}`],
    ['Llama-3.1-8B', { rope_scaling: { rope_type: 'linear', factor: -1 } }, `'rope_scaling.factor' must be a number from 1 to 10000, got -1; ${AGAIN}`],
    ['Llama-3.1-8B', { rope_scaling: 4 }, `'rope_scaling' must be an object, got 4; ${AGAIN}`],
    ['gpt-oss-20b', { layer_types: ['full_attention'] }, `'layer_types' must be a list of 24 layers, as 'num_hidden_layers' says, got "1 of them"; ${AGAIN}`],
    ['gpt-oss-20b', { layer_types: Array(24).fill('chunked_attention') }, '\'layer_types\' must be a list of full_attention and sliding_attention, got "chunked_attention"; leave the model out of the proof: such layers are not known here'],
    ['gpt-oss-20b', { sliding_window: null, layer_types: Array(24).fill('sliding_attention') }, `'sliding_window' must be given where 'layer_types' has sliding_attention, got nothing; ${AGAIN}`],
    ['Mixtral-8x7B', { num_experts_per_tok: 9 }, `'num_experts_per_tok' must be a whole number from 1 to 8, got 9; ${AGAIN}`],
    ['Qwen3-30B-A3B', { mlp_only_layers: 'none' }, `'mlp_only_layers' must be a list of whole numbers, got "none"; ${AGAIN}`],
    ['DeepSeek-V3', { kv_lora_rank: null }, `'kv_lora_rank' must be a whole number from 1 to 10000000, got nothing; ${AGAIN}`],
    ['Mixtral-8x7B', { num_local_experts: '8' }, '\'num_local_experts\' must be a whole number from 1 to 100000, got "8"; write 8, without quotes'],
    ['gemma-3-4b', { text_config: undefined }, `'text_config' must be an object, got nothing; ${AGAIN}`],
    ['gemma-3-4b', { vision_config: undefined }, `'vision_config' must be an object, got nothing; ${AGAIN}`],
    ['gemma-3-4b', { text_config: { hidden_size: 2560, intermediate_size: 10240, num_hidden_layers: 0 } }, `'text_config.num_hidden_layers' must be a whole number from 1 to 10000, got 0; ${AGAIN}`],
    ['gemma-3-4b', { text_config: 5 }, `'text_config' must be an object, got 5; ${AGAIN}`],
    ['falcon-7b', { hidden_size: 4545 }, `'hidden_size' must be a multiple of 'num_attention_heads' (71), got 4545; ${AGAIN}`],
    ['gpt2', { n_embd: null }, `'n_embd' must be a whole number from 1 to 10000000, got nothing; ${AGAIN}`],
  ])('%s %j', (name, changed, message) => {
    expect(fault(name, changed)).toBe(message);
  });

  test('are told with their lines, if they have one', () => {
    const { hidden_size, num_hidden_layers, ...rest } = published('Llama-3.1-8B').config as { readonly [name: string]: unknown };
    const text = JSON.stringify({ hidden_size: '4096', ...rest, rope_scaling: { rope_type: 'linear', factor: -1 }, num_attention_heads: 31 }, undefined, 2);
    const line = (key: string) => text.slice(0, text.indexOf(`"${key}":`)).split('\n').length;
    expect(read(fileWith('config.json', `\uFEFF${text}`))!.split('[LanguageModel.fromConfigFile config.json] ').join('')).toBe([
      '4 problems:',
      '\'hidden_size\' (line 2) must be a whole number from 1 to 10000000, got "4096"; write 4096, without quotes',
      `'num_attention_heads' (line ${line('num_attention_heads')}) must be a multiple of 'num_key_value_heads' (8), got 31; ${AGAIN}`,
      `'num_hidden_layers' must be a whole number from 1 to 10000, got nothing; ${AGAIN}`,
      `'rope_scaling.factor' (line ${line('factor')}) must be a number from 1 to 10000, got -1; ${AGAIN}`,
    ].join('\n  '));
    expect([hidden_size, num_hidden_layers]).toEqual([4096, 32]);
    expect(line('factor')).toBeGreaterThan(line('rope_scaling'));
  });

  test('that are wrong are told together', () => {
    expect(fault('Llama-3.1-8B', { num_attention_heads: 0, num_hidden_layers: -1, vocab_size: 'many' })).toBe([
      '3 problems:',
      `'num_attention_heads' must be a whole number from 1 to 10000, got 0; ${AGAIN}`,
      `'num_hidden_layers' must be a whole number from 1 to 10000, got -1; ${AGAIN}`,
      `'vocab_size' must be a whole number from 1 to 100000000, got "many"; ${AGAIN}`,
    ].join('\n  '));
  });

  test('that are each possible and together absurd', () => {
    expect(fault('Mixtral-8x7B', { num_hidden_layers: 10000, num_local_experts: 100000, hidden_size: 1048576, intermediate_size: 1048576, head_dim: 128 }))
      .toMatch(/^what the file describes has \d{19,} parameters, more than there can be; take config.json from the model's page again$/);
  });

  test('that JavaScript has of its own are no fields', () => {
    expect(read(fileWith('config.json', '{"__proto__": {"model_type": "llama"}, "constructor": 1}'))).toContain('\'model_type\' must be an architecture');
  });
});

describe('an index', () => {
  const index = (content: object | string) => fileWith('index.json', typeof content === 'string' ? content : JSON.stringify(content));
  const config = () => configFile(published('Llama-3.1-8B').config);
  const weight_map = { 'model.embed_tokens.weight': 'model-00001-of-00004.safetensors' };
  const faultOf = (content: object) => {
    const path = index(content);
    return refusalOf(() => LanguageModel.fromConfigFile(config(), { weightsIndex: path }), path)!.replace(/^\[.*?\] /, '');
  };
  const REMEDY = 'take the file from the model\'s page again, or leave it away';

  test('has the bytes of the weights', () => {
    const model = LanguageModel.fromConfigFile(config(), { weightsIndex: index({ metadata: { total_size: 16_060_522_496 }, weight_map }) });
    expect(bytesOf(model.weights)).toBe(16_060_522_496);
    const more = LanguageModel.fromConfigFile(config(), { weightsIndex: index({ metadata: { total_size: 16_060_522_500 }, weight_map }) });
    expect(bytesOf(more.weights)).toBe(16_060_522_500);
  });

  test('is found beside the configuration', () => {
    const path = configFile(published('Llama-3.1-8B').config, { 'model.safetensors.index.json': JSON.stringify({ metadata: { total_size: 16_100_000_000 }, weight_map }) });
    expect(bytesOf(LanguageModel.fromConfigFile(path).weights)).toBe(16_100_000_000);
  });

  test('that is named is not looked for elsewhere', () => {
    expect(refusalOf(() => LanguageModel.fromConfigFile(config(), { weightsIndex: '/nowhere/index.json' }))).toBe(`${WHERE}'weightsIndex' must be the path of a model's model.safetensors.index.json, got "/nowhere/index.json", which does not exist; relative paths begin at the working directory; take path.join(__dirname, …) for one that always holds`);
  });

  test.each<[object, string]>([
    [{ weight_map }, `'metadata.total_size of config.json' must be the bytes of all weights, a whole number of at least 1, got nothing; ${REMEDY}`],
    [{ metadata: { total_size: '16' }, weight_map }, `'metadata.total_size of config.json:1' must be the bytes of all weights, a whole number of at least 1, got "16"; ${REMEDY}`],
    [{ metadata: { total_size: -1 }, weight_map }, `'metadata.total_size of config.json:1' must be the bytes of all weights, a whole number of at least 1, got -1; ${REMEDY}`],
    [{ metadata: { total_size: 1.5 }, weight_map }, `'metadata.total_size of config.json:1' must be the bytes of all weights, a whole number of at least 1, got 1.5; ${REMEDY}`],
    [{ metadata: { total_size: 16_060_522_496 } }, `'weight_map of config.json' must be an object with the name of each tensor, got nothing; ${REMEDY}`],
    [{ metadata: { total_size: 16_060_522_496 }, weight_map: {} }, `'weight_map of config.json' must be an object with the name of each tensor, got {}; ${REMEDY}`],
    [{ metadata: { total_size: 1_000_000 }, weight_map }, '\'metadata.total_size of config.json\' must be within a quarter of the 16060522496 bytes that config.json describes, got 1000000; give the index of the same model and precision, or leave it away'],
    [{ metadata: { total_size: 32_121_044_992 }, weight_map }, '\'metadata.total_size of config.json\' must be within a quarter of the 16060522496 bytes that config.json describes, got 32121044992; give the index of the same model and precision, or leave it away'],
  ])('%j', (content, message) => {
    expect(faultOf(content)).toBe(message);
  });

  test('that is truncated', () => {
    const path = index('{"metadata": {"total_size": 16');
    expect(refusalOf(() => LanguageModel.fromConfigFile(config(), { weightsIndex: path }), path)).toContain('which is no JSON: it ends early, in line 1');
  });

  test('both files are judged at once', () => {
    mkdirSync(join(dirname(config()), 'x'));
    expect(read('/nowhere/config.json', '/nowhere/index.json')).toMatch(/^2 problems:/);
  });

  test('with a needless copy of a tied embedding counts it once', () => {
    const { parameters, config: fields } = published('Qwen3-0.6B');
    const path = configFile(fields, { 'model.safetensors.index.json': JSON.stringify({ metadata: { total_size: 2 * (parameters + 151936 * 1024) }, weight_map: { 'lm_head.weight': 'a', 'model.embed_tokens.weight': 'a' } }) });
    expect(bytesOf(LanguageModel.fromConfigFile(path).weights)).toBe(bytesOf(publishedModel('Qwen3-0.6B').weights));
  });

  test('with layers for speculation, which servers leave, is not taken', () => {
    const path = configFile(published('DeepSeek-V3').config, {
      'model.safetensors.index.json': JSON.stringify({ metadata: { total_size: 688_586_727_753 }, weight_map: { 'model.layers.60.mlp.gate.weight': 'a', 'model.layers.61.eh_proj.weight': 'a' } }),
    });
    expect(bytesOf(LanguageModel.fromConfigFile(path).weights)).toBe(bytesOf(publishedModel('DeepSeek-V3').weights));
  });

  test('tells the size of weights that are packed in a way that is not known here', () => {
    const path = configFile({ ...published('Llama-3.1-8B').config, quantization_config: { quant_method: 'exl2' } });
    writeFileSync(join(dirname(path), 'model.safetensors.index.json'), JSON.stringify({ metadata: { total_size: 4_000_000_000 }, weight_map }));
    expect(bytesOf(LanguageModel.fromConfigFile(path).weights)).toBe(4_000_000_000);
  });
});
