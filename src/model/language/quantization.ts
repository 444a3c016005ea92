import { ConfigReader, MOST } from './config-reader';

/** How the matrices of a checkpoint are packed. */
export interface Quantization {
  /** How messages call it: `AWQ 4-bit`. */
  readonly name: string;
  /** Bytes of a packed matrix with its scales and zero points, as checkpoints keep it. */
  readonly bytes: (rows: number, columns: number) => number;
  /** Only the matrices of experts are packed. */
  readonly expertsOnly: boolean;
  /** The output's matrix is packed too. */
  readonly head: boolean;
  /** Columns that have a scale in common, which ranks cannot share; 1 where that does not matter. */
  readonly group: number;
  /** Modules that are not packed. */
  readonly kept: readonly Pattern[];
  /** The keys and values that it was made for have one byte each. */
  readonly smallCache: boolean;
  /** How it packs is not known here: what it takes is known from the size of the files only. */
  readonly unknown?: true;
}

/** True for the modules that are meant. */
type Pattern = (module: string) => boolean;

type Reader = (config: ConfigReader) => Partial<Quantization> & Pick<Quantization, 'name' | 'bytes'>;

/**
 * What is understood, by its `quant_method`. Bytes are counted from the tensors that each method writes.
 *
 * @see https://github.com/casper-hansen/AutoAWQ/blob/main/awq/modules/linear/gemm.py (`qweight`, `qzeros`, `scales`)
 * @see https://github.com/AutoGPTQ/AutoGPTQ/blob/main/auto_gptq/nn_modules/qlinear/qlinear_cuda.py (the same, and `g_idx`)
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/layers/quantization/fp8.py
 * @see https://github.com/vllm-project/compressed-tensors/tree/main/src/compressed_tensors/compressors
 * @see https://github.com/bitsandbytes-foundation/bitsandbytes/blob/main/bitsandbytes/nn/modules.py
 * @see https://www.opencompute.org/documents/ocp-microscaling-formats-mx-v1-0-spec-final-pdf (MXFP4: 32 numbers share a byte of scale)
 */
const METHODS: { readonly [method: string]: Reader } = {
  'fp8': fp8,
  'awq': (config) => grouped(config, 'AWQ', true),
  'gptq': (config) => grouped(config, 'GPTQ', false),
  'compressed-tensors': compressedTensors,
  'bitsandbytes': bitsAndBytes,
  'mxfp4': () => ({ name: 'MXFP4', bytes: (rows, columns) => packed(rows * columns, 4) + rows * Math.ceil(columns / 32), expertsOnly: true }),
};

/** The quantisation that a `config.json` tells of; nothing where its weights are plain. */
export function readQuantization(config: ConfigReader, hasIndex: boolean): Quantization | undefined {
  const own = config.child('quantization_config') ?? config.child('compression_config');
  if (!own) {
    return undefined;
  }
  const method = own.text('quant_method') ?? (own.has('config_groups') ? 'compressed-tensors' : undefined);
  if (method === undefined || !Object.prototype.hasOwnProperty.call(METHODS, method)) {
    if (!hasIndex) {
      own.problem('quant_method', `one whose packing is known here (${Object.keys(METHODS).join(', ')})`, method,
        'what another one packs is counted by the files: give weightsIndex, the path of model.safetensors.index.json, which has the size of the weights');
    }
    return packedByOthers(own, method ?? 'quantised');
  }
  const kept = ['modules_to_not_convert', 'ignored_layers', 'ignore', 'llm_int8_skip_modules'].flatMap((name) => own.list(name, 'string'));
  return {
    expertsOnly: false,
    head: false,
    group: 1,
    smallCache: own.has('kv_cache_scheme'),
    ...METHODS[method](own),
    kept: kept.map((item) => patternOf(own, item)),
  };
}

/**
 * What a method that is not known here says of itself in the words of those that are; its bytes are those of half precision until the size of the files is known.
 *
 * @see https://github.com/NVIDIA/Model-Optimizer/blob/main/modelopt/torch/export/convert_hf_config.py (`quant_algo`, `kv_cache_scheme`; `kv_cache_quant_algo` before)
 */
function packedByOthers(config: ConfigReader, method: string): Quantization {
  const [algorithm, group] = [config.raw('quant_algo'), config.raw('group_size')];
  return {
    name: typeof algorithm === 'string' ? `${method} ${algorithm}` : method,
    bytes: (rows, columns) => 2 * rows * columns,
    expertsOnly: false,
    head: false,
    group: typeof group === 'number' && Number.isInteger(group) && group > 0 ? group : 1,
    kept: [],
    smallCache: config.has('kv_cache_scheme') || config.raw('kv_cache_quant_algo') === 'FP8',
    unknown: true,
  };
}

/** Bytes of so many numbers of so many bits. */
const packed = (numbers: number, bits: number): number => Math.ceil(numbers * bits / 8);

function fp8(config: ConfigReader): ReturnType<Reader> {
  const blocks = config.list('weight_block_size', 'number');
  if (blocks.length === 0) {
    const scales = config.text('activation_scheme') === 'static' ? 8 : 4;
    return { name: 'FP8', bytes: (rows, columns) => rows * columns + scales };
  }
  if (blocks.length !== 2 || blocks.some((block) => block < 1)) {
    config.problem('weight_block_size', 'two whole numbers of at least 1', blocks);
    return { name: 'FP8', bytes: () => 1 };
  }
  return { name: 'FP8', bytes: (rows, columns) => rows * columns + 4 * Math.ceil(rows / blocks[0]) * Math.ceil(columns / blocks[1]), group: blocks[1] };
}

/** AWQ and GPTQ: a scale in half precision and a packed zero point for each group of columns of a row. */
function grouped(config: ConfigReader, name: string, awq: boolean): ReturnType<Reader> {
  const bits = config.whole(config.has('w_bit') ? 'w_bit' : 'bits', 8, 4, 2);
  const groupField = config.has('q_group_size') ? 'q_group_size' : 'group_size';
  const whole = config.raw(groupField) === -1;
  const group = whole ? undefined : config.whole(groupField, MOST.width, 128);
  const order = awq ? 0 : 4;
  const bytes = (rows: number, columns: number) => {
    const groups = Math.ceil(columns / (group ?? columns));
    return packed(rows * columns, bits) + groups * (2 * rows + packed(rows, bits)) + order * columns;
  };
  return { name: `${name} ${bits}-bit`, bytes, group: group ?? 1, head: config.raw('lm_head') === true };
}

/** Its first group of settings stands for all of them. */
function compressedTensors(config: ConfigReader): ReturnType<Reader> {
  const weights = config.child('config_groups')?.children()[0]?.child('weights');
  if (!weights) {
    config.problem('config_groups', 'an object with the \'weights\' of each group', config.raw('config_groups'));
    return { name: 'compressed-tensors', bytes: () => 1 };
  }
  const bits = weights.whole('num_bits', 16, 8, 2);
  const type = weights.choice('type', ['int', 'float'], 'int');
  const strategy = weights.choice('strategy', ['tensor', 'channel', 'group', 'block', 'tensor_group'], weights.has('group_size') ? 'group' : 'channel');
  const byGroup = strategy === 'group' || strategy === 'tensor_group';
  const group = byGroup ? weights.whole('group_size', MOST.width, strategy === 'tensor_group' ? 16 : 128) : 1;
  const symmetric = weights.flag('symmetric', true);
  const block = strategy === 'block' ? weights.list('block_structure', 'number') : [];
  const scaleBytes = strategy === 'tensor_group' ? 1 : 2;
  const bytes = (rows: number, columns: number) => {
    const scales = byGroup ? rows * Math.ceil(columns / group)
      : strategy === 'block' ? Math.ceil(rows / (block[0] ?? 128)) * Math.ceil(columns / (block[1] ?? 128)) : strategy === 'tensor' ? 1 : rows;
    const shape = bits < 8 && type === 'int' ? 16 : strategy === 'tensor_group' ? 4 : 0;
    return packed(rows * columns, bits) + scales * scaleBytes + (symmetric ? 0 : packed(scales, bits)) + shape;
  };
  return { name: `${type === 'float' ? 'FP' : 'INT'}${bits}`, bytes, group, head: true };
}

/** 8 bits with a scale a row, or 4 bits with a scale for each 64 numbers, which may be packed once more. */
function bitsAndBytes(config: ConfigReader): ReturnType<Reader> {
  if (config.flag('load_in_8bit', false)) {
    return { name: 'bitsandbytes 8-bit', bytes: (rows, columns) => rows * columns + 4 * rows };
  }
  const twice = config.flag('bnb_4bit_use_double_quant', false);
  const bytes = (rows: number, columns: number) => {
    const scales = Math.ceil(rows * columns / 64);
    return packed(rows * columns, 4) + (twice ? scales + 4 * Math.ceil(scales / 256) : 4 * scales);
  };
  return { name: 'bitsandbytes 4-bit', bytes };
}

/** A module's name, a part of it, or `re:` and an expression that it begins with. */
function patternOf(config: ConfigReader, item: string): Pattern {
  if (!item.startsWith('re:')) {
    return (module) => `.${module}.`.includes(`.${item}.`);
  }
  try {
    const expression = new RegExp(`^(?:${item.slice(3)})`);
    return (module) => expression.test(module);
  } catch {
    config.problem('ignore', 'a list of names and regular expressions', item);
    return () => false;
  }
}

/** True if quantisation leaves the module as it is. */
export const isKept = ({ kept, head }: Quantization, module: string): boolean =>
  (module === 'lm_head' && !head) || kept.some((pattern) => pattern(module) || pattern(`model.${module}`));
