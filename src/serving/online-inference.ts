import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { autoscalerManifest, disruptionBudgetManifest, monitorManifest, recommenderManifest } from './autoscaler-manifests';
import { checkService, gatherFiles } from './check-service';
import { configMapManifests } from './config-map-manifests';
import { deploymentManifest } from './deployment-manifest';
import { Exposure } from './exposure';
import { egressRule, ingressRule, networkPolicyManifest, NetworkRules, networkRules } from './network-rules';
import { offHoursManifests } from './off-hours-manifests';
import { OnlineInferenceProps } from './online-inference-props';
import { Rollout } from './rollout';
import { Scaling } from './scaling';
import { ingressManifest, routeManifest, serviceManifest } from './service-manifests';
import { budgetOf, drainOf, namesOf, probesOf, selectorOf, ServicePlan } from './service-plan';
import { checkPort } from '../border/amounts';
import { Problems } from '../border/problems';
import { External } from '../manifest/external';
import { Manifest } from '../manifest/manifest';
import { ManifestObject } from '../manifest/manifest-object';
import { namespaceAt, scopeOf } from '../platform/scope';
import { INetworkPeer, NetworkPeer } from '../pod/network-peer';
import { Placement } from '../pod/placement';
import { workloadAnnotations, workloadLabels } from '../pod/workload-labels';

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
export class OnlineInference extends Construct implements INetworkPeer {
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
  /** The ServiceAccount. */
  public readonly serviceAccount: ApiObject;
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
  private readonly plan: ServicePlan;
  private readonly rules: NetworkRules;
  private readonly maps: ApiObject[];
  private readonly nightObjects: ApiObject[] = [];

  /** @throws with every violation at once if a property is wrong */
  constructor(scope: Construct, id: string, props: OnlineInferenceProps) {
    super(scope, id);
    const plan = planOf(this, props);
    this.plan = plan;
    this.rules = networkRules(plan);
    this.name = plan.name;
    this.serviceName = plan.names.service;
    this.servicePort = plan.exposure.port;

    const metadata = { labels: plan.labels, name: plan.names.serviceAccount, namespace: plan.namespace };
    this.serviceAccount = this.make('ServiceAccount', {
      apiVersion: 'v1',
      automountServiceAccountToken: false,
      kind: 'ServiceAccount',
      metadata: { annotations: { ...props.identity?._annotations }, ...metadata },
    });
    this.maps = configMapManifests(plan).map((manifest, i) => this.make(i === 0 ? 'Config' : `Config${i + 1}`, manifest));
    this.deployment = this.make('Resource', deploymentManifest(plan));
    this.service = this.make('Service', serviceManifest(plan));
    this.networkPolicy = this.make('NetworkPolicy', networkPolicyManifest(plan, this.rules));
    this.disruptionBudget = this.makeIf('DisruptionBudget', disruptionBudgetManifest(plan));
    this.autoscaler = this.makeIf('Autoscaler', autoscalerManifest(plan));
    this.recommender = this.makeIf('Recommender', recommenderManifest(plan));
    this.monitor = this.makeIf('Monitor', monitorManifest(plan));
    this.route = this.makeIf('Route', routeManifest(plan) ?? ingressManifest(plan));
    if (props.offHours?._by === 'CronJobs') {
      Object.entries(offHoursManifests(plan, props.offHours)).forEach(([child, manifest]) => this.nightObjects.push(this.make(child, manifest)));
    }
    for (const name of [...(props.secrets ?? []).map((secret) => secret.secretName), ...(plan.scope.imagePullSecrets ?? []), ...tlsSecrets(plan.exposure)]) {
      External.declare(this, { kind: 'Secret', name, namespace: plan.namespace });
    }
  }

  /** The ConfigMaps, a copy. */
  public get configMaps(): ApiObject[] {
    return [...this.maps];
  }

  /** What puts it to rest by CronJobs, a copy: account, role and its binding, network policy, the CronJobs of evening and morning. */
  public get offHoursObjects(): ApiObject[] {
    return [...this.nightObjects];
  }

  /** Its pods, as network policies select them. */
  public get peer(): NetworkPeer {
    return NetworkPeer.pods(this.plan.selector, this.plan.namespace);
  }

  /**
   * Lets `peer` call this service. If the peer is a service of this library, its own network policy lets the call out too.
   *
   * @param peer who may call: another service, a namespace, `NetworkPeer.pods(…)`, `NetworkPeer.cidrs(…)`
   * @throws if the peer is no legal one
   */
  public allowFrom(peer: INetworkPeer): void {
    this.rules.ingress.push(ingressRule(this.checked(peer), [this.plan.server.port]));
    if (peer instanceof OnlineInference) {
      peer.rules.egress.push(egressRule(this.peer, [this.plan.server.port]));
    }
  }

  /**
   * Lets this service call `peer` on `ports`: a feature store, a database, object storage.
   *
   * @throws if the peer is no legal one, or a port is none
   */
  public allowTo(peer: INetworkPeer, ...ports: number[]): void {
    const problems = new Problems(this.node.path);
    if (ports.length === 0) {
      problems.add('ports', 'at least one port', '[]', 'name the ports that are called');
    }
    ports.forEach((port) => checkPort(problems, 'ports', port));
    problems.throw();
    this.rules.egress.push(egressRule(this.checked(peer), ports));
  }

  private checked(peer: INetworkPeer): NetworkPeer {
    const problems = new Problems(this.node.path);
    peer.peer._check(problems, 'peer');
    problems.throw();
    return peer.peer;
  }

  private make(id: string, manifest: Manifest): ApiObject {
    return new ManifestObject(this, id, manifest);
  }

  private makeIf(id: string, manifest: Manifest | undefined): ApiObject | undefined {
    return manifest && this.make(id, manifest);
  }
}

function planOf(construct: Construct, props: OnlineInferenceProps): ServicePlan {
  const problems = new Problems(construct.node.path);
  const scope = scopeOf(construct);
  const name = props.name ?? construct.node.id;
  const server = props.server._facts;
  const placement = props.placement ?? Placement.of({});
  const exposure = props.exposure ?? Exposure.clusterInternal();
  const probes = probesOf(props, server);
  const plan: ServicePlan = {
    name,
    names: namesOf(name, props.names),
    namespace: namespaceAt(construct),
    scope,
    props,
    server,
    scaling: props.scaling ?? Scaling.fixed(2),
    exposure,
    placement,
    rollout: props.rollout ?? Rollout._default(placement.gpus),
    drain: drainOf(props, server, exposure),
    probes,
    budget: budgetOf(server, placement, probes),
    selector: selectorOf(name),
    labels: workloadLabels({ name, component: 'online-inference', release: props.release, labels: { ...scope.labels, ...props.labels } }),
    annotations: { ...scope.annotations, ...workloadAnnotations(props.release) },
    files: gatherFiles(problems, { name, props, server }),
  };
  checkService(problems, plan);
  problems.throw();
  return plan;
}

function tlsSecrets(exposure: Exposure): string[] {
  return exposure._ingress?.tlsSecretName === undefined ? [] : [exposure._ingress.tlsSecretName];
}
