import { Duration, Size, Yaml } from 'cdk8s';
import { LOADS } from './loads';
import { presetFacts, textFaults } from './preset';
import { BuiltServerProps } from './preset-props';
import { Config } from '../../pod/config/config';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';

/** An application of Ray Serve, a Ray cluster of its own in each pod. */
export interface RayServeServerProps extends BuiltServerProps {
  /** Where the application is: `module.sub:application`. */
  readonly importPath: string;
  /**
   * A path of the application that answers 200 once it is loaded. The proxy's own, `/-/healthz`, says only that the proxy lives.
   * @default /-/healthz
   */
  readonly readinessPath?: string;
}

const PORT = 8000;
const METRICS_PORT = 8080;
const FILES = '/etc/ray-serve';

/**
 * Facts of Ray Serve, on a cluster of one node that begins and ends with its pod.
 *
 * - Ports are those of KubeRay (https://github.com/ray-project/kuberay/blob/master/ray-operator/controllers/ray/utils/constant.go). The proxy listens on 127.0.0.1 unless
 *   the application's file says otherwise, and is healthy before any replica is loaded; access logs are turned off in that file
 *   (https://docs.ray.io/en/latest/serve/production-guide/config.html).
 * - Metrics are Ray's, on the port that `ray start` is given (https://docs.ray.io/en/latest/serve/monitoring.html).
 * - Ray counts the cores of the node: it gets the container's. Its objects lie in /dev/shm.
 * - Told to stop, `serve run` ends, and with it the container: the longest request has to end before.
 * - Its images run as the user `ray`, 1000.
 */
export function rayServeServer(props: RayServeServerProps): ServerFacts {
  const port = props.port ?? PORT;
  const application = {
    proxy_location: 'EveryNode',
    http_options: { host: '0.0.0.0', port },
    logging_config: { enable_access_log: false },
    applications: [{ name: 'default', route_prefix: '/', import_path: props.importPath }],
  };
  return presetFacts(props, {
    kind: 'rayServe',
    image: props.image,
    port,
    readiness: Probe.httpGet(props.readinessPath ?? '/-/healthz'),
    liveness: Probe.httpGet('/-/healthz'),
    loadTime: Duration.seconds(120),
    endsAtOnce: true,
    command: ['/bin/sh', '-c'],
    env: { RAY_USAGE_STATS_ENABLED: '0' },
    // sessions, logs, and objects that do not fit into shared memory
    writablePaths: [{ path: '/tmp', size: Size.gibibytes(4) }],
    sharedMemory: Size.gibibytes(2),
    uid: 1000,
    metrics: { port: METRICS_PORT, path: '/metrics' },
    load: LOADS.rayServe,
    configs: [Config.asFiles(FILES, { 'serve.yaml': Yaml.stringify(application) })],
    faults: [
      ...textFaults('importPath', props.importPath, /^[A-Za-z_][\w.]*:[A-Za-z_]\w*$/, 'a module and an application in it', 'write for example "app.main:application"'),
      ...((props.args ?? []).length === 0 ? [] : ["'server.args' must be left out, as the application is started by a file; build what it needs into the image"]),
    ],
    launch: ({ threads }) => ({
      args: [`ray start --head --dashboard-host=127.0.0.1 --metrics-export-port=${METRICS_PORT}${threads === undefined ? '' : ` --num-cpus=${threads}`} && exec serve run ${FILES}/serve.yaml`],
    }),
  });
}
