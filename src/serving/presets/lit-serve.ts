import { Duration } from 'cdk8s';
import { presetFacts } from './preset';
import { BuiltServerProps } from './preset-props';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';

/**
 * Facts of LitServe (https://github.com/Lightning-AI/LitServe/blob/main/src/litserve/server.py).
 *
 * - `/health` is 503 until every worker has loaded its model; `/` answers whatever they do. It listens on all addresses.
 * - It writes no metrics of its own.
 * - Its access log is uvicorn's: `server.run(log_level="warning")` in the program turns it off. Its libraries get the container's cores.
 */
export function litServeServer(props: BuiltServerProps): ServerFacts {
  return presetFacts(props, {
    kind: 'litServe',
    image: props.image,
    port: 8000,
    readiness: Probe.httpGet('/health'),
    liveness: Probe.httpGet('/'),
    loadTime: Duration.seconds(60),
    threadsFromCpu: true,
  });
}
