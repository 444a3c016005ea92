import { placeOf, podsOf, POD_MONITOR, servicesOf, SERVICE_MONITOR } from './monitors';
import { Severity } from '../../manifest/finding';
import { selectorOf, selectorText } from '../../reading/selector';
import { Rule } from '../rule';

/** Monitors that Prometheus finds nothing with. */
export const monitorSelector: Rule = {
  id: 'ML-NET-005',
  title: 'a PodMonitor selects pods, a ServiceMonitor selects Services',
  severity: Severity.WARNING,
  why: 'Prometheus scrapes nothing for a monitor that selects nothing, and says nothing of it: dashboards stay empty, alerts silent.',
  fix: 'Make the selector equal to labels of the pod template (PodMonitor) or of the Service itself (ServiceMonitor), and name its namespace where it is another one.',
  example: "PodMonitor 'chat' selects no pod of namespace 'team-a' (selector app=chta); make its selector equal to labels of a pod template",
  judges: [POD_MONITOR, SERVICE_MONITOR],
  linters: { kubeLinter: ['dangling-servicemonitor'] },
  check(set, report) {
    for (const monitor of set.ofKind(POD_MONITOR)) {
      const selector = selectorOf(monitor.spec.selector);
      if (selector && podsOf(set, monitor).length === 0) {
        report(monitor, `${monitor.called} selects no pod of ${placeOf(monitor)} (selector ${selectorText(selector)}); make its selector equal to labels of a pod template`);
      }
    }
    for (const monitor of set.ofKind(SERVICE_MONITOR)) {
      const selector = selectorOf(monitor.spec.selector);
      if (selector && servicesOf(set, monitor).length === 0) {
        report(monitor, `${monitor.called} selects no Service of ${placeOf(monitor)} (selector ${selectorText(selector)}); make its selector equal to labels of a Service's own metadata`);
      }
    }
  },
};
