import type { NetworkPolicyEgressRule } from 'kubernetes-types/networking/v1';
import { API_SERVER_PORTS } from '../cluster/api-server-ports';
import { Cluster } from '../cluster/cluster';

/** The egress rule of pods that call the API server. It is no pod: it can only be reached by address, on its Service's port and on its own. */
export function apiServerEgress(cluster: Cluster | undefined): NetworkPolicyEgressRule {
  const cidrs = cluster?.apiServerCidrs ?? [];
  return {
    ports: (cluster?.apiServerPorts ?? API_SERVER_PORTS).map((port) => ({ port, protocol: 'TCP' })),
    ...(cidrs.length > 0 ? { to: cidrs.map((cidr) => ({ ipBlock: { cidr } })) } : {}),
  };
}
