import { Duration, Size } from 'cdk8s';
import { generationFaults, generationOf, parallelism } from './language-server';
import { LanguageServerProps } from './language-server-props';
import { LOADS } from './loads';
import { modelMemory, sglangSteps } from './model-memory';
import { modelPath, modelSource } from './model-source';
import { imageFaults, presetFacts } from './preset';
import { KvCacheType } from '../../model/memory-fit-props';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';

/** https://hub.docker.com/r/lmsysorg/sglang/tags: CUDA 13; it has no user of its own. */
const IMAGE = 'lmsysorg/sglang:v0.5.18';
const PORT = 30000;

/**
 * Facts of SGLang.
 *
 * - It listens on 127.0.0.1 and writes no metrics unless told otherwise
 *   (https://github.com/sgl-project/sglang/blob/main/docs/advanced_features/server_arguments.md).
 * - `/health` generates a token for each question unless `SGLANG_ENABLE_HEALTH_ENDPOINT_GENERATION` is false, so that a server that is busy answers late; without it
 *   the answer is 503 until the model is loaded and while the server drains, otherwise at once
 *   (https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/entrypoints/http_server.py). Told to stop, it ends what it computes first.
 * - Access logs are uvicorn's, at level info: `--log-level-http=warning`.
 * - Its processes share memory by /dev/shm, which the same page asks to be enlarged: 2 GiB, as for vLLM; so are its start, its longest request and the user's name.
 * - Its gauges are in https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/metrics/collector.py.
 */
export function sglangServer(props: LanguageServerProps): ServerFacts {
  const port = props.port ?? PORT;
  const source = modelSource('modelPath', props.modelPath, props.cacheSize);
  return presetFacts(props, {
    kind: 'sglang',
    image: props.image ?? IMAGE,
    port,
    readiness: Probe.httpGet('/health'),
    liveness: Probe.httpGet('/health'),
    loadTime: Duration.seconds(400),
    longestRequest: Duration.seconds(60),
    imageSize: Size.gibibytes(12),
    command: ['python3', '-m', 'sglang.launch_server'],
    env: { SGLANG_ENABLE_HEALTH_ENDPOINT_GENERATION: 'false', USER: 'sglang', ...source.env },
    // its home: kernels that it compiles for the card
    writablePaths: [{ path: '/tmp', size: Size.gibibytes(4) }, ...source.writablePaths],
    sharedMemory: Size.gibibytes(2),
    metrics: { path: '/metrics' },
    load: LOADS.sglang,
    generation: generationOf(props),
    faults: [...source.faults, ...generationFaults(props)],
    launch: (terms) => {
      const { tensor, pipeline, faults } = parallelism(props, terms);
      const model = modelPath('modelPath', props.modelPath, terms);
      const memory = modelMemory(props, terms, { stepsOn: sglangSteps, overheadBeside: props.gpuMemoryUtilization !== undefined });
      return {
        ...memory,
        args: [
          `--model-path=${model.path}`,
          '--host=0.0.0.0',
          `--port=${port}`,
          `--served-model-name=${props.servedName ?? terms.model}`,
          ...(terms.gpus > 0 ? [`--tensor-parallel-size=${tensor}`] : []),
          ...(pipeline > 1 ? [`--pipeline-parallel-size=${pipeline}`] : []),
          // left alone, it works the share out from the card: its own default
          ...(props.gpuMemoryUtilization === undefined ? [] : [`--mem-fraction-static=${props.gpuMemoryUtilization}`]),
          ...(props.contextLength === undefined ? [] : [`--context-length=${props.contextLength}`]),
          ...(props.kvCacheType === KvCacheType.FP8 ? ['--kv-cache-dtype=fp8_e4m3'] : []),
          ...(props.maxSequences === undefined ? [] : [`--max-running-requests=${props.maxSequences}`]),
          '--enable-metrics',
          '--log-level-http=warning',
        ],
        faults: [...faults, ...model.faults, ...memory.faults, ...imageFaults(props.image, IMAGE, 'nvidia', terms, 'one that is built for it, or set placement.gpus and a pool of NVIDIA cards')],
      };
    },
  });
}
