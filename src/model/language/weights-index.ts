import { Anatomy } from './anatomy';
import { JsonObject } from './json-file';
import { AnyMap, isMap } from '../../border/maps';
import { Problems, show } from '../../border/problems';

/** What an index of safetensors tells of a model's weights. */
export interface WeightsIndex {
  /** Bytes of all tensors of the files. */
  readonly totalBytes: bigint;
  /** Whether those are the tensors that a server loads: some files have layers for speculation, which it leaves. */
  readonly loadsAll: boolean;
  /** The files have a matrix for the output although the input's embedding serves. */
  readonly needlessHead: boolean;
}

/** @see https://huggingface.co/docs/safetensors/index#sharded-checkpoints */
export function readIndex(problems: Problems, path: string, { fields, lineOf }: JsonObject, { layers, layerPrefix, tied }: Anatomy): WeightsIndex | undefined {
  const before = problems.any;
  const total = isMap(fields.metadata) ? fields.metadata.total_size : undefined;
  if (!(typeof total === 'number' && Number.isSafeInteger(total) && total > 0)) {
    const line = isMap(fields.metadata) ? lineOf(fields.metadata, 'total_size') : undefined;
    problems.add(`metadata.total_size of ${path}${line === undefined ? '' : `:${line}`}`, 'the bytes of all weights, a whole number of at least 1', total, 'take the file from the model\'s page again, or leave it away');
  }
  if (!isMap(fields.weight_map) || Object.keys(fields.weight_map).length === 0) {
    problems.say(`'weight_map of ${path}' must be an object with the name of each tensor, got ${show(fields.weight_map)}; take the file from the model's page again, or leave it away`);
  }
  if (before || problems.any) {
    return undefined;
  }
  const names = Object.keys(fields.weight_map as AnyMap);
  const layer = new RegExp(`^(?:.*\\.)?${layerPrefix.split('.').pop()}\\.(\\d+)\\.`);
  const isFurther = (name: string) => !/vision|visual/.test(name) && Number(layer.exec(name)?.[1] ?? -1) >= layers.length;
  return {
    totalBytes: BigInt(total as number),
    loadsAll: !names.some(isFurther),
    needlessHead: tied && names.includes('lm_head.weight'),
  };
}
