import { Size } from 'cdk8s';
import { ModelServer } from '../../../src/serving/model-server';

/** What a preset has to be, read in the project's own files and not in ours. */
export interface Expected {
  /** Where it was read. */
  readonly read: readonly string[];
  readonly server: ModelServer;
  /** The same server, told no more than it has to be, with an image of the user's. */
  readonly own: (image: string) => ModelServer;
  /** Accelerators of each pod in the tests of this table. */
  readonly gpus: number;
  readonly image: string;
  readonly port: number;
  readonly readiness: string;
  readonly liveness: string;
  /** None if the server has no metrics. */
  readonly metrics?: { readonly port: number; readonly path: string };
  readonly queue?: string;
  readonly inFlight?: string;
  /** Labels of the server's own on those series. */
  readonly labels?: readonly string[];
  readonly uid: number;
  /** The seconds that peers grant it to start, at the least. */
  readonly startup: number;
  readonly sharedMemory?: string;
  /** What only a reader of its traps writes: pieces of its command line. */
  readonly says: readonly string[];
  readonly env: { readonly [name: string]: string };
  /** Folders that it writes to, with their bounds. */
  readonly writes: { readonly [path: string]: string };
  /** preStop sleep and grace period, in seconds, inside the cluster. */
  readonly drain: readonly [number, number];
}

const path = '/models/llama';
const built = 'registry.example.com/server:v1.4.0';

/** Every preset of a project's server. The model of the release is `llama-3.1-8b`, a container has two cores. */
export const SERVERS: { readonly [kind: string]: Expected } = {
  vllm: {
    read: [
      'https://github.com/vllm-project/vllm/blob/main/vllm/v1/metrics/loggers.py (names and labels)',
      'https://docs.vllm.ai/en/v0.18.0/cli/serve/ (--shutdown-timeout, 0 = abort)',
      'https://github.com/vllm-project/vllm/issues/44548 (a user without a name)',
      'https://github.com/vllm-project/vllm/pull/40275 (user vllm, 2000)',
      'https://github.com/vllm-project/vllm/blob/main/docs/deployment/k8s.md (shared memory)',
      'https://github.com/kubernetes-sigs/gateway-api-inference-extension/blob/main/config/manifests/vllm/gpu-deployment.yaml (600 s to start, 55 s for a request)',
    ],
    server: ModelServer.vllm({ modelPath: path }),
    own: (image) => ModelServer.vllm({ modelPath: path, image }),
    gpus: 2,
    image: 'vllm/vllm-openai:v0.26.0',
    port: 8000,
    readiness: '/v1/models',
    liveness: '/health',
    metrics: { port: 8000, path: '/metrics' },
    queue: 'vllm:num_requests_waiting',
    inFlight: 'vllm:num_requests_running',
    labels: ['model_name', 'engine'],
    uid: 2000,
    startup: 600,
    sharedMemory: '2Gi',
    says: ['vllm serve /models/llama', '--host=0.0.0.0', '--port=8000', '--served-model-name=llama-3.1-8b', '--tensor-parallel-size=2', '--gpu-memory-utilization=0.9', '--shutdown-timeout=60', '--disable-uvicorn-access-log'],
    env: { USER: 'vllm', HOME: '/tmp', HF_HUB_OFFLINE: '1' },
    writes: { '/tmp': '4Gi' },
    drain: [5, 70],
  },
  sglang: {
    read: [
      'https://github.com/sgl-project/sglang/blob/main/docs/advanced_features/server_arguments.md (127.0.0.1, 30000, --enable-metrics, /dev/shm)',
      'https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/entrypoints/http_server.py (/health generates a token unless told not to)',
      'https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/metrics/collector.py (names and labels)',
    ],
    server: ModelServer.sglang({ modelPath: path }),
    own: (image) => ModelServer.sglang({ modelPath: path, image }),
    gpus: 2,
    image: 'lmsysorg/sglang:v0.5.18',
    port: 30000,
    readiness: '/health',
    liveness: '/health',
    metrics: { port: 30000, path: '/metrics' },
    queue: 'sglang:num_queue_reqs',
    inFlight: 'sglang:num_running_reqs',
    labels: ['model_name'],
    uid: 65532,
    startup: 600,
    sharedMemory: '2Gi',
    says: ['python3 -m sglang.launch_server', '--model-path=/models/llama', '--host=0.0.0.0', '--port=30000', '--served-model-name=llama-3.1-8b', '--tensor-parallel-size=2', '--enable-metrics', '--log-level-http=warning'],
    env: { USER: 'sglang', HOME: '/tmp', SGLANG_ENABLE_HEALTH_ENDPOINT_GENERATION: 'false' },
    writes: { '/tmp': '4Gi' },
    drain: [5, 70],
  },
  triton: {
    read: [
      'https://github.com/triton-inference-server/server/blob/main/src/command_line_parser.h (8000, 8002, exit-timeout 30 s, strict readiness)',
      'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md#pending-request-count-queue-size-per-model',
      'https://github.com/triton-inference-server/server/tree/main/deploy/k8s-onprem (user 1000, /models, 300 s to start)',
    ],
    server: ModelServer.triton({}),
    own: (image) => ModelServer.triton({ image }),
    gpus: 1,
    image: 'nvcr.io/nvidia/tritonserver:26.07-py3',
    port: 8000,
    readiness: '/v2/health/ready',
    liveness: '/v2/health/live',
    metrics: { port: 8002, path: '/metrics' },
    queue: 'nv_inference_pending_request_count',
    labels: ['model', 'version'],
    uid: 1000,
    startup: 300,
    sharedMemory: '1Gi',
    says: ['tritonserver --model-repository=/models', '--http-port=8000', '--metrics-port=8002', '--exit-timeout-secs=30'],
    env: { HOME: '/tmp' },
    writes: { '/tmp': '1Gi' },
    drain: [5, 40],
  },
  textEmbeddings: {
    read: [
      'https://github.com/huggingface/text-embeddings-inference/blob/main/router/src/main.rs (--port, --hostname, --tokenization-workers)',
      'https://github.com/huggingface/text-embeddings-inference/blob/main/router/src/http/server.rs (/health, /info, /metrics)',
      'https://github.com/huggingface/text-embeddings-inference/blob/main/core/src/queue.rs (te_queue_size)',
      'https://github.com/huggingface/text-embeddings-inference/blob/main/Dockerfile (port 80, RAYON_NUM_THREADS=8)',
      'https://github.com/huggingface/text-embeddings-inference/blob/main/router/src/logging.rs (LOG_LEVEL)',
    ],
    server: ModelServer.textEmbeddings({ modelPath: '/models/bge' }),
    own: (image) => ModelServer.textEmbeddings({ modelPath: '/models/bge', image }),
    gpus: 0,
    image: 'ghcr.io/huggingface/text-embeddings-inference:cpu-1.9.3',
    // below 1024 a user other than root may not listen on every node
    port: 8080,
    readiness: '/health',
    liveness: '/info',
    metrics: { port: 8080, path: '/metrics' },
    queue: 'te_queue_size',
    labels: [],
    uid: 65532,
    startup: 60,
    says: ['--model-id=/models/bge', '--hostname=0.0.0.0', '--port=8080', '--tokenization-workers=2', '--json-output'],
    env: { HOME: '/tmp', LOG_LEVEL: 'warn', RAYON_NUM_THREADS: '2', OMP_NUM_THREADS: '2' },
    writes: { '/tmp': '64Mi' },
    drain: [5, 40],
  },
  llamaCpp: {
    read: [
      'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (127.0.0.1, default port 9931, --metrics, requests_deferred)',
      'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/server.cpp (503 while loading; SIGTERM ends the loop)',
      'https://github.com/ggml-org/llama.cpp/blob/master/docs/docker.md (images)',
    ],
    server: ModelServer.llamaCpp({ modelPath: '/models/llama.gguf', contextLength: 8192, parallel: 4 }),
    own: (image) => ModelServer.llamaCpp({ modelPath: '/models/llama.gguf', image }),
    gpus: 0,
    image: 'ghcr.io/ggml-org/llama.cpp:server-b11206',
    port: 8080,
    readiness: '/health',
    liveness: '/health',
    metrics: { port: 8080, path: '/metrics' },
    queue: 'llamacpp:requests_deferred',
    inFlight: 'llamacpp:requests_processing',
    labels: [],
    uid: 65532,
    startup: 120,
    says: ['--model /models/llama.gguf', '--host 0.0.0.0', '--port 8080', '--metrics', '--alias llama-3.1-8b', '--threads 2', '--parallel 4', '--ctx-size 32768'],
    env: { HOME: '/tmp' },
    writes: { '/tmp': '64Mi' },
    // it breaks off what it computes, so requests end during the sleep
    drain: [65, 70],
  },
  tfServing: {
    read: [
      'https://github.com/tensorflow/serving/blob/master/tensorflow_serving/model_servers/main.cc (8500, 8501, 30 s, no handler of SIGTERM)',
      'https://github.com/tensorflow/serving/blob/master/tensorflow_serving/util/prometheus_exporter.cc (/monitoring/prometheus/metrics)',
    ],
    server: ModelServer.tfServing(),
    own: (image) => ModelServer.tfServing({ image }),
    gpus: 0,
    image: 'tensorflow/serving:2.19.1',
    port: 8501,
    readiness: '/v1/models/llama-3.1-8b',
    liveness: 'tcp',
    metrics: { port: 8501, path: '/monitoring/prometheus/metrics' },
    uid: 65532,
    startup: 60,
    says: [
      'tensorflow_model_server --port=8500 --rest_api_port=8501', '--rest_api_timeout_in_ms=30000', '--model_name=llama-3.1-8b', '--model_base_path=/models/llama-3.1-8b',
      '--monitoring_config_file=/etc/tf-serving/monitoring.config', '--tensorflow_intra_op_parallelism=2 --tensorflow_inter_op_parallelism=2',
    ],
    env: { HOME: '/tmp' },
    writes: { '/tmp': '64Mi' },
    drain: [5, 40],
  },
  mlServer: {
    read: [
      'https://github.com/SeldonIO/MLServer/blob/master/mlserver/settings.py (8080, 8082, folders below the working directory)',
      'https://github.com/SeldonIO/MLServer/issues/2056 (ready without a model)',
      'https://github.com/SeldonIO/MLServer/blob/master/docs/user-guide/metrics.md and mlserver/metrics/context.py (queues are histograms)',
      'https://github.com/SeldonIO/MLServer/blob/master/Dockerfile (user 1000, MLSERVER_MODELS_DIR)',
    ],
    server: ModelServer.mlServer(),
    own: (image) => ModelServer.mlServer({ image }),
    gpus: 0,
    image: 'seldonio/mlserver:1.7.0',
    port: 8080,
    readiness: '/v2/models/llama-3.1-8b/ready',
    liveness: '/v2/health/live',
    metrics: { port: 8082, path: '/metrics' },
    inFlight: 'rest_server_requests_in_progress',
    labels: ['method', 'app_name'],
    uid: 1000,
    startup: 60,
    says: [],
    env: { HOME: '/tmp', MLSERVER_MODELS_DIR: '/mnt/models', MLSERVER_HTTP_PORT: '8080', MLSERVER_METRICS_DIR: '/tmp/metrics', MLSERVER_ENVIRONMENTS_DIR: '/tmp/environments', OMP_NUM_THREADS: '2' },
    writes: { '/tmp': '1Gi' },
    drain: [5, 40],
  },
  bento: {
    read: ['https://github.com/bentoml/BentoML/blob/main/src/bentoml/_internal/configuration/v2/default_configuration.yaml', 'https://github.com/bentoml/BentoML/issues/3207 (metrics by files in BENTOML_HOME)'],
    server: ModelServer.bento({ image: built }),
    own: (image) => ModelServer.bento({ image }),
    gpus: 0,
    image: built,
    port: 3000,
    readiness: '/readyz',
    liveness: '/livez',
    metrics: { port: 3000, path: '/metrics' },
    inFlight: 'bentoml_service_request_in_progress',
    labels: ['endpoint', 'service_name', 'service_version', 'runner_name'],
    uid: 1034,
    startup: 60,
    says: [],
    env: { HOME: '/tmp', BENTOML_HOME: '/tmp/bentoml', BENTOML_PORT: '3000', OMP_NUM_THREADS: '2' },
    writes: { '/tmp': '256Mi' },
    drain: [5, 40],
  },
  litServe: {
    read: ['https://github.com/Lightning-AI/LitServe/blob/main/src/litserve/server.py (8000, /health 503 until all workers are ready, / always)'],
    server: ModelServer.litServe({ image: built }),
    own: (image) => ModelServer.litServe({ image }),
    gpus: 0,
    image: built,
    port: 8000,
    readiness: '/health',
    liveness: '/',
    uid: 65532,
    startup: 60,
    says: [],
    env: { HOME: '/tmp', OMP_NUM_THREADS: '2' },
    writes: { '/tmp': '64Mi' },
    drain: [5, 40],
  },
  nim: {
    read: [
      'https://github.com/NVIDIA/k8s-nim-operator/blob/main/api/apps/v1alpha1/nimservice_types.go (8000, /v1/health/*, 1230 s to start)',
      'https://docs.nvidia.com/nim/large-language-models/latest/observability.html (/v1/metrics, num_requests_waiting)',
    ],
    server: ModelServer.nim({ image: 'nvcr.io/nim/meta/llama-3.1-8b-instruct:1.8.4', cacheSize: Size.gibibytes(40) }),
    own: (image) => ModelServer.nim({ image, cacheSize: Size.gibibytes(40) }),
    gpus: 1,
    image: 'nvcr.io/nim/meta/llama-3.1-8b-instruct:1.8.4',
    port: 8000,
    readiness: '/v1/health/ready',
    liveness: '/v1/health/live',
    metrics: { port: 8000, path: '/v1/metrics' },
    queue: 'num_requests_waiting',
    inFlight: 'num_requests_running',
    labels: ['model_name'],
    uid: 1000,
    startup: 1230,
    sharedMemory: '16Gi',
    says: [],
    env: { HOME: '/tmp', NIM_CACHE_PATH: '/opt/nim/.cache', NIM_SERVER_PORT: '8000', USER: 'nim' },
    writes: { '/tmp': '4Gi', '/opt/nim/.cache': '40Gi' },
    drain: [5, 70],
  },
  rayServe: {
    read: [
      'https://github.com/ray-project/kuberay/blob/master/ray-operator/controllers/ray/utils/constant.go (8000, 8080, /-/healthz)',
      'https://docs.ray.io/en/latest/serve/monitoring.html (names, --metrics-export-port)',
      'https://docs.ray.io/en/latest/serve/production-guide/config.html (http_options.host, logging_config)',
    ],
    server: ModelServer.rayServe({ image: built, importPath: 'app.main:application' }),
    own: (image) => ModelServer.rayServe({ image, importPath: 'app.main:application' }),
    gpus: 0,
    image: built,
    port: 8000,
    readiness: '/-/healthz',
    liveness: '/-/healthz',
    metrics: { port: 8080, path: '/metrics' },
    queue: 'ray_serve_deployment_queued_queries',
    inFlight: 'ray_serve_num_ongoing_http_requests',
    uid: 1000,
    startup: 120,
    sharedMemory: '2Gi',
    says: ['/bin/sh -c ray start --head', '--metrics-export-port=8080', '--num-cpus=2', 'exec serve run /etc/ray-serve/serve.yaml'],
    env: { HOME: '/tmp', RAY_USAGE_STATS_ENABLED: '0' },
    writes: { '/tmp': '4Gi' },
    drain: [35, 40],
  },
};
