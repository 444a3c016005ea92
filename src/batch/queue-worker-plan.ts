import { Duration, Size } from 'cdk8s';
import { QueueWorkerProps } from './queue-worker-props';
import { bytesOf, secondsOf } from '../border/amounts';
import { Cluster } from '../cluster/cluster';
import { imagePullSeconds, loadAllowance, podBudget } from '../pod/lifecycle/startup';
import { TaskPlan, TaskTerms, TaskVariable } from '../task/task-plan';
import { mayRest, NamedTrigger } from '../trigger/waking';

/**
 * What a program has to close with nothing in hand: Kubernetes' own grace period. Here for the acknowledgement of the last unit and the end of the connection.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
const CLOSING = 30;

/**
 * The longest that the cluster autoscaler waits for a pod when it wants its node (`--max-graceful-termination-sec`); then the unit is cut off.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-are-the-parameters-to-ca
 */
const AUTOSCALER_PATIENCE = 600;

/**
 * Names get longer: KEDA calls the autoscaler `keda-hpa-<name>`, which is a label too, and a Job `<name>-<five letters>`.
 * @see https://github.com/kedacore/keda/blob/v2.20.2/apis/keda/v1alpha1/scaledobject_webhook.go
 */
const LONGEST_NAME = { stay: 63 - 'keda-hpa-'.length, jobs: 63 - 6 };

/**
 * How often KEDA looks where nobody says.
 * @see https://keda.sh/docs/latest/reference/scaledobject-spec/#pollinginterval
 */
const KEDA_POLLING = 30;

const LOAD_TIME = Duration.seconds(60);
const IMAGE_SIZE = Size.gibibytes(2);

/** As whom a Job takes its message, so that the pod that tries again finds what the one before it took: all its pods are told the name of the Job. */
const CONSUMER_NAME: TaskVariable = {
  variable: { name: 'CONSUMER_NAME', valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } } },
  origin: 'consumers',
};

/** What follows for a worker's pods from the longest unit: told to stop, it finishes what it has in hand. */
export function workerTerms({ longestUnit, consumers, queue }: QueueWorkerProps): TaskTerms {
  const gracePeriod = Math.ceil(secondsOf(longestUnit)) + CLOSING;
  return {
    component: 'queue-worker',
    container: 'worker',
    gracePeriod,
    mayBeMoved: gracePeriod <= AUTOSCALER_PATIENCE,
    runsOn: consumers._stay !== undefined,
    longestName: consumers._stay ? LONGEST_NAME.stay : LONGEST_NAME.jobs,
    env: consumers._jobs && queue._facts.keepsTaken ? [CONSUMER_NAME] : [],
  };
}

/** The triggers as messages call them, on the cluster that it runs on. */
export function workerTriggers({ queue, alsoOn = [] }: QueueWorkerProps, cluster: Cluster | undefined): NamedTrigger[] {
  return [{ trigger: queue._on(cluster), property: 'queue' }, ...alsoOn.map((trigger, i) => ({ trigger: trigger._on(cluster), property: `alsoOn[${i}]` }))];
}

/** Seconds until a new pod takes its first message, at the latest. */
export function workerBudget({ placement, artifact }: TaskPlan, props: QueueWorkerProps): number {
  return podBudget({ provisioning: placement._provisioning, artifact: artifact?.seconds, ...onNode(props) });
}

/**
 * Seconds for which a consumer may have in hand what nobody counts any more, and nobody can be asked for: while one may still die with it, another has to be there, or on
 * its way, that finds it.
 */
export function uncountedSeconds({ terms }: TaskPlan, { queue, alsoOn = [] }: QueueWorkerProps): number {
  return [queue, ...alsoOn].some(({ _facts: { keepsTaken, taken } }) => keepsTaken && taken === undefined) ? terms.gracePeriod : 0;
}

/** What a message may wait although nothing is wrong: seconds of each cause. */
export interface FairWait {
  readonly cause: string;
  readonly seconds: number;
}

/**
 * What a message may wait although nothing is wrong, until it is done: where there may be no consumer, until KEDA looks and until a new pod takes its first message;
 * then for all that is taken with it.
 */
export function fairWaits(plan: TaskPlan, props: QueueWorkerProps): FairWait[] {
  const { consumers: { _stay, _jobs }, longestUnit, prefetch = 1 } = props;
  const unit = secondsOf(longestUnit);
  const work = { cause: prefetch > 1 ? `for ${prefetch} units of ${unit} s` : 'for the longest unit', seconds: unit * prefetch };
  if (_stay && !mayRest(_stay)) {
    return [work];
  }
  const { pollingInterval } = _stay ?? _jobs!;
  return [
    { cause: 'until KEDA looks', seconds: pollingInterval ? secondsOf(pollingInterval) : KEDA_POLLING },
    { cause: 'until a new pod takes its first', seconds: workerBudget(plan, props) },
    work,
  ];
}

/** Seconds that a pod may take, once its node has accepted it, for one unit. */
export function unitDeadline({ artifact }: TaskPlan, props: QueueWorkerProps): number {
  const { deadline } = props.consumers._jobs!;
  const { imagePull, startup } = onNode(props);
  return deadline ? secondsOf(deadline) : Math.ceil(imagePull + (artifact?.seconds ?? 0) + startup + secondsOf(props.longestUnit)) + CLOSING;
}

function onNode({ imageSize = IMAGE_SIZE, loadTime = LOAD_TIME }: QueueWorkerProps): { readonly imagePull: number; readonly startup: number } {
  return { imagePull: imagePullSeconds(bytesOf(imageSize)), startup: loadDelay(loadTime) };
}

/** Seconds that a load may take. */
export function loadDelay(loadTime = LOAD_TIME): number {
  return secondsOf(loadAllowance(loadTime));
}
