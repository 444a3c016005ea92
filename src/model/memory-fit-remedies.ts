import { ConfigReader } from './language/config-reader';
import { Quantization, readQuantization } from './language/quantization';
import { ModelFacts } from './language/read-model';
import { LARGE_CARD, tensorParallelsOf } from './memory-fit-checks';
import { cardFor, Serving, Terms, termsOf } from './memory-fit-terms';
import { AnyMap } from '../border/maps';
import { Problems } from '../border/problems';

/** More GPUs than these in one machine are rare, and layers are not shared beyond it. */
const GPUS_OF_A_NODE = 8;

/** Beyond these nobody is advised to go. */
const GPUS_ADVISED = 64;

/** A context that is shorter than this is no remedy. */
const SHORTEST_CONTEXT = 1024;

const GIB = 1024n ** 3n;

/** The smallest changes that make a model fit with its margin, each of one kind only, in the order in which people try them: GPUs, context, precision, card. */
export function remediesFor(model: ModelFacts, serving: Serving): string[] {
  const found = [moreGpus(model, serving), shorterContext(model, serving), smallerNumbers(model, serving), largerCard(model, serving)];
  return found.filter((remedy) => remedy !== undefined);
}

const isRoomy = ({ needed, margin, usable }: Terms): boolean => needed + margin <= usable;

/** More ranks as long as they stand in one machine; then more stages, each of as many ranks as there can be. */
function moreGpus(model: ModelFacts, serving: Serving): string | undefined {
  const shares = tensorParallelsOf(model).filter((ranks) => ranks <= GPUS_OF_A_NODE || ranks === serving.tensorParallel);
  const wider = shares.filter((ranks) => ranks > serving.tensorParallel).map((tensorParallel) => ({ ...serving, tensorParallel }));
  const widest = shares[shares.length - 1];
  const stages = Math.min(Math.floor(GPUS_ADVISED / widest), model.anatomy.layers.length);
  const more = Array.from({ length: Math.max(0, stages - serving.pipelineParallel) }, (_, i) => serving.pipelineParallel + 1 + i);
  const longer = more.map((pipelineParallel) => ({ ...serving, tensorParallel: widest, pipelineParallel }));
  const found = [...wider, ...longer].find((next) => isRoomy(termsOf(model, next)));
  return found && gpusText(found);
}

function gpusText({ tensorParallel, pipelineParallel }: Serving): string {
  const how = [...tensorParallel > 1 ? [`tensorParallel ${tensorParallel}`] : [], ...pipelineParallel > 1 ? [`pipelineParallel ${pipelineParallel}`] : []];
  return `${tensorParallel * pipelineParallel} GPUs (${how.join(', ')})`;
}

function shorterContext(model: ModelFacts, serving: Serving): string | undefined {
  const fits = (kibitokens: number) => isRoomy(termsOf(model, { ...serving, contextLength: kibitokens * SHORTEST_CONTEXT }));
  let low = 0;
  let high = Math.ceil(serving.contextLength / SHORTEST_CONTEXT);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low === 0 ? undefined : `contextLength ${low * SHORTEST_CONTEXT}`;
}

function smallerNumbers(model: ModelFacts, serving: Serving): string | undefined {
  const smallCache = { ...serving, cacheBytes: 1 };
  if (serving.cacheBytes > 1 && isRoomy(termsOf(model, smallCache))) {
    return 'kvCacheType FP8';
  }
  if (model.coding.quantization) {
    return undefined;
  }
  const packings: readonly (readonly [string, AnyMap])[] = [['FP8', { quant_method: 'fp8' }], ['4 bits', { quant_method: 'awq', bits: 4 }]];
  const found = packings.find(([, config]) => isRoomy(termsOf(model, serving, { ...model.coding, quantization: packing(config) })));
  return found && `weights quantised to ${found[0]}`;
}

const packing = (config: AnyMap): Quantization | undefined => readQuantization(new ConfigReader({ quantization_config: config }, new Problems('')), true);

function largerCard(model: ModelFacts, serving: Serving): string {
  const size = gibibytesFor(model, serving);
  return `GPUs of ${Number(size) * 1024 ** 3 < LARGE_CARD ? size : gibibytesFor(model, { ...serving, ...serving.onLargeCards })} GiB`;
}

function gibibytesFor(model: ModelFacts, serving: Serving): bigint {
  const { needed, margin, overhead } = termsOf(model, serving);
  return (cardFor(serving, needed + margin, overhead) + GIB - 1n) / GIB;
}
