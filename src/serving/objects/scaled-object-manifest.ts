import { secondsOf } from '../../border/amounts';
import { Manifest } from '../../manifest/manifest';
import { scalingBehavior } from '../scaling/scaling-behavior';
import { mayRest } from '../scaling/upstream';
import { ServicePlan } from '../service-plan';

/**
 * The ScaledObject, from which KEDA makes a HorizontalPodAutoscaler: of a service whose metrics KEDA brings, of one that it puts to rest, or of both. The cron
 * trigger holds the day's replicas; the service's own metrics go on beside it.
 * @see https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export function scaledObjectManifest(plan: ServicePlan): Manifest {
  const { scaling, scaler, budget, labels, names, namespace, props } = plan;
  const wake = scaling._wake?.props;
  const offHours = props.offHours?._by === 'KEDA' ? props.offHours : undefined;
  const rests = offHours?._downReplicas === 0;
  const cron = offHours && {
    metadata: {
      desiredReplicas: `${offHours._upReplicas(scaling.min)}`,
      end: offHours._props.down,
      start: offHours._props.up,
      timezone: offHours._props.timeZone,
    },
    type: 'cron',
  };
  // with a fallback of 0 KEDA takes the pods of a queue that it cannot ask for those of an empty one
  const fallback = wake?.fallbackReplicas ?? scaling.min;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { labels, name: names.autoscaler, namespace },
    spec: {
      ...(scaling._fixed ? {} : { advanced: { horizontalPodAutoscalerConfig: { behavior: scalingBehavior(scaling._bounds, budget, scaling._utilizationOnly) } } }),
      ...((rests && scaler.asksPods) || (wake && mayRest(wake)) ? { cooldownPeriod: wake?.cooldown ? secondsOf(wake.cooldown) : cooldown(budget) } : {}),
      ...((scaler.asksPods || wake) && !offHours && fallback > 0 ? { fallback: { behavior: 'currentReplicasIfHigher', failureThreshold: 3, replicas: fallback } } : {}),
      ...(wake?.restsWhenIdle ? { idleReplicaCount: 0 } : {}),
      maxReplicaCount: scaling.max,
      minReplicaCount: offHours ? offHours._downReplicas : scaling.min,
      ...(wake?.pollingInterval ? { pollingInterval: secondsOf(wake.pollingInterval) } : {}),
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: names.deployment },
      triggers: cron ? [...scaler.triggers, cron] : [...scaler.triggers],
    },
  };
}

/** The last pod goes when nothing was asked for as long as it would take to get it back, KEDA's own 5 minutes at least. */
function cooldown(budget: number): number {
  return Math.max(300, Math.ceil(budget));
}
