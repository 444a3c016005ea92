import { TriggerAuth } from './trigger-auth';

/** What all queues have in common. */
export interface QueueTriggerProps {
  /**
   * How many messages one replica takes: with twice as many there are two replicas.
   * @default - KEDA's own: 5, 10 for Kafka, Pub/Sub and NATS, 20 for RabbitMQ; 1 where each Job takes one message
   */
  readonly messagesPerReplica?: number;
  /**
   * More messages than this wake the workload from zero.
   * @default 0
   */
  readonly activation?: number;
  /**
   * Who KEDA is to the broker.
   * @default - nobody: the broker answers everybody
   */
  readonly auth?: TriggerAuth;
}
