import { Duration, Size } from 'cdk8s';
import { LOADS } from './loads';
import { modelPath } from './model-source';
import { presetFacts, textFaults } from './preset';
import { PublishedServerProps } from './preset-props';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';

/** Seldon's MLServer. */
export interface MlServerProps extends PublishedServerProps {
  /**
   * The name of the model in its `model-settings.json`.
   * @default - the model of the release
   */
  readonly modelName?: string;
  /**
   * The folder with the models and their settings.
   * @default - the folder of the service's artifact; `/mnt/models` without one
   */
  readonly modelsPath?: string;
}

/** https://hub.docker.com/r/seldonio/mlserver/tags: without accelerators; its user is 1000. */
const IMAGE = 'seldonio/mlserver:1.7.0';
const PORT = 8080;

/**
 * Facts of MLServer.
 *
 * - It calls itself ready without any model (https://github.com/SeldonIO/MLServer/issues/2056), so the model is asked for.
 * - It keeps environments and metrics of its workers below its working directory, which is read-only
 *   (https://github.com/SeldonIO/MLServer/blob/master/mlserver/settings.py): both are in /tmp.
 * - Its queues are histograms, of which no scaler can tell how long a queue is now (https://github.com/SeldonIO/MLServer/blob/master/mlserver/metrics/context.py); what
 *   its REST server has in flight is a gauge. Metrics are on a port of their own.
 * - Requests are not logged unless it debugs. Its libraries get the container's cores.
 */
export function mlServer(props: MlServerProps): ServerFacts {
  const port = props.port ?? PORT;
  return presetFacts(props, {
    kind: 'mlServer',
    image: props.image ?? IMAGE,
    port,
    readiness: Probe.httpGet('/v2/health/ready'),
    liveness: Probe.httpGet('/v2/health/live'),
    loadTime: Duration.seconds(60),
    env: {
      MLSERVER_ENVIRONMENTS_DIR: '/tmp/environments',
      MLSERVER_HTTP_PORT: `${port}`,
      MLSERVER_METRICS_DIR: '/tmp/metrics',
    },
    writablePaths: [{ path: '/tmp', size: Size.gibibytes(1) }],
    uid: 1000,
    metrics: { port: 8082, path: '/metrics' },
    load: LOADS.mlServer,
    threadsFromCpu: true,
    faults: [
      ...textFaults('modelName', props.modelName, /^[\w.-]+$/, 'a name of letters, digits, \'-\', \'_\' and \'.\'', 'copy it from model-settings.json'),
      ...textFaults('modelsPath', props.modelsPath, /^\/\S*$/, 'a folder of the container', 'write for example "/mnt/models"'),
    ],
    launch: (terms) => {
      const { path, faults } = modelPath('modelsPath', props.modelsPath, terms, '/mnt/models');
      return { env: { MLSERVER_MODELS_DIR: path }, faults, readiness: Probe.httpGet(`/v2/models/${props.modelName ?? terms.model}/ready`) };
    },
  });
}
