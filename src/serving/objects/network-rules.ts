import type { NetworkPolicyEgressRule } from 'kubernetes-types/networking/v1';
import { dnsEgress } from '../../platform/dns-egress';
import { NetworkPeer } from '../../pod/network-peer';
import { addRule, egressRule, ingressRule, NetworkRules } from '../../pod/network-rules';
import { ServicePlan } from '../service-plan';

/** What follows from the service's own props: who it is exposed to, who scrapes it, what its identity and its names need. */
export function networkRules(plan: ServicePlan): NetworkRules {
  const { exposure, server, props, scope, artifact } = plan;
  const ingress = exposure._callers.map((caller) => ingressRule(caller, [server.port]));
  if (props.monitoring && server.metrics) {
    ingress.push(ingressRule(NetworkPeer.namespace(props.monitoring._prometheusNamespace), [server.metrics.port]));
  }
  const egress: NetworkPolicyEgressRule[] = [dnsEgress(scope.cluster)];
  for (const endpoint of props.identity?._endpoints ?? []) {
    egress.push(egressRule(NetworkPeer.cidrs(endpoint.cidr), [endpoint.port]));
  }
  artifact?.egress.forEach(({ peer, ports }) => addRule(egress, egressRule(peer, ports)));
  return { ingress, egress };
}
