import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';
import { BUDGET, budgetOf } from './evictions';

/** A disruption budget that protects nothing. */
export const vacuousBudget: Rule = {
  id: 'ML-PDB-003',
  title: 'a disruption budget keeps a pod',
  severity: Severity.WARNING,
  why: 'A budget that lets every pod go at once, even at the most replicas that there may be, is as good as none and looks like one.',
  fix: 'Allow fewer pods to be missing than there are, or have more replicas; take the budget of a single pod away.',
  example: "PodDisruptionBudget 'chat' protects nothing: with maxUnavailable 3, all of 3 replicas may go at once; set maxUnavailable: 1",
  judges: [BUDGET],
  check(set, report) {
    for (const subject of set.ofKind(BUDGET)) {
      const budget = budgetOf(set, subject);
      if (!budget || budget.pods.max === 0 || budget.evictions(budget.pods.max) < budget.pods.max) {
        continue;
      }
      const remedy = budget.pods.max === 1 ? 'have two replicas, or take the budget away' : 'set maxUnavailable: 1';
      report(subject, `${subject.called} protects nothing: with ${budget.text}, ${budget.pods.max === 1 ? 'its only replica may go' : `all of ${budget.pods.text} may go at once`}; ${remedy}`);
    }
  },
};
