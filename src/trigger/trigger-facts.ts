import { OldestMessage } from './oldest-message';
import { CloudIdentity, TriggerAuth } from './trigger-auth';
import { Problems } from '../border/problems';

/** How long a broker leaves a message to the consumer that took it, before it gives it to another one. */
export interface Hold {
  /** What the broker calls it: `consumer_timeout`. */
  readonly setting: string;
  /** The property that tells it: `consumerTimeout`. */
  readonly property: string;
  readonly seconds: number;
  /** The longest that the broker can be set to, if it has a bound. */
  readonly most?: number;
  /** True where it is a setting of the consumer, not of the broker. */
  readonly ofConsumer?: true;
  /** How a consumer lengthens it while it works; missing where it cannot. */
  readonly renewal?: string;
}

/** What KEDA, a worker and a service have to know of something that brings work. */
export interface TriggerFacts {
  /** How a message calls it: `a RabbitMQ queue`. */
  readonly title: string;
  /** KEDA's name of the scaler. */
  readonly type: string;
  /** The scaler's settings but the two below, as KEDA reads them: texts. */
  readonly metadata: { readonly [key: string]: string };
  /** The setting that says how much one replica takes, and what it is where nobody says; missing where the number of replicas is given (cron). */
  readonly share?: { readonly key: string; readonly property: string; readonly given?: number; readonly usual: number; readonly whole: boolean };
  /** The setting that says above what the workload wakes. */
  readonly activation?: { readonly key: string; readonly given?: number; readonly whole: boolean };
  /**
   * `all`: what is worked on is counted too, until it is acknowledged. `ready`: only what waits. It decides how many Jobs a ScaledJob adds.
   */
  readonly counts: 'all' | 'ready';
  /**
   * True where what a consumer has taken stays with it until somebody claims it: the broker neither gives it to another one nor counts it, however long it is not
   * acknowledged.
   */
  readonly keepsTaken?: true;
  /**
   * The setting by which a second trigger of the same scaler counts that, in place of the share; missing where nobody can be asked for it.
   */
  readonly taken?: string;
  readonly auth?: TriggerAuth;
  /** What of an authentication the scaler reads out of a Secret. */
  readonly parameters: readonly string[];
  /** Sets of those parameters of which one has to be there whole, unless an identity is; none where nobody has to show who he is. */
  readonly needs: readonly (readonly string[])[];
  /** The clouds by whose identity KEDA may come. */
  readonly identities: readonly CloudIdentity[];
  /** The most consumers that get any work: the partitions of a topic. */
  readonly consumers?: number;
  readonly hold?: Hold;
  /** What tells Prometheus how long the oldest message has waited; missing where no exporter does. */
  readonly oldest?: OldestMessage;
  /** Records what is wrong with the props. */
  check(problems: Problems, property: string): void;
}
