import { Duration } from 'cdk8s';
import { byAge } from './oldest-message';
import { QueueTriggerProps } from './queue-trigger-props';
import { TriggerFacts } from './trigger-facts';
import { checkSeconds, secondsOf } from '../border/amounts';
import { series } from '../observability/prom-ql';

/** An SQS queue. */
export interface SqsTriggerProps extends QueueTriggerProps {
  /** The queue's URL: `https://sqs.eu-central-1.amazonaws.com/123456789012/documents`. */
  readonly queueUrl: string;
  /**
   * The region.
   * @default - the one in the queue's URL
   */
  readonly region?: string;
  /**
   * Messages that consumers work on are counted too.
   * @default true
   */
  readonly countInFlight?: boolean;
  /**
   * How long a message that was received is hidden from the others; the queue's own setting, at most 12 hours.
   * @default Duration.seconds(30)
   */
  readonly visibilityTimeout?: Duration;
  /**
   * The API's address, where it is not the region's own.
   * @default - the region's
   */
  readonly endpoint?: string;
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html */
const VISIBILITY = { usual: 30, most: 12 * 3600 };

/** @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/aws_sqs_queue_scaler.go */
export function sqs(props: SqsTriggerProps): TriggerFacts {
  const { queueUrl, countInFlight = true, endpoint } = props;
  const region = props.region ?? /^https:\/\/(?:sqs\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\./.exec(queueUrl)?.slice(1).find((part) => part !== undefined);
  return {
    title: 'an SQS queue',
    type: 'aws-sqs-queue',
    metadata: {
      ...(endpoint !== undefined ? { awsEndpoint: endpoint } : {}),
      awsRegion: region ?? '',
      queueURL: queueUrl,
      scaleOnInFlight: `${countInFlight}`,
    },
    share: { key: 'queueLength', property: 'messagesPerReplica', given: props.messagesPerReplica, usual: 5, whole: true },
    activation: { key: 'activationQueueLength', given: props.activation, whole: true },
    counts: countInFlight ? 'all' : 'ready',
    auth: props.auth,
    parameters: ['awsAccessKeyID', 'awsSecretAccessKey', 'awsSessionToken', 'awsRoleArn'],
    needs: [['awsAccessKeyID', 'awsSecretAccessKey'], ['awsRoleArn']],
    identities: ['aws'],
    hold: {
      setting: 'the visibility timeout',
      property: 'visibilityTimeout',
      seconds: props.visibilityTimeout ? secondsOf(props.visibilityTimeout) : VISIBILITY.usual,
      most: VISIBILITY.most,
      renewal: 'ChangeMessageVisibility',
    },
    oldest: byAge(`max(${oldestOf(queueUrl, region)})`),
    check(problems, property) {
      if (!/^https?:\/\/[^\s/@]+\/[^\s/]+\/[^\s/]+$/.test(queueUrl)) {
        problems.add(`${property}.queueUrl`, 'the URL of a queue', queueUrl, 'write for example "https://sqs.eu-central-1.amazonaws.com/123456789012/documents"');
      } else if (!/^[a-z0-9-]+$/.test(region ?? '')) {
        problems.add(`${property}.region`, 'the region of the queue, which is not in its URL', props.region, 'give for example "eu-central-1"');
      }
      if (endpoint !== undefined && !/^https?:\/\/[^\s/@?#]+\/?$/.test(endpoint)) {
        problems.add(`${property}.endpoint`, 'the address of an API', endpoint, 'leave it out for AWS\' own');
      }
      checkSeconds(problems, `${property}.visibilityTimeout`, props.visibilityTimeout, 1, VISIBILITY.most);
    },
  };
}

/**
 * CloudWatch's age of the oldest message that is not deleted, one in work too, as Prometheus' community reads it (YACE) with the statistic `Maximum`, which has to be
 * asked for.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 * @see https://github.com/prometheus-community/yet-another-cloudwatch-exporter/blob/master/pkg/promutil/migrate.go
 */
function oldestOf(queueUrl: string, region: string | undefined): string {
  return series('aws_sqs_approximate_age_of_oldest_message_maximum', { dimension_QueueName: queueUrl.split('/').pop(), region });
}
