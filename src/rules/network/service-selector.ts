import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';
import { selectorOfMap, selectorText } from '../selector';

/** A Service without pods. */
export const serviceSelector: Rule = {
  id: 'ML-NET-001',
  title: 'a Service selects pods of its namespace',
  severity: Severity.WARNING,
  why: 'A Service whose selector matches no pod has no endpoints: every connection to it fails.',
  fix: "Make the selector equal to labels of the workload's pod template, and put both into the same namespace.",
  example: "Service 'chat' selects no pod of namespace 'team-a' (selector app=chta); make its selector equal to labels of a pod template",
  judges: ['Service'],
  check(set, report) {
    for (const service of set.ofKind('Service')) {
      const selector = service.spec.type === 'ExternalName' ? undefined : selectorOfMap(service.spec.selector);
      if (selector && !set.selectsAny(service.namespace, selector)) {
        report(service, `${service.called} selects no pod of ${service.place} (selector ${selectorText(selector)}); make its selector equal to labels of a pod template`);
      }
    }
  },
};
