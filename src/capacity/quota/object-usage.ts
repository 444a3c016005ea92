import { ManifestSet } from '../../reading/manifest-set';
import { mapsOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Amounts } from '../amounts';
import { deviceClaimUsage, volumeClaimUsage } from '../claims';
import { Quantity } from '../quantity';

const BY_NAME: ReadonlySet<string> = new Set(['configmaps', 'secrets', 'services', 'replicationcontrollers', 'resourcequotas']);
/** Kinds whose pods are counted from their workloads. */
const PODS = 'Pod';

/** What an object of a kind is counted as, where that does not depend on what is in it. */
const byKind = new Map<string, Amounts>();

/**
 * What a quota counts of one object itself, by key; the pods and claims that it makes are counted from its template.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/quota/v1/evaluator/core/services.go
 */
export function objectUsage(set: ManifestSet, { kind, spec, manifest, cluster }: Subject): Amounts {
  if (kind === PODS) {
    return new Map();
  }
  if (kind === 'PersistentVolumeClaim') {
    return volumeClaimUsage(manifest, cluster);
  }
  if (kind === 'resource.k8s.io/ResourceClaim') {
    return deviceClaimUsage(set, cluster, spec);
  }
  const plain = kind === 'Service' ? undefined : byKind.get(kind);
  if (plain) {
    return plain;
  }
  const resource = resourceOf(kind);
  const usage = new Map<string, Quantity>([[`count/${resource}`, Quantity.ONE]]);
  if (BY_NAME.has(resource)) {
    usage.set(resource, Quantity.ONE);
  }
  if (kind === 'Service') {
    const ports = mapsOf(spec.ports);
    const balanced = spec.type === 'LoadBalancer';
    const counted = balanced && spec.allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => typeof nodePort === 'number' && nodePort !== 0) : ports;
    usage.set('services.loadbalancers', balanced ? Quantity.ONE : Quantity.ZERO);
    usage.set('services.nodeports', balanced || spec.type === 'NodePort' ? Quantity.of(BigInt(counted.length)) : Quantity.ZERO);
  } else if (kind === 'apps/StatefulSet' || kind === 'apps/DaemonSet') {
    usage.set('count/controllerrevisions.apps', Quantity.ONE);
  }
  if (kind !== 'Service') {
    byKind.set(kind, usage);
  }
  return usage;
}

/** Objects that controllers make in every namespace, and what they are counted as. */
const FROM_THE_START = [
  { kind: 'ConfigMap', name: 'kube-root-ca.crt', usage: new Map([['configmaps', Quantity.ONE], ['count/configmaps', Quantity.ONE]]) },
  { kind: 'ServiceAccount', name: 'default', usage: new Map([['count/serviceaccounts', Quantity.ONE]]) },
];

/**
 * What every namespace has from the start and is not among these objects of it.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/certificates/rootcacertpublisher/publisher.go
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/serviceaccount/serviceaccounts_controller.go
 */
export function fromTheStart(subjects: readonly Subject[]): Amounts {
  const others = FROM_THE_START.filter((one) => !subjects.some(({ kind, name }) => kind === one.kind && name === one.name));
  return new Map(others.flatMap(({ usage }) => [...usage]));
}

/** The plural name of a kind's resource, with its API group: `deployments.apps`. English has few rules for these, and they all have them. */
function resourceOf(kind: string): string {
  const slash = kind.indexOf('/');
  const name = kind.slice(slash + 1).toLowerCase();
  const plural = name === 'endpoints' ? name : /(s|x|ch|sh)$/.test(name) ? `${name}es` : /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
  return slash < 0 ? plural : `${plural}.${kind.slice(0, slash)}`;
}
