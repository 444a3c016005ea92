import { CLAIMED_DEVICES } from '../../cluster/accelerators/claimed-devices';
import { Amounts } from '../amounts';
import { PodFootprint } from '../pod-footprint';
import { Quantity } from '../quantity';

const known = new WeakMap<PodFootprint, Amounts>();

/**
 * What a quota counts of one pod, by key.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/quota/v1/evaluator/core/pods.go (`podComputeUsageHelper`)
 */
export function podUsage(footprint: PodFootprint): Amounts {
  let usage = known.get(footprint);
  if (!usage) {
    const read = new Map<string, Quantity>([['pods', Quantity.ONE], ['count/pods', Quantity.ONE]]);
    for (const [name, request] of footprint.requests) {
      if (isNative(name) || name.startsWith('hugepages-')) {
        read.set(name, request);
        read.set(`requests.${name}`, request);
      } else if (isExtended(name)) {
        read.set(`requests.${name}`, request);
      }
    }
    for (const [name, limit] of footprint.limits) {
      if (isNative(name)) {
        read.set(`limits.${name}`, limit);
      }
    }
    known.set(footprint, usage = read);
  }
  return usage;
}

/** The six keys for which every container has to state what is counted: what it is of, and on which side. */
export const STATED: ReadonlyMap<string, { readonly resource: string; readonly side: 'requests' | 'limits' }> = new Map([
  ['cpu', { resource: 'cpu', side: 'requests' }],
  ['memory', { resource: 'memory', side: 'requests' }],
  ['requests.cpu', { resource: 'cpu', side: 'requests' }],
  ['requests.memory', { resource: 'memory', side: 'requests' }],
  ['limits.cpu', { resource: 'cpu', side: 'limits' }],
  ['limits.memory', { resource: 'memory', side: 'limits' }],
]);

const SCOPELESS = new Set(['persistentvolumeclaims', 'requests.storage', 'services', 'services.loadbalancers', 'services.nodeports', 'secrets', 'configmaps', 'resourcequotas', 'replicationcontrollers']);

/** True if pods count against that key. */
export function countsPods(key: string): boolean {
  return !SCOPELESS.has(key) && (!key.startsWith('count/') || key === 'count/pods')
    && !key.includes('.storageclass.storage.k8s.io/') && !key.endsWith(CLAIMED_DEVICES);
}

function isNative(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name === 'ephemeral-storage';
}

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/scheduler/util/utils.go (`IsDRAExtendedResourceName`) */
function isExtended(name: string): boolean {
  return name.startsWith('deviceclass.resource.kubernetes.io/') || (name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.'));
}
