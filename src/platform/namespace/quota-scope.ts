import { checkCall } from '../../border/check-kinds';
import { checkPriorityClass, isDnsSubdomain } from '../../border/names';
import { Problems } from '../../border/problems';

/**
 * Which pods of a namespace a quota counts.
 *
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-per-priorityclass
 * @example QuotaScope.priorityClasses('batch-low')
 */
export class QuotaScope {
  /** Pods of one of these PriorityClasses. */
  public static priorityClasses(...names: string[]): QuotaScope {
    checkCall('QuotaScope.priorityClasses', [names]);
    return new QuotaScope('In', names);
  }

  /** Pods of any other PriorityClass, and pods that name none. */
  public static otherThanPriorityClasses(...names: string[]): QuotaScope {
    checkCall('QuotaScope.otherThanPriorityClasses', [names]);
    return new QuotaScope('NotIn', names);
  }

  private readonly names: string[];

  private constructor(private readonly operator: 'In' | 'NotIn', names: string[]) {
    this.names = [...names];
  }

  /** What the name of a quota of this scope ends with, so that several can stand side by side. @internal */
  public get _suffix(): string {
    return `${this.operator === 'In' ? '' : 'other-than-'}${this.names.join('-')}`;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    if (this.names.length === 0) {
      problems.add(property, 'of at least one PriorityClass', '[]', 'name the classes, or leave the scope out to count every pod');
    }
    for (const [i, name] of this.names.entries()) {
      checkPriorityClass(problems, `${property}[${i}]`, name);
      if (isDnsSubdomain(name) && this.names.indexOf(name) !== i) {
        problems.add(`${property}[${i}]`, 'named once', name, 'drop the second');
      }
    }
  }

  /** The quota's `scopeSelector`. @internal */
  public _render(): object {
    return { matchExpressions: [{ operator: this.operator, scopeName: 'PriorityClass', values: this.names }] };
  }
}
