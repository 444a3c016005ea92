import { Duration } from 'cdk8s';
import { checkHostPort, checkNamed, refuseCredentials } from './address';
import { byFlow } from './oldest-message';
import { QueueTriggerProps } from './queue-trigger-props';
import { TriggerFacts } from './trigger-facts';
import { checkSeconds, secondsOf } from '../border/amounts';
import { series } from '../observability/prom-ql';

/** What waits in a NATS JetStream stream for a consumer. */
export interface NatsJetStreamTriggerProps extends QueueTriggerProps {
  /** The server's monitoring endpoint, host and port: `nats.queues:8222`. */
  readonly monitoring: string;
  /** The stream. */
  readonly stream: string;
  /** The durable consumer, which has to exist. */
  readonly consumer: string;
  /**
   * The account.
   * @default $G
   */
  readonly account?: string;
  /**
   * The monitoring endpoint is by TLS.
   * @default false
   */
  readonly https?: boolean;
  /**
   * How long the server waits for an acknowledgement (`ack_wait` of the consumer).
   * @default Duration.seconds(30)
   */
  readonly ackWait?: Duration;
}

/** @see https://docs.nats.io/nats-concepts/jetstream/consumers */
const ACK_WAIT = 30;

/**
 * What is pending for the consumer and what it has not acknowledged. Its age is told by NATS' own exporter, started with `-jsz=all`.
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/nats_jetstream_scaler.go
 * @see https://github.com/nats-io/prometheus-nats-exporter/blob/main/collector/jsz.go
 */
export function natsJetStream(props: NatsJetStreamTriggerProps): TriggerFacts {
  const { monitoring, stream, consumer, account = '$G', https } = props;
  const labels = { account, consumer_name: consumer, is_consumer_leader: 'true', stream_name: stream };
  return {
    title: 'a JetStream consumer',
    type: 'nats-jetstream',
    metadata: { account, consumer, natsServerMonitoringEndpoint: monitoring, stream, ...(https ? { useHttps: 'true' } : {}) },
    share: { key: 'lagThreshold', property: 'messagesPerReplica', given: props.messagesPerReplica, usual: 10, whole: true },
    activation: { key: 'activationLagThreshold', given: props.activation, whole: true },
    counts: 'all',
    auth: props.auth,
    parameters: ['account', 'accountID', 'natsServerMonitoringEndpoint'],
    needs: [],
    identities: [],
    hold: { setting: 'ack_wait', property: 'ackWait', seconds: props.ackWait ? secondsOf(props.ackWait) : ACK_WAIT, renewal: 'an InProgress acknowledgement' },
    oldest: byFlow({ waiting: series('jetstream_consumer_num_pending', labels), taken: series('jetstream_consumer_delivered_consumer_seq', labels) }),
    check(problems, property) {
      if (!refuseCredentials(problems, `${property}.monitoring`, monitoring, "{ natsServerMonitoringEndpoint: 'endpoint' }")) {
        checkHostPort(problems, `${property}.monitoring`, monitoring, 'nats.queues:8222');
      }
      checkNamed(problems, `${property}.stream`, stream, 'DOCUMENTS');
      checkNamed(problems, `${property}.consumer`, consumer, 'embedders');
      checkNamed(problems, `${property}.account`, account, '$G');
      checkSeconds(problems, `${property}.ackWait`, props.ackWait, 1);
    },
  };
}
