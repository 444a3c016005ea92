import * as path from 'path';
import { NODE_FOLDER } from './machine';
import { ControlPlane } from '../../cluster/harness/control-plane';

/** The command that starts metrics-server on a port of the loopback interface. It asks real nodes only, by their label. */
export function metricsServerCommand(options: { program: string; kubeconfig: string; port: number }): string[] {
  return [
    options.program,
    '--kubeconfig', options.kubeconfig,
    '--authentication-kubeconfig', options.kubeconfig,
    '--authorization-kubeconfig', options.kubeconfig,
    '--authentication-skip-lookup',
    '--bind-address', '127.0.0.1',
    '--secure-port', String(options.port),
    '--cert-dir', path.join(NODE_FOLDER, 'metrics-server'),
    '--kubelet-insecure-tls',
    '--kubelet-use-node-status-port',
    '--kubelet-preferred-address-types', 'InternalIP',
    '--node-selector', 'type=real',
    '--metric-resolution', '10s',
    // has to stay below nine tenths of the resolution
    '--kubelet-request-timeout', '5s',
  ];
}

/**
 * Lets metrics be read by somebody who has not logged in: so the API server
 * comes, which has no client certificate here. Before the first question, for a
 * refusal is kept for 10 s.
 */
export async function allowReadingMetrics(plane: ControlPlane): Promise<void> {
  const metadata = { name: 'real-node:metrics-reader' };
  await plane.applyStrict(list(
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata,
      rules: [
        { apiGroups: ['metrics.k8s.io'], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
        // without it the API server finds the API unavailable
        { nonResourceURLs: ['/apis/metrics.k8s.io/*'], verbs: ['get'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:unauthenticated' }],
    },
  ));
}

/** Makes the API server ask it for `metrics.k8s.io`, by way of a Service that leads to this machine. */
export async function registerMetricsApi(plane: ControlPlane, port: number): Promise<void> {
  await plane.applyStrict(list(
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'metrics-server', namespace: 'kube-system' },
      spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] },
    },
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io' },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { name: 'metrics-server', namespace: 'kube-system', port },
      },
    },
  ));
}

function list(...items: object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** Whether the API server forwards to it; values come some seconds later. */
export async function metricsApiAvailable(plane: ControlPlane): Promise<boolean | string> {
  const { status } = await plane.get(['apiservice', 'v1beta1.metrics.k8s.io']);
  const available = status?.conditions?.find((condition: { type: string }) => condition.type === 'Available');
  return available?.status === 'True' || `it says ${available?.message}`;
}
