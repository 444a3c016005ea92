import { ManifestSet } from '../../reading/manifest-set';
import { PodTemplate } from '../../reading/pod-template';
import { selectorOf } from '../../reading/selector';
import { listOf, mapOf, Shape, written } from '../../reading/shape';
import { Subject } from '../../reading/subject';

/** The Prometheus operator's kinds of monitors. */
export const POD_MONITOR = 'monitoring.coreos.com/PodMonitor';
export const SERVICE_MONITOR = 'monitoring.coreos.com/ServiceMonitor';
/** Its kind of alerting and recording rules. */
export const PROMETHEUS_RULE = 'monitoring.coreos.com/PrometheusRule';

/** The pods that a PodMonitor selects. */
export function podsOf(set: ManifestSet, monitor: Subject): readonly PodTemplate[] {
  const selector = selectorOf(monitor.spec.selector);
  return selector ? namespacesOf(monitor, () => set.namespaces).flatMap((namespace) => set.select(namespace, selector)) : [];
}

/** The Services that a ServiceMonitor selects. */
export function servicesOf(set: ManifestSet, monitor: Subject): readonly Subject[] {
  const selector = selectorOf(monitor.spec.selector);
  return selector ? namespacesOf(monitor, () => set.serviceNamespaces).flatMap((namespace) => set.selectServices(namespace, selector)) : [];
}

/** Where a monitor looks, as a sentence says it. */
export function placeOf(monitor: Subject): string {
  const { any, matchNames }: Shape = mapOf(monitor.spec.namespaceSelector);
  if (any === true) {
    return 'any namespace';
  }
  return listOf(matchNames).length > 0 ? `namespace ${listOf(matchNames).map(written).join(', ')}` : monitor.place;
}

function namespacesOf(monitor: Subject, all: () => readonly (string | undefined)[]): readonly (string | undefined)[] {
  const { any, matchNames }: Shape = mapOf(monitor.spec.namespaceSelector);
  if (any === true) {
    return all();
  }
  const named = listOf(matchNames).filter((name): name is string => typeof name === 'string');
  return named.length > 0 ? named : [monitor.namespace];
}
