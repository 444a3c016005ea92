import { Faults, given } from './faults';
import { isQualifiedName } from '../../border/names';
import { Quantity } from '../../capacity/quantity';
import { Severity } from '../../manifest/finding';
import { containerOf } from '../called';
import { Rule } from '../rule';
import { isMap, mapOf, mapsOf, Shape } from '../shape';

const POD_RESOURCES = 'cpu, memory or hugepages-<size>';
const NATIVE = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** Requests and limits that the API server refuses. */
export const resources: Rule = {
  id: 'ML-API-002',
  title: 'requests and limits are quantities that fit together',
  severity: Severity.ERROR,
  why: 'The API server refuses the pod (validateResourceRequirements): what it cannot parse, what is negative, a request above its limit, and of an extended resource such as nvidia.com/gpu a fraction or a request that differs from the limit.',
  fix: 'Write quantities as Kubernetes does (500m, 512Mi), requests at most as high as limits, and extended resources as whole numbers under limits.',
  example: "container 'server' of Deployment 'chat': requests.cpu 2 is above limits.cpu 1; lower the request or raise the limit",
  judges: ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', 'batch/Job', 'batch/CronJob', 'Pod'],
  check(set, report) {
    for (const template of set.templates) {
      for (const container of template.all) {
        if (given(container.shape.resources)) {
          checkResources(new Faults(report, template.owner, containerOf(template, container)), mapOf(container.shape.resources), false);
        }
      }
      if (given(template.spec.resources)) {
        checkResources(new Faults(report, template.owner, `pod of ${template.owner.called}`), mapOf(template.spec.resources), true);
      }
      for (const volume of mapsOf(template.spec.volumes)) {
        const limit = mapOf(volume.emptyDir).sizeLimit;
        if (given(limit)) {
          readQuantity(new Faults(report, template.owner, `volume '${volume.name}' of ${template.owner.called}`), 'emptyDir.sizeLimit', limit);
        }
      }
    }
  },
};

function checkResources(faults: Faults, { requests, limits }: Shape, ofPod: boolean): void {
  const asked = mapOf(requests);
  const most = mapOf(limits);
  for (const name in most) {
    checkAmount(faults, `limits.${name}`, name, most[name], ofPod);
  }
  for (const name in asked) {
    const request = checkAmount(faults, `requests.${name}`, name, asked[name], ofPod);
    const limit = Quantity.parse(most[name]);
    if (request === undefined) {
      continue;
    }
    if (!overcommits(name)) {
      if (!given(most[name])) {
        faults.say(`requests.${name} ${asked[name]} stands without limits.${name}, and ${name} cannot be overcommitted; give the same limit`);
      } else if (limit && !limit.equals(request)) {
        faults.say(`requests.${name} ${asked[name]} differs from limits.${name} ${most[name]}, and ${name} cannot be overcommitted; make them equal`);
      }
    } else if (limit && request.compare(limit) > 0) {
      faults.say(`requests.${name} ${asked[name]} is above limits.${name} ${most[name]}; lower the request or raise the limit`);
    }
  }
}

/** Extended resources and huge pages are given whole to one container. @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources */
function overcommits(name: string): boolean {
  return (!name.includes('/') || name.includes('kubernetes.io/')) && !name.startsWith('hugepages-');
}

function checkAmount(faults: Faults, field: string, name: string, value: unknown, ofPod: boolean): Quantity | undefined {
  if (ofPod && name === 'ephemeral-storage') {
    faults.must(`a resource of ${field.split('.')[0]}`, POD_RESOURCES, name, 'give it to the container that uses it');
    return undefined;
  }
  if (!NATIVE.has(name) && !name.startsWith('hugepages-')) {
    if (!name.includes('/')) {
      faults.must(`a resource of ${field.split('.')[0]}`, "cpu, memory, ephemeral-storage, hugepages-<size>, or an extended resource with its vendor's prefix", name,
        name === 'gpu' ? 'write for example nvidia.com/gpu' : 'write for example nvidia.com/gpu for a device');
      return undefined;
    }
    if (!isQualifiedName(name)) {
      faults.must(`a resource of ${field.split('.')[0]}`, 'a qualified name', name, 'write for example nvidia.com/gpu');
      return undefined;
    }
    if (ofPod) {
      faults.must(`a resource of ${field.split('.')[0]}`, POD_RESOURCES, name, 'give it to the container that uses it');
      return undefined;
    }
  }
  const quantity = readQuantity(faults, field, value);
  if (quantity && name.includes('/') && !name.includes('kubernetes.io/') && !quantity.isWhole) {
    faults.must(field, 'a whole number', value, 'an extended resource is given in whole pieces; a share of a GPU is a resource of its own name');
    return undefined;
  }
  return quantity;
}

/** Reads a quantity that must not be negative, or says what is wrong with it. */
export function readQuantity(faults: Faults, field: string, value: unknown): Quantity | undefined {
  const quantity = Quantity.parse(value);
  if (quantity === undefined) {
    faults.must(field, 'a quantity', isMap(value) || Array.isArray(value) ? undefined : value, quantityRemedy(value));
  } else if (quantity.isNegative) {
    faults.must(field, 'a quantity of at least 0', value, 'take the sign away');
    return undefined;
  }
  return quantity;
}

/** What a writer of an illegal quantity probably meant. */
function quantityRemedy(value: unknown): string {
  const match = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*([kmgtp])i?b?\s*$/i.exec(value) : null;
  const unit = match?.[2].toUpperCase();
  return match ? `write "${match[1]}${unit}i"` : 'write for example 500m, 2, 512Mi or 1.5Gi';
}
