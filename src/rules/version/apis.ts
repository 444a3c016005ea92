/** Of which minor versions of Kubernetes 1 something is. */
export interface Lifecycle {
  /** The first that has it; the ones before 1.35 are not told apart. */
  readonly since?: number;
  /** The first in which it is deprecated. */
  readonly deprecated?: number;
  /** The first that lacks it. */
  readonly removed?: number;
  /** What to write instead. */
  readonly instead?: string;
}

type Row = readonly [apiVersion: string, kinds: string, lifecycle: Lifecycle];

/**
 * Kubernetes' own APIs that not every version serves, as their types say it themselves.
 *
 * @see https://github.com/kubernetes/api (`zz_generated.prerelease-lifecycle.go` of each version)
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const ROWS: readonly Row[] = [
  ['v1', 'ComponentStatus', { deprecated: 19 }],
  ['v1', 'Endpoints', { deprecated: 33, instead: 'EndpointSlice of discovery.k8s.io/v1' }],
  ['admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding', { since: 36, instead: 'admissionregistration.k8s.io/v1beta1' }],
  ['admissionregistration.k8s.io/v1alpha1', 'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding', { deprecated: 35, removed: 38, instead: 'admissionregistration.k8s.io/v1beta1' }],
  ['admissionregistration.k8s.io/v1alpha1', 'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding', { removed: 32, instead: 'admissionregistration.k8s.io/v1' }],
  ['admissionregistration.k8s.io/v1beta1', 'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding', { deprecated: 37, removed: 40, instead: 'admissionregistration.k8s.io/v1' }],
  ['admissionregistration.k8s.io/v1beta1', 'MutatingWebhookConfiguration ValidatingWebhookConfiguration', { removed: 22, instead: 'admissionregistration.k8s.io/v1' }],
  ['admissionregistration.k8s.io/v1beta1', 'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding', { removed: 34, instead: 'admissionregistration.k8s.io/v1' }],
  ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', { removed: 22, instead: 'apiextensions.k8s.io/v1' }],
  ['apiregistration.k8s.io/v1beta1', 'APIService', { removed: 22, instead: 'apiregistration.k8s.io/v1' }],
  ['apps/v1beta1', 'ControllerRevision Deployment StatefulSet', { removed: 16, instead: 'apps/v1' }],
  ['apps/v1beta2', 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet', { removed: 16, instead: 'apps/v1' }],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', { removed: 25, instead: 'autoscaling/v2' }],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', { removed: 26, instead: 'autoscaling/v2' }],
  ['batch/v1beta1', 'CronJob', { removed: 25, instead: 'batch/v1' }],
  ['certificates.k8s.io/v1', 'ClusterTrustBundle PodCertificateRequest', { since: 37, instead: 'certificates.k8s.io/v1beta1' }],
  ['certificates.k8s.io/v1alpha1', 'ClusterTrustBundle', { deprecated: 34, removed: 37, instead: 'certificates.k8s.io/v1beta1' }],
  ['certificates.k8s.io/v1beta1', 'CertificateSigningRequest', { removed: 22, instead: 'certificates.k8s.io/v1' }],
  ['certificates.k8s.io/v1beta1', 'ClusterTrustBundle', { deprecated: 37, removed: 40, instead: 'certificates.k8s.io/v1' }],
  ['coordination.k8s.io/v1beta1', 'Lease', { removed: 22, instead: 'coordination.k8s.io/v1' }],
  ['discovery.k8s.io/v1beta1', 'EndpointSlice', { removed: 25, instead: 'discovery.k8s.io/v1' }],
  ['extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', { removed: 16, instead: 'apps/v1' }],
  ['extensions/v1beta1', 'Ingress', { removed: 22, instead: 'networking.k8s.io/v1' }],
  ['extensions/v1beta1', 'NetworkPolicy', { removed: 16, instead: 'networking.k8s.io/v1' }],
  ['flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema PriorityLevelConfiguration', { removed: 26, instead: 'flowcontrol.apiserver.k8s.io/v1' }],
  ['flowcontrol.apiserver.k8s.io/v1beta2', 'FlowSchema PriorityLevelConfiguration', { removed: 29, instead: 'flowcontrol.apiserver.k8s.io/v1' }],
  ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema PriorityLevelConfiguration', { removed: 32, instead: 'flowcontrol.apiserver.k8s.io/v1' }],
  ['networking.k8s.io/v1beta1', 'IPAddress ServiceCIDR', { deprecated: 34, removed: 37, instead: 'networking.k8s.io/v1' }],
  ['networking.k8s.io/v1beta1', 'Ingress IngressClass', { removed: 22, instead: 'networking.k8s.io/v1' }],
  ['node.k8s.io/v1beta1', 'RuntimeClass', { removed: 25, instead: 'node.k8s.io/v1' }],
  ['policy/v1beta1', 'PodDisruptionBudget', { removed: 25, instead: 'policy/v1' }],
  ['policy/v1beta1', 'PodSecurityPolicy', { removed: 25, instead: 'labels pod-security.kubernetes.io/enforce on namespaces' }],
  ['rbac.authorization.k8s.io/v1beta1', 'ClusterRole ClusterRoleBinding Role RoleBinding', { removed: 22, instead: 'rbac.authorization.k8s.io/v1' }],
  ['resource.k8s.io/v1', 'DeviceTaintRule', { since: 37, instead: 'resource.k8s.io/v1beta2' }],
  ['resource.k8s.io/v1alpha3', 'DeviceTaintRule', { deprecated: 36, removed: 39, instead: 'resource.k8s.io/v1beta2' }],
  ['resource.k8s.io/v1beta1', 'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice', { deprecated: 35, removed: 38, instead: 'resource.k8s.io/v1' }],
  ['resource.k8s.io/v1beta2', 'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice', { deprecated: 36, removed: 39, instead: 'resource.k8s.io/v1' }],
  ['resource.k8s.io/v1beta2', 'DeviceTaintRule', { since: 36, deprecated: 39, removed: 42, instead: 'resource.k8s.io/v1alpha3' }],
  ['scheduling.k8s.io/v1alpha1', 'Workload', { since: 35, removed: 36, instead: 'scheduling.k8s.io/v1alpha2' }],
  ['scheduling.k8s.io/v1alpha2', 'PodGroup Workload', { since: 36, removed: 37, instead: 'scheduling.k8s.io/v1beta1' }],
  ['scheduling.k8s.io/v1alpha3', 'PodGroup Workload', { since: 37, instead: 'scheduling.k8s.io/v1alpha2' }],
  ['scheduling.k8s.io/v1beta1', 'PodGroup Workload', { since: 37, instead: 'scheduling.k8s.io/v1alpha2' }],
  ['scheduling.k8s.io/v1beta1', 'PriorityClass', { removed: 22, instead: 'scheduling.k8s.io/v1' }],
  ['storage.k8s.io/v1alpha1', 'CSIStorageCapacity VolumeAttachment', { removed: 24, instead: 'storage.k8s.io/v1' }],
  ['storage.k8s.io/v1alpha1', 'VolumeAttributesClass', { removed: 35, instead: 'storage.k8s.io/v1' }],
  ['storage.k8s.io/v1beta1', 'CSIDriver CSINode StorageClass VolumeAttachment', { removed: 22, instead: 'storage.k8s.io/v1' }],
  ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', { removed: 27, instead: 'storage.k8s.io/v1' }],
  ['storage.k8s.io/v1beta1', 'VolumeAttributesClass', { deprecated: 34, removed: 37, instead: 'storage.k8s.io/v1' }],
];

const byApi = new Map<string, Map<string, Lifecycle>>();
for (const [apiVersion, kinds, lifecycle] of ROWS) {
  const known = byApi.get(apiVersion) ?? new Map<string, Lifecycle>();
  byApi.set(apiVersion, known);
  kinds.split(' ').forEach((kind) => known.set(kind, lifecycle));
}

/** When a kind of an API is served, where that is not always. */
export function lifecycleOf(apiVersion: unknown, kind: unknown): Lifecycle | undefined {
  return byApi.get(apiVersion as string)?.get(kind as string);
}
