import { Image } from './image';
import { Layer } from './layer';
import { ControlPlane } from '../../cluster/harness/control-plane';

export const DNS_IMAGE = 'registry.k8s.io/coredns/coredns:v1.15.0';

/** The address of the Service kube-dns, as kubelet tells it to pods. */
export const DNS_SERVICE_ADDRESS = '10.96.0.10';

/** CoreDNS alone, as its own image is. */
export function dnsImage(coredns: string): Image {
  return new Image({ layers: [Layer.files({ '/coredns': { copyOf: coredns, mode: 0o755 } })], entrypoint: ['/coredns'] });
}

/**
 * CoreDNS as most clusters run it: pods with the label `k8s-app: kube-dns` in
 * kube-system, behind the Service kube-dns. A network policy can name them, as
 * it can't name a server on the node.
 */
export async function startDnsPods(plane: ControlPlane): Promise<void> {
  const metadata = { name: 'coredns', namespace: 'kube-system' };
  const labels = { 'k8s-app': 'kube-dns' };
  const role = { name: 'system:coredns' };
  const ports = [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, protocol: 'TCP' }];
  await plane.applyStrict(JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: role,
        rules: [
          { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
          { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
        ],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: role,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', ...role },
        subjects: [{ kind: 'ServiceAccount', ...metadata }],
      },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: COREFILE } },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'kube-dns', namespace: 'kube-system', labels },
        spec: { clusterIP: DNS_SERVICE_ADDRESS, selector: labels, ports },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { ...metadata, labels },
        spec: {
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              serviceAccountName: 'coredns',
              nodeSelector: { type: 'real' },
              containers: [{
                name: 'coredns',
                image: DNS_IMAGE,
                args: ['-conf', '/etc/coredns/Corefile'],
                readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
                volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }],
              }],
              volumes: [{ name: 'config', configMap: { name: 'coredns' } }],
            },
          },
        },
      },
    ],
  }));
}

const COREFILE = `cluster.local:53 in-addr.arpa:53 ip6.arpa:53 {
  errors
  ready :8181
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    ttl 5
  }
  loadbalance
}
.:53 {
  errors
  template ANY ANY {
    rcode NXDOMAIN
  }
}
`;
