import { bentoServer } from './presets/bento';
import { grpcServer, GrpcServerProps } from './presets/grpc';
import { httpServer, HttpServerProps } from './presets/http';
import { LanguageServerProps } from './presets/language-server-props';
import { litServeServer } from './presets/lit-serve';
import { llamaCppServer, LlamaCppServerProps } from './presets/llama-cpp';
import { mlServer, MlServerProps } from './presets/ml-server';
import { mockServer, MockServerProps } from './presets/mock';
import { nimServer, NimServerProps } from './presets/nim';
import { BuiltServerProps } from './presets/preset-props';
import { rayServeServer, RayServeServerProps } from './presets/ray-serve';
import { sglangServer } from './presets/sglang';
import { textEmbeddingsServer, TextEmbeddingsServerProps } from './presets/text-embeddings';
import { tfServingServer, TfServingServerProps } from './presets/tf-serving';
import { tritonServer, TritonServerProps } from './presets/triton';
import { vllmServer } from './presets/vllm';
import { ServerFacts } from './server-facts';
import { checkPort, checkSeconds, checkSize, checkWhole } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { checkImage } from '../border/image';
import { checkMountPath, checkRequestPath } from '../border/paths';
import { Problems } from '../border/problems';

/**
 * The program that answers requests with a model: its image, ports, health, times and traps.
 *
 * @example ModelServer.http({ image: 'myrepo/ml-inference:v1.2.0', livenessPath: '/health', loadTime: Duration.seconds(20) })
 */
export class ModelServer {
  /** Any server that speaks HTTP: FastAPI, Flask, your own. */
  public static http(props: HttpServerProps): ModelServer {
    checkCall('ModelServer.http', [props]);
    return new ModelServer(httpServer(props));
  }

  /** Any server that speaks gRPC and answers the gRPC health service. */
  public static grpc(props: GrpcServerProps): ModelServer {
    checkCall('ModelServer.grpc', [props]);
    return new ModelServer(grpcServer(props));
  }

  /** Fixed JSON answers by nginx; needs no model, runs on kind as it is. */
  public static mock(props: MockServerProps = {}): ModelServer {
    checkCall('ModelServer.mock', [props]);
    return new ModelServer(mockServer(props));
  }

  /**
   * vLLM, 0.18 or newer: language models on accelerators. Its own image, `vllm/vllm-openai:v0.26.0`, is for NVIDIA cards.
   * @see https://docs.vllm.ai
   */
  public static vllm(props: LanguageServerProps): ModelServer {
    checkCall('ModelServer.vllm', [props]);
    return new ModelServer(vllmServer(props));
  }

  /**
   * SGLang: language models on accelerators. Its own image, `lmsysorg/sglang:v0.5.18`, is for NVIDIA cards.
   * @see https://docs.sglang.io
   */
  public static sglang(props: LanguageServerProps): ModelServer {
    checkCall('ModelServer.sglang', [props]);
    return new ModelServer(sglangServer(props));
  }

  /**
   * NVIDIA Triton: models of many frameworks, with accelerators or without. Its own image is `nvcr.io/nvidia/tritonserver:26.07-py3`.
   * @see https://docs.nvidia.com/deeplearning/triton-inference-server/user-guide/docs/
   */
  public static triton(props: TritonServerProps): ModelServer {
    checkCall('ModelServer.triton', [props]);
    return new ModelServer(tritonServer(props));
  }

  /**
   * Hugging Face's text-embeddings-inference. Its own image, `ghcr.io/huggingface/text-embeddings-inference:cpu-1.9.3`, is for processors; for cards give that of the card.
   * @see https://huggingface.co/docs/text-embeddings-inference
   */
  public static textEmbeddings(props: TextEmbeddingsServerProps): ModelServer {
    checkCall('ModelServer.textEmbeddings', [props]);
    return new ModelServer(textEmbeddingsServer(props));
  }

  /**
   * The server of llama.cpp: language models in GGUF files. Its own image, `ghcr.io/ggml-org/llama.cpp:server-b11206`, is for processors.
   * @see https://github.com/ggml-org/llama.cpp/tree/master/tools/server
   */
  public static llamaCpp(props: LlamaCppServerProps): ModelServer {
    checkCall('ModelServer.llamaCpp', [props]);
    return new ModelServer(llamaCppServer(props));
  }

  /**
   * TensorFlow Serving, by REST. Its own image, `tensorflow/serving:2.19.1`, is for processors.
   * @see https://www.tensorflow.org/tfx/guide/serving
   */
  public static tfServing(props: TfServingServerProps = {}): ModelServer {
    checkCall('ModelServer.tfServing', [props]);
    return new ModelServer(tfServingServer(props));
  }

  /**
   * Seldon's MLServer: scikit-learn, XGBoost, MLflow and others. Its own image is `seldonio/mlserver:1.7.0`.
   * @see https://mlserver.readthedocs.io
   */
  public static mlServer(props: MlServerProps = {}): ModelServer {
    checkCall('ModelServer.mlServer', [props]);
    return new ModelServer(mlServer(props));
  }

  /**
   * A BentoML service, in the image that `bentoml containerize` makes.
   * @see https://docs.bentoml.com
   */
  public static bento(props: BuiltServerProps): ModelServer {
    checkCall('ModelServer.bento', [props]);
    return new ModelServer(bentoServer(props));
  }

  /**
   * A program with LitServe.
   * @see https://lightning.ai/docs/litserve
   */
  public static litServe(props: BuiltServerProps): ModelServer {
    checkCall('ModelServer.litServe', [props]);
    return new ModelServer(litServeServer(props));
  }

  /**
   * NVIDIA NIM for language models: an image for each model.
   * @see https://docs.nvidia.com/nim/large-language-models/latest/
   */
  public static nim(props: NimServerProps): ModelServer {
    checkCall('ModelServer.nim', [props]);
    return new ModelServer(nimServer(props));
  }

  /**
   * An application of Ray Serve, a Ray cluster of one node in each pod.
   * @see https://docs.ray.io/en/latest/serve/
   */
  public static rayServe(props: RayServeServerProps): ModelServer {
    checkCall('ModelServer.rayServe', [props]);
    return new ModelServer(rayServeServer(props));
  }

  private constructor(/** @internal */ public readonly _facts: ServerFacts) {}

  /** The image it runs. */
  public get image(): string {
    return this._facts.image;
  }

  /** The port it listens on. */
  public get port(): number {
    return this._facts.port;
  }

  /** Records what is wrong with it. @param facts it in the workload that it runs in @internal */
  public _check(problems: Problems, property: string, facts: ServerFacts): void {
    checkImage(problems, `${property}.image`, facts.image);
    checkPort(problems, `${property}.port`, facts.port);
    checkPort(problems, `${property}.metricsPort`, facts.metrics?.port);
    checkSeconds(problems, `${property}.loadTime`, facts.loadTime, 1);
    checkSeconds(problems, `${property}.longestRequest`, facts.longestRequest, 1);
    checkSize(problems, `${property}.imageSize`, facts.imageSize);
    checkSize(problems, `${property}.sharedMemory`, facts.sharedMemory);
    if (facts.cudaVersion !== undefined && !/^\d+\.\d+(\.\d+)?$/.test(facts.cudaVersion)) {
      problems.add(`${property}.cudaVersion`, 'a version of CUDA like 12.8', facts.cudaVersion, 'take it from the image, where CUDA_VERSION says it');
    }
    checkWhole(problems, `${property}.uid`, facts.uid, 1, undefined, 'run it as a user that is not root');
    checkWhole(problems, `${property}.gid`, facts.gid, 0);
    facts.readiness._check(problems, `${property}.readiness`, 'readiness', `${property}.readinessPath`);
    facts.liveness._check(problems, `${property}.liveness`, 'liveness', `${property}.livenessPath`);
    for (const writable of facts.writablePaths) {
      checkMountPath(problems, `${property}.writablePaths`, writable.path, '/tmp');
      checkSize(problems, `${property}.writablePaths`, writable.size);
    }
    if (facts.metrics) {
      checkRequestPath(problems, `${property}.metricsPath`, facts.metrics.path);
    }
    facts.faults.forEach((fault) => problems.say(fault));
  }
}
