import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { dnsEgress } from '../dns-egress';
import { ExistingNamespace } from './existing-namespace';
import { ExistingNamespaceProps } from './existing-namespace-props';
import { freeIdInChart } from '../free-id';
import { checkAnnotations, checkLabels } from '../labels';
import { Limits } from './limits';
import { MlNamespaceBase } from './ml-namespace-base';
import { checkNamespaceName, checkOwnName } from './namespace-name';
import { checkOwnership, ownershipAnnotations, ownershipLabels } from '../ownership';
import { podSecurityLabels } from './pod-security';
import { PodSecurityLevel } from './pod-security-level';
import { Quota } from './quota';
import { allQuotas, checkQuotas } from './quotas';
import { declareScope, metadataAt, scopeOf } from '../scope';
import { TeamAccess } from './team-access';
import { checkTeams, renderTeams } from './teams';
import { checkCall, checkKinds } from '../../border/check-kinds';
import { Problems } from '../../border/problems';
import { KubernetesVersion } from '../../cluster/kubernetes-version';
import { clusterWideObject } from '../../manifest/cluster-wide-object';
import { ManifestObject } from '../../manifest/manifest-object';
import { Capacity } from '../nodes/capacity';
import { capacityAnnotation } from '../nodes/capacity-annotation';

/** Properties of `MlNamespace`. */
export interface MlNamespaceProps {
  /** The team that answers for it: label `cdk8s-ml.dev/owner`, and `owner` for the tools that read that, on it and on every object below. */
  readonly owner: string;
  /** Who pays for it: label `cdk8s-ml.dev/cost-center` on it and on every object below. */
  readonly costCenter: string;
  /**
   * What it is for: label `cdk8s-ml.dev/purpose` on it and on every object below.
   * @default - not said
   */
  readonly purpose?: string;
  /**
   * Name of the Namespace.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Labels of the Namespace alone, `{ 'istio-injection': 'enabled' }`.
   * @default - none but those that the other properties stand for
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations of the Namespace alone.
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * Labels of the Namespace and of every object below, `{ environment: 'prod' }`. They reach pod templates, so that a change replaces the pods.
   * @default - none but those of owner, cost centre and purpose
   */
  readonly commonLabels?: { readonly [key: string]: string };
  /**
   * What is enforced of its pods.
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly podSecurity?: PodSecurityLevel;
  /**
   * What it may hold at once (ResourceQuota).
   * @default - no quota
   */
  readonly quota?: Quota;
  /**
   * Further quotas, usually one for each PriorityClass; each needs a name of its own.
   * @default - none
   */
  readonly additionalQuotas?: Quota[];
  /**
   * How much of what stands in it has to fit its quotas and the cluster's pools.
   * @default Capacity.MINIMUM
   */
  readonly capacity?: Capacity;
  /**
   * What a single container or claim may ask for, and what a container gets that asks for nothing (LimitRange).
   * @default - no limits
   */
  readonly limits?: Limits;
  /**
   * Refuse all traffic that no other policy lets through, in both directions, but for questions to the cluster's DNS (NetworkPolicy
   * `default-deny`).
   * @default true
   */
  readonly defaultDeny?: boolean;
  /**
   * What groups of people may do in it (Role and RoleBinding).
   * @default - nothing that the cluster does not grant them already
   */
  readonly teams?: TeamAccess[];
}

/**
 * A team's boundary: a Namespace with Pod Security, quota, limits, a closed network and access for people.
 *
 * What this library makes below it stands in the Namespace and carries its labels of owner and cost centre. Objects of cdk8s and cdk8s-plus
 * know nothing of it; they take the chart's namespace, or `metadata: { namespace: team.name }`.
 *
 * @see https://kubernetes.io/docs/concepts/security/multi-tenancy/
 * @example
 * new MlNamespace(chart, 'ml-team-a', {
 *   owner: 'nlp',
 *   costCenter: 'cc-17',
 *   quota: Quota.of({ requestsCpu: Cpu.units(40), requestsMemory: Size.gibibytes(160), pods: 80 }),
 *   teams: [TeamAccess.viewer('oidc:data-science'), TeamAccess.operator('oidc:nlp')],
 * });
 */
export class MlNamespace extends MlNamespaceBase {
  /**
   * A namespace that somebody else makes, a platform team for example: a scope for what is put into it, and what is known of it.
   * Renders nothing.
   */
  public static fromExisting(scope: Construct, id: string, props: ExistingNamespaceProps = {}): MlNamespaceBase {
    checkCall('MlNamespace.fromExisting', [scope, id, props]);
    return new ExistingNamespace(scope, id, props);
  }

  public readonly name: string;
  public readonly podSecurity?: PodSecurityLevel;
  public readonly quota?: Quota;
  public readonly limits?: Limits;
  /** Nothing: it is made here, and nobody else puts anything into it. */
  public readonly used?: Quota = undefined;
  /** The Namespace. */
  public readonly apiObject: ApiObject;
  /** The LimitRange, if there are limits. */
  public readonly limitRange?: ApiObject;
  /** The NetworkPolicy `default-deny`, unless it was declined. */
  public readonly defaultDenyPolicy?: ApiObject;
  private readonly _quotas: Quota[];
  private readonly _resourceQuotas: ApiObject[];
  private readonly _accessObjects: ApiObject[];

  constructor(scope: Construct, id: string, props: MlNamespaceProps) {
    super(scope, freeIdInChart(scope, id));
    checkKinds(this.node.path, 'MlNamespaceProps', props, new.target !== MlNamespace);
    this.name = props.name ?? id;
    this.podSecurity = props.podSecurity ?? PodSecurityLevel.RESTRICTED;
    this.quota = props.quota;
    this.limits = props.limits;
    this._quotas = allQuotas(props);
    this.check(props);
    declareScope(this, {
      namespace: this.name,
      labels: { ...ownershipLabels(props), ...props.commonLabels },
      annotations: ownershipAnnotations(props),
      networkPolicies: props.defaultDeny ?? true,
    });
    this.apiObject = this.renderNamespace(this.podSecurity, props);
    this._resourceQuotas = this._quotas.map((quota) => this.render(`ResourceQuota-${quota.name}`, 'v1', 'ResourceQuota', quota.name, quota._render()));
    this.limitRange = props.limits && this.render('LimitRange', 'v1', 'LimitRange', 'limits', props.limits._render());
    this.defaultDenyPolicy = props.defaultDeny ?? true ? this.renderDefaultDeny() : undefined;
    this._accessObjects = renderTeams(this, props.teams ?? []);
  }

  public get quotas(): Quota[] {
    return [...this._quotas];
  }

  /** The ResourceQuotas, a copy, in the order of `quotas`. */
  public get resourceQuotas(): ApiObject[] {
    return [...this._resourceQuotas];
  }

  /** The Roles and RoleBindings of its teams, a copy. */
  public get accessObjects(): ApiObject[] {
    return [...this._accessObjects];
  }

  private check(props: MlNamespaceProps): void {
    const problems = new Problems(this.node.path);
    const origin = props.name === undefined ? 'id' : 'name';
    checkNamespaceName(problems, origin, this.name);
    checkOwnName(problems, origin, this.name);
    checkOwnership(problems, props, ['owner', 'costCenter']);
    checkLabels(problems, 'labels', props.labels);
    checkAnnotations(problems, 'annotations', props.annotations);
    checkLabels(problems, 'commonLabels', props.commonLabels);
    checkQuotas(problems, props);
    props.limits?._check(problems, 'limits');
    checkTeams(problems, 'teams', props.teams ?? []);
    problems.throw();
  }

  private renderNamespace(level: PodSecurityLevel, props: MlNamespaceProps): ApiObject {
    const { cluster, labels, annotations } = scopeOf(this);
    return clusterWideObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: this.name,
        labels: { ...labels, ...props.labels, ...podSecurityLabels(level, cluster?.version ?? KubernetesVersion.V1_35) },
        annotations: { ...annotations, ...props.annotations, ...capacityAnnotation(props.capacity) },
      },
    });
  }

  private renderDefaultDeny(): ApiObject {
    return this.render('DefaultDeny', 'networking.k8s.io/v1', 'NetworkPolicy', 'default-deny', {
      egress: [dnsEgress(scopeOf(this).cluster)],
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  }

  private render(id: string, apiVersion: string, kind: string, name: string, spec: object): ApiObject {
    return new ManifestObject(this, id, { apiVersion, kind, metadata: metadataAt(this, { name }), spec });
  }
}
