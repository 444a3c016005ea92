import { Construct } from 'constructs';
import { ExistingNamespaceProps } from './existing-namespace-props';
import { freeId } from '../free-id';
import { checkLabels } from '../labels';
import { Limits } from './limits';
import { MlNamespaceBase } from './ml-namespace-base';
import { checkNamespaceName } from './namespace-name';
import { Problems } from '../../border/problems';
import { declareKnown } from '../../manifest/external';
import { checkOwnership, ownershipAnnotations, ownershipLabels } from '../ownership';
import { PodSecurityLevel } from './pod-security-level';
import { Quota } from './quota';
import { allQuotas, checkQuotas } from './quotas';
import { capacityAnnotation } from '../nodes/capacity-annotation';
import { declareScope, scopeOf } from '../scope';

/** A namespace that somebody else makes: a scope, and facts. Renders nothing. */
export class ExistingNamespace extends MlNamespaceBase {
  public readonly name: string;
  public readonly podSecurity?: PodSecurityLevel;
  public readonly quota?: Quota;
  public readonly limits?: Limits;
  public readonly used?: Quota;
  private readonly _quotas: Quota[];

  constructor(scope: Construct, id: string, props: ExistingNamespaceProps) {
    super(scope, freeId(scope, id));
    this.name = props.name ?? id;
    this.podSecurity = props.podSecurity;
    this.quota = props.quota;
    this.limits = props.limits;
    this.used = props.used;
    this._quotas = allQuotas(props);

    const problems = new Problems(this.node.path);
    checkNamespaceName(problems, props.name === undefined ? 'id' : 'name', this.name);
    checkOwnership(problems, props);
    checkLabels(problems, 'commonLabels', props.commonLabels);
    checkQuotas(problems, props);
    props.used?._checkAmounts(problems, 'used');
    props.limits?._check(problems, 'limits');
    problems.throw();

    declareScope(this, {
      namespace: this.name,
      labels: { ...ownershipLabels(props), ...props.commonLabels },
      annotations: ownershipAnnotations(props),
      networkPolicies: props.defaultDeny,
    });
    this.declareFacts(props);
  }

  /** Tells the proof what bounds the namespace. */
  private declareFacts({ limits, used, capacity }: ExistingNamespaceProps): void {
    const { cluster } = scopeOf(this);
    const know = (kind: string, name: string, rest: object, usedOfIt?: Quota): void => {
      const metadata = kind === 'Namespace' ? { name, annotations: capacityAnnotation(capacity) } : { name, namespace: this.name };
      declareKnown(this, { kind, name, namespace: metadata.namespace, manifest: { apiVersion: 'v1', kind, metadata, ...rest }, path: this.node.path, cluster, used: usedOfIt?._hard() });
    };
    if (capacity !== undefined) {
      know('Namespace', this.name, {});
    }
    for (const quota of this._quotas) {
      // what others use is said of the namespace, and so of the quota that counts everything in it
      know('ResourceQuota', quota.name, { spec: quota._render() }, quota._isScoped ? undefined : used);
    }
    if (limits) {
      know('LimitRange', 'limits', { spec: limits._render() });
    }
  }

  public get quotas(): Quota[] {
    return [...this._quotas];
  }
}
