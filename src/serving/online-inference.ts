import { ApiObject } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { LastingFacts, lastingFacts } from './lasting-facts';
import { autoscalerManifest, disruptionBudgetManifest, monitorManifest, recommenderManifest } from './objects/autoscaler-manifests';
import { deploymentManifest } from './objects/deployment-manifest';
import { claimTemplateManifest } from './objects/device-claims';
import { networkRules } from './objects/network-rules';
import { offHoursManifests } from './objects/off-hours-manifests';
import { ingressManifest, routeManifest, serviceManifest } from './objects/service-manifests';
import { OnlineInferenceProps } from './online-inference-props';
import { planOf } from './plan-of';
import { plusTarget } from './plus-target';
import { checkCall, checkKinds } from '../border/check-kinds';
import { refusal } from '../border/problems';
import { External } from '../manifest/external';
import { Manifest } from '../manifest/manifest';
import { ManifestObject } from '../manifest/manifest-object';
import { freeIdInChart } from '../platform/free-id';
import { configMapManifests } from '../pod/config/config-map-manifests';
import { externalObjects } from '../pod/config/external-objects';
import { serviceAccountManifest } from '../pod/identity/service-account-manifest';
import { connect, declareEnd } from '../pod/network/connection';
import { INetworkPeer, NetworkPeer } from '../pod/network/network-peer';
import { networkPolicyManifest } from '../pod/network/network-rules';
import { plusSelector } from '../pod/network/plus-selector';
import { IWarmable, PodRoom } from '../pod/placement/pod-room';

/**
 * A service that answers requests with a model: Deployment, Service, ServiceAccount and NetworkPolicy, and whatever else its props give a meaning to
 * (autoscaler, disruption budget, ConfigMaps, monitor, route, off-hours jobs). They are wired together from one set of numbers, and judged together.
 *
 * @example
 * new OnlineInference(team, 'sentiment', {
 *   release: Release.of({ model: 'sentiment', version: '1.2.0' }),
 *   server: ModelServer.http({ image: 'registry.example.com/sentiment:v1.2.0', loadTime: Duration.seconds(20) }),
 *   resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) }),
 *   scaling: Scaling.onCpu({ min: 2, max: 10, targetPercent: 70 }),
 * });
 */
export class OnlineInference extends Construct implements INetworkPeer, IWarmable, kplus.IPodSelector, kplus.INetworkPolicyPeer, kplus.IScalable {
  /** The service's name. */
  public readonly name: string;
  /** The name by which clients in the same namespace call it; elsewhere `<serviceName>.<namespace>`. */
  public readonly serviceName: string;
  /** The port by which clients call it. */
  public readonly servicePort: number;
  /** The Deployment. */
  public readonly deployment: ApiObject;
  /** The Service. */
  public readonly service: ApiObject;
  /** The ServiceAccount; none where one that exists is used. */
  public readonly serviceAccount?: ApiObject;
  /** The ResourceClaimTemplate by which its pods get accelerators of a DRA driver, if they do. */
  public readonly acceleratorClaim?: ApiObject;
  /** The NetworkPolicy. */
  public readonly networkPolicy: ApiObject;
  /** The PodDisruptionBudget; none where there is never more than one pod. */
  public readonly disruptionBudget?: ApiObject;
  /** The HorizontalPodAutoscaler, or the ScaledObject in its place; none where the number of replicas is fixed. */
  public readonly autoscaler?: ApiObject;
  /** The VerticalPodAutoscaler that recommends, if it was asked for. */
  public readonly recommender?: ApiObject;
  /** The PodMonitor or ServiceMonitor, if there is one. */
  public readonly monitor?: ApiObject;
  /** The HTTPRoute, GRPCRoute or Ingress, if there is one. */
  public readonly route?: ApiObject;
  /** True if an autoscaler owns its number of replicas: its own, or one of cdk8s-plus. */
  public hasAutoscaler: boolean;
  private readonly facts: LastingFacts;
  private readonly maps: ApiObject[];
  private readonly authentications: ApiObject[];
  private readonly nightObjects: ApiObject[] = [];
  private readonly deploymentSpec: { replicas?: number };

  /** @throws with every violation at once if a property is wrong */
  constructor(scope: Construct, id: string, props: OnlineInferenceProps) {
    super(scope, freeIdInChart(scope, id));
    checkKinds(this, 'OnlineInferenceProps', props, new.target !== OnlineInference);
    const plan = planOf(this, props);
    const deployment = deploymentManifest(plan);
    this.facts = lastingFacts(plan);
    const rules = networkRules(plan);
    declareEnd(this, rules, [plan.server.port]);
    this.name = plan.name;
    this.serviceName = plan.names.service;
    this.servicePort = plan.exposure.port;
    this.deploymentSpec = deployment.spec;
    const metadata = { labels: plan.labels, namespace: plan.namespace };

    this.serviceAccount = props.serviceAccount ? undefined : this.make('ServiceAccount', serviceAccountManifest({ ...metadata, name: plan.names.serviceAccount }, props.identity));
    this.maps = configMapManifests([...plan.server.configs, ...props.configs ?? []], plan).map((manifest, i) => this.make(i === 0 ? 'Config' : `Config${i + 1}`, manifest));
    this.maps.push(...configMapManifests(plan.artifact?.configs ?? [], plan).map((manifest) => this.make('ModelLoader', manifest)));
    this.acceleratorClaim = this.makeIf('AcceleratorClaim', claimTemplateManifest(plan));
    this.deployment = this.make('Resource', deployment);
    this.service = this.make('Service', serviceManifest(plan));
    this.networkPolicy = this.make('NetworkPolicy', networkPolicyManifest({ ...metadata, name: plan.names.networkPolicy }, plan.selector, rules));
    this.disruptionBudget = this.makeIf('DisruptionBudget', disruptionBudgetManifest(plan));
    this.authentications = (plan.scaler.authentications ?? []).map((manifest, i) => this.make(i === 0 ? 'TriggerAuthentication' : `TriggerAuthentication${i + 1}`, manifest));
    this.autoscaler = this.makeIf('Autoscaler', autoscalerManifest(plan));
    this.hasAutoscaler = this.autoscaler !== undefined;
    this.recommender = this.makeIf('Recommender', recommenderManifest(plan));
    this.monitor = this.makeIf('Monitor', monitorManifest(plan));
    this.route = this.makeIf('Route', routeManifest(plan) ?? ingressManifest(plan));
    if (props.offHours?._by === 'CronJobs') {
      Object.entries(offHoursManifests(plan, props.offHours)).forEach(([child, manifest]) => this.nightObjects.push(this.make(child, manifest)));
    }
    const certificate = plan.exposure._ingress?.tlsSecretName;
    const { secretNames = [], claimNames } = plan.artifact ?? {};
    const secrets = [...plan.scope.imagePullSecrets ?? [], ...certificate === undefined ? [] : [certificate], ...secretNames];
    externalObjects({ ...props, namespace: plan.namespace, secretNames: secrets, claimNames })
      .forEach((object) => External.declare(this, object));
  }

  /** The ConfigMaps that it makes, a copy. */
  public get configMaps(): ApiObject[] {
    return [...this.maps];
  }

  /** The TriggerAuthentications that say who KEDA is to what wakes the service, a copy. */
  public get triggerAuthentications(): ApiObject[] {
    return [...this.authentications];
  }

  /** What puts it to rest by CronJobs, a copy: account, role and its binding, network policy, the CronJobs of evening and morning. */
  public get offHoursObjects(): ApiObject[] {
    return [...this.nightObjects];
  }

  /** Its pods, as network policies select them. */
  public get peer(): NetworkPeer {
    return NetworkPeer.pods(this.facts.selector, this.facts.namespace);
  }

  /** What one of its pods takes of a node, as `WarmCapacity` keeps it ready. */
  public get podRoom(): PodRoom {
    const { resources, placement, writableBytes } = this.facts;
    return PodRoom._of(resources, placement, writableBytes);
  }

  /**
   * Lets `peer` call this service. If the peer is a service of this library, its own network policy lets the call out too.
   *
   * @param peer who may call: another service, an `MlNamespace`, `NetworkPeer.cidrs(…)`, `NetworkPeer.fromPolicyPeer(…)` of cdk8s-plus
   * @throws if the peer is no legal one
   */
  public allowFrom(peer: INetworkPeer): void {
    checkCall('OnlineInference.allowFrom', [peer], this.node.path);
    connect({ self: this, path: this.node.path }, peer, this, []);
  }

  /**
   * Lets this service call `peer` on `ports`: a feature store, a database, object storage. If the peer is a service of this library, its own
   * network policy lets the call in too.
   *
   * @param ports the ports of the pods that are called (not of their Service); those of a service of this library are known
   * @throws if the peer is no legal one, or a port is none
   */
  public allowTo(peer: INetworkPeer, ...ports: number[]): void {
    checkCall('OnlineInference.allowTo', [peer, ports], this.node.path);
    connect({ self: this, path: this.node.path }, this, peer, ports);
  }

  /** As a selector of pods of cdk8s-plus: its own. */
  public toPodSelectorConfig(): kplus.PodSelectorConfig {
    return plusSelector(this.facts.selector, this.facts.namespace);
  }

  /** As a selector of pods of cdk8s-plus: its own. */
  public toPodSelector(): kplus.IPodSelector | undefined {
    return this;
  }

  /** As a peer of network policies of cdk8s-plus: its pods. */
  public toNetworkPolicyPeerConfig(): kplus.NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }

  /** As the target of an autoscaler of cdk8s-plus. */
  public toScalingTarget(): kplus.ScalingTarget {
    return plusTarget(this.deployment.name, this.facts);
  }

  /**
   * Leaves the number of replicas to an autoscaler of cdk8s-plus.
   * @throws if there is an autoscaler already, or the service goes on at night with replicas that the autoscaler would not leave at that
   */
  public markHasAutoscaler(): void {
    if (this.hasAutoscaler) {
      throw refusal([`[${this.node.path}] is scaled by an autoscaler already; leave the other one out, or give 'scaling' a fixed number`]);
    }
    const nightReplicas = this.facts.nightReplicas ?? 0;
    if (nightReplicas > 0) {
      throw refusal([`[${this.node.path}] 'offHours.downReplicas' must be 0 under an autoscaler of cdk8s-plus, which would put its own minimum back at once, `
        + `got ${nightReplicas}; leave it out, or give the metrics to 'scaling'`]);
    }
    this.hasAutoscaler = true;
    delete this.deploymentSpec.replicas;
  }

  private make(id: string, manifest: Manifest): ApiObject {
    return new ManifestObject(this, id, manifest);
  }

  private makeIf(id: string, manifest: Manifest | undefined): ApiObject | undefined {
    return manifest && this.make(id, manifest);
  }
}
