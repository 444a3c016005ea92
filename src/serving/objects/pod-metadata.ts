import { bytesOf, sizeText } from '../../border/amounts';
import { ACCELERATOR_MEMORY, CUDA_VERSION } from '../../manifest/annotations';
import { NOT_TO_EVICT, SAFE_TO_EVICT } from '../../pod/placement/eviction';
import { ServicePlan } from '../service-plan';

/** Annotations that a service's pods carry for their release, their scope, Prometheus, node autoscalers and what the rules compare. */
export function podAnnotations({ props, server, annotations }: ServicePlan): { [key: string]: string } {
  const scrape = props.monitoring && server.metrics ? props.monitoring._podAnnotations(server.metrics.port, server.metrics.path) : {};
  return {
    ...annotations,
    ...props.availability?.mayBeMoved ?? true ? SAFE_TO_EVICT : NOT_TO_EVICT,
    ...scrape,
    ...server.acceleratorMemory && { [ACCELERATOR_MEMORY]: sizeText(bytesOf(server.acceleratorMemory)) },
    ...server.cudaVersion !== undefined && { [CUDA_VERSION]: server.cudaVersion },
  };
}

/** Labels and annotations of its pods. */
export function podMetadata(plan: ServicePlan): { annotations?: { [key: string]: string }; labels: { [key: string]: string } } {
  const { props, labels } = plan;
  const annotations = { ...props.podAnnotations, ...podAnnotations(plan) };
  return {
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    labels: { ...labels, ...props.identity?._podLabels, ...props.selectorLabels },
  };
}
