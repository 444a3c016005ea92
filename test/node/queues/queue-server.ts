import { Trigger, TriggerAuth } from '../../../src';

/** The Secret with who may use a broker. */
export const SECRET = 'queue';

/** A real broker on the node's own address: pods reach it there, and KEDA. It wants to know who comes. */
export interface QueueServer {
  /** The port that consumers connect to. */
  readonly port: number;
  /** What its Secret has. */
  readonly credentials: Readonly<Record<string, string>>;
  /** The arguments of the consumer's image, and what of the environment tells it the queue. */
  consumer(queue: string): { readonly args: string[]; readonly env: Record<string, string> };
  trigger(queue: string, messagesPerReplica?: number): Trigger;
  /** Makes a queue. */
  declare(queue: string): Promise<void>;
  publish(queue: string, messages: readonly string[]): Promise<void>;
  /** How many messages are not acknowledged yet, whether somebody has taken them or not. */
  unacknowledged(queue: string): Promise<number>;
  stop(): Promise<void>;
}

/** By all that the Secret has, under the names that KEDA knows. */
export const authOf = ({ credentials }: Pick<QueueServer, 'credentials'>) =>
  TriggerAuth.fromSecret(SECRET, Object.fromEntries(Object.keys(credentials).map((key) => [key, key])));
