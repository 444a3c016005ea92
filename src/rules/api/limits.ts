import { Faults, given } from './faults';
import { readAnyQuantity, readQuantity } from './resources';
import { Quantity } from '../../capacity/quantity';
import { Severity } from '../../manifest/finding';
import { mapOf, mapsOf, Shape, written } from '../../reading/shape';
import { Rule } from '../rule';

/** Which of a limit range's amounts must not be above which. */
const ORDER: readonly (readonly [string, string])[] = [
  ['min', 'max'], ['min', 'defaultRequest'], ['defaultRequest', 'max'], ['defaultRequest', 'default'], ['min', 'default'], ['default', 'max'],
];

/** What a quota counts without a `/` in its name. Everything else is `count/<resource>.<group>` or an extended resource. */
const COUNTED = new Set([
  'cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.storage', 'requests.ephemeral-storage', 'limits.cpu', 'limits.memory',
  'limits.ephemeral-storage', 'pods', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'persistentvolumeclaims', 'configmaps',
  'services.nodeports', 'services.loadbalancers',
]);

/** Limit ranges and quotas that the API server refuses. */
export const limits: Rule = {
  id: 'ML-API-014',
  title: "a LimitRange's and a ResourceQuota's amounts fit together",
  severity: Severity.ERROR,
  why: 'The API server refuses the LimitRange (ValidateLimitRange) or the ResourceQuota (ValidateResourceQuota).',
  fix: 'Keep min ≤ defaultRequest ≤ default ≤ max, and write quantities as Kubernetes does.',
  example: "LimitRange 'limits': limits[0] has min.memory 1Gi above max.memory 512Mi; raise the one or lower the other",
  judges: ['LimitRange', 'ResourceQuota'],
  check(set, report) {
    for (const subject of set.ofKind('LimitRange')) {
      const faults = new Faults(report, subject);
      const types = new Set<unknown>();
      for (const [i, item] of mapsOf(subject.spec.limits).entries()) {
        if (types.has(item.type)) {
          faults.say(`limits[${i}] is the second of type ${written(item.type)}; put both into one`);
        }
        types.add(item.type);
        checkItem(faults, `limits[${i}]`, item);
      }
    }
    for (const subject of set.ofKind('ResourceQuota')) {
      const faults = new Faults(report, subject);
      const hard = mapOf(subject.spec.hard);
      for (const name in hard) {
        if (!name.includes('/') && !COUNTED.has(name) && !/^(requests\.)?hugepages-/.test(name)) {
          faults.must('a key of spec.hard', 'something that a quota counts', name, 'write for example requests.cpu, pods, count/deployments.apps or requests.nvidia.com/gpu');
        }
        const quantity = readQuantity(faults, `spec.hard['${name}']`, hard[name] ?? 0);
        if (quantity && name.startsWith('count/') && !quantity.isWhole) {
          faults.must(`spec.hard['${name}']`, 'a whole number', hard[name], 'objects are counted whole');
        }
      }
    }
  },
};

function checkItem(faults: Faults, at: string, item: Shape): void {
  faults.required(`${at}.type`, item.type, 'write Container, Pod or PersistentVolumeClaim');
  const amounts = new Map<string, Map<string, Quantity>>();
  for (const field of ['min', 'max', 'default', 'defaultRequest']) {
    const map = mapOf(item[field]);
    const read = new Map<string, Quantity>();
    for (const name in map) {
      const quantity = readAnyQuantity(faults, `${at}.${field}.${name}`, map[name] ?? 0);
      if (quantity) {
        read.set(name, quantity);
      }
    }
    amounts.set(field, read);
  }
  if (item.type === 'Pod') {
    for (const field of ['default', 'defaultRequest']) {
      if (given(item[field]) && Object.keys(mapOf(item[field])).length > 0) {
        faults.say(`${at}.${field} must not be set for type Pod; give it for type Container`);
      }
    }
  }
  if (item.type === 'PersistentVolumeClaim' && !amounts.get('min')!.has('storage') && !amounts.get('max')!.has('storage')) {
    faults.say(`${at} is for claims and limits no storage; give min.storage or max.storage`);
  }
  for (const [low, high] of ORDER) {
    for (const [name, quantity] of amounts.get(low)!) {
      const other = amounts.get(high)!.get(name);
      if (other && quantity.compare(other) > 0) {
        faults.say(`${at} has ${low}.${name} ${item[low][name]} above ${high}.${name} ${item[high][name]}; raise the one or lower the other`);
      }
    }
  }
}
