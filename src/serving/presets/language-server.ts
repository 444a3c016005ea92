import { LanguageServerProps } from './language-server-props';
import { countFaults, textFaults } from './preset';
import { show } from '../../border/problems';
import { GenerationFacts, LaunchTerms } from '../server-facts';

/** What the model is asked to hold at once. */
export function generationOf(props: LanguageServerProps): GenerationFacts {
  return {
    contextLength: props.contextLength,
    minConcurrency: props.minConcurrency ?? 1,
    tensorParallel: props.tensorParallel,
    gpuMemoryUtilization: props.gpuMemoryUtilization ?? 0.9,
  };
}

/** What is wrong with the props that do not depend on the workload. */
export function generationFaults(props: LanguageServerProps): string[] {
  const share = props.gpuMemoryUtilization;
  return [
    ...textFaults('servedName', props.servedName, /^\S+$/, 'a name without spaces', 'write it as clients do, for example "llama-3.1-8b"'),
    ...countFaults('contextLength', props.contextLength),
    ...countFaults('minConcurrency', props.minConcurrency),
    ...countFaults('tensorParallel', props.tensorParallel),
    ...countFaults('maxSequences', props.maxSequences),
    ...(share === undefined || (share > 0 && share <= 1) ? [] : [`'server.gpuMemoryUtilization' must be above 0 and at most 1, got ${show(share)}; give for example 0.9`]),
  ];
}

/** How the model is dealt out to the cards of a pod. */
export interface Parallelism {
  readonly tensor: number;
  readonly pipeline: number;
  readonly faults: string[];
}

/** All cards of a pod compute: what each layer is not split over holds other layers. */
export function parallelism({ tensorParallel }: LanguageServerProps, { gpus }: LaunchTerms): Parallelism {
  const tensor = tensorParallel ?? Math.max(1, gpus);
  if (gpus === 0 || gpus % tensor === 0) {
    return { tensor, pipeline: gpus === 0 ? 1 : gpus / tensor, faults: [] };
  }
  const fault = tensor > gpus
    ? `'server.tensorParallel' must be at most the ${gpus} accelerators of the placement, got ${tensor}; lower it, or raise placement.gpus`
    : `'server.tensorParallel' must divide the ${gpus} accelerators of the placement, got ${tensor}; the rest would idle`;
  return { tensor, pipeline: 1, faults: [fault] };
}
