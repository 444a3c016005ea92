import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkQueueAlerts } from './check-queue-alerts';
import { checkQueueWorker } from './check-queue-worker';
import { workerBudgetManifest, workerDeployment, workerMonitor, workerPrometheusRule, workerScaledJob, workerScaledObject } from './queue-worker-manifests';
import { workerTerms, workerTriggers } from './queue-worker-plan';
import { QueueWorkerProps } from './queue-worker-props';
import { checkKinds } from '../border/check-kinds';
import { Problems } from '../border/problems';
import { NetworkPeer } from '../pod/network/network-peer';
import { ingressRule } from '../pod/network/network-rules';
import { planOfTask } from '../task/plan-of-task';
import { Task } from '../task/task';
import { renderTriggers } from '../trigger/trigger-manifests';
import { mayRest } from '../trigger/waking';

/**
 * Works off a queue, by as many consumers as it takes and by none while it is empty: consumers that stay (Deployment and ScaledObject) or a Job for each message
 * (ScaledJob).
 *
 * A message can come twice, whatever the broker: its consumer was stopped before the acknowledgement. So the program keeps to this contract: it acknowledges a
 * message when its result is there, and not before; its result for a message is the same the second time; told to stop (SIGTERM), it takes no more messages, ends
 * the one in hand, acknowledges it and ends itself. It has the longest unit and 30 s for that. A spot node leaves it less, and then the message comes again.
 *
 * Redis keeps what a consumer has taken for that consumer. So on `Trigger.redisStream` and `Trigger.redisList` the contract has a second part: the program takes up
 * first, when it starts, what was taken and not finished. A Job for each message is told `CONSUMER_NAME` for that, which all pods of the Job have in common, and is
 * tried again six times where `retries` does not say otherwise. Of a stream it reads as that consumer, its own pending entries first (`XREADGROUP` from 0), then those
 * that others have not acknowledged for longer than the longest unit and 30 s (`XAUTOCLAIM`), then new ones. Out of a list it moves a message into one that is named
 * after it (`LMOVE`), and looks there first. What is left by a Job that failed for good waits in a stream for the next Job, and in the Job's list for a person.
 *
 * Consumers that stay and may rest are not put to rest while entries of a stream are pending, and are woken for those that a dead one left: KEDA counts them by a trigger
 * of their own, so an entry that nobody ever acknowledges keeps one consumer there. What was moved out of a list nobody can count. So the last consumer of one stays, by
 * default, for as long as the longest unit and the start of a pod, in which the pod that takes a dead one's place finds what that left.
 *
 * Its network policy lets it call nobody but the names' server: let it call the queue by `allowTo` (ML-NET-010 says where nobody did). And a trigger's `auth` is KEDA's
 * alone, which asks how long the queue is: the address and the credentials of the program are its own, by `env` and `secrets`.
 *
 * @see https://keda.sh/docs/latest/concepts/
 * @example
 * const worker = new QueueWorker(team, 'embedder', {
 *   image: 'registry.example.com/embedder:v1.4.0',
 *   resources: Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(4) }),
 *   queue: Trigger.rabbitMq({ queue: 'documents', address: 'http://rabbitmq.queues:15672', auth: TriggerAuth.fromSecret('rabbitmq', { username: 'user', password: 'pass' }) }),
 *   consumers: Consumers.longLived({ max: 20 }),
 *   longestUnit: Duration.minutes(2),
 *   secrets: [SecretSource.asFiles('rabbitmq', '/var/run/secrets/rabbitmq')],
 *   env: { QUEUE: 'documents', QUEUE_HOST: 'rabbitmq.queues' },
 * });
 * worker.allowTo(NetworkPeer.namespace('queues'), 5672);
 */
export class QueueWorker extends Task {
  /** Its name. */
  public readonly name: string;
  /** The Deployment of consumers that stay, or the ScaledJob that makes a Job for each message. */
  public readonly workload: ApiObject;
  /** The ScaledObject that counts consumers that stay. */
  public readonly autoscaler?: ApiObject;
  /** The PodDisruptionBudget of consumers that stay; none where there is never more than one. */
  public readonly disruptionBudget?: ApiObject;
  /** The PodMonitor, if there is one. */
  public readonly monitor?: ApiObject;
  /** The PrometheusRule with its alerts, if there are any. */
  public readonly prometheusRule?: ApiObject;
  private readonly authentications: ApiObject[];

  /** @throws with every violation at once if a property is wrong */
  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    checkKinds(this.node.path, 'QueueWorkerProps', props, new.target !== QueueWorker);
    const problems = new Problems(this.node.path);
    const plan = planOfTask(problems, this, props, workerTerms(props));
    const triggers = workerTriggers(props, plan.scope.cluster);
    checkQueueWorker(problems, props, triggers);
    checkQueueAlerts(problems, plan, props);
    problems.throw();
    this.name = plan.name;
    const { consumers, monitoring, metricsPort } = props;
    this._furnish(plan, { ingress: monitoring && metricsPort !== undefined ? [ingressRule(NetworkPeer.namespace(monitoring._prometheusNamespace), [metricsPort])] : [] });
    const rendered = renderTriggers(triggers.map(({ trigger }) => trigger), plan, consumers._stay ? { rests: mayRest(consumers._stay) } : { share: 1 });
    this.authentications = rendered.authentications.map((manifest, i) => this._make(i === 0 ? 'TriggerAuthentication' : `TriggerAuthentication${i + 1}`, manifest));
    if (consumers._stay) {
      const budget = workerBudgetManifest(plan, props);
      this.workload = this._make('Resource', workerDeployment(plan, props));
      this.disruptionBudget = budget && this._make('DisruptionBudget', budget);
      this.autoscaler = this._make('Autoscaler', workerScaledObject(plan, props, rendered.triggers));
    } else {
      this.workload = this._make('Resource', workerScaledJob(plan, props, rendered.triggers));
    }
    const monitor = workerMonitor(plan, props);
    this.monitor = monitor && this._make('Monitor', monitor);
    const rule = workerPrometheusRule(plan, props);
    this.prometheusRule = rule && this._make('PrometheusRule', rule);
  }

  /** The TriggerAuthentications that say who KEDA is to the queue, a copy. */
  public get triggerAuthentications(): ApiObject[] {
    return [...this.authentications];
  }
}
