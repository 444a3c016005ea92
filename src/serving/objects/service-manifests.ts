import type { ServiceSpec } from 'kubernetes-types/core/v1';
import { Manifest } from '../../manifest/manifest';
import { present } from '../../manifest/present';
import { ServicePlan } from '../service-plan';

/** True if the Service has a port for metrics too: a ServiceMonitor knows ports of Services only. */
export function hasMetricsPort({ props, server }: ServicePlan): boolean {
  return props.monitoring?._kind === 'ServiceMonitor' && server.metrics !== undefined && server.metrics.port !== server.port;
}

/** The Service: the one name that clients keep. */
export function serviceManifest(plan: ServicePlan): Manifest {
  const { server, exposure, labels, names, namespace, selector } = plan;
  const loadBalancer = exposure._loadBalancer;
  const ports: ServiceSpec['ports'] = [{
    // HTTP/2 without TLS, which gateways otherwise speak as HTTP/1.1
    appProtocol: server.protocol === 'grpc' ? 'kubernetes.io/h2c' : 'http',
    name: server.protocol,
    port: exposure.port,
    targetPort: server.protocol,
  }];
  if (hasMetricsPort(plan)) {
    ports.push({ appProtocol: 'http', name: 'metrics', port: server.metrics!.port, targetPort: 'metrics' });
  }
  const spec: ServiceSpec = present({
    externalTrafficPolicy: loadBalancer ? 'Local' : undefined,
    loadBalancerClass: loadBalancer?.loadBalancerClass,
    loadBalancerSourceRanges: loadBalancer ? [...loadBalancer.sourceRanges] : undefined,
    ports,
    selector,
    type: loadBalancer ? 'LoadBalancer' : 'ClusterIP',
  });
  return { apiVersion: 'v1', kind: 'Service', metadata: { ...(loadBalancer?.annotations && { annotations: { ...loadBalancer.annotations } }), labels, name: names.service, namespace }, spec };
}

/**
 * The route from a Gateway to the Service.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute
 */
export function routeManifest(plan: ServicePlan): Manifest | undefined {
  const { exposure, labels, names, namespace, name } = plan;
  const gateway = exposure._gateway;
  if (!gateway) {
    return undefined;
  }
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: plan.server.protocol === 'grpc' && gateway.path === undefined ? 'GRPCRoute' : 'HTTPRoute',
    metadata: { labels, name, namespace },
    spec: {
      hostnames: gateway.hostnames ? [...gateway.hostnames] : undefined,
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: gateway.gateway, namespace: gateway.gatewayNamespace }],
      rules: [{
        backendRefs: [{ group: '', kind: 'Service', name: names.service, port: exposure.port, weight: 1 }],
        ...(plan.server.protocol === 'grpc' && gateway.path === undefined ? {} : { matches: [{ path: { type: 'PathPrefix', value: gateway.path ?? '/' } }] }),
      }],
    },
  };
}

/** The Ingress to the Service. */
export function ingressManifest(plan: ServicePlan): Manifest | undefined {
  const { exposure, labels, names, namespace, name } = plan;
  const ingress = exposure._ingress;
  if (!ingress) {
    return undefined;
  }
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { ...(ingress.annotations && { annotations: { ...ingress.annotations } }), labels, name, namespace },
    spec: {
      ingressClassName: ingress.className,
      rules: [{
        host: ingress.host,
        http: { paths: [{ backend: { service: { name: names.service, port: { number: exposure.port } } }, path: ingress.path ?? '/', pathType: 'Prefix' }] },
      }],
      tls: ingress.tlsSecretName === undefined ? undefined : [{ hosts: [ingress.host], secretName: ingress.tlsSecretName }],
    },
  };
}
