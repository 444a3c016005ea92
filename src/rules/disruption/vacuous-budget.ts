import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';
import { BUDGET, budgetOf } from './evictions';

/** A disruption budget that protects nothing. */
export const vacuousBudget: Rule = {
  id: 'ML-PDB-003',
  title: 'a disruption budget keeps a pod',
  severity: Severity.WARNING,
  why: 'A budget that lets every pod go at once is as good as none and looks like one. It may be so only at the floor of a scaler, which is where most services spend the night.',
  fix: 'Allow fewer pods to be missing than there are, or have more replicas; take the budget of a single pod away.',
  example: "PodDisruptionBudget 'chat' protects nothing: with maxUnavailable 3, all of 3 replicas may go at once; set maxUnavailable: 1",
  judges: [BUDGET],
  check(set, report) {
    for (const subject of set.ofKind(BUDGET)) {
      const budget = budgetOf(set, subject);
      if (!budget || budget.pods.max === 0) {
        continue;
      }
      const { min, max, text } = budget.pods;
      if (budget.evictions(max) >= max) {
        const remedy = max === 1 ? 'have two replicas, or take the budget away' : 'set maxUnavailable: 1';
        report(subject, `${subject.called} protects nothing: with ${budget.text}, ${max === 1 ? 'its only replica may go' : `all of ${text} may go at once`}; ${remedy}`);
      } else if (min > 1 && budget.evictions(min) >= min) {
        // a floor of one pod can be kept or drained, not both
        report(subject, `${subject.called} protects nothing at ${min} replicas: with ${budget.text}, all of the fewest of ${text} may go at once; set maxUnavailable: 1`);
      }
    }
  },
};
