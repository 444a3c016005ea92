import { Duration } from 'cdk8s';
import { checkHostPort, checkNamed, refuseCredentials } from './address';
import { checkTls } from './check-parameters';
import { byFlow } from './oldest-message';
import { QueueTriggerProps } from './queue-trigger-props';
import { TriggerFacts } from './trigger-facts';
import { checkSeconds, checkWhole, secondsOf } from '../border/amounts';
import { series } from '../observability/prom-ql';

/** How KEDA shows Kafka who it is. */
export enum KafkaSasl {
  /** Name and password. */
  PLAIN = 'plaintext',
  /** Name and password, not sent as they are. */
  SCRAM_SHA256 = 'scram_sha256',
  /** Name and password, not sent as they are. */
  SCRAM_SHA512 = 'scram_sha512',
  /** An IAM role on AWS' own Kafka; TLS goes with it. */
  AWS_MSK_IAM = 'aws_msk_iam',
}

/** What waits in a Kafka topic for a group of consumers. */
export interface KafkaTriggerProps extends QueueTriggerProps {
  /** Brokers, host and port each: `kafka.queues:9092`. */
  readonly bootstrapServers: string[];
  /** The topic. */
  readonly topic: string;
  /** The group of consumers. */
  readonly consumerGroup: string;
  /**
   * The topic's partitions: no more consumers than this get any message.
   * @default - not known; KEDA itself asks for no more, and the maximum of replicas is not compared with it
   */
  readonly partitions?: number;
  /**
   * How KEDA shows who it is.
   * @default - not at all
   */
  readonly sasl?: KafkaSasl;
  /**
   * TLS to the brokers.
   * @default - with AWS_MSK_IAM only
   */
  readonly tls?: boolean;
  /**
   * The region of AWS' own Kafka.
   * @default - none
   */
  readonly region?: string;
  /**
   * How long a consumer may take between two polls (`max.poll.interval.ms` of the consumer), before its partitions go to another one.
   * @default Duration.minutes(5)
   */
  readonly maxPollInterval?: Duration;
}

/** @see https://kafka.apache.org/documentation/#consumerconfigs_max.poll.interval.ms */
const MAX_POLL_INTERVAL = 300;

/**
 * The lag counts what is not committed, so what is worked on too. Its age is told by what kafka_exporter says of each partition; the exporter that told seconds
 * (kafka-lag-exporter) is archived.
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/kafka_scaler.go
 * @see https://github.com/danielqsj/kafka_exporter/blob/master/kafka_exporter.go
 * @see https://github.com/seglo/kafka-lag-exporter/issues/511
 */
export function kafka(props: KafkaTriggerProps): TriggerFacts {
  const { bootstrapServers, topic, consumerGroup, sasl, auth, region } = props;
  const msk = sasl === KafkaSasl.AWS_MSK_IAM;
  const tls = props.tls ?? msk;
  return {
    title: 'a Kafka topic',
    type: 'kafka',
    metadata: {
      ...(region !== undefined ? { awsRegion: region } : {}),
      bootstrapServers: bootstrapServers.join(','),
      consumerGroup,
      ...(sasl !== undefined ? { sasl: msk ? 'oauthbearer' : sasl } : {}),
      ...(msk ? { saslTokenProvider: 'aws_msk_iam' } : {}),
      ...(tls ? { tls: 'enable' } : {}),
      topic,
    },
    share: { key: 'lagThreshold', property: 'messagesPerReplica', given: props.messagesPerReplica, usual: 10, whole: true },
    activation: { key: 'activationLagThreshold', given: props.activation, whole: true },
    counts: 'all',
    auth,
    parameters: ['username', 'password', 'sasl', 'tls', 'ca', 'cert', 'key', 'keyPassword'],
    needs: sasl === undefined || msk ? [] : [['username', 'password']],
    identities: msk ? ['aws'] : [],
    consumers: props.partitions,
    hold: {
      setting: 'max.poll.interval.ms',
      ofConsumer: true,
      property: 'maxPollInterval',
      seconds: props.maxPollInterval ? secondsOf(props.maxPollInterval) : MAX_POLL_INTERVAL,
      renewal: 'poll() while the partitions are paused',
    },
    oldest: byFlow({
      waiting: series('kafka_consumergroup_lag', { consumergroup: consumerGroup, topic }),
      taken: series('kafka_consumergroup_current_offset', { consumergroup: consumerGroup, topic }),
      part: 'partition',
    }),
    check(problems, property) {
      const given = props.auth?._parameters ?? [];
      if (sasl === undefined && !given.includes('sasl') && given.includes('password')) {
        problems.say(`'${property}.auth' has a password, which KEDA looks at only beside 'sasl'; give for example sasl: KafkaSasl.SCRAM_SHA512`);
      }
      checkTls(problems, property, tls, auth);
      if (bootstrapServers.length === 0) {
        problems.add(`${property}.bootstrapServers`, 'at least one broker', [], 'write for example ["kafka.queues:9092"]');
      }
      bootstrapServers.forEach((server, i) => {
        if (!refuseCredentials(problems, `${property}.bootstrapServers[${i}]`, server, "{ username: 'username', password: 'password' }")) {
          checkHostPort(problems, `${property}.bootstrapServers[${i}]`, server, 'kafka.queues:9092');
        }
      });
      checkNamed(problems, `${property}.topic`, topic, 'documents');
      checkNamed(problems, `${property}.consumerGroup`, consumerGroup, 'embedders');
      checkWhole(problems, `${property}.partitions`, props.partitions, 1);
      checkSeconds(problems, `${property}.maxPollInterval`, props.maxPollInterval, 1);
      if (msk && (region === undefined || auth?._cloud !== 'aws' || !tls)) {
        problems.say(`'${property}.sasl' is by IAM, for which KEDA needs the region, an identity and TLS; give region and auth: TriggerAuth.aws(), and leave tls out`);
      }
    },
  };
}
