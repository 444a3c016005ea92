import { Duration } from 'cdk8s';
import { QueueTriggerProps } from './queue-trigger-props';
import { TriggerFacts } from './trigger-facts';
import { checkSeconds, secondsOf } from '../border/amounts';

/** An Azure Storage queue. */
export interface StorageQueueTriggerProps extends QueueTriggerProps {
  /** The queue. */
  readonly queue: string;
  /**
   * The storage account.
   * @default - the one in the connection string, which is the parameter `connection` of the Secret in `auth`
   */
  readonly account?: string;
  /**
   * How long a message is hidden from the others; whoever gets it says so, at most 7 days.
   * @default Duration.seconds(30)
   */
  readonly visibilityTimeout?: Duration;
}

/** @see https://learn.microsoft.com/rest/api/storageservices/get-messages */
const VISIBILITY = { usual: 30, most: 7 * 24 * 3600 };

/**
 * The approximate number of messages, hidden ones too.
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/azure_queue_scaler.go
 */
export function storageQueue(props: StorageQueueTriggerProps): TriggerFacts {
  const { queue, account } = props;
  return {
    title: 'a Storage queue',
    type: 'azure-queue',
    metadata: { ...(account !== undefined ? { accountName: account } : {}), queueLengthStrategy: 'all', queueName: queue },
    share: { key: 'queueLength', property: 'messagesPerReplica', given: props.messagesPerReplica, usual: 5, whole: true },
    activation: { key: 'activationQueueLength', given: props.activation, whole: true },
    counts: 'all',
    auth: props.auth,
    parameters: ['connection'],
    needs: [['connection']],
    identities: ['azure-workload'],
    hold: {
      setting: 'the visibility timeout',
      property: 'visibilityTimeout',
      seconds: props.visibilityTimeout ? secondsOf(props.visibilityTimeout) : VISIBILITY.usual,
      most: VISIBILITY.most,
      renewal: 'Update Message',
    },
    check(problems, property) {
      if (!/^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(queue)) {
        problems.add(`${property}.queue`, 'the name of a queue (3 to 63 of a-z, 0-9 and \'-\')', queue, 'copy it from the cloud\'s console');
      }
      if (account !== undefined && !/^[a-z0-9]{3,24}$/.test(account)) {
        problems.add(`${property}.account`, 'the name of a storage account (3 to 24 of a-z and 0-9)', account, 'copy it from the cloud\'s console');
      }
      if (props.auth?._cloud === 'azure-workload' && account === undefined) {
        problems.add(`${property}.account`, 'the name of a storage account, which an identity does not tell', undefined, 'give it');
      }
      checkSeconds(problems, `${property}.visibilityTimeout`, props.visibilityTimeout, 1, VISIBILITY.most);
    },
  };
}
