import { CLAIMED_DEVICES } from '../cluster/accelerators/claimed-devices';
import { Cluster } from '../cluster/cluster';
import { KubernetesVersion } from '../cluster/kubernetes-version';
import { ManifestSet } from '../reading/manifest-set';
import { textOf } from '../reading/shape';

/** Under which every class offers its devices as an extended resource, whether or not it gives them another name too. */
const OF_CLASS = 'deviceclass.resource.kubernetes.io/';
/** The version whose servers know extended resources that claims provide, unless they are told not to (`DRAExtendedResource`). */
const SINCE = KubernetesVersion.V1_36;

const known = new WeakMap<ManifestSet, ReadonlyMap<string, readonly { readonly resource: string; readonly cluster?: Cluster }[]>>();

/**
 * The extended resources that DeviceClasses of the manifests map to their devices, by class.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/api/resource/v1/types.go (`ExtendedResourceName`)
 */
export function mappedResources(set: ManifestSet, cluster: Cluster | undefined): ReadonlyMap<string, string> {
  let classes = known.get(set);
  if (!classes) {
    const found = new Map<string, { resource: string; cluster?: Cluster }[]>();
    for (const { name = '', spec, cluster: meant } of set.ofKind('resource.k8s.io/DeviceClass')) {
      const resource = textOf(spec.extendedResourceName);
      if (resource !== undefined) {
        found.set(name, [...found.get(name) ?? [], { resource, cluster: meant }]);
      }
    }
    known.set(set, classes = found);
  }
  return new Map([...classes].flatMap(([name, all]) => all.filter((one) => one.cluster === undefined || one.cluster === cluster).map(({ resource }) => [name, resource] as const)));
}

/** True for what DRA drivers publish, which the allocatable amounts of a node do not tell. @see https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#extended-resource */
export const isOfDra = (resource: string): boolean => resource.endsWith(CLAIMED_DEVICES) || resource.startsWith(OF_CLASS);

/**
 * The keys by which a quota counts devices of a class beside the class's own one, because pods can ask for the same devices as for an extended resource.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/quota/v1/evaluator/core/resource_claims.go (`addExtendedResourceQuota`)
 */
export function extendedKeys(set: ManifestSet, cluster: Cluster | undefined, deviceClass: string): readonly string[] {
  if (cluster === undefined || cluster.version.compare(SINCE) < 0) {
    return [];
  }
  const mapped = mappedResources(set, cluster).get(deviceClass);
  return [`requests.${OF_CLASS}${deviceClass}`, ...mapped === undefined ? [] : [`requests.${mapped}`]];
}
