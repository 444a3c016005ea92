import { KedaPrometheus } from './keda-prometheus';
import { CustomMetricsProps, KedaProps, MetricsApi } from './metrics-pipeline-props';
import { KEDA_ALONE, PIPELINE } from './pipeline-calls';
import { checkCall } from '../border/check-kinds';
import { isDnsSubdomain } from '../border/names';
import { Problems } from '../border/problems';

/**
 * A way by which metrics get to autoscalers. A cluster is told which ones it has; those that are not there are what an autoscaler waits for in vain.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#support-for-metrics-apis
 * @example MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })
 */
export class MetricsPipeline {
  /** Processor and memory of pods, by metrics-server or what a provider has in its place. */
  public static resource(): MetricsPipeline {
    return new MetricsPipeline(MetricsApi.RESOURCE);
  }

  /**
   * Metrics of pods and objects, by an adapter.
   *
   * prometheus-adapter finds the pod of a series by its labels `namespace` and `pod`, and lists the series by its own name, colons included, unless a rule
   * of its configuration gives another.
   * @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/config.md
   */
  public static customMetrics(props: CustomMetricsProps = {}): MetricsPipeline {
    checkCall('MetricsPipeline.customMetrics', [props]);
    return new MetricsPipeline(MetricsApi.CUSTOM, { names: { ...props.names } });
  }

  /** Metrics from outside the cluster, by an adapter: of a cloud's monitoring, of Prometheus, or KEDA's own. */
  public static externalMetrics(): MetricsPipeline {
    return new MetricsPipeline(MetricsApi.EXTERNAL);
  }

  /**
   * KEDA, which has to be installed in the cluster, and a Prometheus that it asks, if services are to be scaled by what Prometheus knows.
   * @throws if the address is none
   * @see https://keda.sh/docs/latest/deploy/
   * @see https://keda.sh/docs/latest/scalers/prometheus/
   */
  public static keda(props: KedaProps = {}): MetricsPipeline {
    checkCall('MetricsPipeline.keda', [props]);
    const problems = new Problems('MetricsPipeline.keda');
    const { prometheus, authentication } = props;
    if (prometheus === undefined && authentication) {
      problems.add('prometheus', 'the address of the Prometheus to which authentication shows who KEDA is', prometheus, 'write for example "http://prometheus.monitoring:9090", or leave authentication out');
    } else if (prometheus !== undefined && !/^https?:\/\/[^\s/?#]+(\/[^\s?#]*[^\s/?#])?$/.test(prometheus)) {
      problems.add('prometheus', 'the address of Prometheus without a slash at its end', prometheus, 'write for example "http://prometheus.monitoring:9090"');
    }
    if (authentication && !isDnsSubdomain(authentication.name)) {
      problems.add('authentication.name', 'the name of an object', authentication.name, 'copy it from \'kubectl get triggerauthentications\'');
    }
    problems.throw();
    return new MetricsPipeline(MetricsApi.KEDA, {}, prometheus === undefined ? undefined : {
      prometheus,
      authentication: authentication && { ...authentication, modes: [...authentication.modes ?? []] },
    });
  }

  private constructor(
    /** The API that it serves. */
    public readonly api: MetricsApi,
    private readonly custom: CustomMetricsProps = {},
    /** The Prometheus that KEDA asks, where it is told one. @internal */
    public readonly _keda?: KedaPrometheus,
  ) {}

  /** The name by which its API lists a series. @internal */
  public _nameOf(series: string): string {
    return this.custom.names?.[series] ?? series;
  }

  /** The factory that makes it, as messages call it. */
  public toString(): string {
    return this.api === MetricsApi.KEDA && !this._keda ? KEDA_ALONE : PIPELINE[this.api];
  }
}
