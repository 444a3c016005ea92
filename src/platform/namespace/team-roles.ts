/** One rule of a Role. */
export interface RoleRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

const READ = ['get', 'list', 'watch'];

/**
 * What says how a team's workloads are, and what they are made of; all of it is read as the built-in `view` reads it.
 * Secrets are not among it, nor is anything that opens a way into a pod.
 */
const SEEN: readonly [string, string[]][] = [
  ['', ['configmaps', 'events', 'limitranges', 'namespaces', 'persistentvolumeclaims', 'pods', 'pods/log', 'resourcequotas', 'serviceaccounts', 'services']],
  ['apps', ['controllerrevisions', 'daemonsets', 'deployments', 'deployments/scale', 'replicasets', 'statefulsets', 'statefulsets/scale']],
  ['autoscaling', ['horizontalpodautoscalers']],
  ['autoscaling.k8s.io', ['verticalpodautoscalers']],
  ['batch', ['cronjobs', 'jobs']],
  ['discovery.k8s.io', ['endpointslices']],
  ['events.k8s.io', ['events']],
  ['gateway.networking.k8s.io', ['grpcroutes', 'httproutes']],
  ['keda.sh', ['scaledobjects']],
  ['metrics.k8s.io', ['pods']],
  ['monitoring.coreos.com', ['podmonitors', 'servicemonitors']],
  ['networking.k8s.io', ['ingresses', 'networkpolicies']],
  ['policy', ['poddisruptionbudgets']],
];

/** Sees what runs and why it does not. */
export const VIEWER_RULES: readonly RoleRule[] = SEEN.map(([group, resources]) => ({ apiGroups: [group], resources, verbs: READ }));

/**
 * Keeps it running, on top of seeing it: restart, roll back and pause a rollout, change a number of replicas or an autoscaler's bounds,
 * suspend a schedule, remove a stuck pod or job. Nothing can be created, so that what exists stays what was applied.
 */
export const OPERATOR_RULES: readonly RoleRule[] = [
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: ['patch'] },
  { apiGroups: ['apps'], resources: ['deployments/scale', 'statefulsets/scale'], verbs: ['patch', 'update'] },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['patch'] },
  { apiGroups: ['batch'], resources: ['cronjobs'], verbs: ['patch'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['delete', 'patch'] },
  { apiGroups: ['keda.sh'], resources: ['scaledobjects'], verbs: ['patch'] },
];
