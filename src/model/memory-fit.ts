import { Size } from 'cdk8s';
import { ModelFacts } from './language/read-model';
import { remediesFor } from './memory-fit-remedies';
import { cardFor, seenOf, Serving, Terms, termsOf } from './memory-fit-terms';

/**
 * Whether a language model fits its GPUs: the sum for the fullest of them, term by term, and what would make it fit.
 *
 * Weights and cache are exact; activations, graphs and runtime are estimates from measured servers, and the margin says how far those were off.
 */
export class MemoryFit {
  /** Works out whether a model fits. @internal */
  public static _of(model: ModelFacts, serving: Serving): MemoryFit {
    return new MemoryFit(model, serving, termsOf(model, serving));
  }

  /** True if weights, cache and overhead are not more than what the server may use. */
  public readonly fits: boolean;
  /** True if it fits, but not with the margin: a server of another version may fail to start. */
  public readonly tight: boolean;
  /** Weights on one GPU. */
  public readonly weights: Size;
  /** Keys and values on one GPU, of as many sequences of the full context as have to fit at once. */
  public readonly kvCache: Size;
  /** Activations. */
  public readonly activations: Size;
  /** CUDA graphs. */
  public readonly graphs: Size;
  /** The CUDA context, and buffers between GPUs. */
  public readonly runtime: Size;
  /** What measured servers differ from the sum by. */
  public readonly margin: Size;
  /** All terms but the margin. */
  public readonly needed: Size;
  /** What the server may use of one GPU. */
  public readonly usable: Size;
  /** Sequences of the full context that fit at once. */
  public readonly concurrency: number;
  private readonly _remedies: string[];

  private constructor(model: ModelFacts, private readonly serving: Serving, private readonly terms: Terms) {
    this.fits = terms.needed <= terms.usable;
    this.tight = this.fits && terms.needed + terms.margin > terms.usable;
    this.weights = sizeOf(terms.weights);
    this.kvCache = sizeOf(terms.cache);
    this.activations = sizeOf(terms.activations);
    this.graphs = sizeOf(terms.graphs);
    this.runtime = sizeOf(terms.runtime);
    this.margin = sizeOf(terms.margin);
    this.needed = sizeOf(terms.needed);
    this.usable = sizeOf(terms.usable);
    this.concurrency = terms.sequences;
    this._remedies = this.fits && !this.tight ? [] : remediesFor(model, serving);
  }

  /** The smallest changes that make it fit with its margin, each of one kind only: GPUs, context, precision, card. Empty where it fits as it is. */
  public get remedies(): string[] {
    return [...this._remedies];
  }

  /** Memory that a GPU has to have for it, in whole mebibytes. @internal */
  public get _gpuMemory(): Size {
    const bytes = cardFor(this.serving, this.terms.needed, this.terms.overhead);
    return Size.mebibytes(Number((bytes + MIB - 1n) / MIB));
  }

  /** The sum as people read it: `15.0 weights + 1.0 KV cache + 1.6 overhead GiB`. @internal */
  public get _sum(): string {
    const { weights, cache, overhead } = this.terms;
    const digits = this.digits;
    return `${gib(weights, digits)} weights + ${gib(cache, digits)} KV cache + ${gib(overhead, digits)} overhead GiB`;
  }

  /** The sum, what there is for it, and what to change. */
  public toString(): string {
    const { gpuBytes, gpuMemoryUtilization, contextLength, overheadBeside } = this.serving;
    const share = `${gib(seenOf(this.serving), 1)} of ${gib(BigInt(gpuBytes), 1)} GiB × ${gpuMemoryUtilization}${overheadBeside ? ', overhead beside it' : ''}`;
    const there = `${gib(this.terms.usable, this.digits)} GiB usable (${share})`;
    const advice = this._remedies.length === 0 ? '' : `; use ${this._remedies.join(' or ')}`;
    if (!this.fits) {
      return `does not fit: ${this._sum} > ${there}${advice}`;
    }
    const room = `${this.concurrency} ${this.concurrency === 1 ? 'sequence' : 'sequences'} of ${contextLength} tokens at once`;
    return `${this.tight ? `fits without its margin of ${gib(this.terms.margin, 1)} GiB` : 'fits'}: ${this._sum} <= ${there}, ${room}${advice}`;
  }

  /** As many digits as show on which side the sum is. */
  private get digits(): number {
    const gap = Math.abs(Number(this.terms.needed - this.terms.usable)) / GIB;
    return gap >= 0.2 ? 1 : gap >= 0.02 ? 2 : 4;
  }
}

const MIB = 1024n ** 2n;
const GIB = 1024 ** 3;

const sizeOf = (bytes: bigint): Size => Size.kibibytes(Number(bytes) / 1024);

const gib = (bytes: bigint, digits: number): string => (Number(bytes) / GIB).toFixed(digits);
