import { Duration, Size } from 'cdk8s';
import { Probe } from '../../pod/probe';
import { ServerFacts } from '../server-facts';
import { ImagePullPolicy, ModelServerProps } from '../server-props';

/** What distinguishes a preset from a server that is only described by its props. */
interface Own {
  readonly kind: string;
  readonly protocol: 'http' | 'grpc';
  readonly port: number;
  readonly readiness: Probe;
  readonly liveness: Probe;
}

/** What holds where the props say nothing. */
const LOAD_TIME = Duration.seconds(60);
const LONGEST_REQUEST = Duration.seconds(30);
const IMAGE_SIZE = Size.gibibytes(2);
const NO_LOAD = {};

/** The facts of a server from the props that every server takes. */
export function factsOf(props: ModelServerProps, own: Own): ServerFacts {
  const hasMetrics = props.metricsPort !== undefined || props.metricsPath !== undefined;
  // field by field: thousands of services are made, and a spread of `own` takes longer than all the rest
  return {
    kind: own.kind,
    protocol: own.protocol,
    port: own.port,
    readiness: own.readiness,
    liveness: own.liveness,
    image: props.image,
    imagePullPolicy: props.imagePullPolicy ?? ImagePullPolicy.ALWAYS,
    loadTime: props.loadTime ?? LOAD_TIME,
    longestRequest: props.longestRequest ?? LONGEST_REQUEST,
    imageSize: props.imageSize ?? IMAGE_SIZE,
    command: props.command && [...props.command],
    args: props.args && [...props.args],
    env: {},
    writablePaths: [...props.writablePaths ?? [{ path: '/tmp' }]],
    uid: props.uid,
    gid: props.gid,
    metrics: hasMetrics ? { port: props.metricsPort ?? own.port, path: props.metricsPath ?? '/metrics' } : undefined,
    load: NO_LOAD,
    threadsFromCpu: props.threadsFromCpu ?? false,
    configs: [],
    faults: [],
  };
}
