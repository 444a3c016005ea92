import { Duration } from 'cdk8s';
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { JobSpec } from 'kubernetes-types/batch/v1';
import type { Container, PodTemplateSpec } from 'kubernetes-types/core/v1';
import { loadDelay, uncountedSeconds, unitDeadline, workerBudget } from './queue-worker-plan';
import { QueueWorkerProps } from './queue-worker-props';
import { secondsOf } from '../border/amounts';
import { Manifest } from '../manifest/manifest';
import { present } from '../manifest/present';
import { prometheusRule } from '../observability/alerting-rule';
import { Probe } from '../pod/lifecycle/probe';
import { progressDeadline } from '../pod/lifecycle/startup';
import { DISRUPTION_IS_NO_FAILURE } from '../task/job-failures';
import { TaskPlan } from '../task/task-plan';
import { taskPodTemplate } from '../task/task-pod';
import { scalingBehavior } from '../trigger/scaling-behavior';
import { Trigger } from '../trigger/trigger';
import { wakingSpec } from '../trigger/waking';

/**
 * The Deployment of consumers that stay. A rollout takes old pods away before it makes new ones: a consumer that is missing makes nobody wait but the queue, and
 * none needs room beside the old one.
 */
export function workerDeployment(plan: TaskPlan, props: QueueWorkerProps): Manifest {
  const { annotations, labels, name, namespace, selector, terms } = plan;
  const spec: Deployment['spec'] = {
    progressDeadlineSeconds: progressDeadline(workerBudget(plan, props) + (plan.artifact?.filling ?? 0), true, terms.gracePeriod, 0),
    revisionHistoryLimit: 10,
    selector: { matchLabels: selector },
    strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '25%' }, type: 'RollingUpdate' },
    template: workerPod(plan, props, 'Always'),
  };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { annotations, labels, name, namespace }, spec };
}

/** The ScaledObject that counts them. @see https://keda.sh/docs/latest/reference/scaledobject-spec/ */
export function workerScaledObject(plan: TaskPlan, props: QueueWorkerProps, triggers: object[]): Manifest {
  const stay = props.consumers._stay!;
  const budget = workerBudget(plan, props);
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { labels: plan.labels, name: plan.name, namespace: plan.namespace },
    spec: {
      // a queue tells how many consumers it takes, however many of them are loading
      advanced: { horizontalPodAutoscalerConfig: { behavior: scalingBehavior(stay, budget, true) } },
      ...wakingSpec(stay, budget + uncountedSeconds(plan, props)),
      maxReplicaCount: stay.max,
      minReplicaCount: stay.min,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: plan.name },
      triggers,
    },
  };
}

/** The PodDisruptionBudget of consumers that stay; one alone has nothing to protect, a budget would only block the drain of its node. */
export function workerBudgetManifest({ labels, name, namespace, selector }: TaskPlan, { consumers }: QueueWorkerProps): Manifest | undefined {
  return consumers._max === 1 ? undefined : {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { labels, name, namespace },
    spec: { maxUnavailable: 1, selector: { matchLabels: selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  };
}

/**
 * The ScaledJob that makes a Job for each message. How many more it makes depends on what the trigger counts: where what is worked on counts too, the Jobs that
 * run are taken off (`default`); where only what waits counts, those are that have not taken their message yet (`accurate`): as KEDA sees it, whose pod does not run, or
 * where the program says so, whose pod is not ready. A new version lets the Jobs that run finish (`gradual`).
 *
 * @see https://github.com/kedacore/keda/issues/2488
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scaling/executor/scale_jobs.go
 */
export function workerScaledJob(plan: TaskPlan, props: QueueWorkerProps, triggers: object[]): Manifest {
  const { max, retries = retriesOf(props.queue), pollingInterval, keepSucceeded = 3, keepFailed = 10, taken } = props.consumers._jobs!;
  const { metadata, spec } = workerPod(plan, props, 'Never');
  const jobTargetRef: JobSpec = {
    backoffLimit: retries,
    completions: 1,
    parallelism: 1,
    podFailurePolicy: { rules: [DISRUPTION_IS_NO_FAILURE] },
    template: { metadata, spec: { activeDeadlineSeconds: unitDeadline(plan, props), ...spec! } },
  };
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledJob',
    metadata: { annotations: plan.annotations, labels: plan.labels, name: plan.name, namespace: plan.namespace },
    spec: {
      failedJobsHistoryLimit: keepFailed,
      jobTargetRef,
      maxReplicaCount: max,
      ...(pollingInterval ? { pollingInterval: secondsOf(pollingInterval) } : {}),
      rollout: { strategy: 'gradual' },
      scalingStrategy: { ...(taken ? { pendingPodConditions: ['Ready'] } : {}), strategy: strategyOf(props.queue) },
      successfulJobsHistoryLimit: keepSucceeded,
      triggers,
    },
  };
}

/** The PodMonitor. */
export function workerMonitor(plan: TaskPlan, { monitoring, metricsPath = '/metrics' }: QueueWorkerProps): Manifest | undefined {
  const { labels, name, namespace, scope, selector } = plan;
  return monitoring?._kind !== 'PodMonitor' ? undefined : {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { labels: { ...labels, ...scope.cluster?.monitorLabels, ...monitoring._labels }, name, namespace },
    spec: {
      podMetricsEndpoints: [monitoring._endpoint('metrics', metricsPath)],
      podTargetLabels: ['cdk8s-ml.dev/model', 'cdk8s-ml.dev/model-version'],
      selector: { matchLabels: selector },
    },
  };
}

/** The PrometheusRule with its alerts. */
export function workerPrometheusRule(plan: TaskPlan, { alerts = [], queue }: QueueWorkerProps): Manifest | undefined {
  return alerts.length === 0 ? undefined : prometheusRule(plan, alerts.map((alert) => alert._rule(queue._facts, plan)), plan.scope.cluster?.ruleLabels);
}

/** A message that the broker gives to nobody else has only the pods of its own Job: as many as Kubernetes makes of one where nobody says (`backoffLimit`). */
function retriesOf({ _facts }: Trigger): number {
  return _facts.keepsTaken ? 6 : 0;
}

function strategyOf({ _facts }: Trigger): string {
  return _facts.counts === 'all' ? 'default' : 'accurate';
}

function workerPod(plan: TaskPlan, props: QueueWorkerProps, restartPolicy: 'Always' | 'Never'): PodTemplateSpec {
  const { liveness, loadTime, metricsPort, metricsPath = '/metrics', monitoring } = props;
  const container: Partial<Container> = present({
    livenessProbe: liveness?._or(patience(loadDelay(loadTime)))._render(metricsPort ?? 0),
    ports: metricsPort === undefined ? undefined : [{ containerPort: metricsPort, name: 'metrics' }],
    readinessProbe: props.consumers._jobs?.taken?._or(ATTENTION)._render(metricsPort ?? 0),
  });
  const annotations = metricsPort === undefined ? undefined : monitoring?._podAnnotations(metricsPort, metricsPath);
  return taskPodTemplate(plan, { annotations, container, restartPolicy });
}

/** A message is soon taken, and until KEDA hears of it another Job may be made. */
const ATTENTION = Probe.timed({ failureThreshold: 1, period: Duration.seconds(5), timeout: Duration.seconds(5) });

/** As patient as with a server, from when the model is loaded. */
function patience(load: number): Probe {
  return Probe.timed({ failureThreshold: 6, initialDelay: Duration.seconds(load), period: Duration.seconds(10), timeout: Duration.seconds(5) });
}
