import { Duration, Size } from 'cdk8s';
import { ServerLoad } from './scaling/load-metric';
import { Config } from '../pod/config/config';
import { WritablePath } from '../pod/config/writable-path';
import { Probe } from '../pod/lifecycle/probe';
import { Resources } from '../pod/resources/resources';

/**
 * Everything that a workload has to know of a model server, as data. A preset is one file of `presets/` that returns one of these.
 */
export interface ServerFacts {
  /** The factory that makes it, by which messages call it. */
  readonly kind: string;
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly protocol: 'http' | 'grpc';
  readonly port: number;
  /** The questions of its probes; numbers are derived from the times. */
  readonly readiness: Probe;
  readonly liveness: Probe;
  /** From the container's start until it is ready. */
  readonly loadTime: Duration;
  readonly longestRequest: Duration;
  /** True if it breaks off what it computes when it is told to stop. */
  readonly endsAtOnce?: boolean;
  /** What its image weighs, for the time to pull it. */
  readonly imageSize: Size;
  readonly command?: string[];
  readonly args?: string[];
  /** Its environment; a variable that the user names gives way to the user's. */
  readonly env: { readonly [name: string]: string };
  readonly writablePaths: WritablePath[];
  /** What its processes share by memory (`/dev/shm`), where the 64 MiB that a container runtime gives are too little. */
  readonly sharedMemory?: Size;
  /** The version of CUDA in its image, where it is known. */
  readonly cudaVersion?: string;
  /** The memory that its model takes of each accelerator, where it is known. */
  readonly acceleratorMemory?: Size;
  /** The sum by which its model fits the accelerators, for people to read. */
  readonly modelMemory?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Where its Prometheus metrics are, if it has any. */
  readonly metrics?: { readonly port: number; readonly path: string };
  /** The metrics that say how much it has to do. */
  readonly load: ServerLoad;
  /** Whether its computing libraries are told how many cores they have. */
  readonly threadsFromCpu: boolean;
  /** Files that it needs. */
  readonly configs: Config[];
  /** What it needs, where that does not depend on the model. */
  readonly resources?: Resources;
  /** What a server of a language model is asked to hold at once. */
  readonly generation?: GenerationFacts;
  /** A further sentence of what is wrong with the preset's own props. */
  readonly faults: string[];
  /** What follows from the workload that it runs in; see `launched`. */
  readonly launch?: (terms: LaunchTerms) => Launch;
}

/** What a server of a language model holds in the memory of its cards. */
export interface GenerationFacts {
  /** Tokens of one sequence; what the model's own configuration says if left out. */
  readonly contextLength?: number;
  /** Sequences of that length that have to fit at once. */
  readonly minConcurrency: number;
  /** Cards over which each layer is split; all of the pod's if left out. */
  readonly tensorParallel?: number;
  /** The share of each card's memory that it takes. */
  readonly gpuMemoryUtilization: number;
}

/** What a server has to know of the workload that it runs in. */
export interface LaunchTerms {
  /** The model, as its release calls it. */
  readonly model: string;
  /** Accelerators of each pod. */
  readonly gpus: number;
  /** The resource by which pods ask for them: `nvidia.com/gpu`. */
  readonly accelerator?: string;
  /** What the pools of the placement have, in order of preference. */
  readonly cards?: readonly CardFacts[];
  /** Seconds that the longest request may still take once nobody sends any more: the middle term of the drain. */
  readonly longestRequest: number;
  /** The folder with the model's files, where the workload has an artifact. */
  readonly artifactPath?: string;
  /** Whole cores that the container can count on, if its resources are known. */
  readonly threads?: number;
}

/** What a pool of accelerators offers to a pod. */
export interface CardFacts {
  readonly pool: string;
  /** How the accelerator is called. */
  readonly name: string;
  readonly resource: string;
  /** Memory of one, as its own tools report it; nothing if that is not known. */
  readonly bytes?: number;
}

/** What a server makes of that. */
export interface Launch {
  readonly acceleratorMemory?: Size;
  readonly modelMemory?: string;
  readonly args?: string[];
  readonly env?: { readonly [name: string]: string };
  readonly readiness?: Probe;
  readonly faults?: string[];
}

/** The facts of a server in a workload. */
export function launched(facts: ServerFacts, terms: LaunchTerms): ServerFacts {
  if (!facts.launch) {
    return facts;
  }
  const { args, env, readiness, acceleratorMemory = facts.acceleratorMemory, modelMemory, faults = [] } = facts.launch(terms);
  return {
    ...facts,
    acceleratorMemory,
    modelMemory,
    args: args ?? facts.args,
    env: { ...facts.env, ...env },
    readiness: readiness ?? facts.readiness,
    faults: [...facts.faults, ...faults],
  };
}
