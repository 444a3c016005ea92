import { Duration, Size } from 'cdk8s';
import { show } from '../../border/problems';
import { ImagePullPolicy } from '../../pod/image-pull-policy';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerLoad } from '../scaling/load-metric';
import { ServerFacts } from '../server-facts';
import { ModelServerProps } from '../server-props';

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
    sharedMemory: props.sharedMemory,
    cudaVersion: props.cudaVersion,
    uid: props.uid,
    gid: props.gid,
    metrics: hasMetrics ? { port: props.metricsPort ?? own.port, path: props.metricsPath ?? '/metrics' } : undefined,
    load: loadOf(props),
    threadsFromCpu: props.threadsFromCpu ?? false,
    configs: [],
    faults: hasLoad(props) ? loadFaults(props, hasMetrics) : [],
  };
}

const hasLoad = (props: ModelServerProps): boolean => props.queueMetric !== undefined || props.inFlightMetric !== undefined;

function loadOf(props: ModelServerProps): ServerLoad {
  const gauge = (name: string | undefined) => name === undefined ? undefined : { name, labels: [] };
  return hasLoad(props) ? { queue: gauge(props.queueMetric), inFlight: gauge(props.inFlightMetric) } : NO_LOAD;
}

/** @see https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

function loadFaults(props: ModelServerProps, hasMetrics: boolean): string[] {
  const given = { queueMetric: props.queueMetric, inFlightMetric: props.inFlightMetric };
  const faults = Object.entries(given).filter(([, name]) => name !== undefined && !METRIC_NAME.test(name))
    .map(([property, name]) => `'server.${property}' must be the name of a metric, got ${show(name)}; copy it from the server's metrics`);
  return hasMetrics ? faults : [...faults, "'server.queueMetric' and 'server.inFlightMetric' are metrics, and the server has none; give 'server.metricsPath' or 'server.metricsPort'"];
}
