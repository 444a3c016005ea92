import { GPU_UTILIZATION, LoadKind, LoadMetric } from './load-metric';
import { gpuQuery, loadQuery, LoadOwner } from './load-query';
import { Metric } from './metric';
import { Problems } from '../../border/problems';
import { KedaPrometheus } from '../../cluster/keda-prometheus';
import { ServerFacts } from '../server-facts';

const WORDS: { readonly [kind in LoadKind]: string } = { queue: 'requests that wait', inFlight: 'requests in flight', gpu: 'GPU utilization' };

/** The server's metric of that kind; a problem if it has none. */
export function loadOf(problems: Problems, server: ServerFacts, kind: LoadKind): LoadMetric {
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

/** Triggers by processor and memory. */
export function utilizationTriggers(metrics: readonly Metric[]): object[] {
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
export function prometheusTrigger(metric: Metric, load: LoadMetric, owner: LoadOwner, { prometheus, authentication }: KedaPrometheus, rests: boolean): object {
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
