import { POD_MONITOR, PROMETHEUS_RULE, SERVICE_MONITOR } from './monitors';
import { Severity } from '../../manifest/finding';
import { mapOf } from '../../reading/shape';
import { Rule } from '../rule';

const MONITORS = { property: 'monitorLabels', called: 'monitors', each: 'every monitor' } as const;
const RULES = { property: 'ruleLabels', called: 'alerting rules', each: 'every rule' } as const;

/** A monitor or an alerting rule that the cluster's Prometheus passes over. */
export const monitorLabels: Rule = {
  id: 'ML-NET-009',
  title: "monitors and alerting rules have the labels by which the cluster's Prometheus selects them",
  severity: Severity.WARNING,
  why: 'The Prometheus Operator takes the monitors and rules that its selectors select and says nothing of the others: no metric, no alert ever comes. '
    + 'kube-prometheus-stack selects by the label release. (https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec)',
  fix: 'Give the object the labels, or say in the facts of the cluster by which ones its Prometheus selects.',
  example: "PodMonitor 'chat' lacks label release=prometheus, by which the Prometheus of cluster 'prod' selects monitors; add it",
  judges: [POD_MONITOR, SERVICE_MONITOR, PROMETHEUS_RULE],
  check(set, report) {
    for (const object of [...set.ofKind(POD_MONITOR), ...set.ofKind(SERVICE_MONITOR), ...set.ofKind(PROMETHEUS_RULE)]) {
      const { cluster } = object;
      if (!cluster) {
        continue;
      }
      const { property, called, each } = object.kind === PROMETHEUS_RULE ? RULES : MONITORS;
      const selected = cluster[property];
      if (!selected) {
        report(object, `${object.called} is found by a Prometheus that selects it, and cluster '${cluster.name}' does not say by which labels; declare its ${property} ({} if it takes ${each})`);
        continue;
      }
      const labels = mapOf(object.metadata.labels);
      const lacking = Object.entries(selected).filter(([key, value]) => labels[key] !== value).map(([key, value]) => `${key}=${value}`);
      if (lacking.length > 0) {
        const what = lacking.length === 1 ? `label ${lacking[0]}` : `labels ${lacking.join(', ')}`;
        report(object, `${object.called} lacks ${what}, by which the Prometheus of cluster '${cluster.name}' selects ${called}; add ${lacking.length === 1 ? 'it' : 'them'}`);
      }
    }
  },
};
