import { Duration, Size } from 'cdk8s';
import { Consumers } from './consumers';
import { QueueAlert } from './queue-alert';
import { Monitoring } from '../observability/monitoring';
import { Probe } from '../pod/lifecycle/probe';
import { TaskProps } from '../task/task-props';
import { Trigger } from '../trigger/trigger';

/** Props of a `QueueWorker`. */
export interface QueueWorkerProps extends TaskProps {
  /** The queue that it takes its work from. */
  readonly queue: Trigger;
  /**
   * What else asks for consumers: the clock, so that some are there in the morning. The one that asks for most wins.
   * @default - nothing
   */
  readonly alsoOn?: Trigger[];
  /** Who takes the messages, and how many of them there are. */
  readonly consumers: Consumers;
  /** How long the longest unit of work takes, from when a message is taken until it is acknowledged. */
  readonly longestUnit: Duration;
  /**
   * How many messages a consumer takes at once to work on one after the other (a prefetch count, `max.poll.records`, `MaxNumberOfMessages`). The broker counts for
   * each from when it was taken, so that the last one waits for all the others.
   * @default 1
   */
  readonly prefetch?: number;
  /**
   * The consumer asks the broker for more time while it works, so that a unit may take longer than the broker waits by itself.
   * @default false
   */
  readonly renewsHold?: boolean;
  /**
   * Time from the container's start until it takes its first message, as measured: until its model is loaded.
   * @default Duration.seconds(60)
   */
  readonly loadTime?: Duration;
  /**
   * Size of the image, for the time that a new node needs to pull it.
   * @default Size.gibibytes(2)
   */
  readonly imageSize?: Size;
  /**
   * The probe that restarts a container, for a consumer that can tell whether it hangs: the age of a file that it touches, a port of its own. One that asks whether
   * the broker is there restarts all consumers when it is not.
   * @default - none: nobody sends it anything while it is slow, and a process that ends is started again
   */
  readonly liveness?: Probe;
  /**
   * The port of its metrics.
   * @default - none
   */
  readonly metricsPort?: number;
  /**
   * The path of its metrics.
   * @default /metrics
   */
  readonly metricsPath?: string;
  /**
   * How its metrics get to Prometheus.
   * @default - they don't
   */
  readonly monitoring?: Monitoring;
  /**
   * What somebody is told of (PrometheusRule).
   * @default - nobody is told anything
   */
  readonly alerts?: QueueAlert[];
}
