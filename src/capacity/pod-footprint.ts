import { addTo, Amounts, amountsOf, filledFrom, maxOf, NO_AMOUNTS, sumOf } from './amounts';
import { LimitRanges } from './limit-ranges';
import { Quantity } from './quantity';
import { PodTemplate } from '../reading/pod-template';
import { isMap, mapOf, Shape } from '../reading/shape';

/** What one container has after all defaults. */
export interface ContainerAmounts {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** What one pod takes, as the scheduler and the quota count it. */
export interface PodFootprint {
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** Its containers after all defaults, in the order of `PodTemplate.all`. */
  readonly containers: readonly ContainerAmounts[];
  /** True where the pod as a whole states resources, so that its containers need not. */
  readonly ofPod: boolean;
  /** What its containers ask for together, whatever the pod states as a whole. */
  readonly ofContainers: ContainerAmounts;
  /** Without the overhead of its runtime: what a LimitRange of type Pod looks at. */
  readonly bare: ContainerAmounts;
}

/** The same containers come a thousand times. */
const known = new WeakMap<LimitRanges, Map<string, PodFootprint>>();

/**
 * What one pod of `template` takes: the larger of what its containers and sidecars take together and what any init container takes beside
 * the sidecars started before it, and the overhead of its runtime, after the defaults of the API and of `limitRanges`.
 *
 * A request defaults to its limit first, then comes the LimitRange: it can give a limit that is below a request. What the pod states as a
 * whole (`spec.resources`) stands instead of its containers' sum.
 *
 * @param overhead of its RuntimeClass, where the pod states none
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/component-helpers/resource/helpers.go (`PodRequests`, `PodLimits`)
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/v1/defaults.go (`SetDefaults_Pod`)
 */
export function podFootprint(template: PodTemplate, limitRanges: LimitRanges = LimitRanges.NONE, overhead?: Shape): PodFootprint {
  let footprints = known.get(limitRanges);
  if (!footprints) {
    known.set(limitRanges, footprints = new Map());
  }
  const extra = isMap(template.spec.overhead) ? template.spec.overhead : overhead;
  const key = JSON.stringify([template.all.map(({ shape, init, sidecar }) => [init, sidecar, shape.resources]), template.spec.resources, extra]);
  let footprint = footprints.get(key);
  if (!footprint) {
    footprints.set(key, footprint = compute(template, limitRanges, amountsOf(extra)));
  }
  return footprint;
}

function compute(template: PodTemplate, limitRanges: LimitRanges, overhead: Amounts): PodFootprint {
  const stated = template.all.map(({ shape }) => statedBy(shape.resources));
  const containers = stated.map(({ requests, limits }) => ({
    limits: filledFrom(limits, limitRanges.limits),
    requests: filledFrom(requests, limitRanges.requests),
  }));
  const ofPod = podLevel(template, stated);
  const ofContainers = {
    limits: aggregate(template, containers.map((x) => x.limits)),
    requests: aggregate(template, containers.map((x) => x.requests)),
  };
  const limits = replaced(ofContainers.limits, ofPod.limits);
  const requests = replaced(ofContainers.requests, ofPod.requests);
  return {
    containers,
    ofContainers,
    bare: { requests, limits },
    ofPod: ofPod.limits.size + ofPod.requests.size > 0,
    requests: sumOf(requests, overhead),
    limits: withOverhead(limits, overhead),
  };
}

/** What a container states, after the API's own default: a limit without a request is a request of the same amount. */
function statedBy(resources: unknown): ContainerAmounts {
  const limits = amountsOf(mapOf(resources).limits);
  return { limits, requests: filledFrom(amountsOf(mapOf(resources).requests), limits) };
}

/** The sum of all that run together, or what an init container takes beside the sidecars started before it, if that is more. */
function aggregate(template: PodTemplate, amounts: readonly Amounts[]): Amounts {
  if (amounts.length === 1) {
    return amounts[0];
  }
  const together = new Map<string, Quantity>();
  let sidecars: Amounts = NO_AMOUNTS;
  let init: Amounts = NO_AMOUNTS;
  for (const [i, container] of template.all.entries()) {
    if (!container.init || container.sidecar) {
      addTo(together, amounts[i]);
    }
    if (container.sidecar) {
      sidecars = sumOf(sidecars, amounts[i]);
      init = maxOf(init, sidecars);
    } else if (container.init) {
      init = maxOf(init, sumOf(sidecars, amounts[i]));
    }
  }
  return maxOf(together, init);
}

/** Resources that a pod can state as a whole. */
function isOfPod(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

function podLevel(template: PodTemplate, stated: readonly ContainerAmounts[]): ContainerAmounts {
  const resources = mapOf(template.spec.resources);
  const only = (amounts: Amounts) => new Map([...amounts].filter(([name]) => isOfPod(name)));
  let limits: Amounts = only(amountsOf(resources.limits));
  let requests: Amounts = only(amountsOf(resources.requests));
  if (limits.size + requests.size === 0) {
    return { requests, limits };
  }
  const hugePages = [...aggregate(template, stated.map((x) => x.limits))].filter(([name]) => name.startsWith('hugepages-') && !requests.has(name));
  limits = filledFrom(limits, new Map(hugePages));
  if (limits.size > 0) {
    const ofContainers = [...aggregate(template, stated.map((x) => x.requests))].filter(([name]) => name === 'cpu' || name === 'memory');
    requests = filledFrom(filledFrom(requests, new Map(ofContainers)), limits);
  }
  return { requests, limits };
}

function replaced(amounts: Amounts, ofPod: Amounts): Amounts {
  return ofPod.size === 0 ? amounts : filledFrom(ofPod, amounts);
}

/** Overhead is added to limits that there are. */
function withOverhead(limits: Amounts, overhead: Amounts): Amounts {
  return overhead.size === 0 ? limits : new Map([...limits].map(([name, limit]) => {
    const more = overhead.get(name);
    return [name, more && !limit.isZero ? limit.plus(more) : limit] as const;
  }));
}
