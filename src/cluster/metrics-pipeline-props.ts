/** The API by which an autoscaler asks for its metrics, or the scaler that asks by itself. */
export enum MetricsApi {
  /** Processor and memory of pods: `metrics.k8s.io`. */
  RESOURCE = 'metrics.k8s.io',
  /** Metrics of pods and other objects: `custom.metrics.k8s.io`. */
  CUSTOM = 'custom.metrics.k8s.io',
  /** Metrics from outside the cluster: `external.metrics.k8s.io`. */
  EXTERNAL = 'external.metrics.k8s.io',
  /** KEDA's operator, which reads ScaledObjects and asks Prometheus itself. */
  KEDA = 'keda.sh',
}

/** What an adapter makes of the metrics in Prometheus. */
export interface CustomMetricsProps {
  /**
   * Metrics that the adapter lists under another name than their series has, by the name of the series: `{ 'vllm:num_requests_waiting':
   * 'vllm_num_requests_waiting' }` for a rule with `name: { as: vllm_num_requests_waiting }`.
   * @default - each by the name of its series, as prometheus-adapter does without a rule that says otherwise
   */
  readonly names?: { readonly [series: string]: string };
}

/** How KEDA shows Prometheus who it is. */
export enum KedaAuthMode {
  /** A token. */
  BEARER = 'bearer',
  /** Name and password. */
  BASIC = 'basic',
  /** A certificate. */
  TLS = 'tls',
  /** A header of your own. */
  CUSTOM = 'custom',
}

/** Who KEDA is to Prometheus. */
export interface KedaAuthentication {
  /** Name of the TriggerAuthentication, which stands in the namespace of each service, or of the ClusterTriggerAuthentication. */
  readonly name: string;
  /**
   * How it is shown (`authModes`).
   * @default - none: the authentication names a pod identity of the cloud
   */
  readonly modes?: KedaAuthMode[];
  /**
   * It is a ClusterTriggerAuthentication.
   * @default false
   */
  readonly clusterWide?: boolean;
}

/** Where KEDA finds metrics. */
export interface KedaProps {
  /**
   * The address of Prometheus, as pods of the cluster reach it: `http://prometheus.monitoring:9090`. By it services are scaled on the load of their pods
   * (`Scaling.onQueueDepth`, `onInFlight`, `onGpuUtilization`), and `Trigger.prometheus()` finds a server; queues, streams and schedules need none.
   * @default - none; KEDA asks queues and schedules
   */
  readonly prometheus?: string;
  /**
   * Who KEDA is to that Prometheus.
   * @default - nobody; Prometheus answers everybody
   */
  readonly authentication?: KedaAuthentication;
}
