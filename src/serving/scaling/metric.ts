import { LoadKind } from './load-metric';
import { checkCall } from '../../border/check-kinds';
import { isLabelValue, isQualifiedName } from '../../border/names';
import { Problems } from '../../border/problems';
import { Quantity } from '../../capacity/quantity';

/**
 * What an autoscaler looks at, and the value that it aims for.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec
 * @example Metric.cpuUtilization(70)
 */
export class Metric {
  /** Processor used, in percent of what the pods request. */
  public static cpuUtilization(percent: number): Metric {
    checkCall('Metric.cpuUtilization', [percent]);
    return Metric.utilization('cpu', percent);
  }

  /** Memory used, in percent of what the pods request. Few servers give memory back, so it scales up well and down badly. */
  public static memoryUtilization(percent: number): Metric {
    checkCall('Metric.memoryUtilization', [percent]);
    return Metric.utilization('memory', percent);
  }

  /**
   * A metric of the pods themselves, averaged over them (custom metrics API).
   * @param averageValue a Kubernetes quantity, `5` or `500m`
   */
  public static pods(name: string, averageValue: string, labels: { readonly [key: string]: string } = {}): Metric {
    checkCall('Metric.pods', [name, averageValue, labels]);
    return new Metric(`pods metric ${name}`, averageValue,
      { pods: { metric: identifier(name, labels), target: { averageValue, type: 'AverageValue' } }, type: 'Pods' });
  }

  /**
   * A metric of one object of the namespace, an Ingress or a Gateway (custom metrics API).
   * @param value a Kubernetes quantity: the value of the metric, whole
   */
  public static object(name: string, described: DescribedObject, value: string): Metric {
    checkCall('Metric.object', [name, described, value]);
    const { apiVersion, kind } = described;
    return new Metric(`object metric ${name}`, value, {
      object: { describedObject: { apiVersion, kind, name: described.name }, metric: { name }, target: { type: 'Value', value } },
      type: 'Object',
    });
  }

  /**
   * A metric from outside the cluster, a queue's length for example, divided by the number of pods (external metrics API).
   * @param averageValue a Kubernetes quantity: how much of it one replica takes
   */
  public static external(name: string, averageValue: string, labels: { readonly [key: string]: string } = {}): Metric {
    checkCall('Metric.external', [name, averageValue, labels]);
    return new Metric(`external metric ${name}`, averageValue,
      { external: { metric: identifier(name, labels), target: { averageValue, type: 'AverageValue' } }, type: 'External' });
  }

  /**
   * Requests that wait in the server, by the metric of its preset. What it is called and who brings it to the autoscaler follows from server and cluster.
   * @param perReplica how many of them one replica takes
   */
  public static queueDepth(perReplica: number): Metric {
    checkCall('Metric.queueDepth', [perReplica]);
    return new Metric('requests that wait', perReplica, {}, undefined, { kind: 'queue', perReplica });
  }

  /**
   * Requests that the server computes, by the metric of its preset.
   * @param perReplica how many of them one replica takes
   */
  public static inFlight(perReplica: number): Metric {
    checkCall('Metric.inFlight', [perReplica]);
    return new Metric('requests in flight', perReplica, {}, undefined, { kind: 'inFlight', perReplica });
  }

  /**
   * How busy the pods' GPUs are, in percent, by NVIDIA's exporter (`DCGM_FI_DEV_GPU_UTIL`), averaged over the GPUs of a pod. It says that a GPU computes, not how much it
   * still could: with a server of language models, prefer its queue.
   */
  public static gpuUtilization(percent: number): Metric {
    checkCall('Metric.gpuUtilization', [percent]);
    return new Metric('GPU utilization', percent, {}, undefined, { kind: 'gpu', perReplica: percent });
  }

  private static utilization(resource: 'cpu' | 'memory', percent: number): Metric {
    return new Metric(`${resource} utilization`, percent,
      { resource: { name: resource, target: { averageUtilization: percent, type: 'Utilization' } }, type: 'Resource' }, resource);
  }

  private constructor(
    private readonly title: string,
    private readonly target: string | number,
    /** As Kubernetes spells it. @internal */ public readonly _spec: { readonly [key: string]: any },
    /** The resource whose utilization it is. @internal */ public readonly _resource?: 'cpu' | 'memory',
    /** What of the server's load it is; its name is the server's. @internal */ public readonly _load?: LoadTarget,
  ) {}

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const { pods, object, external } = this._spec;
    const { metric } = pods ?? object ?? external ?? {};
    if (metric && !METRIC_NAME.test(metric.name)) {
      problems.add(`${property}.metric`, 'the name of a metric', metric.name, 'copy it from \'kubectl get --raw /apis/custom.metrics.k8s.io/v1beta2\'');
    }
    for (const [key, value] of Object.entries<string>(metric?.selector?.matchLabels ?? {})) {
      if (!isQualifiedName(key) || !isLabelValue(value)) {
        problems.add(`${property}.metricLabels.${key}`, 'a legal label', value, 'use at most 63 letters, digits, \'-\', \'_\' and \'.\'');
      }
    }
    for (const [key, value] of Object.entries<string>(object?.describedObject ?? {})) {
      if (value.trim() === '') {
        problems.add(`${property}.describedObject.${key}`, 'a text that is not empty', value, 'copy it from the object');
      }
    }
    if (this._load && this._load.kind !== 'gpu') {
      if (!(Number.isFinite(this._load.perReplica) && this._load.perReplica >= 0.001)) {
        problems.add(property, `a number above 0 (${this.title})`, this._load.perReplica, 'give what one replica takes, for example 5');
      }
      return;
    }
    if (this._load && this._load.perReplica > 100) {
      problems.add(property, `at most 100 percent (${this.title})`, this._load.perReplica, 'give for example 80');
    }
    if (typeof this.target === 'number') {
      if (!(Number.isSafeInteger(this.target) && this.target >= 1)) {
        problems.add(property, `a whole number of percent of at least 1 (${this.title})`, this.target, 'give for example 70');
      }
      return;
    }
    const quantity = Quantity.parse(this.target);
    if (!quantity || quantity.compare(Quantity.ZERO) <= 0) {
      problems.add(property, `a positive Kubernetes quantity (${this.title})`, this.target, 'give for example "5" or "500m"');
    }
  }
}

/** A part of a server's load, and how much of it one replica takes. */
interface LoadTarget {
  readonly kind: LoadKind;
  readonly perReplica: number;
}

/** An object that a metric describes. */
export interface DescribedObject {
  /** Its API version, `networking.k8s.io/v1`. */
  readonly apiVersion: string;
  /** Its kind, `Ingress`. */
  readonly kind: string;
  /** Its name. */
  readonly name: string;
}

/** A segment of a URL path. @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/autoscaling/validation/validation.go */
const METRIC_NAME = /^(?!\.\.?$)[^/%\s]+$/;

function identifier(name: string, labels: { readonly [key: string]: string }): object {
  return Object.keys(labels).length > 0 ? { name, selector: { matchLabels: { ...labels } } } : { name };
}
