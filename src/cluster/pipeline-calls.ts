import { MetricsApi } from './metrics-pipeline-props';

/** The call that declares the pipeline of an API, as a message writes it. */
export const PIPELINE: { readonly [api in MetricsApi]: string } = {
  [MetricsApi.RESOURCE]: 'MetricsPipeline.resource()',
  [MetricsApi.CUSTOM]: 'MetricsPipeline.customMetrics()',
  [MetricsApi.EXTERNAL]: 'MetricsPipeline.externalMetrics()',
  [MetricsApi.KEDA]: "MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })",
};
