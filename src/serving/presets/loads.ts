import { ServerLoad } from '../scaling/load-metric';

/** The gauges of load that the servers of the presets write, by preset. Where each was read stands with its preset. */
export const LOADS = {
  vllm: {
    queue: { name: 'vllm:num_requests_waiting', labels: ['model_name', 'engine'] },
    inFlight: { name: 'vllm:num_requests_running', labels: ['model_name', 'engine'] },
  },
  sglang: {
    queue: { name: 'sglang:num_queue_reqs', labels: ['model_name'] },
    inFlight: { name: 'sglang:num_running_reqs', labels: ['model_name'] },
  },
  triton: { queue: { name: 'nv_inference_pending_request_count', labels: ['model', 'version'] } },
  textEmbeddings: { queue: { name: 'te_queue_size', labels: [] } },
  llamaCpp: {
    queue: { name: 'llamacpp:requests_deferred', labels: [] },
    inFlight: { name: 'llamacpp:requests_processing', labels: [] },
  },
  mlServer: { inFlight: { name: 'rest_server_requests_in_progress', labels: ['method', 'app_name'] } },
  bento: { inFlight: { name: 'bentoml_service_request_in_progress', labels: ['endpoint', 'service_name', 'service_version', 'runner_name'] } },
  nim: {
    queue: { name: 'num_requests_waiting', labels: ['model_name'], otherNames: ['vllm:num_requests_waiting', 'sglang:num_queue_reqs'] },
    inFlight: { name: 'num_requests_running', labels: ['model_name'], otherNames: ['vllm:num_requests_running', 'sglang:num_running_reqs'] },
  },
  rayServe: {
    queue: { name: 'ray_serve_deployment_queued_queries', labels: ['deployment', 'application'] },
    inFlight: { name: 'ray_serve_num_ongoing_http_requests', labels: [] },
  },
} satisfies { readonly [preset: string]: ServerLoad };

/** The names of all of them. */
export const LOAD_METRICS: ReadonlySet<string> = new Set(Object.values<ServerLoad>(LOADS)
  .flatMap(({ queue, inFlight }) => [queue, inFlight]).flatMap((metric) => metric ? [metric.name, ...metric.otherNames ?? []] : []));
