import { Limits } from './limits';
import { PodSecurityLevel } from './pod-security-level';
import { Quota } from './quota';
import { Capacity } from '../nodes/capacity';

/** What is known of a namespace that somebody else makes. */
export interface ExistingNamespaceProps {
  /**
   * Its name.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * The team that answers for what is put into it.
   * @default - no owner label on the objects
   */
  readonly owner?: string;
  /**
   * Who pays for what is put into it. The label reaches pod templates, so that a change replaces the pods.
   * @default - no cost-center label on the objects
   */
  readonly costCenter?: string;
  /**
   * What it is for.
   * @default - no purpose label on the objects
   */
  readonly purpose?: string;
  /**
   * Labels that every object made below carries. They reach pod templates, so that a change replaces the pods.
   * @default - none
   */
  readonly commonLabels?: { readonly [key: string]: string };
  /**
   * What is enforced of its pods.
   * @default - not known
   */
  readonly podSecurity?: PodSecurityLevel;
  /**
   * Its quota, from `kubectl describe resourcequota`.
   * @default - not known; what is put into it is not proven to fit
   */
  readonly quota?: Quota;
  /**
   * Its further quotas, usually one for each PriorityClass.
   * @default - none
   */
  readonly additionalQuotas?: Quota[];
  /**
   * What others use of it, at their peak; the rest is left for what is put into it here.
   * @default - nothing
   */
  readonly used?: Quota;
  /**
   * How much of what is put into it has to fit.
   * @default Capacity.MINIMUM
   */
  readonly capacity?: Capacity;
  /**
   * Its limit range, from `kubectl describe limitrange`.
   * @default - not known
   */
  readonly limits?: Limits;
  /**
   * Whether a default-deny network policy stands in it, so that only what a policy names gets through.
   * @default - what the scopes above say; where none says anything, not known
   */
  readonly defaultDeny?: boolean;
}
