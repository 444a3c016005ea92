import type { HorizontalPodAutoscalerSpec } from 'kubernetes-types/autoscaling/v2';
import { scaledObjectManifest } from './scaled-object-manifest';
import { Manifest } from '../../manifest/manifest';
import { SELECTOR_LABEL } from '../../pod/workload-labels';
import { scalingBehavior } from '../../trigger/scaling-behavior';
import { selectorOf, ServicePlan } from '../service-plan';

/** The HorizontalPodAutoscaler, or the ScaledObject where KEDA brings the metrics or puts the service to rest; nothing where the number never changes. */
export function autoscalerManifest(plan: ServicePlan): Manifest | undefined {
  if (plan.props.offHours?._by === 'KEDA') {
    return scaledObjectManifest(plan);
  }
  return plan.scaling._fixed ? undefined : plan.scaler.by === 'KEDA' ? scaledObjectManifest(plan) : horizontal(plan);
}

function horizontal(plan: ServicePlan): Manifest {
  const { scaling, scaler, labels, names, namespace } = plan;
  const spec: HorizontalPodAutoscalerSpec = {
    behavior: scalingBehavior(scaling._bounds, plan.budget, scaling._utilizationOnly),
    maxReplicas: scaling.max,
    metrics: [...scaler.metrics] as HorizontalPodAutoscalerSpec['metrics'],
    minReplicas: scaling.min,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: names.deployment },
  };
  return { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { labels, name: names.autoscaler, namespace }, spec };
}

/**
 * A VerticalPodAutoscaler that only recommends, so that it never fights the horizontal one.
 * @see https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/quickstart.md
 */
export function recommenderManifest(plan: ServicePlan): Manifest | undefined {
  const { labels, name, names, namespace } = plan;
  if (!plan.props.recommendResources) {
    return undefined;
  }
  return {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: { labels, name, namespace },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: names.deployment }, updatePolicy: { updateMode: 'Off' } },
  };
}

/** The PodDisruptionBudget; one pod alone has nothing to protect, a budget would only block the drain of its node. */
export function disruptionBudgetManifest(plan: ServicePlan): Manifest | undefined {
  const { scaling, props, labels, names, namespace, selector } = plan;
  const maxUnavailable = props.availability?.maxDisrupted ?? 1;
  if (scaling.max === 1) {
    return undefined;
  }
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { labels, name: names.disruptionBudget, namespace },
    spec: { maxUnavailable, selector: { matchLabels: selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  };
}

/** The PodMonitor or ServiceMonitor. */
export function monitorManifest(plan: ServicePlan): Manifest | undefined {
  const { props, server, labels, name, namespace, selector } = plan;
  const monitoring = props.monitoring;
  if (!monitoring || !server.metrics || monitoring._kind === 'annotations') {
    return undefined;
  }
  const port = server.metrics.port === server.port ? server.protocol : 'metrics';
  const endpoint = monitoring._endpoint(port, server.metrics.path);
  const podMonitor = monitoring._kind === 'PodMonitor';
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: monitoring._kind,
    metadata: { labels: { ...labels, ...plan.scope.cluster?.monitorLabels, ...monitoring._labels }, name, namespace },
    spec: {
      ...(podMonitor ? { podMetricsEndpoints: [endpoint] } : { endpoints: [endpoint] }),
      [podMonitor ? 'podTargetLabels' : 'targetLabels']: ['cdk8s-ml.dev/model', 'cdk8s-ml.dev/model-version'],
      // a ServiceMonitor selects the Service, by the labels that it carries
      selector: { matchLabels: podMonitor ? selector : selectorOf(labels[SELECTOR_LABEL]) },
    },
  };
}
