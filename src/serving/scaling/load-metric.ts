/** What of a server's load a metric counts. */
export type LoadKind = 'queue' | 'inFlight' | 'gpu';

/** A gauge of a server's load: one series or several in each pod, whose sum is the pod's load. */
export interface LoadMetric {
  /** Its name, as the server writes it: `vllm:num_requests_waiting`. */
  readonly name: string;
  /** Labels that the server itself puts on each of its series, by which dashboards and adapters tell them apart. */
  readonly labels: readonly string[];
  /** Names that other versions of the server give it. */
  readonly otherNames?: readonly string[];
}

/** The gauges of a server's load; those that it does not have are left out. */
export interface ServerLoad {
  /** Requests that wait for their turn. */
  readonly queue?: LoadMetric;
  /** Requests that are computed. */
  readonly inFlight?: LoadMetric;
}

/**
 * The percent of the last second in which a card computed something, a series for each card, written by NVIDIA's exporter on each node. The pod that
 * has the card is a label: `pod`, or `exported_pod` where Prometheus keeps that name for the exporter's own pod.
 * @see https://github.com/NVIDIA/dcgm-exporter/blob/main/etc/default-counters.csv
 */
export const GPU_UTILIZATION: LoadMetric = { name: 'DCGM_FI_DEV_GPU_UTIL', labels: ['gpu', 'UUID', 'modelName', 'Hostname', 'namespace', 'pod', 'container'] };
