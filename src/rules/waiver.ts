import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { RULES } from './table';
import { WAIVE } from './waiving';
import { Problems } from '../border/problems';

const declared = new WeakMap<IConstruct, Map<string, string>>();

/**
 * Waives rules on everything below one construct, each with the reason that reviewers will read.
 *
 * The reason stands in the manifests, as an annotation of the objects that the rule judges.
 *
 * @example Waivers.of(chat).add('ML-SEC-001', 'nvidia-cdi-hook writes to the root file system');
 */
export class Waivers {
  /** The waivers of `construct` and of everything below it. */
  public static of(construct: IConstruct): Waivers {
    return new Waivers(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /**
   * Waives a rule here.
   *
   * @param rule the rule's id, `ML-SEC-001`
   * @param reason why it need not hold here; it reaches the manifests
   * @throws if there is no such rule, or no reason
   */
  public add(rule: string, reason: string): void {
    const problems = new Problems(this.construct.node.path);
    if (!RULES.some(({ id }) => id === rule)) {
      problems.add('rule', 'the id of a rule', rule, 'see docs/rules.md');
    }
    if (reason.trim() === '') {
      problems.add('reason', 'a text that is not empty', reason, 'write down why the rule need not hold here');
    }
    problems.throw();
    const waivers = declared.get(this.construct) ?? new Map<string, string>();
    declared.set(this.construct, waivers.set(rule, reason.trim()));
  }
}

/** Writes the waivers of every construct below `root` onto the objects that they concern. May be called again at every synth. */
export function applyWaivers(root: IConstruct): void {
  for (const construct of root.node.findAll()) {
    for (const [rule, reason] of declared.get(construct) ?? []) {
      for (const object of construct.node.findAll()) {
        if (object instanceof ApiObject) {
          object.metadata.addAnnotation(`${WAIVE}${rule}`, reason);
        }
      }
    }
  }
}
