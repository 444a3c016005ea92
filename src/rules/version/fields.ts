import { Lifecycle } from './apis';

/** A field that not every version has, and where it stands. */
export interface VersionedField extends Lifecycle {
  /** `spec.externalIPs`; `[]` after a list. In pods from the pod's own spec: `spec.volumes[].rbd`. */
  readonly path: string;
  /** The one value that is meant, where others are not. */
  readonly value?: string;
  /** Another key of the same map with which it may stand: the two say the same. */
  readonly besides?: string;
  /** True if the versions before `since` have the field and leave it out unless an administrator turns it on. */
  readonly gated?: boolean;
}

/**
 * Fields of the pods of any workload.
 *
 * @see https://github.com/kubernetes/api/blob/release-1.36/core/v1/types.go
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/features/kube_features.go
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/pod/warnings.go
 */
export const POD_FIELDS: readonly VersionedField[] = [
  { path: 'spec.workloadRef', since: 35, removed: 36, instead: 'spec.schedulingGroup' },
  { path: 'spec.schedulingGroup', since: 36 },
  { path: 'spec.evictionResponders', since: 37 },
  { path: 'spec.containers[].volumeMounts[].bindMountOptions', since: 37 },
  { path: 'spec.initContainers[].volumeMounts[].bindMountOptions', since: 37 },
  { path: 'spec.volumes[].configMap.defaultUser', since: 37 },
  { path: 'spec.volumes[].secret.defaultUser', since: 37 },
  { path: 'spec.volumes[].projected.defaultUser', since: 37 },
  { path: 'spec.containers[].restartPolicyRules[].action', value: 'RestartAllContainers', since: 36, gated: true },
  { path: 'spec.initContainers[].restartPolicyRules[].action', value: 'RestartAllContainers', since: 36, gated: true },
  { path: 'spec.serviceAccount', deprecated: 1, besides: 'serviceAccountName', instead: 'spec.serviceAccountName' },
  { path: 'spec.volumes[].gitRepo', deprecated: 11, removed: 36, instead: 'an init container that clones' },
  { path: 'spec.volumes[].flexVolume', deprecated: 23, instead: 'a CSI driver' },
  { path: 'spec.volumes[].photonPersistentDisk', removed: 16, instead: 'a CSI driver' },
  { path: 'spec.volumes[].scaleIO', removed: 22, instead: 'a CSI driver' },
  { path: 'spec.volumes[].flocker', removed: 25, instead: 'a CSI driver' },
  { path: 'spec.volumes[].storageos', removed: 25, instead: 'a CSI driver' },
  { path: 'spec.volumes[].quobyte', removed: 25, instead: 'a CSI driver' },
  { path: 'spec.volumes[].glusterfs', removed: 26, instead: 'a CSI driver' },
  { path: 'spec.volumes[].cephfs', removed: 31, instead: 'the CephFS CSI driver' },
  { path: 'spec.volumes[].rbd', removed: 31, instead: 'the RBD CSI driver' },
];

/**
 * Fields of other objects, by kind.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/service/warnings.go
 */
export const OBJECT_FIELDS: { readonly [kind: string]: readonly VersionedField[] } = {
  'Service': [
    { path: 'spec.externalIPs', deprecated: 36, instead: 'a load balancer or a Gateway' },
    { path: 'spec.topologyKeys', removed: 22, instead: 'spec.trafficDistribution: PreferSameZone' },
    { path: 'spec.trafficDistribution', value: 'PreferClose', deprecated: 35, instead: 'PreferSameZone' },
  ],
  'batch/Job': [{ path: 'spec.scheduling', since: 37 }],
  'resource.k8s.io/ResourceClaim': [
    { path: 'spec.devices.requests[].exactly.tolerations', since: 36, gated: true },
    { path: 'spec.devices.requests[].exactly.capacity', since: 36, gated: true },
  ],
  'resource.k8s.io/ResourceClaimTemplate': [
    { path: 'spec.spec.devices.requests[].exactly.tolerations', since: 36, gated: true },
    { path: 'spec.spec.devices.requests[].exactly.capacity', since: 36, gated: true },
  ],
  'resource.k8s.io/DeviceClass': [{ path: 'spec.extendedResourceName', since: 36, gated: true }],
  'storage.k8s.io/CSIDriver': [{ path: 'spec.preventPodSchedulingIfMissing', since: 36 }],
};

/** An annotation that is read no more, or will not be. */
interface OldAnnotation extends Lifecycle {
  readonly kind: string;
  readonly key: string;
  /** Values that still have no other way. */
  readonly except?: readonly string[];
}

/** Annotations of objects, by kind. GKE's own controller of Ingresses still wants its class there. */
export const ANNOTATIONS: readonly OldAnnotation[] = [
  { kind: 'Service', key: 'service.kubernetes.io/topology-aware-hints', deprecated: 27, instead: 'spec.trafficDistribution: PreferSameZone' },
  { kind: 'ServiceAccount', key: 'kubernetes.io/enforce-mountable-secrets', deprecated: 32, instead: 'a namespace for each set of secrets' },
  { kind: 'networking.k8s.io/Ingress', key: 'kubernetes.io/ingress.class', deprecated: 18, except: ['gce', 'gce-internal'], instead: 'spec.ingressClassName' },
  { kind: 'PersistentVolumeClaim', key: 'volume.beta.kubernetes.io/storage-class', deprecated: 8, instead: 'spec.storageClassName' },
];

/** Annotations of pods; a key that ends with `/` stands for one of each container. With the `field` in the security context they say nothing more. */
export const POD_ANNOTATIONS: ReadonlyMap<string, Lifecycle & { readonly field?: string }> = new Map([
  ['scheduler.alpha.kubernetes.io/critical-pod', { removed: 16, instead: 'spec.priorityClassName' }],
  ['security.alpha.kubernetes.io/sysctls', { removed: 11, instead: 'spec.securityContext.sysctls' }],
  ['security.alpha.kubernetes.io/unsafe-sysctls', { removed: 11, instead: 'spec.securityContext.sysctls' }],
  ['seccomp.security.alpha.kubernetes.io/pod', { removed: 27, field: 'seccompProfile', instead: 'securityContext.seccompProfile' }],
  ['container.seccomp.security.alpha.kubernetes.io/', { removed: 27, field: 'seccompProfile', instead: 'securityContext.seccompProfile' }],
  ['container.apparmor.security.beta.kubernetes.io/', { deprecated: 30, field: 'appArmorProfile', instead: 'securityContext.appArmorProfile' }],
]);

/**
 * Labels of nodes that newer nodes may no longer carry.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/node/util.go
 */
export const NODE_LABELS: ReadonlyMap<string, Lifecycle> = new Map([
  ['beta.kubernetes.io/arch', { deprecated: 14, instead: 'kubernetes.io/arch' }],
  ['beta.kubernetes.io/os', { deprecated: 14, instead: 'kubernetes.io/os' }],
  ['beta.kubernetes.io/instance-type', { deprecated: 17, instead: 'node.kubernetes.io/instance-type' }],
  ['failure-domain.beta.kubernetes.io/region', { deprecated: 17, instead: 'topology.kubernetes.io/region' }],
  ['failure-domain.beta.kubernetes.io/zone', { deprecated: 17, instead: 'topology.kubernetes.io/zone' }],
  ['node-role.kubernetes.io/master', { deprecated: 20, instead: 'node-role.kubernetes.io/control-plane' }],
]);
