import { POD_MONITOR, SERVICE_MONITOR } from './monitors';
import { Severity } from '../../manifest/finding';
import { mapOf } from '../../reading/shape';
import { Rule } from '../rule';

/** A monitor that the cluster's Prometheus passes over. */
export const monitorLabels: Rule = {
  id: 'ML-NET-009',
  title: "monitors have the labels by which the cluster's Prometheus selects them",
  severity: Severity.WARNING,
  why: 'The Prometheus Operator takes the monitors that its selectors select and says nothing of the others: no metric ever comes. kube-prometheus-stack selects by the label release. '
    + '(https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec)',
  fix: 'Give the monitor the labels, or say in the facts of the cluster by which ones its Prometheus selects.',
  example: "PodMonitor 'chat' lacks label release=prometheus, by which the Prometheus of cluster 'prod' selects monitors; add it",
  judges: [POD_MONITOR, SERVICE_MONITOR],
  check(set, report) {
    for (const monitor of [...set.ofKind(POD_MONITOR), ...set.ofKind(SERVICE_MONITOR)]) {
      const { cluster } = monitor;
      if (!cluster) {
        continue;
      }
      const selected = cluster.monitorLabels;
      if (!selected) {
        report(monitor, `${monitor.called} is found by a Prometheus that selects it, and cluster '${cluster.name}' does not say by which labels; declare its monitorLabels ({} if it takes every monitor)`);
        continue;
      }
      const labels = mapOf(monitor.metadata.labels);
      const lacking = Object.entries(selected).filter(([key, value]) => labels[key] !== value).map(([key, value]) => `${key}=${value}`);
      if (lacking.length > 0) {
        const what = lacking.length === 1 ? `label ${lacking[0]}` : `labels ${lacking.join(', ')}`;
        report(monitor, `${monitor.called} lacks ${what}, by which the Prometheus of cluster '${cluster.name}' selects monitors; add ${lacking.length === 1 ? 'it' : 'them'}`);
      }
    }
  },
};
