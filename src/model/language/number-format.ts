import { ConfigReader } from './config-reader';

/** How plain numbers are kept. */
export interface NumberFormat {
  readonly name: string;
  /** Bytes of a number in the files. */
  readonly bytes: number;
  /** Bytes of it once a server has loaded it: full precision is loaded as half. */
  readonly loadedBytes: number;
}

const of = (name: string, bytes: number): NumberFormat => ({ name, bytes, loadedBytes: Math.min(bytes, 2) });

const FORMATS = new Map([of('bfloat16', 2), of('float16', 2), of('float32', 4), of('half', 2), of('float', 4)].map((format) => [format.name, format]));

/**
 * The `dtype` of a configuration (`torch_dtype` before transformers 4.56); where a file has none it is full precision.
 *
 * @see https://docs.vllm.ai/en/stable/configuration/engine_args/ (`--dtype auto`: half precision for models in full and in half precision)
 */
export function readFormat(config: ConfigReader): NumberFormat {
  const field = config.has('dtype') ? 'dtype' : 'torch_dtype';
  const name = config.choice(field, [...FORMATS.keys()], 'float32');
  return FORMATS.get(name ?? 'float32')!;
}
