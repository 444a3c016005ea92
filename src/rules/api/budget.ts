import { Faults, given } from './faults';
import { Severity } from '../../manifest/finding';
import { written } from '../../reading/shape';
import { Rule } from '../rule';

/** Disruption budgets that the API server refuses. */
export const budget: Rule = {
  id: 'ML-API-012',
  title: 'a disruption budget says one thing',
  severity: Severity.ERROR,
  why: 'The API server refuses the PodDisruptionBudget (ValidatePodDisruptionBudgetSpec).',
  fix: 'Give minAvailable or maxUnavailable, as a number or a percentage of at most 100 %.',
  example: "PodDisruptionBudget 'chat' has both minAvailable 1 and maxUnavailable 1, and may have only one; leave maxUnavailable",
  judges: ['policy/PodDisruptionBudget'],
  check(set, report) {
    for (const subject of set.ofKind('policy/PodDisruptionBudget')) {
      const faults = new Faults(report, subject);
      const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy } = subject.spec;
      faults.amountOrPercent('spec.minAvailable', minAvailable, 100);
      faults.amountOrPercent('spec.maxUnavailable', maxUnavailable, 100);
      if (given(minAvailable) && given(maxUnavailable)) {
        faults.does(`has both minAvailable ${written(minAvailable)} and maxUnavailable ${written(maxUnavailable)}, and may have only one; leave maxUnavailable`);
      }
      faults.oneOf('spec.unhealthyPodEvictionPolicy', unhealthyPodEvictionPolicy, ['IfHealthyBudget', 'AlwaysAllow']);
    }
  },
};
