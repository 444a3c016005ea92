import { addTo, Amounts, NO_AMOUNTS } from './amounts';
import { Quantity } from './quantity';
import { ManifestSet } from '../reading/manifest-set';
import { PodTemplate } from '../reading/pod-template';
import { mapOf, mapsOf, Shape, textOf } from '../reading/shape';

const ONE = Quantity.of(1n);
/** What "all devices" counts as. @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/api/resource/v1/types.go (`AllocationResultsMaxSize`) */
const ALL_DEVICES = 32;
/** How the key of a device class ends, in a quota and in what the nodes of a pool offer. */
export const DEVICES = '.deviceclass.resource.k8s.io/devices';
/** Where a class stood before it had a field. */
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/**
 * What the quota counts of one claim for storage, by key.
 *
 * @param claim its `metadata` and `spec`
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/quota/v1/evaluator/core/persistent_volume_claims.go
 */
export function volumeClaimUsage(claim: Shape): Amounts {
  const usage = new Map<string, Quantity>([['persistentvolumeclaims', ONE], ['count/persistentvolumeclaims', ONE]]);
  const spec = mapOf(claim.spec);
  const storageClass = textOf(mapOf(mapOf(claim.metadata).annotations)[CLASS_ANNOTATION]) ?? textOf(spec.storageClassName);
  const storage = Quantity.parse(mapOf(mapOf(spec.resources).requests).storage)?.inUnits;
  if (storage) {
    usage.set('requests.storage', storage);
  }
  // a claim that names no class gets the default one, whose name nobody says here
  if (storageClass) {
    usage.set(`${storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims`, ONE);
    if (storage) {
      usage.set(`${storageClass}.storageclass.storage.k8s.io/requests.storage`, storage);
    }
  }
  return usage;
}

/**
 * What the quota counts of one claim for devices, by key: of alternatives the most of each class.
 *
 * @param spec of a ResourceClaim
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/quota/v1/evaluator/core/resource_claims.go
 */
export function deviceClaimUsage(spec: Shape): Amounts {
  const usage = new Map<string, Quantity>([['count/resourceclaims.resource.k8s.io', ONE]]);
  for (const request of mapsOf(mapOf(spec.devices).requests)) {
    const most = new Map<string, Quantity>();
    const alternatives = mapsOf(request.firstAvailable);
    for (const asked of alternatives.length > 0 ? alternatives : [request.exactly === undefined ? request : mapOf(request.exactly)]) {
      const deviceClass = textOf(asked.deviceClassName);
      if (deviceClass) {
        const key = `${deviceClass}${DEVICES}`;
        const count = Quantity.of(BigInt(asked.allocationMode === 'All' ? ALL_DEVICES : Number.isSafeInteger(asked.count) ? asked.count : 1));
        most.set(key, most.get(key)?.max(count) ?? count);
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
export function devicesOfPod(set: ManifestSet, { spec, owner }: PodTemplate): ReadonlyMap<string, bigint> {
  const devices = new Map<string, bigint>();
  for (const claim of mapsOf(spec.resourceClaims)) {
    const name = textOf(claim.resourceClaimTemplateName);
    const template = name === undefined ? undefined : set.find('resource.k8s.io/ResourceClaimTemplate', owner.namespace, name);
    for (const request of mapsOf(mapOf(mapOf(template?.spec.spec).devices).requests)) {
      const least = leastOf(request);
      if (least) {
        devices.set(least.key, (devices.get(least.key) ?? 0n) + least.count);
      }
    }
  }
  return devices;
}

function leastOf(request: Shape): { readonly key: string; readonly count: bigint } | undefined {
  const alternatives = mapsOf(request.firstAvailable);
  const asked = alternatives.length > 0 ? alternatives : [request.exactly === undefined ? request : mapOf(request.exactly)];
  const deviceClass = textOf(asked[0].deviceClassName);
  if (!deviceClass || asked.some((one) => one.deviceClassName !== deviceClass || one.adminAccess === true || one.capacity !== undefined)) {
    return undefined;
  }
  const counts = asked.map(({ allocationMode, count }) => (allocationMode !== 'All' && typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : 1));
  return { key: `${deviceClass}${DEVICES}`, count: BigInt(Math.min(...counts)) };
}

/** What comes with each pod and is counted for itself: claims from templates for devices and for volumes of its own. */
export function claimsOfPod(set: ManifestSet, { spec, owner }: PodTemplate, volumeClaimTemplates?: unknown): Amounts {
  const devices = mapsOf(spec.resourceClaims);
  const volumes = mapsOf(spec.volumes);
  let usage: Map<string, Quantity> | undefined;
  for (const claim of devices) {
    const name = textOf(claim.resourceClaimTemplateName);
    const template = name === undefined ? undefined : set.find('resource.k8s.io/ResourceClaimTemplate', owner.namespace, name);
    if (template) {
      addTo(usage ??= new Map(), deviceClaimUsage(mapOf(template.spec.spec)));
    }
  }
  for (const volume of volumes) {
    const template = mapOf(volume.ephemeral).volumeClaimTemplate;
    if (template !== undefined) {
      addTo(usage ??= new Map(), volumeClaimUsage(mapOf(template)));
    }
  }
  for (const template of mapsOf(volumeClaimTemplates)) {
    addTo(usage ??= new Map(), volumeClaimUsage(template));
  }
  return usage ?? NO_AMOUNTS;
}
