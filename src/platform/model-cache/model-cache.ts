import { ApiObject, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { NetworkPolicyEgressRule } from 'kubernetes-types/networking/v1';
import { copiedClaim, sourceClaim } from './cache-claims';
import { CachePlan, planOfCache, publisherOf } from './cache-plan';
import { fillingJob } from './filling-job';
import { ModelCacheProps } from './model-cache-props';
import { publisherRules, publishingConfig, publishingConfigMap, publishingJob, SETTLING } from './publishing-job';
import { checkKinds } from '../../border/check-kinds';
import { declareKnown, External } from '../../manifest/external';
import { Manifest } from '../../manifest/manifest';
import { ManifestObject } from '../../manifest/manifest-object';
import { ModelArtifact } from '../../model/artifact/model-artifact';
import { configMapManifests } from '../../pod/config/config-map-manifests';
import { externalObjects } from '../../pod/config/external-objects';
import { serviceAccountManifest } from '../../pod/identity/service-account-manifest';
import { NetworkPeer } from '../../pod/network/network-peer';
import { addRule, egressRule, networkPolicyManifest } from '../../pod/network/network-rules';
import { SELECTOR_LABEL } from '../../pod/workload-labels';
import { apiServerEgress } from '../api-server-egress';
import { dnsEgress } from '../dns-egress';
import { freeIdInChart } from '../free-id';

/**
 * A model that is fetched once and read by all: fifty replicas that start do not fetch fifty times 14 GiB, and a start needs nothing but the cluster's own storage.
 *
 * A Job fetches the artifact into a volume and verifies it; `artifact` is what workloads read it by, without a time to fetch. All is keyed by the artifact's
 * revision, a folder or claims of its own for each, so that a new version never overwrites the one that serves, and a rollout back finds the old one.
 *
 * **Who starts before the Job is done, waits,** and nothing half-written is served. Of a shared volume the folder of the revision is not there until it is complete,
 * and a volume that is mounted read-only lets nobody make it: the container waits (`CreateContainerConfigError`, tried again by the kubelet). A copied volume is made
 * when the Job is done, by a second Job that may do that and nothing else: until then the pod is Pending. `fillTime` says how long that may be: a
 * rollout that reads `artifact` has as much more time before it counts as failed, unless it has a `progressDeadline` of its own.
 *
 * - The volume and what was copied of it are kept when they are no longer among the manifests. Take them away when no revision needs them:
 *   `kubectl delete pvc -l cdk8s-ml.dev/artifact-revision=REVISION`; of a shared volume, its folder.
 * - A finished Job stays, for without it whoever applies the manifests would run it again (and it would only verify). Another loader is another Job.
 * - Disks are in one zone, and so are the pods that read a clone.
 * - What is fetched through one shared volume is read by as many as start at once: the default rollout starts one at a time.
 * - A ReadOnlyMany claim that exists needs no cache: `ModelArtifact.fromClaim(…)`.
 *
 * @see https://github.com/container-storage-interface/spec/blob/v1.9.0/csi.proto (`NodePublishVolumeRequest.readonly`)
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubelet/kubelet_pods.go (`makeMounts`)
 * @example
 * const cache = new ModelCache(team, 'llama', {
 *   artifact: ModelArtifact.fromS3('s3://models/llama-3.1-8b/1.4.0/', { size: Size.gibibytes(15), manifestDigest: 'sha256:…' }),
 *   storage: CacheStorage.shared({ storageClass: 'efs', size: Size.gibibytes(100) }),
 * });
 */
export class ModelCache extends Construct {
  /** Its name. */
  public readonly name: string;
  /** Sixteen letters and digits that stand for the bytes in it: the artifact's revision, unless only some of its files are wanted. Part of names, folders and labels. */
  public readonly revision: string;
  /** What workloads of the same namespace read it by: a claim, mounted read-only where the artifact would be. In another one there is no such claim (ML-REF-004). */
  public readonly artifact: ModelArtifact;
  /** The Job that fetches. */
  public readonly job: ApiObject;
  /** The claim that the Job fills. */
  public readonly claim: ApiObject;
  /** The Job that makes the readers' copy; none where the volume is shared. */
  public readonly publishingJob?: ApiObject;
  /** The claim that is read where it is made of a snapshot. A clone is made by the Job, and a shared volume is `claim`. */
  public readonly copiedClaim?: ApiObject;
  /** The ServiceAccount of the Job that fetches. */
  public readonly serviceAccount: ApiObject;
  /** The NetworkPolicy of the Job that fetches. */
  public readonly networkPolicy: ApiObject;
  /** Time until the first reader can start: a node, the loader, the artifact; where it is copied, the copy at the same speed. */
  public readonly fillTime: Duration;

  /** @throws with every violation at once if a property is wrong */
  constructor(scope: Construct, id: string, props: ModelCacheProps) {
    super(scope, freeIdInChart(scope, id));
    checkKinds(this.node.path, 'ModelCacheProps', props, new.target !== ModelCache);
    const plan = planOfCache(this, props);
    const { name, namespace, labels, fetching, revision } = plan;
    const { _isCopied: copied } = props.storage;
    const metadata = { labels, name, namespace };
    this.name = name;
    this.revision = revision;
    const seconds = Math.ceil(plan.placement._provisioning + fetching.seconds + (copied ? SETTLING + props.artifact._seconds : 0));
    this.fillTime = Duration.seconds(seconds);
    this.artifact = ModelArtifact._fromMadeClaim(plan.claim, { mountPath: props.artifact._mountPath, size: props.artifact.size, subPath: revision }, seconds);
    this.serviceAccount = this.make('ServiceAccount', serviceAccountManifest(metadata, props.identity));
    configMapManifests(fetching.configs, plan).forEach((manifest) => this.make('Loader', manifest));
    this.networkPolicy = this.make('NetworkPolicy', networkPolicyManifest(metadata, { [SELECTOR_LABEL]: name }, { ingress: [], egress: this.egressOf(plan) }));
    this.claim = this.make('Claim', sourceClaim(plan));
    this.job = this.make('Resource', fillingJob(plan));
    if (copied) {
      this.publishingJob = this.publish(plan);
      this.copiedClaim = this.makeCopy(plan);
    }
    externalObjects({ namespace, secretNames: [...fetching.secretNames, ...plan.scope.imagePullSecrets ?? []] }).forEach((object) => External.declare(this, object));
  }

  /** The claim of the readers: of a snapshot it can be made now and waits for it; a clone is made by the Job, and the rules are told of it. */
  private makeCopy(plan: CachePlan): ApiObject | undefined {
    const manifest = copiedClaim(plan);
    if (plan.props.storage._kind === 'snapshotted') {
      return this.make('CopiedClaim', manifest);
    }
    declareKnown(this, { kind: manifest.kind, name: plan.claim, namespace: plan.namespace, manifest, path: this.node.path, cluster: plan.scope.cluster });
    return undefined;
  }

  /** What makes the copy, with a right to do so and to nothing else. */
  private publish(plan: CachePlan): ApiObject {
    const { scope: { cluster }, publisherLabels: labels, namespace } = plan;
    const name = publisherOf(plan.name);
    const metadata = { labels, name, namespace };
    const config = publishingConfig(plan);
    const kind = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name };
    this.make('PublisherAccount', serviceAccountManifest(metadata, undefined));
    this.make('PublisherRole', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: publisherRules(plan, this.job.name) });
    this.make('PublisherRoleBinding', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata, roleRef: kind, subjects: [{ kind: 'ServiceAccount', name, namespace }] });
    this.make('PublisherNetworkPolicy', networkPolicyManifest(metadata, { [SELECTOR_LABEL]: name }, { ingress: [], egress: [dnsEgress(cluster), apiServerEgress(cluster)] }));
    this.make('PublisherConfig', publishingConfigMap(plan, config));
    return this.make('PublishingJob', publishingJob(plan, this.job.name, config));
  }

  private egressOf({ scope: { cluster }, props, fetching }: CachePlan): NetworkPolicyEgressRule[] {
    const rules: NetworkPolicyEgressRule[] = [dnsEgress(cluster)];
    props.identity?._endpoints.forEach(({ cidr, port }) => addRule(rules, egressRule(NetworkPeer.cidrs(cidr), [port])));
    fetching.egress.forEach(({ peer, ports }) => addRule(rules, egressRule(peer, ports)));
    return rules;
  }

  private make(id: string, manifest: Manifest): ApiObject {
    return new ManifestObject(this, id, manifest);
  }
}
