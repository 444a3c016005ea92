import { Duration, Size } from 'cdk8s';
import { generationFaults, generationOf, parallelism } from './language-server';
import { LanguageServerProps } from './language-server-props';
import { LOADS } from './loads';
import { modelMemory, vllmSteps } from './model-memory';
import { modelPath, modelSource } from './model-source';
import { imageFaults, presetFacts } from './preset';
import { KvCacheType } from '../../model/memory-fit-props';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';

/** https://hub.docker.com/r/vllm/vllm-openai/tags: CUDA; it has a user `vllm` (2000) since https://github.com/vllm-project/vllm/pull/40275 */
const IMAGE = 'vllm/vllm-openai:v0.26.0';
const PORT = 8000;

/**
 * Facts of vLLM, 0.18 or newer.
 *
 * - Its API is there once the model is loaded, and `/v1/models` answers from then on; `/health` asks whether the engine lives, and stays 200 where a GPU is dead
 *   (https://github.com/vllm-project/vllm/issues/36960).
 * - Told to stop, it breaks off every request unless `--shutdown-timeout` says how long to wait (https://github.com/vllm-project/vllm/issues/24885,
 *   https://docs.vllm.ai/en/v0.18.0/cli/serve/): it gets the longest request.
 * - PyTorch asks for the name of the user, and a user id that the image does not know ends the start with a KeyError
 *   (https://github.com/vllm-project/vllm/issues/44548): hence the image's own user, and `USER` for images without it.
 * - Its gauges carry `model_name` and `engine`, not `model` (https://github.com/vllm-project/vllm/blob/main/vllm/v1/metrics/loggers.py).
 * - Its processes share tensors by /dev/shm, 2 GiB in https://github.com/vllm-project/vllm/blob/main/docs/deployment/k8s.md.
 * - Ten minutes to start (1.5 × 400 s) and a minute for the longest request are what the Gateway API Inference Extension grants and derives in
 *   https://github.com/kubernetes-sigs/gateway-api-inference-extension/blob/main/config/manifests/vllm/gpu-deployment.yaml; its image has 12 GB
 *   (https://github.com/vllm-project/vllm/issues/27154).
 */
export function vllmServer(props: LanguageServerProps): ServerFacts {
  const port = props.port ?? PORT;
  const generation = generationOf(props);
  const source = modelSource('modelPath', props.modelPath, props.cacheSize);
  return presetFacts(props, {
    kind: 'vllm',
    image: props.image ?? IMAGE,
    port,
    readiness: Probe.httpGet('/v1/models'),
    liveness: Probe.httpGet('/health'),
    loadTime: Duration.seconds(400),
    longestRequest: Duration.seconds(60),
    imageSize: Size.gibibytes(12),
    command: ['vllm', 'serve'],
    env: { USER: 'vllm', ...source.env },
    // its home: kernels that it compiles for the card
    writablePaths: [{ path: '/tmp', size: Size.gibibytes(4) }, ...source.writablePaths],
    sharedMemory: Size.gibibytes(2),
    uid: 2000,
    metrics: { path: '/metrics' },
    load: LOADS.vllm,
    generation,
    faults: [...source.faults, ...generationFaults(props)],
    launch: (terms) => {
      const { tensor, pipeline, faults } = parallelism(props, terms);
      const model = modelPath('modelPath', props.modelPath, terms);
      const memory = modelMemory(props, terms, { stepsOn: vllmSteps, overheadBeside: false });
      return {
        ...memory,
        args: [
          model.path,
          '--host=0.0.0.0',
          `--port=${port}`,
          `--served-model-name=${props.servedName ?? terms.model}`,
          ...(terms.gpus > 0 ? [`--tensor-parallel-size=${tensor}`, `--gpu-memory-utilization=${generation.gpuMemoryUtilization}`] : []),
          ...(pipeline > 1 ? [`--pipeline-parallel-size=${pipeline}`] : []),
          ...(props.contextLength === undefined ? [] : [`--max-model-len=${props.contextLength}`]),
          ...(props.kvCacheType === undefined || props.kvCacheType === KvCacheType.AUTO ? [] : [`--kv-cache-dtype=${props.kvCacheType}`]),
          ...(props.maxSequences === undefined ? [] : [`--max-num-seqs=${props.maxSequences}`]),
          `--shutdown-timeout=${terms.longestRequest}`,
          '--disable-uvicorn-access-log',
        ],
        faults: [...faults, ...model.faults, ...memory.faults, ...imageFaults(props.image, IMAGE, 'nvidia', terms, 'one that is built for it, or set placement.gpus and a pool of NVIDIA cards')],
      };
    },
  });
}
