import { Cluster } from '../cluster/cluster';
import { DNS_PORTS } from '../cluster/dns-ports';
import { shared } from '../manifest/shared';

/**
 * The egress rule that lets pods ask the cluster's DNS.
 *
 * Its pods are selected by the namespace and the label that most distributions keep (CoreDNS too is `k8s-app: kube-dns` in `kube-system`).
 * Where they stand elsewhere (OpenShift: `openshift-dns`), or no pod of the cluster answers at the address that pods ask (NodeLocal DNSCache,
 * GKE Cloud DNS), the selector matches nothing and the cluster's `dnsCidrs` take its place. Where they listen on another port than their Service
 * (OpenShift: 5353), a network plug-in that judges a packet by where it ends up needs that one too: the cluster's `dnsPorts`.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 * @see https://github.com/openshift/cluster-dns-operator
 */
export function dnsEgress(cluster: Cluster | undefined): object {
  const cidrs = cluster?.dnsCidrs ?? [];
  const ports = cluster?.dnsPorts ?? DNS_PORTS;
  if (cidrs.length === 0 && isUsual(ports)) {
    return TO_PODS;
  }
  return { ports: portsOf(ports), to: cidrs.length > 0 ? cidrs.map((cidr) => ({ ipBlock: { cidr } })) : PODS };
}

const isUsual = (ports: readonly number[]): boolean => ports.length === DNS_PORTS.length && ports.every((port, i) => port === DNS_PORTS[i]);

/** Answers that are too long for UDP are asked for again by TCP. */
const portsOf = (ports: readonly number[]): object[] => ports.flatMap((port) => [{ port, protocol: 'UDP' }, { port, protocol: 'TCP' }]);

const PODS = [{
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
  podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
}];
const TO_PODS = shared({ ports: portsOf(DNS_PORTS), to: PODS });
