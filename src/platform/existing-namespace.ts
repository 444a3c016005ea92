import { Construct } from 'constructs';
import { ExistingNamespaceProps } from './existing-namespace-props';
import { freeId } from './free-id';
import { checkLabels } from './labels';
import { Limits } from './limits';
import { MlNamespaceBase } from './ml-namespace-base';
import { checkNamespaceName } from './namespace-name';
import { checkOwnership, ownershipAnnotations, ownershipLabels } from './ownership';
import { PodSecurityLevel } from './pod-security-level';
import { Quota } from './quota';
import { allQuotas, checkQuotas } from './quotas';
import { declareScope } from './scope';
import { Problems } from '../border/problems';

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
  }

  public get quotas(): Quota[] {
    return [...this._quotas];
  }
}
