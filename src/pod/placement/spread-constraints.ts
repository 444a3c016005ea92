import type { Affinity, PodAffinityTerm, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import { Spread } from './spread';

/**
 * Constraints that spread the pods of `selector` over zones; those of an older revision don't count, or a rollout would leave the new ones askew.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition
 */
export function zoneSpread(spread: Spread, selector: { readonly [key: string]: string }): TopologySpreadConstraint[] | undefined {
  if (spread === Spread.NONE) {
    return undefined;
  }
  return [{
    labelSelector: { matchLabels: selector },
    matchLabelKeys: ['pod-template-hash'],
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: spread === Spread.REQUIRED ? 'DoNotSchedule' : 'ScheduleAnyway',
  }];
}

/** Affinity terms that keep the pods of `selector` on different hosts. */
export function hostSpread(spread: Spread, selector: { readonly [key: string]: string }): Affinity['podAntiAffinity'] | undefined {
  const podAffinityTerm: PodAffinityTerm = { labelSelector: { matchLabels: selector }, topologyKey: 'kubernetes.io/hostname' };
  switch (spread) {
    case Spread.NONE: return undefined;
    case Spread.REQUIRED: return { requiredDuringSchedulingIgnoredDuringExecution: [podAffinityTerm] };
    case Spread.PREFERRED: return { preferredDuringSchedulingIgnoredDuringExecution: [{ podAffinityTerm, weight: 100 }] };
  }
}
