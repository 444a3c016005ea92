import { Duration } from 'cdk8s';
import { checkNamed, refuseCredentials } from './address';
import { checkPair } from './check-parameters';
import { byFlow, OldestMessage } from './oldest-message';
import { QueueTriggerProps } from './queue-trigger-props';
import { TriggerAuth } from './trigger-auth';
import { TriggerFacts } from './trigger-facts';
import { checkSeconds, secondsOf } from '../border/amounts';
import { Problems } from '../border/problems';
import { series, seriesOfAny } from '../observability/prom-ql';

/** How KEDA asks RabbitMQ. */
export enum RabbitMqProtocol {
  /** As a client: it sees what is ready, not what consumers work on. */
  AMQP = 'amqp',
  /** By the management plugin: it sees both. */
  HTTP = 'http',
}

/** A RabbitMQ queue. */
export interface RabbitMqTriggerProps extends QueueTriggerProps {
  /** The queue, which has to exist: KEDA does not declare it. */
  readonly queue: string;
  /**
   * Where RabbitMQ is, without credentials: `http://rabbitmq.queues:15672` for the management plugin, `amqp://rabbitmq.queues:5672` for a client.
   * @default - the parameter `host` of the Secret in `auth`, a whole URL with credentials
   */
  readonly address?: string;
  /**
   * How it is asked, where the address is in the Secret.
   * @default - by the scheme of the address; AMQP where that is in the Secret
   */
  readonly protocol?: RabbitMqProtocol;
  /**
   * The virtual host.
   * @default - the one at the end of the address, `/` if there is none
   */
  readonly vhost?: string;
  /**
   * How long RabbitMQ waits for the acknowledgement of a message (`consumer_timeout`, or the queue's `x-consumer-timeout`). It closes the channel of a consumer
   * that takes longer, and gives all its messages to another one.
   * @default Duration.minutes(30)
   */
  readonly consumerTimeout?: Duration;
}

/** RabbitMQ's own default. @see https://www.rabbitmq.com/docs/consumers#acknowledgement-timeout */
const CONSUMER_TIMEOUT = 30 * 60;

/** @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/rabbitmq_scaler.go */
export function rabbitMq(props: RabbitMqTriggerProps): TriggerFacts {
  const { queue, address, vhost } = props;
  const protocol = props.protocol ?? (/^https?:/i.test(address ?? '') ? RabbitMqProtocol.HTTP : RabbitMqProtocol.AMQP);
  return {
    title: 'a RabbitMQ queue',
    type: 'rabbitmq',
    metadata: {
      ...(address !== undefined ? { host: address } : {}),
      mode: 'QueueLength',
      protocol,
      queueName: queue,
      ...(vhost !== undefined ? { vhostName: vhost } : {}),
    },
    share: { key: 'value', property: 'messagesPerReplica', given: props.messagesPerReplica, usual: 20, whole: false },
    activation: { key: 'activationValue', given: props.activation, whole: false },
    counts: protocol === RabbitMqProtocol.HTTP ? 'all' : 'ready',
    auth: props.auth,
    parameters: ['host', 'username', 'password', 'vhostName', 'tls', 'ca', 'cert', 'key', 'keyPassword'],
    needs: [],
    identities: [],
    hold: {
      setting: 'consumer_timeout', property: 'consumerTimeout', seconds: props.consumerTimeout ? secondsOf(props.consumerTimeout) : CONSUMER_TIMEOUT,
    },
    oldest: oldestOf(props),
    check(problems, property) {
      checkNamed(problems, `${property}.queue`, queue, 'documents');
      checkNamed(problems, `${property}.vhost`, vhost, '/');
      checkSeconds(problems, `${property}.consumerTimeout`, props.consumerTimeout, 60);
      if (address === undefined) {
        checkSecretAddress(problems, property, props.auth);
        return;
      }
      checkPair(problems, property, props.auth, 'username', 'password');
      if (refuseCredentials(problems, `${property}.address`, address, "{ username: 'username', password: 'password' }")) {
        return;
      }
      if (!/^(amqps?|https?):\/\/[^\s/?#]+(\/\S*)?$/i.test(address)) {
        problems.add(`${property}.address`, 'a URL that begins with amqp, amqps, http or https', address, 'write for example "http://rabbitmq.queues:15672"');
      } else if (/^http/i.test(address) !== (protocol === RabbitMqProtocol.HTTP)) {
        problems.add(`${property}.protocol`, 'that of the address', protocol, 'leave it out');
      }
    },
  };
}

/** An address that is not given is in the Secret. */
function checkSecretAddress(problems: Problems, property: string, auth: TriggerAuth | undefined): void {
  if (auth?._existing === undefined && !auth?._parameters.includes('host')) {
    problems.add(`${property}.address`, 'where RabbitMQ is', undefined,
      "write for example \"http://rabbitmq.queues:15672\", or take all of it from a Secret: auth: TriggerAuth.fromSecret('<secret>', { host: '<key>' })");
  }
}

/**
 * RabbitMQ's own plugin for Prometheus, 4.0 or newer, asked for `/metrics/detailed?family=queue_coarse_metrics&family=queue_delivery_metrics`. Its timestamp of the first
 * message (`queue_head_message_timestamp`) is there for classic queues only, and of messages that somebody has stamped.
 * @see https://github.com/rabbitmq/rabbitmq-server/blob/v4.3.5/deps/rabbitmq_prometheus/src/collectors/prometheus_rabbitmq_core_metrics_collector.erl
 * @see https://github.com/rabbitmq/rabbitmq-server/issues/6813
 */
function oldestOf({ queue, address, vhost }: RabbitMqTriggerProps): OldestMessage {
  const labels = { queue, vhost: vhost ?? (address === undefined ? undefined : vhostOf(address)) };
  return byFlow({
    waiting: series('rabbitmq_detailed_queue_messages_ready', labels),
    taken: seriesOfAny('rabbitmq_detailed_queue_(get|get_ack|messages_delivered|messages_delivered_ack)_total', labels),
    // by the node to which the consumer is connected
    eachNodeCounts: true,
  });
}

/** The virtual host at the end of an address, escaped there. */
function vhostOf(address: string): string {
  const [, path = ''] = /^[^:]+:\/\/[^/]*\/([^?#]*)/.exec(address) ?? [];
  try {
    return decodeURIComponent(path) || '/';
  } catch {
    return path;
  }
}
