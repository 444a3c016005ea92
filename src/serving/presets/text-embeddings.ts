import { Duration, Size } from 'cdk8s';
import { LOADS } from './loads';
import { HUB_CACHE, modelPath, modelSource } from './model-source';
import { imageFaults, presetFacts } from './preset';
import { PublishedServerProps } from './preset-props';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';

/** Hugging Face's text-embeddings-inference. */
export interface TextEmbeddingsServerProps extends PublishedServerProps {
  /**
   * Where the model is: a folder of the container, or the name of a model on the Hugging Face Hub, which has to be reached.
   * @default - the folder of the service's artifact
   */
  readonly modelPath?: string;
  /**
   * Room for the model's files where the server downloads them.
   * @default - none for a folder; a name on the Hub has to be given it
   */
  readonly cacheSize?: Size;
}

/** https://github.com/huggingface/text-embeddings-inference#docker-images: for processors; each generation of cards has an image, `cuda-` one for all of them. */
const REPOSITORY = 'ghcr.io/huggingface/text-embeddings-inference';
const IMAGE = `${REPOSITORY}:cpu-1.9.3`;
/** Its images listen on 80, which a user other than root may not on every node. */
const PORT = 8080;

/**
 * Facts of text-embeddings-inference.
 *
 * - `/health` asks the backend, which has loaded the model before the server listens; `/info` answers from memory whatever the backend does
 *   (https://github.com/huggingface/text-embeddings-inference/blob/main/router/src/http/server.rs). Metrics are on the same port. Told to stop, it ends what it computes.
 * - It starts a worker for each core of the node that turns texts to tokens, and its image sets `RAYON_NUM_THREADS` to 8: both get the container's cores.
 * - Each request is a line of its log at level info: `LOG_LEVEL` is warn
 *   (https://github.com/huggingface/text-embeddings-inference/blob/main/router/src/logging.rs).
 * - What waits is a gauge (https://github.com/huggingface/text-embeddings-inference/blob/main/core/src/queue.rs); what is computed is none.
 * - It is granted 90 s to start (1.5 × 60 s): its models have a gigabyte or two.
 */
export function textEmbeddingsServer(props: TextEmbeddingsServerProps): ServerFacts {
  const port = props.port ?? PORT;
  const source = modelSource('modelPath', props.modelPath, props.cacheSize, false);
  return presetFacts(props, {
    kind: 'textEmbeddings',
    image: props.image ?? IMAGE,
    port,
    readiness: Probe.httpGet('/health'),
    liveness: Probe.httpGet('/info'),
    loadTime: Duration.seconds(60),
    env: { LOG_LEVEL: 'warn', ...source.env, ...(source.env.HF_HOME ? { HUGGINGFACE_HUB_CACHE: HUB_CACHE } : {}) },
    // its home, and the socket by which it speaks with backends
    writablePaths: [{ path: '/tmp' }, ...source.writablePaths],
    metrics: { path: '/metrics' },
    load: LOADS.textEmbeddings,
    threadsFromCpu: true,
    faults: source.faults,
    launch: ({ threads, ...terms }) => ({
      args: [
        `--model-id=${modelPath('modelPath', props.modelPath, terms).path}`,
        '--hostname=0.0.0.0',
        `--port=${port}`,
        ...(threads === undefined ? [] : [`--tokenization-workers=${threads}`]),
        '--json-output',
      ],
      env: threads === undefined ? undefined : { RAYON_NUM_THREADS: `${threads}` },
      faults: [
        ...modelPath('modelPath', props.modelPath, terms).faults,
        ...imageFaults(props.image, IMAGE, 'cpu', terms, `that of the card, for example ${REPOSITORY}:cuda-1.9.3`),
      ],
    }),
  });
}
