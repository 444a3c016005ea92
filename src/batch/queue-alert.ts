import { Duration } from 'cdk8s';
import { secondsOf } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { AlertOptions, AlertSeverity } from '../observability/alert-options';
import { alertingRule, AlertOwner } from '../observability/alerting-rule';
import { literal, promTime } from '../observability/prom-ql';
import { byAge, OldestMessage } from '../trigger/oldest-message';
import { TriggerFacts } from '../trigger/trigger-facts';

/** How `QueueAlert.oldestAge` is told. */
export interface OldestAgeOptions extends AlertOptions {
  /**
   * For how long the oldest message may wait. More than a message waits while nothing is wrong: until KEDA has looked, a pod has started and the longest unit is done.
   */
  readonly limit: Duration;
  /**
   * PromQL for the seconds that the oldest message has waited: `time() - max(rabbitmq_queue_head_message_timestamp{queue="documents"})`. It has to be given where no
   * widely used exporter tells them (a Redis list, Azure, PostgreSQL, a question to Prometheus), and where the queue is watched by another exporter than those below.
   * @default - by the metrics of the broker's exporter, as it names them: for RabbitMQ 4 its plugin (`/metrics/detailed` with the families `queue_coarse_metrics` and
   * `queue_delivery_metrics`), for Kafka kafka_exporter, for a Redis stream redis_exporter (`--check-single-streams`), for NATS its exporter (`-jsz=all`), for SQS
   * yet-another-cloudwatch-exporter (`ApproximateAgeOfOldestMessage` with the statistic `Maximum`), for Pub/Sub stackdriver_exporter
   */
  readonly metric?: string;
}

/**
 * What somebody is told of a worker and its queue, by a PrometheusRule of the Prometheus Operator. Prometheus has to have the metrics of the queue, which the worker
 * itself has not.
 *
 * @example QueueAlert.oldestAge({ limit: Duration.minutes(30) })
 */
export class QueueAlert {
  /**
   * A message waits for too long: consumers fail, hang or are too few, or none comes. The length of a queue does not tell that, for a long queue may be fast.
   * Its [runbook](https://github.com/cdk8s-ml/cdk8s-ml/blob/main/docs/runbooks/queue-oldest-age.md) tells what to do.
   */
  public static oldestAge(options: OldestAgeOptions): QueueAlert {
    checkCall('QueueAlert.oldestAge', [options]);
    return new QueueAlert({ ...options, labels: { ...options.labels } });
  }

  private constructor(/** @internal */ public readonly _options: OldestAgeOptions) {}

  /** How soon somebody has to look. @internal */
  public get _severity(): AlertSeverity {
    return this._options.severity ?? AlertSeverity.WARNING;
  }

  /** What tells the age of the oldest message. @internal */
  public _oldest(facts: TriggerFacts): OldestMessage | undefined {
    const { metric } = this._options;
    return metric === undefined ? facts.oldest : byAge(`(${metric.trim()})`);
  }

  /** The alert of a worker on this queue. @internal */
  public _rule(facts: TriggerFacts, owner: AlertOwner): object {
    const seconds = secondsOf(this._options.limit);
    const oldest = this._oldest(facts)!;
    const worker = literal(`worker '${owner.name}'${owner.namespace ? ` of namespace '${owner.namespace}'` : ''}`);
    const known = oldest.value === 'age'
      ? `The oldest message for ${worker} has waited for {{ $value | humanizeDuration }}, longer than`
      : `{{ $value }} messages wait for ${worker}, the oldest of them for longer than`;
    return alertingRule({
      alert: 'QueueMessageTooOld',
      expr: oldest.longerThan(seconds),
      summary: `A message waits too long for ${worker}`,
      description: `${known} ${promTime(seconds)}.`,
      runbook: 'queue-oldest-age',
    }, this._options, owner);
  }
}
