import { Severity } from '../../manifest/finding';
import { selectorOfMap, selectorText } from '../../reading/selector';
import { anotherWorkload } from '../other-workload';
import { Rule } from '../rule';

/** A Service over the pods of several workloads. */
export const serviceWorkloads: Rule = {
  id: 'ML-NET-007',
  title: 'a Service selects the pods of one workload',
  severity: Severity.WARNING,
  why: 'A Service sends requests to every pod that its selector matches. Where two workloads share the labels, a part of them reaches pods that were not meant: a batch job, another model. A headless Service, which names pods and shares nothing out, is passed over.',
  fix: 'Select by a label that only one workload has; where two are meant (a canary beside the stable one), waive it and say so.',
  example: "Service 'chat' selects the pods of Deployment 'chat' and of Job 'train' (selector app=chat), and shares requests out among both; add a label to the selector that only one of them has",
  judges: ['Service'],
  check(set, report) {
    for (const service of set.ofKind('Service')) {
      const { type, clusterIP } = service.spec;
      const selector = type === 'ExternalName' || clusterIP === 'None' ? undefined : selectorOfMap(service.spec.selector);
      const both = selector && anotherWorkload(set, service.namespace, selector);
      if (both) {
        report(service, `${service.called} selects the pods of ${both[0].called} and of ${both[1].called} (selector ${selectorText(selector)}), and shares requests out among both; add a label to the selector that only one of them has`);
      }
    }
  },
};
