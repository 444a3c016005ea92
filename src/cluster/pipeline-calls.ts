import { MetricsApi } from './metrics-pipeline-props';

/** The call that declares KEDA, as a message writes it, where nothing asks Prometheus. */
export const KEDA_ALONE = 'MetricsPipeline.keda()';

/** The call that declares the pipeline of an API, as a message writes it: of KEDA with a Prometheus for it. */
export const PIPELINE: { readonly [api in MetricsApi]: string } = {
  [MetricsApi.RESOURCE]: 'MetricsPipeline.resource()',
  [MetricsApi.CUSTOM]: 'MetricsPipeline.customMetrics()',
  [MetricsApi.EXTERNAL]: 'MetricsPipeline.externalMetrics()',
  [MetricsApi.KEDA]: "MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })",
};
