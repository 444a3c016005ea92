import { Cluster } from '../../cluster/cluster';
import { MetricsApi } from '../../cluster/metrics-pipeline-props';
import { KEDA_ALONE, PIPELINE } from '../../cluster/pipeline-calls';
import { Severity } from '../../manifest/finding';
import { HPA, SCALED_OBJECT } from '../../reading/scalers';
import { mapOf, mapsOf, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

const SCALED_JOB = 'keda.sh/ScaledJob';

/** Scalers that wait for a metric that nobody is known to bring. */
export const metricPipeline: Rule = {
  id: 'ML-SCALE-007',
  title: 'what a scaler looks at has a way to it on the cluster',
  severity: Severity.WARNING,
  why: 'An autoscaler asks an API for its metrics. Where no adapter serves that API, it stays at the number of replicas that there is, and only its conditions say so (FailedGetPodsMetric, FailedGetExternalMetric); a ScaledObject without KEDA is a record that nobody reads. Processor and memory are asked about only where the cluster declares other ways.',
  fix: 'Install what is missing, KEDA for example (https://keda.sh/docs/latest/deploy/), and declare what the cluster has in its metrics, or scale on a metric that it brings.',
  example: "HorizontalPodAutoscaler 'chat' scales by pods metric 'vllm:num_requests_waiting', which needs custom.metrics.k8s.io, and cluster 'prod' declares no way to it; declare metrics: [MetricsPipeline.customMetrics()] if it has one",
  judges: [HPA, SCALED_OBJECT, SCALED_JOB],
  check(set, report) {
    const declared = new Map<Cluster, ReadonlySet<MetricsApi>>();
    const apisOf = (cluster: Cluster): ReadonlySet<MetricsApi> => {
      let apis = declared.get(cluster);
      if (!apis) {
        declared.set(cluster, apis = new Set(cluster.metrics.map(({ api }) => api)));
      }
      return apis;
    };
    for (const [kind, needsOf] of [[HPA, needsOfHpa], [SCALED_OBJECT, needsOfKeda], [SCALED_JOB, needsOfKeda]] as const) {
      for (const scaler of set.ofKind(kind)) {
        const { cluster } = scaler;
        for (const [api, what] of cluster ? needsOf(scaler) : []) {
          const apis = apisOf(cluster!);
          if (!apis.has(api) && (api !== MetricsApi.RESOURCE || apis.size > 0)) {
            report(scaler, api === MetricsApi.KEDA ? `${scaler.called} is a record for KEDA, which has to be installed, and cluster '${cluster!.name}' does not say that it is; `
              + `install KEDA if it is not there, and declare metrics: [${kedaFor(scaler)}]` : `${scaler.called} ${what}, which needs ${api}, and cluster '${cluster!.name}' declares no way to it; `
              + `declare metrics: [${PIPELINE[api]}] if it has one`);
          }
        }
      }
    }
  },
};

/** The declaration of KEDA that a scaler needs: with the Prometheus that one of its triggers asks, if one does. */
function kedaFor({ spec }: Subject): string {
  const asks = mapsOf(spec.triggers).find(({ type }) => type === 'prometheus');
  const server = textOf(mapOf(asks?.metadata).serverAddress);
  return !asks ? KEDA_ALONE : server !== undefined && /^https?:\/\/[^\s'@]+$/.test(server) ? `MetricsPipeline.keda({ prometheus: '${server}' })` : PIPELINE[MetricsApi.KEDA];
}

/** The APIs that a HorizontalPodAutoscaler asks, and for the first metric of each what it asks for. What KEDA has made is KEDA's business. */
function needsOfHpa({ metadata, spec }: Subject): ReadonlyMap<MetricsApi, string> {
  const needs = new Map<MetricsApi, string>();
  if (mapsOf(metadata.ownerReferences).some(({ kind }) => kind === 'ScaledObject')) {
    return needs;
  }
  const need = (api: MetricsApi, what: string) => needs.has(api) || needs.set(api, `scales by ${what}`);
  if (spec.targetCPUUtilizationPercentage !== undefined) {
    need(MetricsApi.RESOURCE, 'cpu');
  }
  for (const { type, resource, containerResource, pods, object, external } of mapsOf(spec.metrics)) {
    if (type === 'Resource' || type === 'ContainerResource') {
      need(MetricsApi.RESOURCE, textOf(mapOf(resource ?? containerResource).name) ?? 'a resource');
    } else if (type === 'Pods' || type === 'Object') {
      need(MetricsApi.CUSTOM, `${type.toLowerCase()} metric '${nameOf(pods ?? object)}'`);
    } else if (type === 'External') {
      need(MetricsApi.EXTERNAL, `external metric '${nameOf(external)}'`);
    }
  }
  return needs;
}

function needsOfKeda({ spec }: Subject): ReadonlyMap<MetricsApi, string> {
  const needs = new Map([[MetricsApi.KEDA, '']]);
  const utilization = mapsOf(spec.triggers).find(({ type }) => type === 'cpu' || type === 'memory');
  return utilization ? needs.set(MetricsApi.RESOURCE, `scales by ${textOf(utilization.type)}`) : needs;
}

function nameOf(source: unknown): string {
  return textOf(mapOf(mapOf(source).metric).name) ?? '';
}
