import { Size } from 'cdk8s';
import { tokenBytes } from './language/kv-cache';
import { ModelFacts, readModel } from './language/read-model';
import { loadedBytes } from './language/weights';
import { MemoryFit } from './memory-fit';
import { servingOf } from './memory-fit-checks';
import { MemoryFitProps } from './memory-fit-props';
import { bytesOf } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { Problems } from '../border/problems';

/** What there is beside a model's `config.json`. */
export interface LanguageModelOptions {
  /**
   * Path of `model.safetensors.index.json`, which has the exact size of the weights.
   * @default - the file of that name beside config.json; where there is none, the weights are counted from config.json
   */
  readonly weightsIndex?: string;
}

/**
 * A language model as its files describe it: its tensors, counted one by one, what it keeps of each token, and so what memory it takes to serve it.
 *
 * Reads the `config.json` of Hugging Face for Llama, Mistral, Mixtral, Qwen 2 and 3, Gemma 1 to 3, Phi 1 to 4, DeepSeek V2 and V3, GPT-OSS, Falcon and
 * GPT-2, plain or quantised (FP8, AWQ, GPTQ, compressed-tensors, bitsandbytes, MXFP4). Nothing is downloaded.
 *
 * @example LanguageModel.fromConfigFile('models/llama-3.1-8b/config.json').fit({ gpuMemory: Size.mebibytes(23034), contextLength: 16384 }).toString()
 */
export class LanguageModel {
  /**
   * The model that a `config.json` describes. Throws where the file is none, its architecture is not known, or its fields cannot be right.
   *
   * @param path of `config.json`; a relative one begins at the working directory, so take `path.join(__dirname, …)` in programs that run anywhere
   */
  public static fromConfigFile(path: string, options: LanguageModelOptions = {}): LanguageModel {
    checkCall('LanguageModel.fromConfigFile', [path, options]);
    return new LanguageModel(readModel('LanguageModel.fromConfigFile', path, options.weightsIndex));
  }

  /** Its architecture: `llama`, `qwen3_moe`. */
  public readonly architecture: string;
  /** Parameters: the sum of its tensors' shapes. */
  public readonly parameters: number;
  /** Its weights on a GPU that holds all of them. */
  public readonly weights: Size;
  /** What all layers together keep of one token, as long as none of them has forgotten it. */
  public readonly kvCachePerToken: Size;
  /** Tokens of its longest context. */
  public readonly contextLength: number;
  /** How its numbers are kept: `bfloat16`. */
  public readonly dtype: string;
  /** How its matrices are packed, if they are: `AWQ 4-bit`. */
  public readonly quantization?: string;

  /** What a server makes of its numbers, where they are not kept as they are. */
  private readonly loaded: string;

  private constructor(/** @internal */ public readonly _facts: ModelFacts) {
    const { architecture, parameters, contextLength, coding, anatomy, stretch } = _facts;
    this.architecture = architecture;
    this.parameters = parameters;
    this.weights = sizeOf(Number((loadedBytes(anatomy, coding, { tensor: 1, pipeline: 1 })[0] * stretch.real + stretch.counted - 1n) / stretch.counted));
    this.kvCachePerToken = sizeOf(anatomy.layers.reduce((sum, { cache }) => sum + tokenBytes(cache, coding.quantization?.smallCache ? 1 : 2, 1), 0));
    this.contextLength = contextLength;
    this.dtype = coding.format.name;
    this.loaded = coding.format.loadedBytes < coding.format.bytes ? ', loaded in half precision' : '';
    this.quantization = coding.quantization?.name;
  }

  /** Whether it fits GPUs. Throws where it cannot be served like that at all: tensor parallelism that does not divide its heads, a context beyond its own. */
  public fit(props: MemoryFitProps): MemoryFit {
    checkCall('LanguageModel.fit', [props]);
    const problems = new Problems('LanguageModel.fit');
    const serving = servingOf(problems, this._facts, props);
    problems.throw();
    return MemoryFit._of(this._facts, serving);
  }

  /** `llama, 8030261248 parameters, bfloat16, 15.0 GiB`. */
  public toString(): string {
    const packing = this.quantization === undefined ? '' : `, ${this.quantization}`;
    return `${this.architecture}, ${this.parameters} parameters, ${this.dtype}${packing}${this.loaded}, ${(bytesOf(this.weights) / 1024 ** 3).toFixed(1)} GiB`;
  }
}

const sizeOf = (bytes: number): Size => Size.kibibytes(bytes / 1024);
