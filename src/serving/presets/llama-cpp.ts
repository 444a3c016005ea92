import { Duration, Size } from 'cdk8s';
import { LOADS } from './loads';
import { HUB_CACHE, modelPath, modelSource } from './model-source';
import { countFaults, imageFaults, presetFacts, textFaults } from './preset';
import { PublishedServerProps } from './preset-props';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';

/** The server of llama.cpp. */
export interface LlamaCppServerProps extends PublishedServerProps {
  /** Where the model is: a GGUF file of the container (of the service's artifact: `/mnt/models/model.gguf`), or a repository of the Hugging Face Hub with or without its quantization (`ggml-org/gemma-3-4b-it-GGUF:Q4_K_M`), which has to be reached. */
  readonly modelPath: string;
  /**
   * The name by which clients call the model.
   * @default - the model of the release
   */
  readonly servedName?: string;
  /**
   * Room for the model's files where the server downloads them.
   * @default - none for a file; a repository of the Hub has to be given it
   */
  readonly cacheSize?: Size;
  /**
   * Sequences that it computes at once. Each keeps `contextLength` tokens.
   * @default - the server's own, 4 that share one context
   */
  readonly parallel?: number;
  /**
   * The most tokens of one sequence, prompt and answer together.
   * @default - what the model's file says
   */
  readonly contextLength?: number;
}

/** https://github.com/ggml-org/llama.cpp/blob/master/docs/docker.md: for processors; each build is a tag. */
const REPOSITORY = 'ghcr.io/ggml-org/llama.cpp';
const IMAGE = `${REPOSITORY}:server-b11206`;
const PORT = 8080;

/**
 * Facts of llama.cpp's server.
 *
 * - It listens on 127.0.0.1, and its default port has moved (https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md): both are always said.
 * - It listens while it loads; `/health` is 503 until the model is there, and is answered beside what is computed.
 * - Told to stop, it ends its loop at once (https://github.com/ggml-org/llama.cpp/blob/master/tools/server/server.cpp): the longest request has to end before.
 * - Metrics have to be asked for, `--metrics`; what waits for a slot is `requests_deferred`.
 * - It starts a thread for each core of the node: it gets the container's.
 * - The context that it is given is that of all slots together.
 */
export function llamaCppServer(props: LlamaCppServerProps): ServerFacts {
  const port = props.port ?? PORT;
  const { contextLength, parallel } = props;
  const source = modelSource('modelPath', props.modelPath, props.cacheSize, false);
  return presetFacts(props, {
    kind: 'llamaCpp',
    image: props.image ?? IMAGE,
    port,
    readiness: Probe.httpGet('/health'),
    liveness: Probe.httpGet('/health'),
    loadTime: Duration.seconds(120),
    longestRequest: Duration.seconds(60),
    endsAtOnce: true,
    env: source.env.HF_HOME ? { ...source.env, LLAMA_CACHE: HUB_CACHE } : {},
    writablePaths: [{ path: '/tmp' }, ...source.writablePaths],
    metrics: { path: '/metrics' },
    load: LOADS.llamaCpp,
    faults: [
      ...source.faults,
      ...countFaults('parallel', parallel),
      ...countFaults('contextLength', contextLength),
      ...textFaults('servedName', props.servedName, /^[^\s,]+$/, 'a name without spaces and commas', 'write it as clients do, for example "gemma-3-4b"'),
    ],
    // its parser takes a flag and its value as two arguments only
    launch: ({ threads, ...terms }) => ({
      args: [
        ...(props.modelPath.startsWith('/') ? ['--model', props.modelPath] : ['--hf-repo', props.modelPath]),
        '--host', '0.0.0.0',
        '--port', `${port}`,
        '--metrics',
        '--alias', props.servedName ?? terms.model,
        ...(threads === undefined ? [] : ['--threads', `${threads}`]),
        ...(parallel === undefined ? [] : ['--parallel', `${parallel}`]),
        ...(contextLength === undefined ? [] : ['--ctx-size', `${contextLength * (parallel ?? 1)}`]),
        ...(terms.gpus > 0 ? ['--n-gpu-layers', '999'] : []),
      ],
      faults: [
        ...modelPath('modelPath', props.modelPath, terms).faults,
        ...imageFaults(props.image, IMAGE, 'cpu', terms, `that of the card, for example ${REPOSITORY}:server-cuda-b11206`),
      ],
    }),
  });
}
