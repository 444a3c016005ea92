import { Size } from 'cdk8s';
import { flagOf } from './flags';
import { generationFaults, generationOf, parallelism } from './language-server';
import { LanguageServerProps } from './language-server-props';
import { Problems } from '../../border/problems';
import { MemoryFit } from '../../model/memory-fit';
import { servingOf } from '../../model/memory-fit-checks';
import { KvCacheType, MemoryFitProps } from '../../model/memory-fit-props';
import { CardFacts, Launch, LaunchTerms } from '../server-facts';

type Steps = Pick<MemoryFitProps, 'maxBatchedTokens' | 'maxSequences'>;

/** How a server goes about memory. */
export interface MemoryHabits {
  /** What it computes at once on a card, where that is not as the card's memory has it. */
  readonly stepsOn: (card: CardFacts) => Steps;
  /** Its share of the card's memory is for weights and cache alone. */
  readonly overheadBeside: boolean;
}

/** An A100 is given small steps, whatever memory it has. @see https://github.com/vllm-project/vllm/pull/17885 */
export const vllmSteps = ({ name }: CardFacts): Steps => (/a100/.test(name) ? { maxBatchedTokens: 2048, maxSequences: 256 } : {});

/** It tries nothing at its start: what it takes then is what it may come to. */
export const sglangSteps = (): Steps => ({ maxBatchedTokens: 8192, maxSequences: 256 });

/** Cards that the sum was measured on, and those that are alike. */
const GPU = /^(nvidia|amd)\.com\//;

/** Any memory, where only what does not depend on it is asked. */
const ANY = Size.gibibytes(24);

/**
 * Whether the model of a server fits the cards of its pods. An error where it fits none of the pools; where it fits some, a rule that reads what pods say of
 * it has the rest to say. Pools whose memory is not known are passed.
 */
export function modelMemory(props: LanguageServerProps, terms: LaunchTerms, habits: MemoryHabits): Launch & { readonly faults: string[] } {
  const { languageModel } = props;
  const dealt = parallelism(props, terms);
  if (!languageModel || terms.gpus === 0 || dealt.faults.length > 0 || generationFaults(props).length > 0) {
    return { faults: [] };
  }
  const fitOn = (problems: Problems, gpuMemory: Size, steps: Steps) => {
    const { contextLength, minConcurrency, gpuMemoryUtilization } = generationOf(props);
    const own = { maxSequences: props.maxSequences ?? numberOf(props, '--max-num-seqs', '--max-running-requests'), maxBatchedTokens: numberOf(props, '--max-num-batched-tokens') };
    const asked = {
      gpuMemory,
      contextLength: contextLength ?? numberOf(props, '--max-model-len', '--context-length'),
      minConcurrency,
      gpuMemoryUtilization,
      kvCacheType: props.kvCacheType ?? (textOf(props, '--kv-cache-dtype')?.startsWith('fp8') ? KvCacheType.FP8 : undefined),
      tensorParallel: dealt.tensor,
      pipelineParallel: dealt.pipeline,
      maxSequences: own.maxSequences ?? steps.maxSequences,
      maxBatchedTokens: own.maxBatchedTokens ?? steps.maxBatchedTokens,
    };
    const serving = servingOf(problems, languageModel._facts, asked, (property) => nameOf(props, property));
    return problems.any ? undefined : MemoryFit._of(languageModel._facts, { ...serving, overheadBeside: habits.overheadBeside });
  };
  const problems = new Problems('');
  if (!fitOn(problems, ANY, {})) {
    return { faults: problems.all };
  }
  const { cards = [] } = terms;
  const fits = cards.filter(({ resource, bytes }) => bytes !== undefined && GPU.test(resource))
    .map((card) => ({ card, fit: fitOn(problems, Size.kibibytes(card.bytes! / 1024), habits.stepsOn(card))! }));
  const fitting = fits.find(({ fit }) => fit.fits);
  if (!fitting) {
    return { faults: fits.length < cards.length ? [] : fits.map(({ card, fit }) => `'server.languageModel' on pool '${card.pool}' (${card.name}) ${fit}`) };
  }
  return { faults: [], acceleratorMemory: fitting.fit._gpuMemory, modelMemory: `${fitting.fit}` };
}

/** What the user knows it by: cards that are not dealt out by hand are those of the placement. */
function nameOf({ tensorParallel }: LanguageServerProps, property: keyof MemoryFitProps): string {
  return property === 'pipelineParallel' || (property === 'tensorParallel' && tensorParallel === undefined) ? 'placement.gpus' : `server.${property}`;
}

/** A number that the user's own arguments give by one of these flags. */
function numberOf(props: LanguageServerProps, ...flags: string[]): number | undefined {
  const text = flags.map((flag) => textOf(props, flag)).find((value) => value !== undefined);
  return text !== undefined && /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined;
}

function textOf({ args = [] }: LanguageServerProps, flag: string): string | undefined {
  const at = args.findIndex((arg) => flagOf(arg) === flag);
  return at < 0 ? undefined : args[at].includes('=') ? args[at].slice(args[at].indexOf('=') + 1) : args[at + 1];
}
