import { Severity } from '../../manifest/finding';
import { selectorOf, selectorText } from '../../reading/selector';
import { Rule } from '../rule';

/** A network policy over no pods. */
export const policySelector: Rule = {
  id: 'ML-NET-003',
  title: 'a network policy selects pods of its namespace',
  severity: Severity.WARNING,
  why: 'A NetworkPolicy that selects no pod guards nothing: what it should have closed stays open, and what it should have opened stays closed.',
  fix: 'Make podSelector equal to labels of a pod template in the same namespace.',
  example: "NetworkPolicy 'chat' selects no pod of namespace 'team-a' (selector app=chta); make its podSelector equal to labels of a pod template",
  judges: ['networking.k8s.io/NetworkPolicy'],
  linters: { kubeLinter: ['dangling-networkpolicy'], kubeScore: ['networkpolicy-targets-pod'] },
  check(set, report) {
    for (const policy of set.ofKind('networking.k8s.io/NetworkPolicy')) {
      const selector = selectorOf(policy.spec.podSelector);
      // an empty selector is meant for whatever pods there will be
      if (selector && selector.pairs.length + selector.expressions.length > 0 && !set.selectsAny(policy.namespace, selector)) {
        report(policy, `${policy.called} selects no pod of ${policy.place} (selector ${selectorText(selector)}); make its podSelector equal to labels of a pod template`);
      }
    }
  },
};
