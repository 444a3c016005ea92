import type { Affinity, PodAffinityTerm, TopologySpreadConstraint } from 'kubernetes-types/core/v1';

/** How pods of one workload are kept apart. */
export enum Spread {
  /** The scheduler tries, and runs the pod anyway. */
  PREFERRED = 'preferred',
  /** A pod that cannot be kept apart stays Pending, a surge pod too. */
  REQUIRED = 'required',
  /** Nothing is said. */
  NONE = 'none',
}

/** Constraints that spread the pods of `selector` over zones. */
export function zoneSpread(spread: Spread, selector: { readonly [key: string]: string }): TopologySpreadConstraint[] | undefined {
  if (spread === Spread.NONE) {
    return undefined;
  }
  return [{
    labelSelector: { matchLabels: selector },
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
