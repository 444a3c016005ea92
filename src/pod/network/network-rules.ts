import type { NetworkPolicyEgressRule, NetworkPolicyIngressRule } from 'kubernetes-types/networking/v1';
import { NetworkPeer } from './network-peer';
import { Manifest, ManifestMetadata } from '../../manifest/manifest';

/** The rules of a workload's NetworkPolicy; both lists grow while the program connects workloads. */
export interface NetworkRules {
  readonly ingress: NetworkPolicyIngressRule[];
  readonly egress: NetworkPolicyEgressRule[];
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

/** Lets the workload call `peer`. */
export function egressRule(peer: NetworkPeer, ports: number[]): NetworkPolicyEgressRule {
  const to = peer._render();
  return { ports: ports.map((port) => ({ port, protocol: 'TCP' })), ...(to ? { to } : {}) };
}

/** The NetworkPolicy of the pods that `selector` finds. */
export function networkPolicyManifest({ labels, name, namespace }: ManifestMetadata, selector: { readonly [key: string]: string }, rules: NetworkRules): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { labels, name, namespace },
    spec: { egress: rules.egress, ingress: rules.ingress, podSelector: { matchLabels: selector }, policyTypes: ['Ingress', 'Egress'] },
  };
}
