import { Duration } from 'cdk8s';
import { byAge } from './oldest-message';
import { QueueTriggerProps } from './queue-trigger-props';
import { TriggerFacts } from './trigger-facts';
import { checkSeconds, secondsOf } from '../border/amounts';
import { series } from '../observability/prom-ql';

/** A subscription of Google Cloud Pub/Sub. */
export interface PubSubTriggerProps extends QueueTriggerProps {
  /** The subscription, `projects/<project>/subscriptions/<name>`, or its name alone where KEDA runs in the same project. */
  readonly subscription: string;
  /**
   * How long a message is left to the subscriber that got it, 10 to 600 seconds; the subscription's own setting.
   * @default Duration.seconds(10)
   */
  readonly ackDeadline?: Duration;
}

/** @see https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions#Subscription */
const ACK_DEADLINE = { least: 10, most: 600 };

/**
 * What is not acknowledged, by Cloud Monitoring, which has it once a minute and some minutes late. KEDA has announced that this scaler goes when Google ends the
 * query language that it is written in; `Trigger.prometheus` on Google's managed Prometheus asks for the same.
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/gcp_pubsub_scaler.go
 * @see https://keda.sh/blog/2025-09-15-gcp-deprecations
 */
export function pubSub(props: PubSubTriggerProps): TriggerFacts {
  const { subscription } = props;
  return {
    title: 'a Pub/Sub subscription',
    type: 'gcp-pubsub',
    metadata: { mode: 'SubscriptionSize', subscriptionName: subscription },
    share: { key: 'value', property: 'messagesPerReplica', given: props.messagesPerReplica, usual: 10, whole: false },
    activation: { key: 'activationValue', given: props.activation, whole: false },
    counts: 'all',
    auth: props.auth,
    parameters: ['GoogleApplicationCredentials'],
    needs: [['GoogleApplicationCredentials']],
    identities: ['gcp'],
    hold: {
      setting: 'the acknowledgement deadline',
      property: 'ackDeadline',
      seconds: props.ackDeadline ? secondsOf(props.ackDeadline) : ACK_DEADLINE.least,
      most: ACK_DEADLINE.most,
      renewal: 'modifyAckDeadline, as Google\'s client libraries do',
    },
    oldest: byAge(`max(${oldestOf(subscription)})`),
    check(problems, property) {
      if (!/^(projects\/[a-z][a-z0-9.:-]*\/subscriptions\/)?[A-Za-z][A-Za-z0-9._~+%-]{2,254}$/.test(subscription)) {
        problems.add(`${property}.subscription`, 'a subscription', subscription, 'write for example "projects/my-project/subscriptions/documents"');
      }
      checkSeconds(problems, `${property}.ackDeadline`, props.ackDeadline, ACK_DEADLINE.least, ACK_DEADLINE.most);
    },
  };
}

/**
 * Cloud Monitoring's age of the oldest message that is not acknowledged, one in work too, as Prometheus' community reads it (stackdriver_exporter, told
 * `pubsub.googleapis.com/subscription`).
 * @see https://cloud.google.com/pubsub/docs/monitoring
 * @see https://github.com/prometheus-community/stackdriver_exporter/blob/master/collectors/monitoring_metrics.go
 */
function oldestOf(subscription: string): string {
  const [, project, name = subscription] = /^projects\/([^/]+)\/subscriptions\/(.+)$/.exec(subscription) ?? [];
  return series('stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_oldest_unacked_message_age', { project_id: project, subscription_id: name });
}
