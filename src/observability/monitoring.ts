import { Duration } from 'cdk8s';
import { checkSeconds, secondsOf } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { isDnsLabel, isLabelValue, isQualifiedName } from '../border/names';
import { Problems } from '../border/problems';

/** How Prometheus finds the pods. */
export interface MonitoringOptions {
  /**
   * The namespace that Prometheus runs in; network policies let it in from there.
   * @default monitoring
   */
  readonly prometheusNamespace?: string;
}

/** How the Prometheus Operator finds the pods. */
export interface MonitorOptions extends MonitoringOptions {
  /**
   * Labels of the monitor, by which the operator's Prometheus selects monitors (`podMonitorSelector`, `serviceMonitorSelector`).
   * @default - the cluster's `monitorLabels`; without them none, and Prometheus has to select every monitor
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Time between scrapes.
   * @default Duration.seconds(30)
   */
  readonly interval?: Duration;
}

/**
 * How the metrics of a workload get to Prometheus.
 *
 * @example Monitoring.podMonitor({ labels: { release: 'prometheus' } })
 */
export class Monitoring {
  /**
   * By the `prometheus.io/*` annotations of the pods, for a Prometheus with a scrape configuration that reads them: `PrometheusScrape.annotatedPods()`.
   */
  public static annotations(options: MonitoringOptions = {}): Monitoring {
    checkCall('Monitoring.annotations', [options]);
    return new Monitoring('annotations', options);
  }

  /**
   * By a PodMonitor of the Prometheus Operator.
   * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor
   */
  public static podMonitor(options: MonitorOptions = {}): Monitoring {
    checkCall('Monitoring.podMonitor', [options]);
    return new Monitoring('PodMonitor', options);
  }

  /**
   * By a ServiceMonitor of the Prometheus Operator.
   * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor
   */
  public static serviceMonitor(options: MonitorOptions = {}): Monitoring {
    checkCall('Monitoring.serviceMonitor', [options]);
    return new Monitoring('ServiceMonitor', options);
  }

  private readonly options: MonitorOptions;

  private constructor(/** @internal */ public readonly _kind: 'annotations' | 'PodMonitor' | 'ServiceMonitor', options: MonitorOptions) {
    this.options = { ...options, labels: { ...options.labels } };
  }

  /** Where Prometheus runs. @internal */
  public get _prometheusNamespace(): string {
    return this.options.prometheusNamespace ?? 'monitoring';
  }

  /** Labels of the monitor. @internal */
  public get _labels(): { readonly [key: string]: string } {
    return this.options.labels ?? {};
  }

  /** Annotations of the pods. @internal */
  public _podAnnotations(port: number, path: string): { readonly [key: string]: string } {
    return this._kind === 'annotations' ? { 'prometheus.io/path': path, 'prometheus.io/port': `${port}`, 'prometheus.io/scrape': 'true' } : {};
  }

  /** The one endpoint of the monitor. @internal */
  public _endpoint(portName: string, path: string): object {
    return { interval: `${this.options.interval ? secondsOf(this.options.interval) : 30}s`, path, port: portName };
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    checkSeconds(problems, `${property}.interval`, this.options.interval, 1);
    if (!isDnsLabel(this._prometheusNamespace)) {
      problems.add(`${property}.prometheusNamespace`, 'the name of a namespace', this._prometheusNamespace, 'copy it from \'kubectl get namespaces\'');
    }
    for (const [key, value] of Object.entries(this._labels)) {
      if (!isQualifiedName(key) || !isLabelValue(value)) {
        problems.add(`${property}.labels.${key}`, 'a legal label', value, 'copy it from the Prometheus object\'s selector');
      }
    }
  }
}
