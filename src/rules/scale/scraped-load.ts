import { MetricsApi } from '../../cluster/metrics-pipeline-props';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { PodTemplate } from '../../reading/pod-template';
import { HPA, SCALED_OBJECT, Scaler, ScalerIndex } from '../../reading/scalers';
import { selectorOfMap } from '../../reading/selector';
import { mapOf, mapsOf, textOf } from '../../reading/shape';
import { LOAD_METRICS } from '../../serving/presets/loads';
import { podsOf as podNames } from '../../serving/scaling/load-query';
import { podsOf, POD_MONITOR, servicesOf, SERVICE_MONITOR } from '../network/monitors';
import { Rule } from '../rule';

/** Kinds that make a Prometheus, or what stands in its place, scrape pods and Services; all of them select as the operator's do. */
const OF_PODS = [POD_MONITOR, 'azmonitoring.coreos.com/PodMonitor', 'monitoring.googleapis.com/PodMonitoring', 'operator.victoriametrics.com/VMPodScrape'];
const OF_SERVICES = [SERVICE_MONITOR, 'azmonitoring.coreos.com/ServiceMonitor', 'operator.victoriametrics.com/VMServiceScrape'];

/** Scalers by what the pods themselves say, where nobody listens. */
export const scrapedLoad: Rule = {
  id: 'ML-SCALE-008',
  title: 'pods that are scaled by their own metric are scraped',
  severity: Severity.WARNING,
  why: "A server's own metric gets to an autoscaler by Prometheus. Where no monitor selects the pods and no annotation asks for it, Prometheus does not know them (unless its own configuration finds them), and the number of replicas never changes.",
  fix: 'Let Prometheus scrape the pods: give the service monitoring, or a PodMonitor or ServiceMonitor that selects it.',
  example: "HorizontalPodAutoscaler 'chat' scales by 'vllm:num_requests_waiting', which the pods of Deployment 'chat' write, and no monitor or annotation lets Prometheus scrape them; give it monitoring, for example Monitoring.podMonitor()",
  judges: [HPA, SCALED_OBJECT],
  check(set, report) {
    let scraped: ReadonlySet<PodTemplate> | undefined;
    for (const scaler of ScalerIndex.of(set).all) {
      const metric = ownMetric(scaler);
      const workload = metric === undefined ? undefined : set.find(scaler.target, scaler.subject.namespace, scaler.name);
      const template = workload && set.template(workload);
      if (!template || mapOf(template.metadata.annotations)['prometheus.io/scrape'] === 'true') {
        continue;
      }
      scraped ??= scrapedPods(set);
      if (!scraped.has(template)) {
        report(scaler.subject, `${scaler.subject.called} scales by '${metric}', which the pods of ${template.owner.called} write, and no monitor or annotation lets Prometheus scrape them; give it monitoring, for example Monitoring.podMonitor()`);
      }
    }
  },
};

/** The first metric that a known server writes about its own load, or that is asked of the very pods that are scaled. */
function ownMetric({ subject, name }: Scaler): string | undefined {
  const { spec, cluster } = subject;
  if (subject.kind === HPA) {
    const adapter = cluster?.metrics.find(({ api }) => api === MetricsApi.CUSTOM);
    const asked = mapsOf(spec.metrics).filter(({ type }) => type === 'Pods').map(({ pods }) => textOf(mapOf(mapOf(pods).metric).name) ?? '');
    return asked.find((metric) => LOAD_METRICS.has(metric) || [...LOAD_METRICS].some((known) => adapter?._nameOf(known) === metric || known.replace(/:/g, '_') === metric));
  }
  for (const { type, metadata } of mapsOf(spec.triggers)) {
    const query = type === 'prometheus' ? textOf(mapOf(metadata).query) : undefined;
    if (query !== undefined && !query.includes('DCGM_')) {
      const names = query.match(/[a-zA-Z_:][a-zA-Z0-9_:]*/g) ?? [];
      const known = names.find((metric) => LOAD_METRICS.has(metric));
      if (known !== undefined || query.includes(`pod=~"${podNames(name)}"`)) {
        return known ?? names.find((word) => word !== 'sum') ?? query;
      }
    }
  }
  return undefined;
}

function scrapedPods(set: ManifestSet): ReadonlySet<PodTemplate> {
  const found = new Set<PodTemplate>();
  for (const monitor of OF_PODS.flatMap((kind) => set.ofKind(kind))) {
    podsOf(set, monitor).forEach((pod) => found.add(pod));
  }
  for (const service of OF_SERVICES.flatMap((kind) => set.ofKind(kind)).flatMap((monitor) => servicesOf(set, monitor))) {
    const selector = selectorOfMap(service.spec.selector);
    (selector ? set.select(service.namespace, selector) : []).forEach((pod) => found.add(pod));
  }
  return found;
}
