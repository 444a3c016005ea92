import { IConstruct } from 'constructs';
import { unknownRule } from './custom/rule-problems';
import { rulesKnownTo } from './rules';
import { RULES } from './table';
import { checkCall } from '../border/check-kinds';
import { declareWaiver } from './waiver/declared';
import { Linter, LinterWaiverOptions } from './waiver/linter';
import { Problems } from '../border/problems';

export { applyWaivers } from './waiver/apply';

/**
 * Waives rules on everything below one construct, each with the reason that reviewers will read.
 *
 * A waived finding stops nothing and is still reported. The reason stands in the manifests, as annotation `cdk8s-ml.dev/waive.<rule>` of the
 * objects that the rule judges, and beside it stand the annotations by which linters pass over their checks of the same thing.
 *
 * @example Waivers.of(chat).add('ML-IMG-001', 'the vendor publishes no other tag');
 */
export class Waivers {
  /** The waivers of `construct` and of everything below it. */
  public static of(construct: IConstruct): Waivers {
    checkCall('Waivers.of', [construct]);
    return new Waivers(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /**
   * Waives a rule here, and the linters' checks that say the same.
   *
   * @param rule the rule's id, `ML-SEC-001`; docs/rules.md has them all
   * @param reason why it need not hold here; it reaches the manifests
   * @throws if there is no such rule, or no reason
   */
  public add(rule: string, reason: string): void {
    checkCall('Waivers.add', [rule, reason], this.construct.node.path);
    const problems = new Problems(this.construct.node.path);
    const found = RULES.find(({ id }) => id === rule);
    unknownRule(problems, 'rule', rule, rulesKnownTo(this.construct));
    this.checkReason(problems, reason);
    problems.throw();
    // nobody knows which kinds a rule of somebody's own judges
    const { judges, linters } = found ?? { judges: ['*'], linters: undefined };
    const checks = [
      ...(linters?.kubeLinter ?? []).map((check) => ({ linter: Linter.KUBE_LINTER, check })),
      ...(linters?.kubeScore ?? []).map((check) => ({ linter: Linter.KUBE_SCORE, check })),
      ...(linters?.polaris ?? []).map((check) => ({ linter: Linter.POLARIS, check })),
      ...(linters?.checkov ?? []).map((check) => ({ linter: Linter.CHECKOV, check })),
    ];
    declareWaiver(this.construct, { rule, checks, reason: oneLine(reason), kinds: judges });
  }

  /**
   * Waives a check of a linter for which this library has no rule.
   *
   * @param linter the linter
   * @param check the name of its check, `no-read-only-root-fs`, `CKV_K8S_22`
   * @param reason why it need not hold here; it reaches the manifests, in `cdk8s-ml.dev/waive-linters` for linters that keep none
   * @throws if there is no check, or no reason
   */
  public addLinter(linter: Linter, check: string, reason: string, options: LinterWaiverOptions = {}): void {
    checkCall('Waivers.addLinter', [linter, check, reason, options], this.construct.node.path);
    const problems = new Problems(this.construct.node.path);
    if (!/^[A-Za-z0-9_.-]{1,63}$/.test(check)) {
      problems.add('check', "the name of a check (letters, digits, '-', '_' and '.')", check, `write it as ${linter} prints it`);
    }
    this.checkReason(problems, reason);
    problems.throw();
    declareWaiver(this.construct, { checks: [{ linter, check }], reason: oneLine(reason), kinds: options.kinds && [...options.kinds] });
  }

  private checkReason(problems: Problems, reason: string): void {
    if (typeof reason !== 'string' || reason.trim() === '') {
      problems.add('reason', 'a text that is not empty', reason, 'write down why it need not hold here');
    }
  }
}

/** Annotations are read line by line. */
function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
