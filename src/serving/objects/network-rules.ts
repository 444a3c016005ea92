import { ownEgress } from '../../platform/own-egress';
import { NetworkPeer } from '../../pod/network/network-peer';
import { ingressRule, NetworkRules } from '../../pod/network/network-rules';
import { ServicePlan } from '../service-plan';

/** What follows from the service's own props: who it is exposed to, who scrapes it, what its identity and its names need. */
export function networkRules(plan: ServicePlan): NetworkRules {
  const { exposure, server, props, scope, artifact } = plan;
  const ingress = exposure._callers.map((caller) => ingressRule(caller, [server.port]));
  if (props.monitoring && server.metrics) {
    ingress.push(ingressRule(NetworkPeer.namespace(props.monitoring._prometheusNamespace), [server.metrics.port]));
  }
  return { ingress, egress: ownEgress(scope.cluster, props.identity, artifact?.egress) };
}
