import { Faults, given } from './faults';
import { checkPodResources } from './pod-resources';
import { isQualifiedName } from '../../border/names';
import { Quantity } from '../../capacity/quantity';
import { Severity } from '../../manifest/finding';
import { mapOf, mapsOf, Shape, written } from '../../reading/shape';
import { Rule } from '../rule';

const NATIVE = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** Requests and limits that the API server refuses. */
export const resources: Rule = {
  id: 'ML-API-002',
  title: 'requests and limits are quantities that fit together',
  severity: Severity.ERROR,
  why: 'The API server refuses the pod (validateResourceRequirements): what it cannot parse, what is negative, a request above its limit, and of an extended resource such as nvidia.com/gpu a fraction or a request that differs from the limit; and a pod that states as a whole less than its containers request together, or than one of them may use.',
  fix: 'Write quantities as Kubernetes does (500m, 512Mi), requests at most as high as limits, what the pod states as a whole at least as high as what its containers do, and extended resources as whole numbers under limits.',
  example: "container 'server' of Deployment 'chat': requests.cpu 2 is above limits.cpu 1; lower the request or raise the limit",
  judges: ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', 'batch/Job', 'batch/CronJob', 'Pod'],
  check(set, report) {
    for (const template of set.templates) {
      for (const container of template.all) {
        if (given(container.shape.resources)) {
          checkResources(new Faults(report, template.owner, container), mapOf(container.shape.resources), false);
        }
      }
      if (given(template.spec.resources)) {
        checkResources(new Faults(report, template.owner, { called: `pod of ${template.owner.called}` }), mapOf(template.spec.resources), true);
        checkPodResources(report, template);
      }
      for (const volume of mapsOf(template.spec.volumes)) {
        const limit = mapOf(volume.emptyDir).sizeLimit;
        if (given(limit)) {
          readQuantity(new Faults(report, template.owner, { called: `volume '${written(volume.name)}' of ${template.owner.called}` }), 'emptyDir.sizeLimit', limit);
        }
      }
    }
  },
};

function checkResources(faults: Faults, { requests, limits }: Shape, ofPod: boolean): void {
  const asked = mapOf(requests);
  const most = mapOf(limits);
  for (const name in most) {
    checkAmount(faults, 'limits', name, most[name] ?? 0, ofPod);
  }
  for (const name in asked) {
    const request = checkAmount(faults, 'requests', name, asked[name] ?? 0, ofPod);
    if (request !== undefined) {
      checkAgainstLimit(faults, name, request, asked[name], most[name]);
    }
  }
}

function checkAgainstLimit(faults: Faults, name: string, request: Quantity, asked: unknown, most: unknown): void {
  const limit = Quantity.parse(most);
  if (!overcommits(name)) {
    if (!given(most)) {
      faults.say(`requests.${name} ${asked} stands without limits.${name}, and ${name} cannot be overcommitted; give the same limit`);
    } else if (limit && !limit.equals(request)) {
      faults.say(`requests.${name} ${asked} differs from limits.${name} ${most}, and ${name} cannot be overcommitted; make them equal`);
    }
  } else if (limit && request.compare(limit) > 0) {
    faults.say(`requests.${name} ${asked} is above limits.${name} ${most}; lower the request or raise the limit`);
  }
}

/** Extended resources and huge pages are given whole to one container. @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources */
export function overcommits(name: string): boolean {
  return !isExtended(name) && !name.startsWith('hugepages-');
}

function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/');
}

function checkAmount(faults: Faults, side: string, name: string, value: unknown, ofPod: boolean): Quantity | undefined {
  if (!NATIVE.has(name) || ofPod) {
    const fault = nameFault(name, ofPod);
    if (fault) {
      faults.must(`a resource of ${side}`, fault.rule, name, fault.remedy);
      return undefined;
    }
  }
  const quantity = Quantity.parse(value);
  if (quantity === undefined || quantity.isNegative) {
    return readQuantity(faults, `${side}.${name}`, value);
  }
  if (isExtended(name) && !quantity.isWhole) {
    faults.must(`${side}.${name}`, 'a whole number', value, 'an extended resource is given in whole pieces; a share of a GPU is a resource of its own name');
    return undefined;
  }
  return quantity;
}

/** What the name of a resource has to be, and is not. */
export function nameFault(name: string, ofPod: boolean): { readonly rule: string; readonly remedy: string } | undefined {
  if (name.startsWith('hugepages-') || (NATIVE.has(name) && !(ofPod && name === 'ephemeral-storage'))) {
    return undefined;
  }
  if (ofPod) {
    return { rule: 'cpu, memory or hugepages-<size>', remedy: 'give it to the container that uses it' };
  }
  if (!name.includes('/')) {
    return { rule: "cpu, memory, ephemeral-storage, hugepages-<size>, or an extended resource with its vendor's prefix", remedy: 'write for example nvidia.com/gpu' };
  }
  if (name.startsWith('requests.')) {
    return { rule: 'the name of a resource, without the requests. that quotas write before it', remedy: `write ${name.slice('requests.'.length)}` };
  }
  return isQualifiedName(name) ? undefined : { rule: 'a qualified name', remedy: 'write for example nvidia.com/gpu' };
}

/** Reads a quantity that must not be negative, or says what is wrong with it. */
export function readQuantity(faults: Faults, field: string, value: unknown): Quantity | undefined {
  const quantity = readAnyQuantity(faults, field, value);
  if (quantity?.isNegative) {
    faults.must(field, 'a quantity of at least 0', value, 'take the sign away');
    return undefined;
  }
  return quantity;
}

/** Reads a quantity, or says that it is none. */
export function readAnyQuantity(faults: Faults, field: string, value: unknown): Quantity | undefined {
  const quantity = Quantity.parse(value);
  if (quantity === undefined) {
    faults.must(field, 'a quantity', value, quantityRemedy(value));
  }
  return quantity;
}

/** What a writer of an illegal quantity probably meant. */
function quantityRemedy(value: unknown): string {
  const match = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*([kmgtp])i?b?\s*$/i.exec(value) : null;
  const unit = match?.[2].toUpperCase();
  return match ? `write "${match[1]}${unit}i"` : 'write for example 500m, 2, 512Mi or 1.5Gi';
}
