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
 * Makes the API server ask it for `metrics.k8s.io`: by way of a Service that
 * leads to this machine, as somebody who has not logged in, and who may read them.
 */
export async function registerMetricsApi(plane: ControlPlane, port: number): Promise<void> {
  await plane.applyStrict(JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
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
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'real-node:metrics-reader' },
        rules: [{ apiGroups: ['metrics.k8s.io'], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'real-node:metrics-reader' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'real-node:metrics-reader' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:unauthenticated' }],
      },
    ],
  }));
}
