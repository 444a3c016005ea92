import { Duration } from 'cdk8s';
import { checkNamed } from './address';
import { QueueTriggerProps } from './queue-trigger-props';
import { TriggerFacts } from './trigger-facts';
import { checkSeconds, secondsOf } from '../border/amounts';

/** What queues and subscriptions of Azure Service Bus have in common. */
export interface ServiceBusTriggerProps extends QueueTriggerProps {
  /**
   * The namespace of Service Bus, without `.servicebus.windows.net`.
   * @default - the one in the connection string, which is the parameter `connection` of the Secret in `auth`
   */
  readonly namespace?: string;
  /**
   * How long a message is locked for the receiver that got it, at most 5 minutes; the queue's own setting.
   * @default Duration.minutes(1)
   */
  readonly lockDuration?: Duration;
}

/** An Azure Service Bus queue. */
export interface ServiceBusQueueTriggerProps extends ServiceBusTriggerProps {
  /** The queue. */
  readonly queue: string;
}

/** A subscription of an Azure Service Bus topic. */
export interface ServiceBusSubscriptionTriggerProps extends ServiceBusTriggerProps {
  /** The topic. */
  readonly topic: string;
  /** The subscription. */
  readonly subscription: string;
}

/** @see https://learn.microsoft.com/azure/service-bus-messaging/message-transfers-locks-settlement#peeklock */
const LOCK = { usual: 60, most: 300 };

/** @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/azure_servicebus_scaler.go */
export function serviceBusQueue(props: ServiceBusQueueTriggerProps): TriggerFacts {
  return serviceBus(props, 'a Service Bus queue', { queueName: props.queue }, { queue: props.queue });
}

/** A subscription, by the same scaler. */
export function serviceBusSubscription(props: ServiceBusSubscriptionTriggerProps): TriggerFacts {
  const { topic, subscription } = props;
  return serviceBus(props, 'a Service Bus subscription', { subscriptionName: subscription, topicName: topic }, { topic, subscription });
}

/** Active messages are those that are ready or locked. */
function serviceBus(props: ServiceBusTriggerProps, title: string, own: { [key: string]: string }, named: { [property: string]: string }): TriggerFacts {
  return {
    title,
    type: 'azure-servicebus',
    metadata: { ...(props.namespace !== undefined ? { namespace: props.namespace } : {}), ...own },
    share: { key: 'messageCount', property: 'messagesPerReplica', given: props.messagesPerReplica, usual: 5, whole: true },
    activation: { key: 'activationMessageCount', given: props.activation, whole: true },
    counts: 'all',
    auth: props.auth,
    parameters: ['connection'],
    needs: [['connection']],
    identities: ['azure-workload'],
    hold: {
      setting: 'the lock duration',
      property: 'lockDuration',
      seconds: props.lockDuration ? secondsOf(props.lockDuration) : LOCK.usual,
      most: LOCK.most,
      renewal: 'RenewLock',
    },
    check(problems, property) {
      Object.entries(named).forEach(([name, value]) => checkNamed(problems, `${property}.${name}`, value, 'documents'));
      if (props.namespace !== undefined && !/^[A-Za-z][A-Za-z0-9-]{4,48}[A-Za-z0-9]$/.test(props.namespace)) {
        problems.add(`${property}.namespace`, "the name of a namespace of Service Bus (6 to 50 of a-z, A-Z, 0-9 and '-')", props.namespace,
          props.namespace.includes('.') ? 'leave out .servicebus.windows.net' : 'copy it from the portal');
      }
      if (props.auth?._cloud === 'azure-workload' && props.namespace === undefined) {
        problems.add(`${property}.namespace`, 'the name of a namespace of Service Bus, which an identity does not tell', undefined, 'give it');
      }
      checkSeconds(problems, `${property}.lockDuration`, props.lockDuration, 5, LOCK.most);
    },
  };
}
