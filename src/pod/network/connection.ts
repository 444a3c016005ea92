import { INetworkPeer } from './network-peer';
import { addRule, egressRule, ingressRule, NetworkRules } from './network-rules';
import { checkPort } from '../../border/amounts';
import { Problems } from '../../border/problems';

/** What a workload of this library brings to a connection. */
interface End {
  readonly rules: NetworkRules;
  /** The ports on which its pods are called. */
  readonly ports: readonly number[];
}

const ends = new WeakMap<INetworkPeer, End>();

/** Makes `workload` known as one whose own policy is opened when others are connected with it. */
export function declareEnd(workload: INetworkPeer, rules: NetworkRules, ports: readonly number[]): void {
  ends.set(workload, { rules, ports });
}

/**
 * Lets `caller` call `called`, by the policy of each as far as it is ours.
 *
 * @param at which of the two the user speaks to, and its construct's path
 * @param ports the ports of the pods that are called; those of a workload of this library if none is named
 * @throws if the other one is no legal peer, or a port is none
 */
export function connect(at: { readonly self: INetworkPeer; readonly path: string }, caller: INetworkPeer, called: INetworkPeer, ports: readonly number[]): void {
  const problems = new Problems(at.path);
  (caller === at.self ? called : caller).peer._check(problems, 'peer');
  const to = ends.get(called);
  const named = ports.length === 0 && to ? [...to.ports] : [...ports];
  if (named.length === 0) {
    problems.add('ports', 'at least one port', [], 'name the ports that are called');
  }
  named.forEach((port) => checkPort(problems, 'ports', port));
  problems.throw();
  if (to) {
    addRule(to.rules.ingress, ingressRule(caller.peer, named));
  }
  const from = ends.get(caller);
  if (from) {
    addRule(from.rules.egress, egressRule(called.peer, named));
  }
}
