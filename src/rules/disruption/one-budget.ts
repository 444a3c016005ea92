import { BUDGET } from './evictions';
import { Severity } from '../../manifest/finding';
import { PodTemplate } from '../../reading/pod-template';
import { selectorOf, selects } from '../../reading/selector';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

/** Pods under two disruption budgets. */
export const oneBudget: Rule = {
  id: 'ML-PDB-004',
  title: 'a pod is under one disruption budget',
  severity: Severity.WARNING,
  why: 'The eviction API refuses a pod that two budgets select (500: "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support"), whatever they allow: its node cannot be drained, upgraded or scaled away. The pods run all the same, so that it is a warning. https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/registry/core/pod/storage/eviction.go',
  fix: 'Take one of the budgets away, or make their selectors select different pods.',
  example: "PodDisruptionBudget 'all' selects the pods of Deployment 'chat', which PodDisruptionBudget 'chat' selects too, so none of them can be evicted and no node with one drained; keep one of the budgets",
  judges: [BUDGET],
  check(set, report) {
    const taken = new Map<PodTemplate, Subject>();
    for (const budget of set.ofKind(BUDGET)) {
      const selector = selectorOf(budget.spec.selector);
      // an object made twice is one, and another rule's
      if (!selector || (budget.name !== undefined && set.find(BUDGET, budget.namespace, budget.name) !== budget)) {
        continue;
      }
      let said = false;
      for (const template of set.select(budget.namespace, selector)) {
        // a label that is given at run time may tell the pods of one template apart
        if (!selects(selector, template.labels)) {
          continue;
        }
        const first = taken.get(template);
        if (first && !said) {
          said = true;
          report(budget, `${budget.called} selects the pods of ${template.owner.called}, which ${first.called} selects too, so none of them can be evicted and no node with one drained; keep one of the budgets`);
        } else if (!first) {
          taken.set(template, budget);
        }
      }
    }
  },
};
