/** Labels that every node has, with a value that no pool declares. */
export const EVERYWHERE: ReadonlySet<string> = new Set(['kubernetes.io/hostname', 'kubernetes.io/os', 'kubernetes.io/arch', 'beta.kubernetes.io/os', 'beta.kubernetes.io/arch']);

/** Labels of a node's operating system. */
export const SYSTEMS: ReadonlySet<string> = new Set(['kubernetes.io/os', 'beta.kubernetes.io/os']);
/** What a node runs whose pool does not say so. */
export const USUAL_SYSTEM = 'linux';

/** Labels of a node's zone. */
export const ZONES: ReadonlySet<string> = new Set(['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone']);

/** Labels that every node of a cloud has, and many others have. */
const COMMON: ReadonlySet<string> = new Set([
  ...EVERYWHERE, ...ZONES, 'topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region', 'node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type',
]);

const under = (prefix: string, names: string): string[] => names.split(' ').map((name) => `${prefix}/${name}`);

/**
 * Labels that clouds and node agents put on nodes though nobody declares them: that a pool does not declare one says nothing.
 *
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-labels-taints
 * @see https://karpenter.sh/docs/concepts/scheduling/#well-known-labels
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html
 * @see https://learn.microsoft.com/azure/aks/use-labels
 * @see https://github.com/NVIDIA/k8s-device-plugin/blob/main/docs/gpu-feature-discovery/README.md
 * @see https://github.com/ROCm/k8s-device-plugin/blob/master/cmd/k8s-node-labeller/README.md
 */
const KNOWN: ReadonlySet<string> = new Set([
  ...COMMON, 'node.kubernetes.io/windows-build', 'node.kubernetes.io/exclude-from-external-load-balancers',
  ...under('cloud.google.com', 'gke-nodepool gke-accelerator gke-accelerator-count gke-spot gke-preemptible gke-provisioning gke-os-distribution gke-boot-disk gke-container-runtime'),
  ...under('cloud.google.com', 'gke-cpu-scaling-level gke-memory-gb-scaling-level gke-logging-variant gke-max-pods-per-node gke-stack-type gke-tpu-accelerator gke-tpu-topology gke-tpu-slice'),
  ...under('cloud.google.com', 'gke-local-nvme-ssd gke-ephemeral-storage-local-ssd gke-gpu-driver-version gke-gpu-partition-size gke-gpu-sharing-strategy gke-max-shared-clients-per-gpu'),
  ...under('cloud.google.com', 'gke-placement-group gke-netd-ready gke-confidential-nodes gke-queued gke-flex-start machine-family compute-class private-node reservation-name reservation-affinity'),
  'iam.gke.io/gke-metadata-server-enabled', 'topology.gke.io/zone',
  ...under('karpenter.sh', 'nodepool capacity-type do-not-sync-taints registered initialized'), 'karpenter.k8s.aws/ec2nodeclass', 'alpha.eksctl.io/nodegroup-name', 'alpha.eksctl.io/cluster-name',
  ...['karpenter.k8s.aws', 'eks.amazonaws.com'].flatMap((prefix) => [
    ...under(prefix, 'instance-category instance-family instance-generation instance-size instance-cpu instance-cpu-manufacturer instance-cpu-sustained-clock-speed-mhz instance-memory'),
    ...under(prefix, 'instance-gpu-name instance-gpu-manufacturer instance-gpu-count instance-gpu-memory instance-accelerator-name instance-accelerator-manufacturer instance-accelerator-count'),
    ...under(prefix, 'instance-hypervisor instance-encryption-in-transit-supported instance-local-nvme instance-ebs-bandwidth instance-network-bandwidth'),
  ]),
  ...under('eks.amazonaws.com', 'nodegroup nodegroup-image capacityType compute-type nodeclass'), ...under('topology.k8s.aws', 'zone-id network-node-layer-1 network-node-layer-2 network-node-layer-3'),
  'topology.ebs.csi.aws.com/zone', 'topology.disk.csi.azure.com/zone',
  ...under('kubernetes.azure.com', 'agentpool mode scalesetpriority priority accelerator cluster role os-sku os-sku-requested os-sku-effective nodepool-type node-image-version storageprofile storagetier'),
  ...under('kubernetes.azure.com', 'consolidated-additional-properties kubelet-identity-client-id nodenetwork-vnetguid podnetwork-type ebpf-dataplane network-policy fips_enabled'), 'agentpool',
  ...under('compute.coreweave.com', 'node-pool'), ...under('node.coreweave.cloud', 'class type state cpu memory'), ...under('gpu.nvidia.com', 'class count model vram'),
  ...under('nvidia.com', 'gpu.present gpu.product gpu.count gpu.memory gpu.family gpu.machine gpu.mode gpu.replicas gpu.sharing-strategy gpu.compute.major gpu.compute.minor gpu.clique'),
  ...under('nvidia.com', 'cuda.driver-version.full cuda.driver-version.major cuda.driver-version.minor cuda.driver-version.revision cuda.driver.major cuda.driver.minor cuda.driver.rev'),
  ...under('nvidia.com', 'cuda.runtime-version.full cuda.runtime-version.major cuda.runtime-version.minor cuda.runtime.major cuda.runtime.minor mig.capable mig.strategy mig.config mps.capable'),
  ...under('amd.com', 'gpu gpu.product-name gpu.family gpu.device-id gpu.vram gpu.simd-count gpu.cu-count gpu.driver-version'),
]);
/** What feature discovery finds, and roles that installers give. */
const PREFIXES: readonly string[] = ['feature.node.kubernetes.io/', 'node-role.kubernetes.io/', 'nvidia.com/gpu.deploy.', 'nvidia.com/vgpu.', 'nvidia.com/mig-'];

/** True for a label that nodes have whether or not another pool declares it. */
export const isCommonLabel = (key: string): boolean => COMMON.has(key);

/** True for a label that a node may well have though its pool does not declare it. */
export const isKnownLabel = (key: string): boolean => KNOWN.has(key) || PREFIXES.some((prefix) => key.startsWith(prefix));

/** The labels of which a key may be a slip of the pen, those that are declared first. */
export const knownLabels = (declared: Iterable<string>): Iterable<string> => new Set([...declared, ...KNOWN]);
