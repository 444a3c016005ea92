import { Cluster } from '../cluster/cluster';
import { shared } from '../manifest/shared';

/**
 * The egress rule that lets pods ask the cluster's DNS.
 *
 * Its pods are selected by the namespace and the label that most distributions keep (CoreDNS too is `k8s-app: kube-dns` in `kube-system`).
 * Where they stand elsewhere (OpenShift: `openshift-dns`), or no pod of the cluster answers at the address that pods ask (NodeLocal DNSCache,
 * GKE Cloud DNS), the selector matches nothing and the cluster's `dnsCidrs` take its place.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
export function dnsEgress(cluster: Cluster | undefined): object {
  const cidrs = cluster?.dnsCidrs ?? [];
  return cidrs.length > 0 ? { ports: PORTS, to: cidrs.map((cidr) => ({ ipBlock: { cidr } })) } : TO_PODS;
}

const PORTS = shared([{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }]);
const TO_PODS = shared({
  ports: PORTS,
  to: [{
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  }],
});
