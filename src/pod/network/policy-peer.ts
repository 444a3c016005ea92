import { App, Chart } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import type { NetworkPolicyPeer } from 'kubernetes-types/networking/v1';

/**
 * How cdk8s-plus writes a peer of a network policy.
 *
 * It writes it itself, into a policy of an app that nobody synthesizes: what its selectors consist of is private to it.
 */
export function peersOf(peer: kplus.INetworkPolicyPeer): NetworkPolicyPeer[] {
  // loaded here, where its user has loaded it already: it takes as long as a small app
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { NetworkPolicy } = require('cdk8s-plus-28') as typeof kplus;
  const chart = new Chart(new App(), 'peer');
  new NetworkPolicy(chart, 'policy').addIngressRule(peer);
  const [policy] = chart.toJson();
  return policy.spec.ingress[0].from;
}
