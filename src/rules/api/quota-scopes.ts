import { Faults } from './faults';
import { show } from '../../border/problems';
import { listOf, mapOf, Shape, written } from '../../reading/shape';

const PODS = ['pods'];
const COMPUTE = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
const CLAIMS = ['persistentvolumeclaims', 'requests.storage'];

/** By scope, which of the keys that a quota has without a prefix of their own may stand beside it. */
const KEYS_OF: { readonly [scope: string]: readonly string[] } = {
  Terminating: [...PODS, ...COMPUTE],
  NotTerminating: [...PODS, ...COMPUTE],
  BestEffort: PODS,
  NotBestEffort: [...PODS, ...COMPUTE],
  PriorityClass: [...PODS, ...COMPUTE],
  CrossNamespacePodAffinity: [...PODS, ...COMPUTE],
  VolumeAttributesClass: CLAIMS,
};
const SCOPES = Object.keys(KEYS_OF);
/** Scopes that are chosen by their values; of the others there is nothing but `Exists`. */
const WITH_VALUES = ['PriorityClass', 'VolumeAttributesClass'];
const OPPOSITES = [['BestEffort', 'NotBestEffort'], ['Terminating', 'NotTerminating']];

/**
 * Scopes that the API server refuses: unknown ones, those that leave nothing to count of a key, and those of which no pod has both.
 *
 * @param isCounted true for a key that a quota knows by itself, so that the server knows to what it applies
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go (`validateResourceQuotaScopes`, `validateScopedResourceSelectorRequirement`)
 */
export function checkScopes(faults: Faults, { hard, scopes, scopeSelector }: Shape, isCounted: (key: string) => boolean): void {
  const keys = Object.keys(mapOf(hard)).filter(isCounted);
  checkNames(faults, 'spec.scopes', listOf(scopes), keys);
  const expressions = listOf(mapOf(scopeSelector).matchExpressions).map(mapOf);
  checkNames(faults, 'spec.scopeSelector', expressions.map(({ scopeName }) => scopeName ?? ''), keys);
  for (const [i, expression] of expressions.entries()) {
    checkExpression(faults, `spec.scopeSelector.matchExpressions[${i}]`, expression);
  }
}

function checkNames(faults: Faults, field: string, scopes: readonly unknown[], keys: readonly string[]): void {
  for (const scope of new Set(scopes)) {
    if (typeof scope !== 'string' || !SCOPES.includes(scope)) {
      faults.must(`a scope of ${field}`, `one of ${SCOPES.join(', ')}`, scope, 'write one of them');
      continue;
    }
    const strangers = keys.filter((key) => !KEYS_OF[scope].includes(key));
    if (strangers.length > 0) {
      faults.say(`scope ${scope} of ${field} does not count ${strangers.join(' and ')}; put ${strangers.length === 1 ? 'it' : 'them'} into a quota without that scope`);
    }
  }
  for (const pair of OPPOSITES) {
    if (pair.every((scope) => scopes.includes(scope))) {
      faults.say(`${field} has ${pair.join(' and ')}, and nothing is both; leave one of them`);
    }
  }
}

function checkExpression(faults: Faults, at: string, { scopeName, operator, values }: Shape): void {
  const all = listOf(values);
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (all.length === 0) {
        faults.must(`${at}.values`, `at least one value with operator ${operator}`, values, 'name what it selects');
      }
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (all.length > 0) {
        faults.say(`${at}.values must not be set with operator ${operator}, got ${show(values)}; take them away, or write In or NotIn`);
      }
      break;
    default:
      faults.must(`${at}.operator`, 'one of In, NotIn, Exists, DoesNotExist', operator, 'write one of them');
      return;
  }
  if (operator !== 'Exists' && SCOPES.includes(scopeName) && !WITH_VALUES.includes(scopeName)) {
    faults.say(`${at} has operator ${operator}, and scope ${written(scopeName)} knows only Exists; write it`);
  }
}
