import { ApiClient } from './api-client';

/** Something that somebody may do, or not. */
export interface Attempt {
  readonly verb: string;
  /** `''` for the core group. */
  readonly group: string;
  /** Plural, with its subresource if one is meant: `pods/log`. */
  readonly resource: string;
  readonly name?: string;
  /** `''` for all namespaces. */
  readonly namespace: string;
}

/** Who asks. */
export interface Who {
  readonly user: string;
  readonly groups: string[];
}

/** A service account, with the groups that the API server gives it. */
export const serviceAccount = (namespace: string, name: string): Who => ({
  user: `system:serviceaccount:${namespace}:${name}`,
  groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
});

/** Somebody of a team. */
export const member = (group: string): Who => ({ user: 'somebody@example.com', groups: [group, 'system:authenticated'] });

/** An attempt as a line: `patch apps/deployments/scale chat in team-a`. */
export const attemptText = ({ verb, group, resource, name, namespace }: Attempt): string =>
  `${verb} ${group ? `${group}/` : ''}${resource}${name === undefined ? '' : ` ${name}`} in ${namespace || 'all namespaces'}`;

/**
 * Which of these the authorizer allows: the question behind `kubectl auth can-i`, asked once for each.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/
 */
export async function allowed(client: ApiClient, { user, groups }: Who, attempts: readonly Attempt[]): Promise<string[]> {
  const found: string[] = [];
  for (const attempt of attempts) {
    const [resource, subresource] = attempt.resource.split('/');
    const { code, body } = await client.post('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user, groups, resourceAttributes: { ...attempt, resource, subresource } },
    });
    if (code !== 201) throw new Error(`the authorizer answers ${code}: ${body.message}`);
    if (body.status.allowed) found.push(attemptText(attempt));
  }
  return found;
}

/** What can be done to objects. */
export const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

/** What a namespace holds, and how it is got at; and what would make somebody mightier than they are. */
export const RESOURCES: readonly [group: string, resource: string][] = [
  ...['secrets', 'configmaps', 'pods', 'pods/log', 'pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy', 'pods/eviction', 'pods/ephemeralcontainers',
    'serviceaccounts', 'serviceaccounts/token', 'services', 'services/proxy', 'endpoints', 'events', 'persistentvolumeclaims', 'resourcequotas', 'limitranges',
    'replicationcontrollers', 'namespaces', 'nodes', 'bindings'].map((resource): [string, string] => ['', resource]),
  ...['deployments', 'deployments/scale', 'deployments/status', 'statefulsets', 'statefulsets/scale', 'daemonsets', 'replicasets', 'replicasets/scale',
    'controllerrevisions'].map((resource): [string, string] => ['apps', resource]),
  ['autoscaling', 'horizontalpodautoscalers'], ['autoscaling', 'horizontalpodautoscalers/status'],
  ['batch', 'cronjobs'], ['batch', 'jobs'],
  ['policy', 'poddisruptionbudgets'],
  ['networking.k8s.io', 'networkpolicies'], ['networking.k8s.io', 'ingresses'],
  ['discovery.k8s.io', 'endpointslices'],
  ['rbac.authorization.k8s.io', 'roles'], ['rbac.authorization.k8s.io', 'rolebindings'],
  ['gateway.networking.k8s.io', 'grpcroutes'], ['gateway.networking.k8s.io', 'httproutes'], ['keda.sh', 'scaledobjects'],
  ['monitoring.coreos.com', 'podmonitors'], ['autoscaling.k8s.io', 'verticalpodautoscalers'],
];

/** An object, or all of a namespace or of all namespaces. */
export type Target = Pick<Attempt, 'name' | 'namespace'>;

/** Every verb on every resource, and every way to become mightier, on these targets. */
export function everyAttempt(targets: readonly Target[]): Attempt[] {
  const escalations: [string, string, string][] = [
    ['impersonate', '', 'serviceaccounts'], ['impersonate', '', 'users'], ['escalate', 'rbac.authorization.k8s.io', 'roles'], ['bind', 'rbac.authorization.k8s.io', 'roles'],
  ];
  const actions = [
    ...RESOURCES.flatMap(([group, resource]) => VERBS.map((verb) => ({ verb, group, resource }))),
    ...escalations.map(([verb, group, resource]) => ({ verb, group, resource })),
  ];
  return actions.flatMap((action) => targets.map((target) => ({ ...action, ...target })));
}
