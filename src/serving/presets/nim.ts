import { Duration, Size } from 'cdk8s';
import { LOADS } from './loads';
import { presetFacts } from './preset';
import { BuiltServerProps } from './preset-props';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';

/** An NVIDIA NIM for language models: an image for each model. */
export interface NimServerProps extends BuiltServerProps {
  /** Room for the model's files, which it downloads from NGC or keeps there: `service.allowTo(NetworkPeer.anywhere(), 443)`, and a secret with `NGC_API_KEY`. */
  readonly cacheSize: Size;
}

const CACHE = '/opt/nim/.cache';
const PORT = 8000;

/**
 * Facts of NIM.
 *
 * - Port, paths, cache and user are those of its operator (https://github.com/NVIDIA/k8s-nim-operator/blob/main/api/apps/v1alpha1/nimservice_types.go), which grants
 *   1230 s to start: 1.5 × 820 s.
 * - Metrics are below `/v1`. Their names are plain (https://docs.nvidia.com/nim/large-language-models/latest/observability.html), or those of vLLM or SGLang, which compute
 *   inside: a query takes any of them.
 * - Its processes share memory by /dev/shm, 16 GiB in its documentation.
 */
export function nimServer(props: NimServerProps): ServerFacts {
  const port = props.port ?? PORT;
  return presetFacts(props, {
    kind: 'nim',
    image: props.image,
    port,
    readiness: Probe.httpGet('/v1/health/ready'),
    liveness: Probe.httpGet('/v1/health/live'),
    loadTime: Duration.seconds(820),
    longestRequest: Duration.seconds(60),
    imageSize: Size.gibibytes(12),
    env: { NIM_CACHE_PATH: CACHE, NIM_SERVER_PORT: `${port}`, USER: 'nim' },
    writablePaths: [{ path: '/tmp', size: Size.gibibytes(4) }, { path: CACHE, size: props.cacheSize }],
    sharedMemory: Size.gibibytes(16),
    uid: 1000,
    metrics: { path: '/v1/metrics' },
    load: LOADS.nim,
  });
}
