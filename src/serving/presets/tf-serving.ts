import { Duration } from 'cdk8s';
import { modelPath } from './model-source';
import { imageFaults, presetFacts, textFaults } from './preset';
import { PublishedServerProps } from './preset-props';
import { Config } from '../../pod/config/config';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerFacts } from '../server-facts';

/** TensorFlow Serving. */
export interface TfServingServerProps extends PublishedServerProps {
  /**
   * The name of the model, which is part of its paths: `/v1/models/<name>:predict`.
   * @default - the model of the release
   */
  readonly modelName?: string;
  /**
   * The folder, or address of object storage, with a folder for each version of the model.
   * @default - the folder of the service's artifact; `/models/<name>` without one
   */
  readonly modelBasePath?: string;
}

/** https://hub.docker.com/r/tensorflow/serving/tags */
const REPOSITORY = 'tensorflow/serving';
const IMAGE = `${REPOSITORY}:2.19.1`;
const PORT = 8501;
const MONITORING = '/etc/tf-serving';
const METRICS = '/monitoring/prometheus/metrics';

/**
 * Facts of TensorFlow Serving: its REST API, gRPC is on 8500.
 *
 * - Metrics are on the port of REST, and only with a file that asks for them
 *   (https://github.com/tensorflow/serving/blob/master/tensorflow_serving/util/prometheus_exporter.cc). None of them is a gauge of load.
 * - It listens once its models are loaded; `/v1/models/<name>` is 404 where the name is another. Liveness is a connection: no path is without a model.
 * - It breaks requests off after 30 s unless `--rest_api_timeout_in_ms` says otherwise: it gets the longest request. It has no handler of SIGTERM
 *   (https://github.com/tensorflow/serving/blob/master/tensorflow_serving/model_servers/main.cc): as the first process of its container it goes on until the grace
 *   period ends, hence no shell in front of it.
 * - Its thread pools get the container's cores.
 */
export function tfServingServer(props: TfServingServerProps): ServerFacts {
  const port = props.port ?? PORT;
  return presetFacts(props, {
    kind: 'tfServing',
    image: props.image ?? IMAGE,
    port,
    readiness: Probe.tcpSocket(),
    liveness: Probe.tcpSocket(),
    loadTime: Duration.seconds(60),
    command: ['tensorflow_model_server'],
    metrics: { path: METRICS },
    configs: [Config.asFiles(MONITORING, { 'monitoring.config': `prometheus_config {\n  enable: true\n  path: "${METRICS}"\n}\n` })],
    faults: [
      ...textFaults('modelName', props.modelName, NAME, 'a name of letters, digits, \'-\', \'_\' and \'.\'', 'write for example "sentiment"'),
      ...textFaults('modelBasePath', props.modelBasePath, /^(\/|[a-z0-9]+:\/\/)\S*$/, 'a folder or an address', 'write for example "/models/sentiment"'),
    ],
    launch: ({ threads, ...terms }) => {
      const name = props.modelName ?? terms.model;
      const model = modelPath('modelBasePath', props.modelBasePath, terms, `/models/${name}`);
      return {
        args: [
          '--port=8500',
          `--rest_api_port=${port}`,
          `--rest_api_timeout_in_ms=${1000 * terms.longestRequest}`,
          `--model_name=${name}`,
          `--model_base_path=${model.path}`,
          `--monitoring_config_file=${MONITORING}/monitoring.config`,
          ...(threads === undefined ? [] : [`--tensorflow_intra_op_parallelism=${threads}`, `--tensorflow_inter_op_parallelism=${threads}`]),
        ],
        readiness: Probe.httpGet(`/v1/models/${name}`),
        faults: [...model.faults, ...imageFaults(props.image, IMAGE, 'cpu', terms, `that of NVIDIA cards, ${REPOSITORY}:2.19.1-gpu`)],
      };
    },
  });
}

const NAME = /^[\w.-]+$/;
