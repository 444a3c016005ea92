import { Severity } from '../../manifest/finding';
import { selectorOf, selectorText } from '../../reading/selector';
import { anotherWorkload } from '../other-workload';
import { Rule } from '../rule';
import { BUDGET } from './evictions';

/** A disruption budget over the pods of several workloads. */
export const oneWorkload: Rule = {
  id: 'ML-PDB-005',
  title: 'a disruption budget selects the pods of one workload',
  severity: Severity.WARNING,
  why: 'A budget counts the pods that it selects together: over two workloads it lets a drain take all of the smaller one, or a job that ends holds up every drain. One for all pods of a namespace (an empty selector) is meant so and passed over.',
  fix: 'Give each workload a budget of its own, selected by a label that only it has.',
  example: "PodDisruptionBudget 'chat' selects the pods of Deployment 'chat' and of StatefulSet 'store' (selector tier=web) and counts them together; give each a budget of its own",
  judges: [BUDGET],
  check(set, report) {
    for (const budget of set.ofKind(BUDGET)) {
      const selector = selectorOf(budget.spec.selector);
      const both = selector && selector.pairs.length + selector.expressions.length > 0 ? anotherWorkload(set, budget.namespace, selector) : undefined;
      if (both) {
        report(budget, `${budget.called} selects the pods of ${both[0].called} and of ${both[1].called} (selector ${selectorText(selector!)}) and counts them together; give each a budget of its own`);
      }
    }
  },
};
