import { Trigger } from '../../../src/trigger/trigger';
import { TriggerAuth } from '../../../src/trigger/trigger-auth';

/** What a queue tells of itself, scrape by scrape: a number each, none where there is nothing to scrape. */
export type Told = { readonly [series: string]: readonly (number | undefined)[] };

/** What waited at each scrape, and how many messages had been taken until then. */
export interface Flow {
  readonly waiting: readonly number[];
  readonly taken: readonly number[];
}

/** Each kind of trigger of which an exporter tells what waits, and how it tells a flow. */
export const FLOWS: { readonly [kind: string]: { readonly trigger: Trigger; tell(flow: Flow): Told } } = {
  rabbitMq: {
    trigger: Trigger.rabbitMq({ queue: 'documents', address: 'http://rabbitmq.queues:15672/ml' }),
    // one node had its first consumer after ten scrapes, and counts every other message from then on; by two ways of taking them
    tell: ({ waiting, taken }) => {
      const later = taken.map((amount, i) => (i < 10 ? undefined : Math.floor((amount - taken[10]) / 2)));
      const rest = taken.map((amount, i) => amount - (later[i] ?? 0));
      return {
        'rabbitmq_detailed_queue_messages_ready{instance="a",queue="documents",vhost="ml"}': waiting,
        'rabbitmq_detailed_queue_messages_ready{instance="a",queue="documents",vhost="other"}': waiting.map(() => 1000),
        'rabbitmq_detailed_queue_messages_delivered_ack_total{instance="a",queue="documents",vhost="ml"}': rest.map((amount) => Math.ceil(amount / 2)),
        'rabbitmq_detailed_queue_get_ack_total{instance="a",queue="documents",vhost="ml"}': rest.map((amount) => Math.floor(amount / 2)),
        'rabbitmq_detailed_queue_messages_delivered_ack_total{instance="b",queue="documents",vhost="ml"}': later,
        'rabbitmq_detailed_queue_messages_redelivered_total{instance="a",queue="documents",vhost="ml"}': waiting.map((_, i) => 1000 * i),
      };
    },
  },
  redisStream: {
    trigger: Trigger.redisStream({ address: 'redis.queues:6379', stream: 'documents', consumerGroup: 'embedders' }),
    tell: ({ waiting, taken }) => ({
      'redis_stream_group_lag{db="db0",group="embedders",stream="documents"}': waiting,
      'redis_stream_group_entries_read{db="db0",group="embedders",stream="documents"}': taken,
      'redis_stream_group_lag{db="db0",group="audit",stream="documents"}': waiting.map(() => 1000),
      'redis_stream_group_entries_read{db="db0",group="audit",stream="documents"}': taken.map(() => 0),
    }),
  },
  kafka: {
    trigger: Trigger.kafka({ bootstrapServers: ['kafka.queues:9092'], topic: 'documents', consumerGroup: 'embedders' }),
    // the other partition is fast
    tell: ({ waiting, taken }) => ({
      'kafka_consumergroup_lag{consumergroup="embedders",partition="0",topic="documents"}': waiting,
      'kafka_consumergroup_current_offset{consumergroup="embedders",partition="0",topic="documents"}': taken.map((amount) => 5000 + amount),
      'kafka_consumergroup_lag{consumergroup="embedders",partition="1",topic="documents"}': waiting.map(() => 100),
      'kafka_consumergroup_current_offset{consumergroup="embedders",partition="1",topic="documents"}': taken.map((_, i) => 100 * i),
    }),
  },
  natsJetStream: {
    trigger: Trigger.natsJetStream({ monitoring: 'nats.queues:8222', stream: 'DOCUMENTS', consumer: 'embedders' }),
    tell: ({ waiting, taken }) => {
      const labels = (leader: boolean) => `{account="$G",consumer_name="embedders",is_consumer_leader="${leader}",stream_name="DOCUMENTS"}`;
      return {
        [`jetstream_consumer_num_pending${labels(true)}`]: waiting,
        [`jetstream_consumer_delivered_consumer_seq${labels(true)}`]: taken,
        [`jetstream_consumer_num_pending${labels(false)}`]: waiting.map(() => 1000),
      };
    },
  },
};

/** Each kind of trigger of which an exporter tells the age of the oldest message, and the series in which it does. */
export const AGES: { readonly [kind: string]: { readonly trigger: Trigger; readonly series: string } } = {
  sqs: {
    trigger: Trigger.sqs({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/documents', auth: TriggerAuth.aws() }),
    series: 'aws_sqs_approximate_age_of_oldest_message_maximum{account_id="123456789012",dimension_QueueName="documents",name="arn:aws:sqs:eu-central-1:123456789012:documents",region="eu-central-1"}',
  },
  pubSub: {
    trigger: Trigger.pubSub({ subscription: 'projects/my-project/subscriptions/documents', auth: TriggerAuth.gcp() }),
    series: 'stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_oldest_unacked_message_age{project_id="my-project",subscription_id="documents",unit="s"}',
  },
};

/** A queue that is taken from in the order in which messages came, minute by minute: `come` and `go` say how many do; what there is. */
export function queueOf(come: readonly number[], go: readonly number[]): Flow & { /** For how many minutes the oldest waited. */ readonly oldest: (number | undefined)[] } {
  const queue: number[] = [];
  let gone = 0;
  const waiting: number[] = [];
  const taken: number[] = [];
  const oldest: (number | undefined)[] = [];
  come.forEach((arrivals, minute) => {
    gone += queue.splice(0, go[minute]).length;
    queue.push(...Array<number>(arrivals).fill(minute));
    waiting.push(queue.length);
    taken.push(gone);
    oldest.push(queue.length > 0 ? minute - queue[0] : undefined);
  });
  return { waiting, taken, oldest };
}
