import { Duration, Size } from 'cdk8s';
import { LOADS } from './loads';
import { presetFacts } from './preset';
import { BuiltServerProps } from './preset-props';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';

/**
 * Facts of a BentoML service.
 *
 * - Port, paths and names of metrics are in
 *   https://github.com/bentoml/BentoML/blob/main/src/bentoml/_internal/configuration/v2/default_configuration.yaml; `/healthz` is deprecated. Its access log leaves
 *   probes and metrics out; to turn it off, the service says so (`logging.access.enabled`).
 * - Its workers share metrics by files in its home, `BENTOML_HOME`, and nowhere else (https://github.com/bentoml/BentoML/issues/3207): that is in /tmp. The Bento itself is
 *   found by `BENTO_PATH`, which the image sets.
 * - Its images run as the user `bentoml`, 1034. Its libraries get the container's cores.
 */
export function bentoServer(props: BuiltServerProps): ServerFacts {
  const port = props.port ?? 3000;
  return presetFacts(props, {
    kind: 'bento',
    image: props.image,
    port,
    readiness: Probe.httpGet('/readyz'),
    liveness: Probe.httpGet('/livez'),
    loadTime: Duration.seconds(60),
    env: { BENTOML_HOME: '/tmp/bentoml', BENTOML_PORT: `${port}` },
    writablePaths: [{ path: '/tmp', size: Size.mebibytes(256) }],
    uid: 1034,
    metrics: { path: '/metrics' },
    load: LOADS.bento,
    threadsFromCpu: true,
  });
}
