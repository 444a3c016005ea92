import { Faults, given } from './faults';
import { checkScopes } from './quota-scopes';
import { nameFault, overcommits, readAnyQuantity, readQuantity } from './resources';
import { isQualifiedName } from '../../border/names';
import { Quantity } from '../../capacity/quantity';
import { Severity } from '../../manifest/finding';
import { listOf, mapOf, Shape, written } from '../../reading/shape';
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

/** What of it is counted and not measured. */
const WHOLE = new Set([...COUNTED].filter((name) => !/cpu|memory|storage/.test(name)));

/** What a LimitRange bounds by Kubernetes itself; everything else has its owner's prefix. */
const TYPES = ['Container', 'Pod', 'PersistentVolumeClaim'];

/** Limit ranges and quotas that the API server refuses. */
export const limits: Rule = {
  id: 'ML-API-014',
  title: "a LimitRange's and a ResourceQuota's amounts and scopes fit together",
  severity: Severity.ERROR,
  why: 'The API server refuses the LimitRange (ValidateLimitRange) or the ResourceQuota (ValidateResourceQuota).',
  fix: 'Keep min ≤ defaultRequest ≤ default ≤ max, write quantities as Kubernetes does, and give a quota scopes that count its keys.',
  example: "LimitRange 'limits': limits[0] has min.memory 1Gi above max.memory 512Mi; raise the one or lower the other",
  judges: ['LimitRange', 'ResourceQuota'],
  check(set, report) {
    for (const subject of set.ofKind('LimitRange')) {
      const faults = new Faults(report, subject);
      const types = new Set<unknown>();
      for (const [i, one] of listOf(subject.spec.limits).entries()) {
        const item = mapOf(one);
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
        if (!isKnown(name)) {
          faults.must('a key of spec.hard', 'something that a quota counts', name, 'write for example requests.cpu, pods, count/deployments.apps or requests.nvidia.com/gpu');
        }
        const quantity = readQuantity(faults, `spec.hard['${name}']`, hard[name] ?? 0);
        if (quantity && (name.startsWith('count/') || WHOLE.has(name)) && !quantity.isWhole) {
          faults.must(`spec.hard['${name}']`, 'a whole number', hard[name], 'objects are counted whole');
        }
      }
      checkScopes(faults, subject.spec, isCounted);
    }
  },
};

const isCounted = (key: string): boolean => COUNTED.has(key) || /^(requests\.)?hugepages-/.test(key);

/** True for what Kubernetes knows by itself, and for whatever has its owner's prefix. */
const isKnown = (name: string): boolean => isQualifiedName(name) && (name.includes('/') || isCounted(name));

/** What the name of a resource that a LimitRange bounds has to be, and is not. */
function limitedFault(type: unknown, name: string): ReturnType<typeof nameFault> {
  return type === 'Container' || type === 'Pod' ? nameFault(name, false)
    : name === 'storage' || isKnown(name) ? undefined : { rule: "storage, or a resource with its owner's prefix", remedy: 'write for example storage' };
}

function checkItem(faults: Faults, at: string, item: Shape): void {
  const isNamed = faults.required(`${at}.type`, item.type, 'write Container, Pod or PersistentVolumeClaim');
  if (isNamed && !TYPES.includes(item.type) && !(item.type.includes('/') && isQualifiedName(item.type))) {
    faults.must(`${at}.type`, `one of ${TYPES.join(', ')}, or a name with its owner's prefix`, item.type, 'write one of them');
  }
  const amounts = new Map<string, Map<string, Quantity>>();
  for (const field of ['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio']) {
    const map = mapOf(item[field]);
    const read = new Map<string, Quantity>();
    for (const name in map) {
      const fault = limitedFault(item.type, name);
      if (fault) {
        faults.must(`a resource of ${at}.${field}`, fault.rule, name, fault.remedy);
        continue;
      }
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
  checkRatios(faults, at, item, amounts);
  for (const [low, high] of ORDER) {
    for (const [name, quantity] of amounts.get(low)!) {
      const other = amounts.get(high)!.get(name);
      if (other && quantity.compare(other) > 0) {
        faults.say(`${at} has ${low}.${name} ${item[low][name]} above ${high}.${name} ${item[high][name]}; raise the one or lower the other`);
      }
    }
  }
}

function checkRatios(faults: Faults, at: string, item: Shape, amounts: ReadonlyMap<string, ReadonlyMap<string, Quantity>>): void {
  for (const [name, ratio] of amounts.get('maxLimitRequestRatio')!) {
    const min = amounts.get('min')!.get(name);
    const max = amounts.get('max')!.get(name);
    if (ratio.compare(Quantity.ONE) < 0) {
      faults.must(`${at}.maxLimitRequestRatio.${name}`, 'at least 1', item.maxLimitRequestRatio[name], 'a limit is never below its request');
    } else if (min && max && !min.isZero && ratio.nanos * min.nanos > max.nanos * Quantity.ONE.nanos) {
      faults.say(`${at}.maxLimitRequestRatio.${name} ${item.maxLimitRequestRatio[name]} is more than max.${name} ${item.max[name]} has of min.${name} ${item.min[name]}; lower it or take it away`);
    }
  }
  for (const [name, limit] of amounts.get('default')!) {
    const request = amounts.get('defaultRequest')!.get(name);
    if (request && !overcommits(name) && !request.equals(limit)) {
      faults.say(`${at} has defaultRequest.${name} ${item.defaultRequest[name]} and default.${name} ${item.default[name]}, and ${name} cannot be overcommitted; make them equal`);
    }
  }
}
