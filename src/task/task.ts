import { ApiObject } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { TaskPlan } from './task-plan';
import { checkCall } from '../border/check-kinds';
import { External } from '../manifest/external';
import { Manifest } from '../manifest/manifest';
import { ManifestObject } from '../manifest/manifest-object';
import { freeIdInChart } from '../platform/free-id';
import { ownEgress } from '../platform/own-egress';
import { configMapManifests } from '../pod/config/config-map-manifests';
import { externalObjects } from '../pod/config/external-objects';
import { KEPT } from '../pod/config/kept';
import { serviceAccountManifest } from '../pod/identity/service-account-manifest';
import { connect, declareEnd } from '../pod/network/connection';
import { INetworkPeer, NetworkPeer } from '../pod/network/network-peer';
import { addRule, networkPolicyManifest, NetworkRules } from '../pod/network/network-rules';
import { plusSelector } from '../pod/network/plus-selector';
import { claimTemplate, claimTemplateName } from '../pod/placement/device-claim';

/**
 * What every task consists of beside the object that makes its pods: ServiceAccount, ConfigMaps and NetworkPolicy. Nobody calls a task, and it calls only whom it is
 * let call: `allowTo`.
 */
export abstract class Task extends Construct implements INetworkPeer, kplus.IPodSelector, kplus.INetworkPolicyPeer {
  /** The task's name. */
  public abstract readonly name: string;
  private _plan!: TaskPlan;
  private _account?: ApiObject;
  private _policy!: ApiObject;
  private _maps: ApiObject[] = [];

  protected constructor(scope: Construct, id: string) {
    super(scope, freeIdInChart(scope, id));
  }

  /** The ServiceAccount; none where one that exists is used. */
  public get serviceAccount(): ApiObject | undefined {
    return this._account;
  }

  /** The NetworkPolicy. */
  public get networkPolicy(): ApiObject {
    return this._policy;
  }

  /** The ConfigMaps that it makes, a copy. */
  public get configMaps(): ApiObject[] {
    return [...this._maps];
  }

  /** Its pods, as network policies select them. */
  public get peer(): NetworkPeer {
    return NetworkPeer.pods({ ...this._plan.selector }, this._plan.namespace);
  }

  /**
   * Lets `peer` call this task's pods on `ports`: a scraper, a browser of its progress. If the peer is a workload of this library, its own network policy lets
   * the call out too.
   *
   * @throws if the peer is no legal one, or a port is none
   */
  public allowFrom(peer: INetworkPeer, ...ports: number[]): void {
    checkCall('Task.allowFrom', [peer, ports], this.node.path);
    connect({ self: this, path: this.node.path }, peer, this, ports);
  }

  /**
   * Lets this task call `peer` on `ports`: a database, object storage, a tracking server. If the peer is a workload of this library, its own network policy lets
   * the call in too.
   *
   * @param ports the ports of the pods that are called (not of their Service); those of a service of this library are known
   * @throws if the peer is no legal one, or a port is none
   */
  public allowTo(peer: INetworkPeer, ...ports: number[]): void {
    checkCall('Task.allowTo', [peer, ports], this.node.path);
    connect({ self: this, path: this.node.path }, this, peer, ports);
  }

  /** As a selector of pods of cdk8s-plus: its own. */
  public toPodSelectorConfig(): kplus.PodSelectorConfig {
    return plusSelector({ ...this._plan.selector }, this._plan.namespace);
  }

  /** As a selector of pods of cdk8s-plus: its own. */
  public toPodSelector(): kplus.IPodSelector | undefined {
    return this;
  }

  /** As a peer of network policies of cdk8s-plus: its pods. */
  public toNetworkPolicyPeerConfig(): kplus.NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }

  /**
   * Makes what every task consists of.
   *
   * @param rules further rules of its network policy
   * @internal
   */
  protected _furnish(plan: TaskPlan, rules: Partial<NetworkRules> = {}): void {
    this._plan = plan;
    const { props, placement, scope, artifact } = plan;
    const metadata = { labels: plan.labels, name: plan.name, namespace: plan.namespace };
    const network: NetworkRules = { ingress: [...rules.ingress ?? []], egress: ownEgress(scope.cluster, props.identity, artifact?.egress) };
    rules.egress?.forEach((rule) => addRule(network.egress, rule));
    declareEnd(this, network, []);
    this._account = props.serviceAccount ? undefined : this._make('ServiceAccount', serviceAccountManifest({ ...metadata, name: plan.account }, props.identity));
    this._maps = configMapManifests(props.configs ?? [], plan).map((manifest, i) => this._make(i === 0 ? 'Config' : `Config${i + 1}`, manifest));
    this._maps.push(...configMapManifests(artifact?.configs ?? [], plan).map((manifest) => this._make('ModelLoader', manifest)));
    if (placement._claim) {
      this._make('AcceleratorClaim', claimTemplate({ ...metadata, annotations: { ...KEPT }, name: claimTemplateName(plan.name, placement._claim) }, placement._claim));
    }
    this._policy = this._make('NetworkPolicy', networkPolicyManifest(metadata, plan.selector, network));
    const secretNames = [...scope.imagePullSecrets ?? [], ...artifact?.secretNames ?? []];
    externalObjects({ ...props, namespace: plan.namespace, secretNames, claimNames: artifact?.claimNames }).forEach((object) => External.declare(this, object));
  }

  /** @internal */
  protected _make(id: string, manifest: Manifest): ApiObject {
    return new ManifestObject(this, id, manifest);
  }
}
