import { factsOf } from './facts-of';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';
import { ModelServerProps } from '../server-props';

/** A model server that speaks HTTP. */
export interface HttpServerProps extends ModelServerProps {
  /**
   * The port it listens on.
   * @default 8000
   */
  readonly port?: number;
  /**
   * The path that answers 200 once the model is loaded and the server can take a request.
   * @default /ready
   */
  readonly readinessPath?: string;
  /**
   * The path that answers 200 while the process is alive, whatever the model does.
   * @default /live
   */
  readonly livenessPath?: string;
}

/** Facts of any HTTP server (FastAPI, Flask, your own). */
export function httpServer(props: HttpServerProps): ServerFacts {
  return factsOf(props, {
    kind: 'http',
    protocol: 'http',
    port: props.port ?? 8000,
    readiness: Probe.httpGet(props.readinessPath ?? '/ready'),
    liveness: Probe.httpGet(props.livenessPath ?? '/live'),
  });
}
