import { LoadMetric } from './load-metric';
import { loadOf, prometheusTrigger, utilizationTriggers } from './load-triggers';
import { Metric } from './metric';
import { ScalerPlan, ScalerTerms } from './scaler-terms';
import { upstreamPlan } from './upstream-plan';
import { Problems } from '../../border/problems';
import { MetricsPipeline } from '../../cluster/metrics-pipeline';
import { MetricsApi } from '../../cluster/metrics-pipeline-props';
import { PIPELINE } from '../../cluster/pipeline-calls';

/**
 * The scaler of a service. What a server's own metric is called, and who brings it, is known only where server and cluster have met: the first of the cluster's
 * pipelines that can bring it does; where none is declared, an adapter is taken for granted, and a rule says so.
 */
export function scalerPlan(problems: Problems, terms: ScalerTerms): ScalerPlan {
  const { scaling, cluster, offHours } = terms;
  if (scaling._wake) {
    return upstreamPlan(problems, terms, scaling._wake);
  }
  const loads = scaling._metrics.filter((metric) => metric._load);
  if (loads.length === 0) {
    return { by: offHours === 'KEDA' ? 'KEDA' : 'HPA', metrics: scaling._metrics.map(({ _spec }) => _spec), triggers: utilizationTriggers(scaling._metrics), asksPods: false };
  }
  const pipelines = (cluster?.metrics ?? []).filter(({ api, _keda }) => _keda || api === MetricsApi.CUSTOM);
  const pipeline = offHours === 'KEDA' ? pipelines.find(({ api }) => api === MetricsApi.KEDA) : pipelines[0];
  const found = loads.map((metric) => ({ metric, load: loadOf(problems, terms.server, metric._load!.kind) }));
  const keda = pipeline?._keda;
  if (offHours === 'KEDA' && !keda) {
    problems.say(`'offHours' is by KEDA and 'scaling' by a metric of the pods, for which KEDA has to be told where Prometheus is; declare it with the cluster: metrics: [${PIPELINE[MetricsApi.KEDA]}]`);
  } else if (!pipeline && cluster?.metrics.some(({ api }) => api === MetricsApi.KEDA)) {
    problems.say(`'scaling' is by a metric of the pods, and the cluster has KEDA, which has to be told where Prometheus is; declare it with the cluster: metrics: [${PIPELINE[MetricsApi.KEDA]}], `
      + `or an adapter that is there: ${PIPELINE[MetricsApi.CUSTOM]}`);
  } else if (keda && offHours === 'CronJobs') {
    problems.say("'offHours' is by CronJobs and 'scaling' by KEDA, which would put its own minimum back at once; use OffHours.byKeda()");
  }
  if (!keda) {
    return { by: offHours === 'KEDA' ? 'KEDA' : 'HPA', metrics: scaling._metrics.map((metric) => metric._load ? podsMetric(metric, found, pipeline) : metric._spec), triggers: [], asksPods: true };
  }
  if (scaling._metrics.some((metric) => !metric._load && !metric._resource)) {
    problems.say("'scaling' has metrics of the server, which KEDA brings on this cluster, beside metrics of an adapter, which KEDA cannot ask for; leave one kind out");
  }
  if (terms.namespace === undefined) {
    problems.say("'scaling' is by a metric of the pods, for which KEDA has to be told their namespace; put the service into an MlNamespace, or give its chart a namespace");
  }
  const owner = { namespace: terms.namespace ?? '', deployment: terms.deployment };
  const triggers = found.map(({ metric, load }) => prometheusTrigger(metric, load, owner, keda, offHours === 'KEDA'));
  return { by: 'KEDA', metrics: [], triggers: [...utilizationTriggers(scaling._metrics), ...triggers], asksPods: true };
}

/** A metric of the pods for the custom metrics API, by the name that the adapter gives it. */
function podsMetric(metric: Metric, found: readonly { readonly metric: Metric; readonly load: LoadMetric }[], adapter: MetricsPipeline | undefined): object {
  const { name } = found.find((x) => x.metric === metric)!.load;
  const averageValue = quantity(metric._load!.perReplica);
  return { pods: { metric: { name: adapter?._nameOf(name) ?? name }, target: { averageValue, type: 'AverageValue' } }, type: 'Pods' };
}

function quantity(amount: number): string {
  return Number.isInteger(amount) ? `${amount}` : `${Math.round(amount * 1000)}m`;
}
