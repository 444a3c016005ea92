import { factsOf } from './facts-of';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';
import { ModelServerProps } from '../server-props';

/** A model server that speaks gRPC and answers the gRPC health service. */
export interface GrpcServerProps extends ModelServerProps {
  /**
   * The port it listens on.
   * @default 50051
   */
  readonly port?: number;
  /**
   * The health service that serves once the model is loaded.
   * @default - the server as a whole
   */
  readonly readinessService?: string;
  /**
   * The health service that serves while the process is alive. Without one, liveness is a TCP connection: the health of the server as a whole is
   * NOT_SERVING while a model loads, and must not kill it.
   * @default - a TCP connection to the port
   */
  readonly livenessService?: string;
}

/**
 * Facts of any gRPC server.
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-a-grpc-liveness-probe
 */
export function grpcServer(props: GrpcServerProps): ServerFacts {
  const facts = factsOf(props, {
    kind: 'grpc',
    protocol: 'grpc',
    port: props.port ?? 50051,
    readiness: Probe.grpc({ service: props.readinessService }),
    liveness: props.livenessService === undefined ? Probe.tcpSocket() : Probe.grpc({ service: props.livenessService }),
  });
  const metricsOverGrpc = facts.metrics?.port === facts.port;
  return metricsOverGrpc
    ? { ...facts, faults: [`'server.metricsPort' must be another port than ${facts.port}, where the server speaks gRPC; Prometheus asks over HTTP`] }
    : facts;
}
