import { Duration, Size } from 'cdk8s';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { Cluster } from '../../../src/cluster/cluster';
import { NodePool } from '../../../src/cluster/node-pool';
import { ImagePullPolicy } from '../../../src/pod/image-pull-policy';
import { Placement } from '../../../src/pod/placement/placement';
import { Resources } from '../../../src/pod/resources/resources';
import { Exposure } from '../../../src/serving/exposure';
import { ModelServer } from '../../../src/serving/model-server';
import { OnlineInferenceProps } from '../../../src/serving/online-inference-props';
import { LanguageServerProps } from '../../../src/serving/presets/language-server-props';
import { chat, containerOf, one, podOf, prod, refused } from '../service';

const cards = { accelerator: Accelerator.NVIDIA_H100, perNode: 8, cpu: Cpu.units(96), memory: Size.gibibytes(1000), maxNodes: 4, labels: { pool: 'h100' } };
const cluster = Cluster.of('prod', { pools: [NodePool.gpu('h100', cards)] });
const big = Resources.guaranteed({ cpu: Cpu.units(8), memory: Size.gibibytes(200) });
const on = (gpus: number): Partial<OnlineInferenceProps> => ({ resources: big, ...(gpus > 0 ? { placement: Placement.of({ pools: [cluster.pool('h100')], gpus }) } : {}) });
const service = (server: ModelServer, props: Partial<OnlineInferenceProps> = on(8)) => chat({ server, ...props }, prod({ cluster }));
const args = (server: ModelServer, props?: Partial<OnlineInferenceProps>): string[] => containerOf(service(server, props)).args;
const env = (server: ModelServer, props?: Partial<OnlineInferenceProps>): any =>
  Object.fromEntries(containerOf(service(server, props)).env.map(({ name, value }: any) => [name, value]));
const problems = (server: ModelServer, props: Partial<OnlineInferenceProps> = on(8)) => refused({ server, ...props }, 'chat', prod({ cluster }));
const vllm = (props: Partial<LanguageServerProps> = {}) => ModelServer.vllm({ modelPath: '/models/llama', ...props });
const sglang = (props: Partial<LanguageServerProps> = {}) => ModelServer.sglang({ modelPath: '/models/llama', ...props });

describe('a server of language models', () => {
  test('vLLM with everything', () => {
    const server = vllm({ servedName: 'chat', contextLength: 8192, tensorParallel: 4, gpuMemoryUtilization: 0.85, port: 9000, args: ['--enable-prefix-caching', '--max-num-seqs=64'] });
    expect(args(server)).toEqual([
      '/models/llama', '--host=0.0.0.0', '--port=9000', '--served-model-name=chat', '--tensor-parallel-size=4', '--gpu-memory-utilization=0.85',
      '--pipeline-parallel-size=2', '--max-model-len=8192', '--shutdown-timeout=60', '--disable-uvicorn-access-log', '--enable-prefix-caching', '--max-num-seqs=64',
    ]);
    expect(containerOf(service(server)).ports).toEqual([{ containerPort: 9000, name: 'http' }]);
  });

  test('SGLang with everything', () => {
    expect(args(sglang({ servedName: 'chat', contextLength: 8192, tensorParallel: 4, gpuMemoryUtilization: 0.85, port: 9000, args: ['--chunked-prefill-size=4096'] }))).toEqual([
      '--model-path=/models/llama', '--host=0.0.0.0', '--port=9000', '--served-model-name=chat', '--tensor-parallel-size=4', '--pipeline-parallel-size=2',
      '--mem-fraction-static=0.85', '--context-length=8192', '--enable-metrics', '--log-level-http=warning', '--chunked-prefill-size=4096',
    ]);
  });

  test('each of them, told nothing, is split over all cards of the pod, and its model called as the release calls it', () => {
    expect(args(vllm())).toEqual(expect.arrayContaining(['--tensor-parallel-size=8', '--served-model-name=sentiment']));
    expect(args(sglang())).toEqual(expect.arrayContaining(['--tensor-parallel-size=8', '--served-model-name=sentiment']));
    expect(args(vllm({ image: 'registry.example.com/vllm-cpu:v1' }), on(0)).join(' ')).not.toMatch(/parallel|gpu/);
  });

  test('the drain of the service is the server\'s', () => {
    expect(args(vllm(), { ...on(1), drain: { longestRequest: Duration.minutes(3) }, exposure: Exposure.gateway({ gateway: 'public', gatewayNamespace: 'gateways' }) })).toContain('--shutdown-timeout=180');
    expect(args(vllm({ longestRequest: Duration.minutes(2) }), on(1))).toContain('--shutdown-timeout=120');
    expect(podOf(service(vllm({ longestRequest: Duration.minutes(2) }), on(1))).terminationGracePeriodSeconds).toBe(5 + 120 + 5);
  });

  test('a name on the Hub is downloaded to a folder of its size, a folder is not asked for on the Hub, an address streams', () => {
    const hub = vllm({ modelPath: 'meta-llama/Llama-3.1-8B-Instruct', cacheSize: Size.gibibytes(20) });
    expect(env(hub)).toMatchObject({ HF_HOME: '/cache' });
    expect(env(hub).HF_HUB_OFFLINE).toBeUndefined();
    expect(podOf(service(hub)).volumes).toContainEqual({ emptyDir: { sizeLimit: '20Gi' }, name: expect.stringMatching(/^writable-/) });
    expect(env(vllm())).toMatchObject({ HF_HUB_OFFLINE: '1' });
    const streamed = env(sglang({ modelPath: 's3://models/llama' }));
    expect([streamed.HF_HOME, streamed.HF_HUB_OFFLINE]).toEqual([undefined, undefined]);
    expect(args(sglang({ modelPath: 's3://models/llama' }))).toContain('--model-path=s3://models/llama');
  });

  test('what the user puts into the environment counts', () => {
    expect(env(vllm(), { ...on(1), env: { HF_HUB_OFFLINE: '0', USER: 'me' } })).toMatchObject({ HF_HUB_OFFLINE: '0', USER: 'me' });
  });

  test('times, folders, user and image policy are the user\'s', () => {
    const server = vllm({
      loadTime: Duration.seconds(100),
      imageSize: Size.gibibytes(20),
      writablePaths: [{ path: '/scratch', size: Size.gibibytes(1) }],
      sharedMemory: Size.gibibytes(8),
      uid: 1000,
      gid: 3000,
      imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
    });
    const container = containerOf(service(server));
    expect(container.startupProbe.failureThreshold * container.startupProbe.periodSeconds).toBe(150);
    expect(container.imagePullPolicy).toBe('IfNotPresent');
    expect(container.volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(expect.arrayContaining(['/tmp', '/scratch', '/dev/shm']));
    expect(podOf(service(server)).securityContext).toMatchObject({ runAsUser: 1000, runAsGroup: 3000 });
    expect(podOf(service(server)).volumes).toContainEqual(expect.objectContaining({ emptyDir: { medium: 'Memory', sizeLimit: '8Gi' } }));
    // provisioning, 18 s for each GiB of the image, the start
    expect(one(service(server), 'Deployment').spec.progressDeadlineSeconds).toBe(300 + 18 * 20 + 150 + 1);
  });

  test('refusals', () => {
    expect(problems(vllm({ modelPath: 'meta-llama/Llama-3.1-8B-Instruct' }))).toEqual([
      "'server.cacheSize' is missing, and the server downloads 'meta-llama/Llama-3.1-8B-Instruct' itself; give the size of its files, for example Size.gibibytes(20), or the folder that has them as 'modelPath'",
    ]);
    expect(problems(vllm({
      modelPath: 'my model', cacheSize: Size.gibibytes(20), servedName: 'a b', contextLength: 0, minConcurrency: 1.5, gpuMemoryUtilization: 90, args: ['--port=1', '--tensor-parallel-size', '2', '--x'],
    }))).toEqual([
      "'server.modelPath' must be a folder or the name of a model, got \"my model\"; write for example \"/models/llama\" or \"meta-llama/Llama-3.1-8B-Instruct\"",
      "'server.servedName' must be a name without spaces, got \"a b\"; write it as clients do, for example \"llama-3.1-8b\"",
      "'server.contextLength' must be a whole number of at least 1, got 0; correct it",
      "'server.minConcurrency' must be a whole number of at least 1, got 1.5; correct it",
      "'server.gpuMemoryUtilization' must be above 0 and at most 1, got 90; give for example 0.9",
      "'server.args' must not have --port, which follows from the other properties; leave it out",
      "'server.args' must not have --tensor-parallel-size, which follows from the other properties; leave it out",
    ]);
    expect(problems(vllm({ args: ['-tp', '1', '--gpu_memory_utilization=0.5', '--enable-prefix-caching'] }))).toEqual([
      "'server.args' must not have -tp, which follows from the other properties; leave it out",
      "'server.args' must not have --gpu_memory_utilization, which follows from the other properties; leave it out",
    ]);
    expect(problems(sglang({ tensorParallel: 3 }))).toEqual(["'server.tensorParallel' must divide the 8 accelerators of the placement, got 3; the rest would idle"]);
    expect(problems(sglang({ tensorParallel: 16 }))).toEqual(["'server.tensorParallel' must be at most the 8 accelerators of the placement, got 16; lower it, or raise placement.gpus"]);
  });
});

describe('the other servers', () => {
  const cpu = { resources: Resources.burstable({ cpu: Cpu.units(2), cpuLimit: Cpu.units(4), memory: Size.gibibytes(8) }) };

  test('Triton reads its models from where they are', () => {
    expect(args(ModelServer.triton({ modelRepository: 's3://models/triton', args: ['--log-format=ISO8601'] }), cpu)).toEqual([
      'tritonserver', '--model-repository=s3://models/triton', '--http-port=8000', '--metrics-port=8002', '--exit-timeout-secs=30', '--log-format=ISO8601',
    ]);
    expect(problems(ModelServer.triton({ modelRepository: 'models' }), cpu)).toEqual([
      "'server.modelRepository' must be a folder or an address, got \"models\"; write for example \"/models\" or \"s3://models/triton\"",
    ]);
  });

  test('text-embeddings-inference takes a name on the Hub, and the cores of its limit', () => {
    const server = ModelServer.textEmbeddings({ modelPath: 'BAAI/bge-m3', cacheSize: Size.gibibytes(5) });
    expect(args(server, cpu)).toEqual(['--model-id=BAAI/bge-m3', '--hostname=0.0.0.0', '--port=8080', '--tokenization-workers=4', '--json-output']);
    expect(env(server, cpu)).toMatchObject({ HF_HOME: '/cache', HUGGINGFACE_HUB_CACHE: '/cache', RAYON_NUM_THREADS: '4' });
    expect(problems(ModelServer.textEmbeddings({ modelPath: 's3://models/bge', cacheSize: Size.gibibytes(1) }), cpu)).toEqual([
      "'server.modelPath' must be a folder or the name of a model, got \"s3://models/bge\"; write for example \"/models/llama\" or \"meta-llama/Llama-3.1-8B-Instruct\"",
    ]);
  });

  test('llama.cpp takes a repository with its quantization; the context of all slots is that of one times their number', () => {
    const server = ModelServer.llamaCpp({ modelPath: 'ggml-org/gemma-3-4b-it-GGUF:Q4_K_M', cacheSize: Size.gibibytes(4), servedName: 'gemma', contextLength: 4096, args: ['--no-webui'] });
    expect(args(server, cpu)).toEqual([
      '--hf-repo', 'ggml-org/gemma-3-4b-it-GGUF:Q4_K_M', '--host', '0.0.0.0', '--port', '8080', '--metrics', '--alias', 'gemma', '--threads', '4', '--ctx-size', '4096', '--no-webui',
    ]);
    expect(env(server, cpu)).toMatchObject({ HF_HOME: '/cache', LLAMA_CACHE: '/cache' });
    expect(args(ModelServer.llamaCpp({ modelPath: '/m.gguf', image: 'registry.example.com/llama-cuda:v1' }), on(1)).join(' ')).toContain('--n-gpu-layers 999');
    expect(problems(ModelServer.llamaCpp({ modelPath: '/m.gguf', parallel: 0, contextLength: -1, servedName: 'a,b', args: ['--metrics'] }), cpu)).toEqual([
      "'server.parallel' must be a whole number of at least 1, got 0; correct it",
      "'server.contextLength' must be a whole number of at least 1, got -1; correct it",
      "'server.servedName' must be a name without spaces and commas, got \"a,b\"; write it as clients do, for example \"gemma-3-4b\"",
      "'server.args' must not have --metrics, which follows from the other properties; leave it out",
    ]);
  });

  test('a server that breaks off what it computes sleeps for as long as the longest request, unless the user says how long', () => {
    const server = ModelServer.llamaCpp({ modelPath: '/m.gguf', longestRequest: Duration.seconds(90) });
    const drain = (props: Partial<OnlineInferenceProps>) => {
      const { containers: [container], terminationGracePeriodSeconds } = podOf(service(server, props));
      return [container.lifecycle.preStop.sleep.seconds, terminationGracePeriodSeconds];
    };
    expect(drain(cpu)).toEqual([5 + 90, 5 + 90 + 5]);
    expect(drain({ ...cpu, drain: { longestRequest: Duration.seconds(10) } })).toEqual([5 + 10, 5 + 10 + 5]);
    expect(drain({ ...cpu, drain: { preStopSleep: Duration.seconds(40) } })).toEqual([40, 45]);
    expect(problems(server, { ...cpu, drain: { gracePeriod: Duration.seconds(60) } })).toEqual([
      "'drain.gracePeriod' must be at least 100 s (95 s preStop sleep + 0 s longest request + 5 s), got \"60 s\"; lengthen it, or shorten the sleep or the longest request",
    ]);
  });

  test('TensorFlow Serving is asked for the model by its name, and has its file for metrics', () => {
    const server = ModelServer.tfServing({ modelName: 'half_plus_two', modelBasePath: 'gs://models/half', longestRequest: Duration.seconds(5) });
    expect(args(server, cpu)).toEqual([
      '--port=8500', '--rest_api_port=8501', '--rest_api_timeout_in_ms=5000', '--model_name=half_plus_two', '--model_base_path=gs://models/half',
      '--monitoring_config_file=/etc/tf-serving/monitoring.config', '--tensorflow_intra_op_parallelism=4', '--tensorflow_inter_op_parallelism=4',
    ]);
    expect(containerOf(service(server, cpu)).readinessProbe.httpGet.path).toBe('/v1/models/half_plus_two');
    expect(one(service(server, cpu), 'ConfigMap').data).toEqual({ 'monitoring.config': 'prometheus_config {\n  enable: true\n  path: "/monitoring/prometheus/metrics"\n}\n' });
    expect(problems(ModelServer.tfServing({ modelName: 'a/b', modelBasePath: 'models' }), cpu)).toEqual([
      "'server.modelName' must be a name of letters, digits, '-', '_' and '.', got \"a/b\"; write for example \"sentiment\"",
      "'server.modelBasePath' must be a folder or an address, got \"models\"; write for example \"/models/sentiment\"",
    ]);
  });

  test('MLServer is ready when its model is', () => {
    const server = ModelServer.mlServer({ modelName: 'iris', modelsPath: '/models' });
    expect(containerOf(service(server, cpu)).readinessProbe.httpGet.path).toBe('/v2/models/iris/ready');
    expect(env(server, cpu)).toMatchObject({ MLSERVER_MODELS_DIR: '/models' });
    expect(problems(ModelServer.mlServer({ modelName: 'a b', modelsPath: 'models' }), cpu).slice(-2)).toEqual([
      "'server.modelName' must be a name of letters, digits, '-', '_' and '.', got \"a b\"; copy it from model-settings.json",
      "'server.modelsPath' must be a folder of the container, got \"models\"; write for example \"/mnt/models\"",
    ]);
  });

  test('a server that is given no arguments has those of its image, until the user gives others', () => {
    for (const server of [ModelServer.mlServer(), ModelServer.litServe({ image: 'registry.example.com/lit:v1' })]) {
      expect(containerOf(service(server, cpu))).not.toHaveProperty('args');
    }
    expect(args(ModelServer.mlServer({ args: ['mlserver', 'start', '/models'] }), cpu)).toEqual(['mlserver', 'start', '/models']);
    expect(args(ModelServer.bento({ image: 'registry.example.com/bento:v1', args: ['serve', '--timeout=60'] }), cpu)).toEqual(['serve', '--timeout=60']);
  });

  test('Ray Serve is told of its application by a file', () => {
    const server = ModelServer.rayServe({ image: 'registry.example.com/ray:v1', importPath: 'app.main:application', readinessPath: '/ready', port: 9000 });
    expect(one(service(server, cpu), 'ConfigMap').data['serve.yaml']).toBe([
      'proxy_location: EveryNode', 'http_options:', '  host: 0.0.0.0', '  port: 9000', 'logging_config:', '  enable_access_log: false',
      'applications:', '  - name: default', '    route_prefix: /', '    import_path: app.main:application', '',
    ].join('\n'));
    const { readinessProbe, livenessProbe } = containerOf(service(server, cpu));
    expect([readinessProbe.httpGet.path, livenessProbe.httpGet.path]).toEqual(['/ready', '/-/healthz']);
    expect(problems(ModelServer.rayServe({ image: 'registry.example.com/ray:v1', importPath: 'app; rm', args: ['--x'] }), cpu)).toEqual([
      "'server.importPath' must be a module and an application in it, got \"app; rm\"; write for example \"app.main:application\"",
      "'server.args' must be left out, as the application is started by a file; build what it needs into the image",
    ]);
  });

  test('a gauge of one\'s own server, by its name', () => {
    const own = { image: 'registry.example.com/chat:v1', metricsPath: '/metrics' };
    expect(ModelServer.http({ ...own, queueMetric: 'requests_waiting' })._facts.load).toEqual({ queue: { name: 'requests_waiting', labels: [] }, inFlight: undefined });
    expect(problems(ModelServer.http({ ...own, inFlightMetric: 'in flight' }), cpu)).toEqual([
      "'server.inFlightMetric' must be the name of a metric, got \"in flight\"; copy it from the server's metrics",
    ]);
    expect(problems(ModelServer.grpc({ image: own.image, queueMetric: 'waiting' }), cpu)).toEqual([
      "'server.queueMetric' and 'server.inFlightMetric' are metrics, and the server has none; give 'server.metricsPath' or 'server.metricsPort'",
    ]);
  });
});
