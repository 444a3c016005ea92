import { addTo, Amounts, NO_AMOUNTS } from './amounts';
import { extendedKeys } from './device-classes';
import { Quantity } from './quantity';
import { CLAIMED_DEVICES } from '../cluster/accelerators/claimed-devices';
import { Cluster } from '../cluster/cluster';
import { ManifestSet } from '../reading/manifest-set';
import { PodTemplate } from '../reading/pod-template';
import { mapOf, mapsOf, Shape, textOf } from '../reading/shape';

/** What "all devices" counts as. @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/api/resource/v1/types.go (`AllocationResultsMaxSize`) */
const ALL_DEVICES = 32;
/** Where a class stood before it had a field. */
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/**
 * What the quota counts of one claim for storage, by key.
 *
 * @param claim its `metadata` and `spec`
 * @param cluster in which it is counted
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/quota/v1/evaluator/core/persistent_volume_claims.go
 */
export function volumeClaimUsage(claim: Shape, cluster?: Cluster): Amounts {
  const usage = new Map<string, Quantity>([['persistentvolumeclaims', Quantity.ONE], ['count/persistentvolumeclaims', Quantity.ONE]]);
  const spec = mapOf(claim.spec);
  // a claim that names no class gets the default one before it is counted, where anybody says which that is; "" is a name
  const storageClass = textOf(mapOf(mapOf(claim.metadata).annotations)[CLASS_ANNOTATION]) ?? textOf(spec.storageClassName)
    ?? cluster?.storageClasses?.find(({ isDefault }) => isDefault)?.name;
  const storage = Quantity.parse(mapOf(mapOf(spec.resources).requests).storage)?.inUnits;
  if (storage) {
    usage.set('requests.storage', storage);
  }
  if (storageClass) {
    usage.set(`${storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims`, Quantity.ONE);
    if (storage) {
      usage.set(`${storageClass}.storageclass.storage.k8s.io/requests.storage`, storage);
    }
  }
  return usage;
}

/**
 * What the quota counts of one claim for devices, by key: of alternatives the most of each class.
 *
 * @param cluster in which it is counted
 * @param spec of a ResourceClaim
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/quota/v1/evaluator/core/resource_claims.go
 */
export function deviceClaimUsage(set: ManifestSet, cluster: Cluster | undefined, spec: Shape): Amounts {
  const usage = new Map<string, Quantity>([['count/resourceclaims.resource.k8s.io', Quantity.ONE]]);
  for (const request of mapsOf(mapOf(spec.devices).requests)) {
    const most = new Map<string, Quantity>();
    for (const asked of alternativesOf(request)) {
      const deviceClass = textOf(asked.deviceClassName);
      if (deviceClass) {
        const count = Quantity.of(BigInt(asked.allocationMode === 'All' ? ALL_DEVICES : Number.isSafeInteger(asked.count) ? asked.count : 1));
        for (const key of [`${deviceClass}${CLAIMED_DEVICES}`, ...extendedKeys(set, cluster, deviceClass)]) {
          most.set(key, most.get(key)?.max(count) ?? count);
        }
      }
    }
    addTo(usage, most);
  }
  return usage;
}

/**
 * The devices that a node has to have for each pod of a template, by quota key, at the least: one where all are asked for, and of alternatives what
 * every one of them asks of a class. A claim that several pods share, and a share of a device, are nothing that a pod takes for itself.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/dynamic-resource-allocation/structured/allocator.go
 */
export function devicesOfPod(set: ManifestSet, template: PodTemplate): ReadonlyMap<string, bigint> {
  const devices = new Map<string, bigint>();
  for (const claim of ownClaims(set, template)) {
    for (const request of mapsOf(mapOf(claim.devices).requests)) {
      const least = leastOf(request);
      if (least) {
        devices.set(least.key, (devices.get(least.key) ?? 0n) + least.count);
      }
    }
  }
  return devices;
}

/** What of it satisfies a request; in resource.k8s.io/v1beta1 the request itself says what it asks for. */
function alternativesOf(request: Shape): readonly Shape[] {
  const alternatives = mapsOf(request.firstAvailable);
  return alternatives.length > 0 ? alternatives : [request.exactly === undefined ? request : mapOf(request.exactly)];
}

function leastOf(request: Shape): { readonly key: string; readonly count: bigint } | undefined {
  const asked = alternativesOf(request);
  const deviceClass = textOf(asked[0].deviceClassName);
  if (!deviceClass || asked.some((one) => one.deviceClassName !== deviceClass || one.adminAccess === true || one.capacity !== undefined)) {
    return undefined;
  }
  const counts = asked.map(({ allocationMode, count }) => (allocationMode !== 'All' && typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : 1));
  return { key: `${deviceClass}${CLAIMED_DEVICES}`, count: BigInt(Math.min(...counts)) };
}

/** What comes with each pod and is counted for itself: claims from templates for devices, and those for volumes. */
export function claimsOfPod(set: ManifestSet, template: PodTemplate, volumeClaims = volumeClaimsOfPod(template)): Amounts {
  let usage: Map<string, Quantity> | undefined;
  for (const claim of ownClaims(set, template)) {
    addTo(usage ??= new Map(), deviceClaimUsage(set, template.owner.cluster, claim));
  }
  for (const claim of volumeClaims) {
    addTo(usage ??= new Map(), volumeClaimUsage(claim, template.owner.cluster));
  }
  return usage ?? NO_AMOUNTS;
}

/** The claims for volumes that come with each pod: for volumes of its own, and from the templates of its workload. */
export function volumeClaimsOfPod({ spec }: PodTemplate, volumeClaimTemplates?: unknown): readonly Shape[] {
  const ephemeral = mapsOf(spec.volumes).map((volume) => mapOf(volume.ephemeral).volumeClaimTemplate).filter((claim) => claim !== undefined);
  return [...ephemeral.map(mapOf), ...mapsOf(volumeClaimTemplates)];
}

/** The specs of the claims for devices that are made for each pod, from templates among the manifests. */
function ownClaims(set: ManifestSet, { spec, owner }: PodTemplate): readonly Shape[] {
  return mapsOf(spec.resourceClaims).flatMap(({ resourceClaimTemplateName }) => {
    const name = textOf(resourceClaimTemplateName);
    const template = name === undefined ? undefined : set.find('resource.k8s.io/ResourceClaimTemplate', owner.namespace, name);
    return template ? [mapOf(template.spec.spec)] : [];
  });
}
