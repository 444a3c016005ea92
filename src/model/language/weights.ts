import { Anatomy, Layer } from './anatomy';
import { NumberFormat } from './number-format';
import { isKept, Quantization } from './quantization';
import { parametersIn, partOf, Share, Tensor } from './tensor';

/** How a model's numbers are written down. */
export interface Coding {
  readonly format: NumberFormat;
  readonly quantization?: Quantization;
}

/** Ranks that share each layer, and stages that share the layers. */
export interface Parallelism {
  readonly tensor: number;
  readonly pipeline: number;
}

/** Parameters of all tensors. */
export function countParameters({ before, layers, after }: Anatomy): bigint {
  return [...before, ...after, ...layers.flatMap(({ tensors }) => tensors)].reduce((sum, tensor) => sum + parametersIn(tensor), 0n);
}

/** Bytes of all tensors in the files. */
export function fileBytes({ before, layers, layerPrefix, after }: Anatomy, { format, quantization }: Coding): bigint {
  const bytes = (tensor: Tensor, module: string) => bytesOf(tensor, module, format.bytes, quantization);
  const outside = [...before, ...after].reduce((sum, tensor) => sum + bytes(tensor, tensor.module), 0n);
  return layers.reduce((sum, layer, i) => layer.tensors.reduce((inner, tensor) => inner + bytes(tensor, `${layerPrefix}.${i}.${tensor.module}`), sum), outside);
}

/**
 * A packing that is not known, as far as the size of the files tells: what they have beside the tensors that nobody packs, evenly for each packed number; at least a
 * bit, where those are packed too.
 */
export function packedInto(totalBytes: bigint, anatomy: Anatomy, coding: Coding): Coding {
  const { quantization } = coding;
  if (!quantization?.unknown) {
    return coding;
  }
  const sum = (bytes: Quantization['bytes']) => fileBytes(anatomy, { ...coding, quantization: { ...quantization, bytes } });
  const plain = sum(() => 0);
  const numbers = sum((rows, columns) => rows * columns) - plain;
  const each = Math.max(Number(totalBytes - plain) / Number(numbers), 1 / 8);
  return { ...coding, quantization: { ...quantization, bytes: (rows, columns) => Math.ceil(rows * columns * each) } };
}

/** Bytes that a GPU of each stage holds once the weights are loaded: an upper bound for all ranks of the stage. */
export function loadedBytes(anatomy: Anatomy, coding: Coding, { tensor: ranks, pipeline }: Parallelism): bigint[] {
  const sum = (tensors: readonly Tensor[], prefix = '') => tensors.reduce((all, tensor) => all + loaded(tensor, prefix + tensor.module, coding, ranks), 0n);
  const stages = stagesOf(anatomy.layers.length, pipeline);
  return stages.map(([from, to], stage) => {
    let bytes = stage === 0 ? sum(anatomy.before) : 0n;
    anatomy.layers.slice(from, to).forEach(({ tensors, copied = [] }: Layer, i) => {
      bytes += sum(tensors, `${anatomy.layerPrefix}.${from + i}.`) + sum(copied);
    });
    if (stage === stages.length - 1) {
      bytes += sum(anatomy.after) + (anatomy.tied && stage > 0 ? sum(anatomy.before.slice(0, 1)) : 0n);
    }
    return bytes;
  });
}

/**
 * The layers of each stage, first to last: what cannot be shared evenly goes to the stages before the last one.
 *
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/distributed/utils.py (`get_pp_indices`)
 */
export function stagesOf(layers: number, pipeline: number): (readonly [from: number, to: number])[] {
  const sizes = Array<number>(pipeline).fill(Math.floor(layers / pipeline));
  for (let i = 2; i < layers % pipeline + 2; i++) {
    sizes[pipeline - i]++;
  }
  let from = 0;
  return sizes.map((size) => [from, from += size] as const);
}

function bytesOf(tensor: Tensor, module: string, plainBytes: number, quantization: Quantization | undefined): bigint {
  const { rows, columns, packable, copies } = tensor;
  const isPacked = quantization !== undefined && packable && !(quantization.expertsOnly && copies === 1) && !isKept(quantization, module);
  return BigInt(isPacked ? quantization.bytes(rows, columns) : rows * columns * plainBytes) * BigInt(copies);
}

function loaded(tensor: Tensor, module: string, { format, quantization }: Coding, ranks: number): bigint {
  return bytesOf(partOf(quantization?.expertsOnly ? padded(tensor) : tensor, ranks), module, format.loadedBytes, quantization);
}

/**
 * The kernels for MXFP4 take experts in widths of 256, and servers pad them so: 2,880 to 3,072 for GPT-OSS, as measured.
 *
 * @see https://github.com/llm-d-incubation/llm-d-planner/blob/main/docs/empirical-vllm-memory-results.md (13.47 GiB of weights from 12.8 GiB of files)
 */
function padded(tensor: Tensor): Tensor {
  if (tensor.copies === 1 || !tensor.packable) {
    return tensor;
  }
  const up = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;
  return tensor.share === Share.ROWS ? { ...tensor, rows: up(tensor.rows, 512) } : { ...tensor, columns: up(tensor.columns, 256) };
}
