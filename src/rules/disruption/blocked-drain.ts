import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';
import { BUDGET, budgetOf } from './evictions';

/** A disruption budget that no drain gets past. */
export const blockedDrain: Rule = {
  id: 'ML-PDB-002',
  title: 'a disruption budget allows an eviction',
  severity: Severity.WARNING,
  why: 'A budget that wants as many pods as there are allows no eviction ever: a node with one of them cannot be drained, upgraded or scaled away, until somebody deletes the budget at night. It may be so only at the floor of a scaler, which is where most services spend it.',
  fix: 'Write maxUnavailable: 1 instead of a minAvailable that equals the number of replicas, or have one replica more.',
  example: "PodDisruptionBudget 'chat' allows no eviction (minAvailable 2 of 2 replicas), so no node with one of its pods can be drained; set maxUnavailable: 1",
  judges: [BUDGET],
  linters: { kubeLinter: ['pdb-max-unavailable', 'pdb-min-available'], polaris: ['pdbDisruptionsIsZero', 'pdbMinAvailableGreaterThanHPAMinReplicas'] },
  check(set, report) {
    for (const subject of set.ofKind(BUDGET)) {
      const budget = budgetOf(set, subject);
      if (!budget || budget.pods.max === 0) {
        continue;
      }
      const { min, max, text } = budget.pods;
      // at 0 replicas there is nothing to evict; the first that comes up counts
      const floor = Math.max(1, min);
      if (budget.evictions(floor) === 0) {
        const always = max <= floor || budget.evictions(max) === 0;
        report(subject, `${subject.called} allows no eviction ${always ? '' : `at ${floor} ${floor === 1 ? 'replica' : 'replicas'} `}(${budget.text} of ${text}), so no node with one of its pods can be drained; set maxUnavailable: 1`);
      }
    }
  },
};
