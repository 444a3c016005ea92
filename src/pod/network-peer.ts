import type { NetworkPolicyPeer } from 'kubernetes-types/networking/v1';
import { isCidr } from '../border/cidr';
import { isDnsLabel, isLabelValue, isQualifiedName } from '../border/names';
import { Problems } from '../border/problems';

/** Something that network policies can let in or out. */
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
    return new NetworkPeer({ ...labels }, namespace);
  }

  /** Every pod of a namespace. */
  public static namespace(name: string): NetworkPeer {
    return new NetworkPeer({}, name);
  }

  /** Addresses outside the cluster, `203.0.113.0/24`. */
  public static cidrs(...cidrs: string[]): NetworkPeer {
    return new NetworkPeer(undefined, undefined, [...cidrs]);
  }

  /** Any address, inside and outside. */
  public static anywhere(): NetworkPeer {
    return new NetworkPeer();
  }

  private constructor(
    private readonly labels?: { readonly [key: string]: string },
    private readonly namespace?: string,
    private readonly cidrs?: string[],
  ) {}

  /** Itself. */
  public get peer(): NetworkPeer {
    return this;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    this.cidrs?.forEach((cidr) => {
      if (!isCidr(cidr)) {
        problems.add(property, 'CIDR blocks', cidr, 'write for example "203.0.113.0/24", or "203.0.113.7/32" for one address');
      }
    });
    if (this.cidrs?.length === 0) {
      problems.add(property, 'at least one CIDR block', '[]', 'name who may call');
    }
    if (this.namespace !== undefined && !isDnsLabel(this.namespace)) {
      problems.add(property, 'the name of a namespace', this.namespace, 'copy it from \'kubectl get namespaces\'');
    }
    for (const [key, value] of Object.entries(this.labels ?? {})) {
      if (!isQualifiedName(key) || !isLabelValue(value)) {
        problems.add(property, 'legal labels', `${key}=${value}`, 'copy them from \'kubectl get pods --show-labels\'');
      }
    }
  }

  /** The peers of a rule; undefined stands for anybody. @internal */
  public _render(): NetworkPolicyPeer[] | undefined {
    if (this.cidrs) {
      return this.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    }
    if (!this.labels) {
      return undefined;
    }
    const peer: NetworkPolicyPeer = {};
    if (this.namespace !== undefined) {
      peer.namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': this.namespace } };
    }
    if (Object.keys(this.labels).length > 0) {
      peer.podSelector = { matchLabels: this.labels };
    } else if (this.namespace === undefined) {
      peer.podSelector = {};
    }
    return [peer];
  }
}
