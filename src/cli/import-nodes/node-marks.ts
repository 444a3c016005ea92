/** Labels by which providers name the pool of a node, the one that counts first. */
export const POOL_LABELS: readonly string[] = [
  'cloud.google.com/gke-nodepool',
  'karpenter.sh/nodepool',
  'eks.amazonaws.com/nodegroup',
  'kubernetes.azure.com/agentpool',
  'compute.coreweave.com/node-pool',
  'alpha.eksctl.io/nodegroup-name',
  'agentpool',
];

/** Labels of the place of a node: those of the pool's nodes are all that its next one can have. */
const PLACES: ReadonlySet<string> = new Set([
  'topology.kubernetes.io/zone', 'topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/region',
  'topology.gke.io/zone', 'topology.ebs.csi.aws.com/zone', 'topology.k8s.aws/zone-id', 'topology.disk.csi.azure.com/zone',
]);

/** Labels of one node, of the image that it was made from, or of a controller's work on it: they say nothing of what the pool's next node is like. */
const PASSING = new Set([
  'kubernetes.io/hostname', 'topology.hostpath.csi/node',
  'alpha.eksctl.io/instance-id', 'k8s.io/cloud-provider-aws', 'eks.amazonaws.com/nodegroup-image', 'eks.amazonaws.com/sourceLaunchTemplateVersion',
  'kubernetes.azure.com/node-image-version', 'nvidia.com/gfd.timestamp', 'nvidia.com/gpu-driver-upgrade-state', 'karpenter.sh/initialized', 'karpenter.sh/registered',
]);

/** The zone of a node. */
export const ZONES: readonly string[] = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];

/** True for a label of the place of a node. */
export const isPlace = (key: string): boolean => PLACES.has(key);

/** True for a label that the pool's next node need not have. A value with the node's own name in it is the node's. */
export const isPassing = (key: string, value: string, node: string): boolean => isPlace(key) || PASSING.has(key) || (node !== '' && value.includes(node));

/** Taints that come and go with a node's state. */
const STATES = /^(node\.kubernetes\.io|node\.cloudprovider\.kubernetes\.io)\/|ClusterAutoscaler$|^karpenter\.sh\/(disrupt\w*|unregistered)$|\/(agent-not-ready|uninitialized)$/;

/** True for a taint that the pool's next node will not keep. */
export const isState = (key: string): boolean => STATES.test(key);

/** What marks the nodes that a provider may take back. */
const SPOT: readonly (readonly [key: string, value: string])[] = [
  ['cloud.google.com/gke-spot', 'true'],
  ['cloud.google.com/gke-preemptible', 'true'],
  ['karpenter.sh/capacity-type', 'spot'],
  ['eks.amazonaws.com/capacityType', 'SPOT'],
  ['kubernetes.azure.com/scalesetpriority', 'spot'],
  ['kubernetes.azure.com/priority', 'spot'],
];

/** True for labels of a spot node. */
export const isSpot = (labels: { readonly [key: string]: string }): boolean => SPOT.some(([key, value]) => labels[key] === value);
