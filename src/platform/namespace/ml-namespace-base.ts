import type * as kplus from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { NAMESPACE_NAME } from '../labels';
import { Limits } from './limits';
import { PodSecurityLevel } from './pod-security-level';
import { Quota } from './quota';
import { checkCall } from '../../border/check-kinds';
import { refusal } from '../../border/problems';
import { INetworkPeer, NetworkPeer } from '../../pod/network/network-peer';

/**
 * A namespace to put workloads in, whoever makes it: an `MlNamespace`, or one that exists (`MlNamespace.fromExisting`).
 *
 * It is a network peer too, this library's and cdk8s-plus-28's: all pods in it.
 */
export abstract class MlNamespaceBase extends Construct
  implements INetworkPeer, kplus.INetworkPolicyPeer, kplus.INamespaceSelector, kplus.IPodSelector {
  /**
   * The namespace in which `construct` stands.
   * @throws if it stands in none
   */
  public static of(construct: IConstruct): MlNamespaceBase {
    checkCall('MlNamespaceBase.of', [construct]);
    const found = MlNamespaceBase._find(construct);
    if (!found) {
      throw refusal([`[${construct.node.path}] stands in no MlNamespace; make it below one (new MlNamespace(chart, 'team-a', ...)), or below MlNamespace.fromExisting(chart, 'team-a') where a platform team owns it`]);
    }
    return found;
  }

  /** The namespace in which `construct` stands, if there is one. @internal */
  public static _find(construct: IConstruct): MlNamespaceBase | undefined {
    for (let at: IConstruct | undefined = construct; at; at = at.node.scope) {
      if (at instanceof MlNamespaceBase) {
        return at;
      }
    }
    return undefined;
  }

  /** The name of the Namespace. */
  public abstract readonly name: string;
  /** What is enforced of its pods, if that is known. */
  public abstract readonly podSecurity?: PodSecurityLevel;
  /** The limits of its containers and claims, if there are any known. */
  public abstract readonly limits?: Limits;
  /** Its quota, if there is one known. */
  public abstract readonly quota?: Quota;
  /** What others use of its quota, if that is known. */
  public abstract readonly used?: Quota;
  /** Its quota and its further ones, a copy; a pod has to fit each that counts it. */
  public abstract get quotas(): Quota[];

  /** Labels that select this one namespace, for the `namespaceSelector` of a network policy. */
  public get selectorLabels(): { [key: string]: string } {
    return { [NAMESPACE_NAME]: this.name };
  }

  /** All its pods, for `allowFrom` and `allowTo` of a workload. */
  public get peer(): NetworkPeer {
    return NetworkPeer.namespace(this.name);
  }

  /** As a selector of namespaces: this one. */
  public toNamespaceSelectorConfig(): kplus.NamespaceSelectorConfig {
    return { labelSelector: everything(), names: [this.name] };
  }

  /** As a selector of pods: all of this namespace. */
  public toPodSelectorConfig(): kplus.PodSelectorConfig {
    return { labelSelector: everything(), namespaces: this.toNamespaceSelectorConfig() };
  }

  /** As a peer of network policies: all pods of this namespace. */
  public toNetworkPolicyPeerConfig(): kplus.NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }

  /** As a selector of pods: all of this namespace. */
  public toPodSelector(): kplus.IPodSelector | undefined {
    return this;
  }
}

/** cdk8s-plus-28 takes a while to load, so it is loaded when somebody uses it. */
function everything(): kplus.LabelSelector {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('cdk8s-plus-28') as typeof kplus).LabelSelector.of();
}
