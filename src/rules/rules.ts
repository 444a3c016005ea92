import { IConstruct } from 'constructs';
import { IRule } from './custom/irule';
import { ownRuleProblems, unknownRule } from './custom/rule-problems';
import { ChosenSeverity, OFF, OwnRule, Policy, STANDARD } from './policy';
import { RULES } from './table';
import { checkCall } from '../border/check-kinds';
import { Problems } from '../border/problems';
import { Severity } from '../manifest/finding';

const policies = new WeakMap<IConstruct, { readonly severities: ChosenSeverity[]; readonly rules: OwnRule[] }>();

/**
 * What an organisation decides about rules: rules of its own, and how much a finding weighs.
 *
 * It holds for everything below one construct; where constructs within each other decide differently, the nearest counts. A finding that need
 * not hold in one place is waived there, with a reason (`Waivers`).
 *
 * @example Rules.of(app).severity('ML-IMG-001', Severity.ERROR);
 */
export class Rules {
  /** The rules for `construct` and for everything below it. */
  public static of(construct: IConstruct): Rules {
    checkCall('Rules.of', [construct]);
    return new Rules(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /**
   * Adds a rule of your own. It is asked about all objects below this construct, after the library's rules.
   *
   * @throws if it is not complete, or its id is another rule's
   */
  public add(rule: IRule): void {
    checkCall('Rules.add', [rule], this.construct.node.path);
    const { rules } = this.policy();
    const problems = new Problems(this.construct.node.path);
    ownRuleProblems(problems, rule, rules.map((own) => own.rule.id));
    problems.throw();
    rules.push({ rule, path: this.construct.node.path, from: this.construct.node.path });
  }

  /**
   * Makes every finding of a rule weigh this much.
   *
   * @param rule the rule's id, `ML-IMG-001`, or one of your own that was added before; docs/rules.md has the library's
   * @throws if there is no such rule
   */
  public severity(rule: string, severity: Severity): void {
    checkCall('Rules.severity', [rule, severity], this.construct.node.path);
    this.choose(rule, severity);
  }

  /**
   * Turns a rule off. Where only one finding of it does not matter, a waiver says so and why.
   *
   * @param rule the rule's id
   * @throws if there is no such rule
   */
  public off(rule: string): void {
    checkCall('Rules.off', [rule], this.construct.node.path);
    this.choose(rule, OFF);
  }

  private choose(rule: string, severity: Severity | typeof OFF): void {
    const { severities } = this.policy();
    const problems = new Problems(this.construct.node.path);
    unknownRule(problems, 'rule', rule, rulesKnownTo(this.construct));
    problems.throw();
    severities.push({ rule, severity, path: this.construct.node.path });
  }

  private policy() {
    const { root } = this.construct.node;
    let policy = policies.get(root);
    if (!policy) {
      policies.set(root, policy = { severities: [], rules: [] });
    }
    return policy;
  }
}

/** What was decided in the tree of `root`. */
export function policyOf(root: IConstruct): Policy {
  return policies.get(root.node.root) ?? STANDARD;
}

/** The ids of the library's rules and of those added in the tree. */
export function rulesKnownTo(construct: IConstruct): string[] {
  return [...RULES, ...policyOf(construct).rules.map(({ rule }) => rule)].map(({ id }) => id);
}
