import { Manifest } from '../../manifest/manifest';
import { scalingBehavior } from '../../trigger/scaling-behavior';
import { cooldownOf, fallbackTo, wakingSpec } from '../../trigger/waking';
import { ServicePlan } from '../service-plan';

/**
 * The ScaledObject, from which KEDA makes a HorizontalPodAutoscaler: of a service whose metrics KEDA brings, of one that it puts to rest, or of both. The cron
 * trigger holds the day's replicas; the service's own metrics go on beside it.
 * @see https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export function scaledObjectManifest(plan: ServicePlan): Manifest {
  const { scaling, scaler, budget, labels, names, namespace, props } = plan;
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
  // a queue outside tells how many replicas it takes, however many of them are loading
  const seesItself = scaling._utilizationOnly || (scaling._wake !== undefined && !scaler.asksPods);
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { labels, name: names.autoscaler, namespace },
    spec: {
      ...(scaling._fixed ? {} : { advanced: { horizontalPodAutoscalerConfig: { behavior: scalingBehavior(scaling._bounds, budget, seesItself) } } }),
      ...(rests && scaler.asksPods ? { cooldownPeriod: cooldownOf(budget) } : {}),
      ...(scaler.asksPods && !offHours && !scaling._wake ? { fallback: fallbackTo(scaling.min) } : {}),
      ...(scaling._wake ? wakingSpec(scaling._wake.props, budget) : {}),
      maxReplicaCount: scaling.max,
      minReplicaCount: offHours ? offHours._downReplicas : scaling.min,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: names.deployment },
      triggers: cron ? [...scaler.triggers, cron] : [...scaler.triggers],
    },
  };
}
