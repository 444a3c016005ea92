import { Amounts, amountsOf } from '../../capacity/amounts';
import { LimitItem, LimitRanges } from '../../capacity/limit-ranges';
import { Places } from '../../capacity/places';
import { ContainerAmounts } from '../../capacity/pod-footprint';
import { Quantity } from '../../capacity/quantity';
import { PodGroup, Workload } from '../../capacity/workload';
import { PROVEN, workloadsOf } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { mapOf, mapsOf, written } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Report, Rule } from '../rule';

const CLAIM = 'PersistentVolumeClaim';

/** Pods and claims that a LimitRange refuses. */
export const limitRange: Rule = {
  id: 'ML-CAP-003',
  title: 'containers, pods and claims keep to the LimitRanges of their namespace',
  severity: Severity.ERROR,
  why: 'The API server refuses the pod or the claim, after it has given the containers the defaults: a default limit may be below what a container requests, and a maximum for pods refuses those without a limit. A warning where two LimitRanges have different defaults, for it is not determined whose counts, and where no pod is wanted yet. https://kubernetes.io/docs/concepts/policy/limit-range/',
  fix: 'State requests and limits within the bounds of the LimitRange, or change the bounds.',
  example: "container 'server' of Deployment 'chat' has limits.memory 512Mi, which is above max.memory 256Mi of LimitRange 'limits'; lower the limit or raise the maximum",
  judges: [CLAIM, ...PROVEN],
  check(set, report) {
    const places = Places.of(set);
    if (places.allLimitRanges().length === 0) {
      return;
    }
    for (const workload of workloadsOf(set)) {
      const ranges = places.limitRanges(workload.subject.cluster, workload.subject.namespace);
      for (const group of ranges === LimitRanges.NONE ? [] : workload.groups) {
        checkGroup(report, workload, group, ranges);
      }
      for (const item of ranges.items.filter(({ type }) => type === CLAIM)) {
        for (const claim of claimTemplatesOf(workload)) {
          checkClaim(report, workload.subject, `claim '${written(mapOf(claim.metadata).name)}' of ${workload.subject.called}`, claim.spec, item);
        }
      }
    }
    for (const claim of set.ofKind(CLAIM)) {
      for (const item of places.limitRanges(claim.cluster, claim.namespace).items.filter(({ type }) => type === CLAIM)) {
        checkClaim(report, claim, claim.called, claim.spec, item);
      }
    }
  },
};

/** Records what is wrong with one resource of something: a clause that names whose bound it is, or leaves that to the next one, and what to change. */
type Say = (owner: Subject | undefined, resource: string, clause: (of: string) => string, remedy: string) => void;

/** What is wrong by one bound. */
interface Fault {
  readonly resource: string;
  readonly clause: (of: string) => string;
  readonly remedy: string;
}

/** Gathers what is wrong with something, and reports what breaks the same LimitRange together. */
function gather(report: Report, subject: Subject, called: string, isCertain: (resource: string) => boolean, look: (say: Say) => void): void {
  const byOwner = new Map<Subject | undefined, Map<string, Fault>>();
  look((owner, resource, clause, remedy) => {
    const faults = byOwner.get(owner) ?? new Map<string, Fault>();
    byOwner.set(owner, faults.set(clause(''), { resource, clause, remedy }));
  });
  for (const [owner, faults] of byOwner) {
    const found = [...faults.values()];
    const clauses = found.map(({ clause }, i) => clause(owner && i === found.length - 1 ? ` of ${owner.called}` : ''));
    const remedies = new Set(found.map(({ remedy }) => remedy));
    report(subject, `${called} ${clauses.join(', and ')}; ${[...remedies].join(', ')}`, found.some(({ resource }) => isCertain(resource)) ? Severity.ERROR : Severity.WARNING);
  }
}

function checkGroup(report: Report, { subject, max }: Workload, { template, footprint }: PodGroup, ranges: LimitRanges): void {
  const isCertain = (resource: string) => max > 0 && !ranges.ambiguous.has(resource);
  for (const [i, container] of template.all.entries()) {
    const amounts = footprint.containers[i];
    gather(report, subject, container.called, isCertain, (say) => {
      checkDefaults(say, amounts, mapOf(container.shape.resources), ranges);
      ranges.items.filter(({ type }) => type === 'Container').forEach((item) => checkBounds(say, item, amounts));
    });
  }
  gather(report, subject, `pod of ${subject.called}`, isCertain, (say) => {
    ranges.items.filter(({ type }) => type === 'Pod').forEach((item) => checkBounds(say, item, footprint.bare));
    for (const [resource, request] of footprint.ofPod ? amountsOf(mapOf(template.spec.resources).requests) : []) {
      const together = footprint.ofContainers.requests.get(resource);
      if (together && together.compare(request) > 0 && ranges.requests.has(resource)) {
        const owner = ownerOf(ranges, resource);
        say(owner, resource, () => `requests ${resource} ${request}, and its containers ${together} with the defaults of ${calledOf(owner)}`, `state requests.${resource} on each container`);
      }
    }
  });
}

/** A limit that a LimitRange gives, and that is below what is requested. */
function checkDefaults(say: Say, { requests, limits }: ContainerAmounts, stated: { readonly [key: string]: unknown }, ranges: LimitRanges): void {
  const ownLimits = amountsOf(stated.limits);
  for (const [resource, request] of requests) {
    const limit = limits.get(resource);
    if (limit && !ownLimits.has(resource) && request.compare(limit) > 0) {
      const owner = ownerOf(ranges, resource);
      say(owner, resource, () => `requests ${resource} ${request}, and ${calledOf(owner)} gives it the limit ${limit}, which is less`, `state limits.${resource}`);
    }
  }
}

function ownerOf({ items }: LimitRanges, resource: string): Subject | undefined {
  return items.find(({ limits, requests }) => limits.has(resource) || requests.has(resource))?.owner;
}

const calledOf = (owner: Subject | undefined): string => owner?.called ?? 'a LimitRange';

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/plugin/pkg/admission/limitranger/admission.go (`minConstraint`, `maxConstraint`, `limitRequestRatioConstraint`) */
function checkBounds(say: Say, { min, max, ratio, owner, type }: LimitItem, { requests, limits }: ContainerAmounts): void {
  for (const [name, bound] of min) {
    const request = requests.get(name);
    const limit = limits.get(name);
    if (!request) {
      say(owner, name, (of) => `requests no ${name}, and min.${name} ${bound}${of} is for every ${type}`, `state requests.${name}`);
    } else if (request.compare(bound) < 0) {
      say(owner, name, (of) => `has requests.${name} ${request}, which is below min.${name} ${bound}${of}`, 'raise the request or lower the minimum');
    } else if (limit && limit.compare(bound) < 0) {
      say(owner, name, (of) => `has limits.${name} ${limit}, which is below min.${name} ${bound}${of}`, 'raise the limit or lower the minimum');
    }
  }
  for (const [name, bound] of max) {
    const request = requests.get(name);
    const limit = limits.get(name);
    if (!limit) {
      say(owner, name, (of) => `has no limits.${name}, and max.${name} ${bound}${of} is for every ${type}`, `state limits.${name}`);
    } else if (limit.compare(bound) > 0) {
      say(owner, name, (of) => `has limits.${name} ${limit}, which is above max.${name} ${bound}${of}`, 'lower the limit or raise the maximum');
    } else if (request && request.compare(bound) > 0) {
      say(owner, name, (of) => `has requests.${name} ${request}, which is above max.${name} ${bound}${of}`, 'lower the request or raise the maximum');
    }
  }
  for (const [name, bound] of ratio) {
    const request = requests.get(name);
    const limit = limits.get(name);
    if (!request || request.isZero || !limit || limit.isZero) {
      const missing = request && !request.isZero ? 'limit' : 'request';
      say(owner, name, (of) => `states no ${missing} of ${name}, and maxLimitRequestRatio.${name} ${bound}${of} needs both`, 'state both');
    } else if (isAbove(limit, request, bound)) {
      say(owner, name, (of) => `has limits.${name} ${limit} for requests.${name} ${request}, which is more than maxLimitRequestRatio.${name} ${bound}${of}`, 'raise the request or lower the limit');
    }
  }
}

function isAbove(limit: Quantity, request: Quantity, ratio: Quantity): boolean {
  return limit.nanos * Quantity.ONE.nanos > request.nanos * ratio.nanos;
}

function checkClaim(report: Report, subject: Subject, called: string, spec: unknown, { min, max, owner }: LimitItem): void {
  const requests: Amounts = amountsOf(mapOf(mapOf(spec).resources).requests);
  for (const [name, bound] of min) {
    const request = requests.get(name);
    if (request && request.compare(bound) < 0) {
      report(subject, `${called} asks for ${name} ${request}, which is below min.${name} ${bound} of ${owner.called}; ask for more or lower the minimum`);
    }
  }
  for (const [name, bound] of max) {
    const request = requests.get(name);
    if (request && request.compare(bound) > 0) {
      report(subject, `${called} asks for ${name} ${request}, which is above max.${name} ${bound} of ${owner.called}; ask for less or raise the maximum`);
    }
  }
}

function claimTemplatesOf({ subject, groups }: Workload): readonly { readonly [key: string]: unknown }[] {
  const ofSet = subject.kind === 'apps/StatefulSet' ? subject.spec.volumeClaimTemplates : mapOf(subject.spec.leaderWorkerTemplate).volumeClaimTemplates;
  const ofPods = groups.flatMap(({ template }) => mapsOf(template.spec.volumes)
    .map(({ name, ephemeral }) => ({ metadata: { name }, spec: mapOf(mapOf(ephemeral).volumeClaimTemplate).spec })));
  return [...mapsOf(ofSet), ...ofPods.filter(({ spec }) => spec !== undefined)];
}
