import { checkTrigger } from './check-trigger';
import { cron, CronTriggerProps } from './cron';
import { kafka, KafkaTriggerProps } from './kafka';
import { natsJetStream, NatsJetStreamTriggerProps } from './nats-jetstream';
import { postgreSql, PostgreSqlTriggerProps } from './postgresql';
import { prometheus, PrometheusTriggerProps } from './prometheus';
import { pubSub, PubSubTriggerProps } from './pub-sub';
import { rabbitMq, RabbitMqTriggerProps } from './rabbitmq';
import { redisList, RedisListTriggerProps, redisStream, RedisStreamTriggerProps } from './redis';
import { serviceBusQueue, ServiceBusQueueTriggerProps, serviceBusSubscription, ServiceBusSubscriptionTriggerProps } from './service-bus';
import { sqs, SqsTriggerProps } from './sqs';
import { storageQueue, StorageQueueTriggerProps } from './storage-queue';
import { TriggerFacts } from './trigger-facts';
import { checkCall } from '../border/check-kinds';
import { Problems } from '../border/problems';
import { Cluster } from '../cluster/cluster';
import { MetricsApi } from '../cluster/metrics-pipeline-props';

/**
 * Something outside a workload that brings it work, as KEDA asks for it. It stands upstream of the pods, so it can wake a workload that has none.
 *
 * Its `address` and its `auth` are what KEDA asks the queue by, and KEDA's alone: the program that takes from the queue has an address and credentials of its own (`env`,
 * `secrets`), and is let call it (`allowTo`).
 *
 * @see https://keda.sh/docs/latest/scalers/
 * @example Trigger.rabbitMq({ queue: 'documents', address: 'http://rabbitmq.queues:15672', auth: TriggerAuth.fromSecret('rabbitmq', { username: 'user', password: 'password' }) })
 */
export class Trigger {
  /** A RabbitMQ queue. */
  public static rabbitMq(props: RabbitMqTriggerProps): Trigger {
    checkCall('Trigger.rabbitMq', [props]);
    return new Trigger(rabbitMq({ ...props }));
  }

  /**
   * A Redis list. It has no acknowledgement: a worker that must not lose a message moves it into a list of its own (`LMOVE`), takes it out of there when it is done,
   * and looks there first when it starts: of what was moved Redis tells nobody, and KEDA counts it no more.
   */
  public static redisList(props: RedisListTriggerProps): Trigger {
    checkCall('Trigger.redisList', [props]);
    return new Trigger(redisList({ ...props }));
  }

  /**
   * A Redis stream, by what a group of consumers has not read yet. Redis 7 or newer. What was read and not acknowledged Redis gives to nobody by itself, and it is
   * counted only where there may be no consumer left, by a second trigger: a worker takes up its own pending entries when it starts (`XREADGROUP` from 0), and claims those of others that have been pending for longer
   * than a unit may take (`XAUTOCLAIM`).
   */
  public static redisStream(props: RedisStreamTriggerProps): Trigger {
    checkCall('Trigger.redisStream', [props]);
    return new Trigger(redisStream({ ...props }));
  }

  /** An SQS queue. */
  public static sqs(props: SqsTriggerProps): Trigger {
    checkCall('Trigger.sqs', [props]);
    return new Trigger(sqs({ ...props }));
  }

  /** A Kafka topic, by what a group of consumers has not committed yet. */
  public static kafka(props: KafkaTriggerProps): Trigger {
    checkCall('Trigger.kafka', [props]);
    return new Trigger(kafka({ ...props, bootstrapServers: [...props.bootstrapServers] }));
  }

  /** A subscription of Google Cloud Pub/Sub. */
  public static pubSub(props: PubSubTriggerProps): Trigger {
    checkCall('Trigger.pubSub', [props]);
    return new Trigger(pubSub({ ...props }));
  }

  /** An Azure Service Bus queue. */
  public static serviceBusQueue(props: ServiceBusQueueTriggerProps): Trigger {
    checkCall('Trigger.serviceBusQueue', [props]);
    return new Trigger(serviceBusQueue({ ...props }));
  }

  /** A subscription of an Azure Service Bus topic. */
  public static serviceBusSubscription(props: ServiceBusSubscriptionTriggerProps): Trigger {
    checkCall('Trigger.serviceBusSubscription', [props]);
    return new Trigger(serviceBusSubscription({ ...props }));
  }

  /** An Azure Storage queue. */
  public static storageQueue(props: StorageQueueTriggerProps): Trigger {
    checkCall('Trigger.storageQueue', [props]);
    return new Trigger(storageQueue({ ...props }));
  }

  /** A NATS JetStream consumer. */
  public static natsJetStream(props: NatsJetStreamTriggerProps): Trigger {
    checkCall('Trigger.natsJetStream', [props]);
    return new Trigger(natsJetStream({ ...props }));
  }

  /** A question to Prometheus about something that stands upstream of the pods: a gateway's requests, the length of a queue. */
  public static prometheus(props: PrometheusTriggerProps): Trigger {
    checkCall('Trigger.prometheus', [props]);
    const copy = { ...props, authModes: props.authModes && [...props.authModes] };
    return new Trigger(prometheus(copy), copy);
  }

  /** A query to PostgreSQL. */
  public static postgreSql(props: PostgreSqlTriggerProps): Trigger {
    checkCall('Trigger.postgreSql', [props]);
    return new Trigger(postgreSql({ ...props }));
  }

  /** The clock. */
  public static cron(props: CronTriggerProps): Trigger {
    checkCall('Trigger.cron', [props]);
    return new Trigger(cron({ ...props }));
  }

  private constructor(
    /** @internal */ public readonly _facts: TriggerFacts,
    private readonly question?: PrometheusTriggerProps,
  ) {}

  /** The same on a cluster, which may tell where Prometheus is. @internal */
  public _on(cluster: Cluster | undefined): Trigger {
    const keda = this.question && cluster?.metrics?.find(({ api }) => api === MetricsApi.KEDA)?._keda;
    return keda ? new Trigger(prometheus(this.question!, keda)) : this;
  }

  /** The PromQL that it asks, if it asks Prometheus. @internal */
  public get _query(): string | undefined {
    return this.question?.query ?? (this._facts.type === 'prometheus' ? this._facts.metadata.query : undefined);
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    checkTrigger(problems, property, this._facts);
  }
}
