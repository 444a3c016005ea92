import { Yaml } from 'cdk8s';
import { checkCall } from '../border/check-kinds';

/**
 * Scrape configurations for a Prometheus that nobody operates by the Prometheus Operator.
 *
 * @example fs.writeFileSync('prometheus.yml', PrometheusScrape.annotatedPods());
 */
export class PrometheusScrape {
  /**
   * A `prometheus.yml` that finds every pod annotated by `Monitoring.annotations()` and scrapes its port and path. The model, its version, the
   * namespace and the pod become labels of every series.
   *
   * @param namespaces the namespaces to look in; all of them if left out
   * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config
   */
  public static annotatedPods(namespaces: string[] = []): string {
    checkCall('PrometheusScrape.annotatedPods', [namespaces]);
    const annotation = (name: string) => `__meta_kubernetes_pod_annotation_prometheus_io_${name}`;
    const label = (name: string) => `__meta_kubernetes_pod_label_${name}`;
    return Yaml.stringify({
      scrape_configs: [{
        job_name: 'cdk8s-ml-pods',
        kubernetes_sd_configs: [{ role: 'pod', ...(namespaces.length > 0 ? { namespaces: { names: [...namespaces] } } : {}) }],
        relabel_configs: [
          { action: 'keep', regex: 'true', source_labels: [annotation('scrape')] },
          { action: 'drop', regex: 'Pending|Succeeded|Failed', source_labels: ['__meta_kubernetes_pod_phase'] },
          { action: 'replace', regex: '(.+)', source_labels: [annotation('path')], target_label: '__metrics_path__' },
          // a pod is found once for each of its ports; all of them lead to the annotated one, and Prometheus keeps one of equal targets
          { action: 'replace', regex: '([^:]+);(.+)', replacement: '$1:$2', source_labels: ['__meta_kubernetes_pod_ip', annotation('port')], target_label: '__address__' },
          // an IPv6 address stands in brackets
          { action: 'replace', regex: '(.*:.*);(.+)', replacement: '[$1]:$2', source_labels: ['__meta_kubernetes_pod_ip', annotation('port')], target_label: '__address__' },
          { action: 'replace', source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
          { action: 'replace', source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
          { action: 'replace', source_labels: [label('app_kubernetes_io_name')], target_label: 'service' },
          { action: 'replace', source_labels: [label('cdk8s_ml_dev_model')], target_label: 'model' },
          { action: 'replace', source_labels: [label('cdk8s_ml_dev_model_version')], target_label: 'model_version' },
        ],
      }],
    });
  }

  private constructor() {}
}
