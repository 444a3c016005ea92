import { BUDGET } from './evictions';
import { Severity } from '../../manifest/finding';
import { selectorOf, selectorText } from '../../reading/selector';
import { Rule } from '../rule';

/** A disruption budget over no pods. */
export const budgetSelector: Rule = {
  id: 'ML-PDB-001',
  title: 'a disruption budget selects pods of its namespace',
  severity: Severity.WARNING,
  why: 'A PodDisruptionBudget that selects no pod protects none: a drain takes them all at once.',
  fix: 'Make its selector equal to labels of a pod template in the same namespace.',
  example: "PodDisruptionBudget 'chat' selects no pod of namespace 'team-a' (selector app=chta); make its selector equal to labels of a pod template",
  judges: [BUDGET],
  check(set, report) {
    for (const budget of set.ofKind(BUDGET)) {
      const selector = selectorOf(budget.spec.selector);
      if (!selector) {
        report(budget, `${budget.called} has no selector, and so selects no pod; give it one`);
      } else if (!set.selectsAny(budget.namespace, selector)) {
        report(budget, `${budget.called} selects no pod of ${budget.place} (selector ${selectorText(selector)}); make its selector equal to labels of a pod template`);
      }
    }
  },
};
