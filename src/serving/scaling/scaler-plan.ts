import { GPU_UTILIZATION, LoadKind, LoadMetric } from './load-metric';
import { gpuQuery, loadQuery, LoadOwner } from './load-query';
import { Metric } from './metric';
import { Scaling } from './scaling';
import { Problems } from '../../border/problems';
import { Cluster } from '../../cluster/cluster';
import { MetricsPipeline } from '../../cluster/metrics-pipeline';
import { KedaProps, MetricsApi } from '../../cluster/metrics-pipeline-props';
import { PIPELINE } from '../../cluster/pipeline-calls';
import { ServerFacts } from '../server-facts';

/** Who sets the number of replicas, and by what: a HorizontalPodAutoscaler, or KEDA, never both. */
export interface ScalerPlan {
  readonly by: 'HPA' | 'KEDA';
  /** Metrics, as a HorizontalPodAutoscaler spells them. */
  readonly metrics: readonly object[];
  /** Triggers, as a ScaledObject spells them. */
  readonly triggers: readonly object[];
  /** True if a trigger asks Prometheus for the load of the pods themselves. */
  readonly asksPods: boolean;
}

/** What decides on the scaler. */
export interface ScalerTerms {
  readonly scaling: Scaling;
  readonly server: ServerFacts;
  readonly cluster?: Cluster;
  readonly namespace?: string;
  readonly deployment: string;
  /** Who puts the service to rest. */
  readonly offHours?: 'CronJobs' | 'KEDA';
}

/**
 * The scaler of a service. What a server's own metric is called, and who brings it, is known only where server and cluster have met: the first of the cluster's
 * pipelines that can bring it does; where none is declared, an adapter is taken for granted, and a rule says so.
 */
export function scalerPlan(problems: Problems, terms: ScalerTerms): ScalerPlan {
  const { scaling, cluster, offHours } = terms;
  const loads = scaling._metrics.filter((metric) => metric._load);
  if (loads.length === 0) {
    return { by: offHours === 'KEDA' ? 'KEDA' : 'HPA', metrics: scaling._metrics.map(({ _spec }) => _spec), triggers: utilizationTriggers(scaling._metrics), asksPods: false };
  }
  const pipelines = (cluster?.metrics ?? []).filter(({ api }) => api === MetricsApi.KEDA || api === MetricsApi.CUSTOM);
  const pipeline = offHours === 'KEDA' ? pipelines.find(({ api }) => api === MetricsApi.KEDA) : pipelines[0];
  const found = loads.map((metric) => ({ metric, load: loadOf(problems, terms.server, metric._load!.kind) }));
  const keda = pipeline?._keda;
  if (offHours === 'KEDA' && !keda) {
    problems.say(`'offHours' is by KEDA and 'scaling' by a metric of the pods, for which KEDA has to be told where Prometheus is; declare it with the cluster: metrics: [${PIPELINE[MetricsApi.KEDA]}]`);
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

const WORDS: { readonly [kind in LoadKind]: string } = { queue: 'requests that wait', inFlight: 'requests in flight', gpu: 'GPU utilization' };

/** The server's metric of that kind; a problem if it has none. */
function loadOf(problems: Problems, server: ServerFacts, kind: LoadKind): LoadMetric {
  if (kind === 'gpu') {
    return GPU_UTILIZATION;
  }
  const found = server.load[kind];
  if (!found) {
    const other = kind === 'queue' ? server.load.inFlight && 'Scaling.onInFlight()' : server.load.queue && 'Scaling.onQueueDepth()';
    const own = server.kind === 'http' || server.kind === 'grpc' ? `name the gauge that it writes by 'server.${kind === 'queue' ? 'queueMetric' : 'inFlightMetric'}', or ` : '';
    problems.say(`'scaling' is by ${WORDS[kind]}, of which ModelServer.${server.kind}() writes no metric; ${own}use ${other ? `${other}, which it has, ` : ''}`
      + 'Scaling.onGpuUtilization() or Scaling.onCpu()');
  }
  return found ?? { name: '', labels: [] };
}

/** A metric of the pods for the custom metrics API, by the name that the adapter gives it. */
function podsMetric(metric: Metric, found: readonly { readonly metric: Metric; readonly load: LoadMetric }[], adapter: MetricsPipeline | undefined): object {
  const { name } = found.find((x) => x.metric === metric)!.load;
  const averageValue = quantity(metric._load!.perReplica);
  return { pods: { metric: { name: adapter?._nameOf(name) ?? name }, target: { averageValue, type: 'AverageValue' } }, type: 'Pods' };
}

function utilizationTriggers(metrics: readonly Metric[]): object[] {
  return metrics.filter((metric) => metric._resource).map((metric) => ({
    metadata: { value: `${metric._spec.resource.target.averageUtilization}` },
    metricType: 'Utilization',
    type: metric._resource,
  }));
}

/**
 * KEDA's question to Prometheus. No answer at all is no answer of 0: a scrape that fails must not take pods away. At night there are no pods, and none that
 * could answer.
 * @see https://keda.sh/docs/latest/scalers/prometheus/
 */
function prometheusTrigger(metric: Metric, load: LoadMetric, owner: LoadOwner, { prometheus, authentication }: KedaProps, rests: boolean): object {
  const { kind, perReplica } = metric._load!;
  const modes = authentication?.modes ?? [];
  return {
    ...(authentication ? { authenticationRef: { ...(authentication.clusterWide ? { kind: 'ClusterTriggerAuthentication' } : {}), name: authentication.name } } : {}),
    metadata: {
      activationThreshold: '0',
      ...(modes.length > 0 ? { authModes: modes.join(',') } : {}),
      ignoreNullValues: `${rests}`,
      query: kind === 'gpu' ? gpuQuery(owner) : loadQuery(load, owner),
      serverAddress: prometheus,
      threshold: `${perReplica}`,
    },
    metricType: 'AverageValue',
    type: 'prometheus',
  };
}

function quantity(amount: number): string {
  return Number.isInteger(amount) ? `${amount}` : `${Math.round(amount * 1000)}m`;
}
