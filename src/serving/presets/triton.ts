import { Duration, Size } from 'cdk8s';
import { LOADS } from './loads';
import { modelPath } from './model-source';
import { presetFacts, textFaults } from './preset';
import { PublishedServerProps } from './preset-props';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';

/** NVIDIA Triton Inference Server. */
export interface TritonServerProps extends PublishedServerProps {
  /**
   * Where its model repository is: a folder of the container, or an address of object storage (`s3://…`, `gs://…`, `as://…`).
   * @default - the folder of the service's artifact; `/models` without one
   */
  readonly modelRepository?: string;
}

/** https://catalog.ngc.nvidia.com/orgs/nvidia/containers/tritonserver: runs on CUDA and without; its user `triton-server` is 1000. */
const IMAGE = 'nvcr.io/nvidia/tritonserver:26.07-py3';
const PORT = 8000;

/**
 * Facts of Triton.
 *
 * - `/v2/health/ready` means that every model is loaded (strict readiness, which is its default), `/v2/health/live` that the process answers; gRPC is on 8001, which
 *   the Service does not show.
 * - Told to stop, it waits for requests in flight up to `--exit-timeout-secs`
 *   (https://github.com/triton-inference-server/server/blob/main/src/command_line_parser.cc): it gets the longest request.
 * - What waits in its schedulers is a gauge for each model
 *   (https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md#pending-request-count-queue-size-per-model); what it computes is none.
 * - Requests are not logged (`--log-verbose` is 0).
 * - Start, user, port and paths are those of https://github.com/triton-inference-server/server/tree/main/deploy/k8s-onprem (300 s, 1.5 × 200 s); shared memory is for
 *   Python models, 1 GiB in https://github.com/triton-inference-server/tutorials; its image has 15.5 GB
 *   (https://github.com/triton-inference-server/server/issues/7474).
 */
export function tritonServer(props: TritonServerProps): ServerFacts {
  const port = props.port ?? PORT;
  return presetFacts(props, {
    kind: 'triton',
    image: props.image ?? IMAGE,
    port,
    readiness: Probe.httpGet('/v2/health/ready'),
    liveness: Probe.httpGet('/v2/health/live'),
    loadTime: Duration.seconds(200),
    imageSize: Size.gibibytes(15),
    // environments of Python models are unpacked here
    writablePaths: [{ path: '/tmp', size: Size.gibibytes(1) }],
    sharedMemory: Size.gibibytes(1),
    uid: 1000,
    metrics: { port: 8002, path: '/metrics' },
    load: LOADS.triton,
    faults: textFaults('modelRepository', props.modelRepository, /^(\/|[a-z0-9]+:\/\/)\S*$/, 'a folder or an address', 'write for example "/models" or "s3://models/triton"'),
    launch: (terms) => {
      const { path, faults } = modelPath('modelRepository', props.modelRepository, terms, '/models');
      return { args: ['tritonserver', `--model-repository=${path}`, `--http-port=${port}`, '--metrics-port=8002', `--exit-timeout-secs=${terms.longestRequest}`], faults };
    },
  });
}
