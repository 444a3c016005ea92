import type * as kplus from 'cdk8s-plus-28';
import type { NetworkPolicyPeer } from 'kubernetes-types/networking/v1';
import { peersOf } from './policy-peer';
import { checkCall } from '../../border/check-kinds';
import { checkCidr, isCidr } from '../../border/cidr';
import { isDnsLabel, isLabelValue, isQualifiedName } from '../../border/names';
import { Problems } from '../../border/problems';

/** Something that network policies can let in or out: a workload or a namespace of this library, or a `NetworkPeer`. */
export interface INetworkPeer {
  /** How policies select it. */
  readonly peer: NetworkPeer;
}

/**
 * Who may call, or be called.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 * @example chat.allowFrom(NetworkPeer.namespace('gateway-system'));
 */
export class NetworkPeer implements INetworkPeer {
  /**
   * Pods by their labels.
   *
   * @param labels labels that the pods carry
   * @param namespace their namespace; the workload's own if it is left out
   */
  public static pods(labels: { readonly [key: string]: string }, namespace?: string): NetworkPeer {
    checkCall('NetworkPeer.pods', [labels, namespace]);
    return new NetworkPeer({ labels: { ...labels }, namespace });
  }

  /** Every pod of a namespace. */
  public static namespace(name: string): NetworkPeer {
    checkCall('NetworkPeer.namespace', [name]);
    return new NetworkPeer({ labels: {}, namespace: name });
  }

  /** Addresses outside the cluster, `203.0.113.0/24`. */
  public static cidrs(...cidrs: string[]): NetworkPeer {
    checkCall('NetworkPeer.cidrs', [cidrs]);
    return new NetworkPeer({ cidrs: [...cidrs] });
  }

  /** Any address, inside and outside. */
  public static anywhere(): NetworkPeer {
    return new NetworkPeer({});
  }

  /**
   * Whatever cdk8s-plus can let in or out: its `Deployment`, `Pods`, `Namespace`, `NetworkPolicyIpBlock` and so on.
   *
   * @throws what cdk8s-plus throws if the peer selects nothing
   */
  public static fromPolicyPeer(peer: kplus.INetworkPolicyPeer): NetworkPeer {
    checkCall('NetworkPeer.fromPolicyPeer', [peer]);
    return new NetworkPeer({ rendered: peersOf(peer) });
  }

  private constructor(private readonly who: Who) {}

  /** Itself. */
  public get peer(): NetworkPeer {
    return this;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const { labels, namespace, cidrs } = this.who;
    cidrs?.forEach((cidr) => {
      if (!isCidr(cidr)) {
        problems.add(property, 'CIDR blocks', cidr, 'write for example "203.0.113.0/24", or "203.0.113.7/32" for one address');
      } else {
        checkCidr(problems, property, cidr);
      }
    });
    if (cidrs?.length === 0) {
      problems.add(property, 'at least one CIDR block', [], 'name who may call');
    }
    if (namespace !== undefined && !isDnsLabel(namespace)) {
      problems.add(property, 'the name of a namespace', namespace, 'copy it from \'kubectl get namespaces\'');
    }
    for (const [key, value] of Object.entries(labels ?? {})) {
      if (!isQualifiedName(key) || !isLabelValue(value)) {
        problems.add(property, 'legal labels', `${key}=${value}`, 'copy them from \'kubectl get pods --show-labels\'');
      }
    }
  }

  /** The peers of a rule; undefined stands for anybody. @internal */
  public _render(): NetworkPolicyPeer[] | undefined {
    const { labels, namespace, cidrs, rendered } = this.who;
    if (rendered) {
      return rendered;
    }
    if (cidrs) {
      return cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    }
    if (!labels) {
      return undefined;
    }
    const peer: NetworkPolicyPeer = {};
    if (namespace !== undefined) {
      peer.namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
    }
    if (Object.keys(labels).length > 0) {
      peer.podSelector = { matchLabels: labels };
    } else if (namespace === undefined) {
      peer.podSelector = {};
    }
    return [peer];
  }
}

/** Pods by labels and namespace, or addresses, or what cdk8s-plus made of it; nothing at all is anybody. */
interface Who {
  readonly labels?: { readonly [key: string]: string };
  readonly namespace?: string;
  readonly cidrs?: string[];
  readonly rendered?: NetworkPolicyPeer[];
}
