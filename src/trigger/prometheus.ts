import { checkNamed, refuseCredentials } from './address';
import { checkPair } from './check-parameters';
import { TriggerAuth } from './trigger-auth';
import { TriggerFacts } from './trigger-facts';
import { KedaPrometheus } from '../cluster/keda-prometheus';
import { KedaAuthMode, MetricsApi } from '../cluster/metrics-pipeline-props';
import { PIPELINE } from '../cluster/pipeline-calls';

/** A question to Prometheus that has one number for an answer. */
export interface PrometheusTriggerProps {
  /** The question, whose answer has to be one number: `sum(rate(gateway_requests_total{route="chat"}[2m]))`. */
  readonly query: string;
  /** How much of the answer one replica takes. */
  readonly perReplica: number;
  /**
   * More than this wakes the workload from zero.
   * @default 0
   */
  readonly activation?: number;
  /**
   * The address of Prometheus, as KEDA reaches it: `http://prometheus.monitoring:9090`.
   * @default - the one that the cluster tells by MetricsPipeline.keda({ prometheus })
   */
  readonly server?: string;
  /**
   * Who KEDA is to Prometheus.
   * @default - what the cluster tells, with its Prometheus; nobody to another
   */
  readonly auth?: TriggerAuth;
  /**
   * The region of Amazon's own Prometheus, for which its questions are signed.
   * @default - none; with TriggerAuth.aws() it has to be given
   * @see https://keda.sh/docs/latest/scalers/prometheus/#amazon-managed-service-for-prometheus
   */
  readonly region?: string;
  /**
   * How KEDA shows who it is.
   * @default - what the parameters of the Secret in `auth` are for
   */
  readonly authModes?: KedaAuthMode[];
  /**
   * What is worked on is in the answer too, until it is done.
   * @default true
   */
  readonly countsInFlight?: boolean;
}

/**
 * No answer at all is no answer of 0: with `ignoreNullValues: false` a scrape that fails is an error, and takes no pods away.
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/prometheus_scaler.go
 */
export function prometheus(props: PrometheusTriggerProps, keda?: KedaPrometheus): TriggerFacts {
  const { query } = props;
  const server = props.server ?? keda?.prometheus ?? '';
  const told = props.server === undefined && props.auth === undefined ? keda?.authentication : undefined;
  const auth = props.auth ?? (told && (told.clusterWide ? TriggerAuth.clusterWide(told.name) : TriggerAuth.existing(told.name)));
  const modes = (props.authModes ?? told?.modes)?.join(',') ?? modesOf(auth?._parameters ?? []);
  return {
    title: 'a question to Prometheus',
    type: 'prometheus',
    metadata: { ...(modes !== '' ? { authModes: modes } : {}), ...(props.region !== undefined ? { awsRegion: props.region } : {}), ignoreNullValues: 'false', query, serverAddress: server },
    share: { key: 'threshold', property: 'perReplica', given: props.perReplica, usual: 1, whole: false },
    activation: { key: 'activationThreshold', given: props.activation, whole: false },
    counts: props.countsInFlight ?? true ? 'all' : 'ready',
    auth,
    parameters: ['bearerToken', 'username', 'password', 'ca', 'cert', 'key', 'customAuthHeader', 'customAuthValue'],
    needs: [],
    identities: ['aws', 'gcp', 'azure-workload'],
    check(problems, property) {
      const given = props.auth?._parameters ?? [];
      if (modes === '' && given.length > 0) {
        problems.say(`'${property}.auth' has a Secret with ${given.join(', ')}, which KEDA looks at only beside a bearerToken, a username, a customAuthHeader or a cert; add one, or leave it out`);
      }
      checkPair(problems, property, props.auth, 'username', 'password');
      if (props.auth?._cloud === 'aws' && props.region === undefined) {
        problems.add(`${property}.region`, "the region of Amazon's Prometheus, for which KEDA signs its questions", undefined, 'give for example "eu-central-1"');
      }
      checkNamed(problems, `${property}.region`, props.region, 'eu-central-1');
      checkNamed(problems, `${property}.query`, query.replace(/\s+/g, ' '), 'sum(rate(requests_total[2m]))');
      if (server === '' && props.server === undefined) {
        problems.add(`${property}.server`, 'the address of Prometheus, which the cluster does not tell', undefined, `give it, or declare it with the cluster: metrics: [${PIPELINE[MetricsApi.KEDA]}]`);
      } else if (!refuseCredentials(problems, `${property}.server`, server, "{ username: 'username', password: 'password' }")
        && !/^https?:\/\/[^\s/?#]+(\/[^\s?#]*[^\s/?#])?$/.test(server)) {
        problems.add(`${property}.server`, 'the address of Prometheus without a slash at its end', server, 'write for example "http://prometheus.monitoring:9090"');
      }
    },
  };
}

/** How KEDA shows what the Secret has: `authModes`. */
function modesOf(parameters: readonly string[]): string {
  const modes: readonly (readonly [string, string])[] = [['bearerToken', 'bearer'], ['username', 'basic'], ['customAuthHeader', 'custom'], ['cert', 'tls']];
  return [...new Set(modes.filter(([parameter]) => parameters.includes(parameter)).map(([, mode]) => mode))].join(',');
}
