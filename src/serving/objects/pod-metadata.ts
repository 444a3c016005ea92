import { ServicePlan } from '../service-plan';

/** Annotations that a service's pods carry for their release, their scope and Prometheus. */
export function podAnnotations({ props, server, annotations }: ServicePlan): { [key: string]: string } {
  const scrape = props.monitoring && server.metrics ? props.monitoring._podAnnotations(server.metrics.port, server.metrics.path) : {};
  return { ...annotations, ...scrape };
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
