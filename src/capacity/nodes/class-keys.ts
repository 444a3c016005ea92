import { Constraints } from './constraints';
import { mapOf, Shape } from '../../reading/shape';
import { Demand } from '../placement/node-groups';
import { Workload } from '../workload';

/** What of a pod says which nodes it may enter. */
export function schedulingKey(spec: Shape): string {
  const { nodeSelector, tolerations, nodeName, runtimeClassName } = spec;
  if (nodeSelector === undefined && tolerations === undefined && nodeName === undefined && spec.affinity === undefined && runtimeClassName === undefined) {
    return '';
  }
  return JSON.stringify([nodeSelector, tolerations, nodeName, runtimeClassName, mapOf(mapOf(spec.affinity).nodeAffinity).requiredDuringSchedulingIgnoredDuringExecution]);
}

const keys = new WeakMap<Demand, string>();

export function demandKey(demand: Demand): string {
  let key = keys.get(demand);
  if (key === undefined) {
    keys.set(demand, key = [...demand].sort(([a], [b]) => (a < b ? -1 : 1)).join());
  }
  return key;
}

/** Pods that keep apart from each other are a class of their own. */
export function constraintKey({ apart, unproven }: Constraints, { subject }: Workload): string {
  return apart ? `apart ${subject.order}` : unproven ? 'unproven' : '';
}
