import type { NetworkPolicyEgressRule, NetworkPolicyIngressRule } from 'kubernetes-types/networking/v1';
import { Manifest } from '../../manifest/manifest';
import { dnsEgress } from '../../platform/dns-egress';
import { NetworkPeer } from '../../pod/network-peer';
import { ServicePlan } from '../service-plan';

/** The rules of a service's NetworkPolicy; both lists grow while the program connects workloads. */
export interface NetworkRules {
  readonly ingress: NetworkPolicyIngressRule[];
  readonly egress: NetworkPolicyEgressRule[];
}

/** What follows from the service's own props: who it is exposed to, who scrapes it, what its identity and its names need. */
export function networkRules(plan: ServicePlan): NetworkRules {
  const { exposure, server, props, scope } = plan;
  const ingress = exposure._callers.map((caller) => ingressRule(caller, [server.port]));
  if (props.monitoring && server.metrics) {
    ingress.push(ingressRule(NetworkPeer.namespace(props.monitoring._prometheusNamespace), [server.metrics.port]));
  }
  const egress: NetworkPolicyEgressRule[] = [dnsEgress(scope.cluster)];
  for (const endpoint of props.identity?._endpoints ?? []) {
    egress.push(egressRule(NetworkPeer.cidrs(endpoint.cidr), [endpoint.port]));
  }
  return { ingress, egress };
}

/** Adds a rule to a list of them, once. */
export function addRule<T extends object>(rules: T[], rule: T): void {
  const text = JSON.stringify(rule);
  if (!rules.some((other) => JSON.stringify(other) === text)) {
    rules.push(rule);
  }
}

/** Lets `peer` in. */
export function ingressRule(peer: NetworkPeer, ports: number[]): NetworkPolicyIngressRule {
  const from = peer._render();
  return { ...(from ? { from } : {}), ports: ports.map((port) => ({ port, protocol: 'TCP' })) };
}

/** Lets the service call `peer`. */
export function egressRule(peer: NetworkPeer, ports: number[]): NetworkPolicyEgressRule {
  const to = peer._render();
  return { ports: ports.map((port) => ({ port, protocol: 'TCP' })), ...(to ? { to } : {}) };
}

/** The NetworkPolicy. */
export function networkPolicyManifest(plan: ServicePlan, rules: NetworkRules): Manifest {
  const { labels, names, namespace, selector } = plan;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { labels, name: names.networkPolicy, namespace },
    spec: { egress: rules.egress, ingress: rules.ingress, podSelector: { matchLabels: selector }, policyTypes: ['Ingress', 'Egress'] },
  };
}
