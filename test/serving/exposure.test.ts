import { chat, kinds, one, podOf } from './service';
import { Exposure } from '../../src/serving/exposure';
import { ModelServer } from '../../src/serving/model-server';
import { OnlineInferenceProps } from '../../src/serving/online-inference-props';

const grpc: Partial<OnlineInferenceProps> = { server: ModelServer.grpc({ image: 'registry.example.com/chat:v1' }) };
const callers = (exposure: Exposure) => one(chat({ exposure }), 'NetworkPolicy').spec.ingress;
const to8000 = [{ port: 8000, protocol: 'TCP' }];

test('inside the cluster: the namespace may call, or only who is allowed by name', () => {
  expect(callers(Exposure.clusterInternal())).toEqual([{ from: [{ podSelector: {} }], ports: to8000 }]);
  expect(callers(Exposure.clusterInternal({ onlyAllowed: true }))).toEqual([]);
  expect(one(chat({ exposure: Exposure.clusterInternal({ port: 8080 }) }), 'Service').spec).toMatchObject({ ports: [{ port: 8080 }], type: 'ClusterIP' });
});

describe('a load balancer', () => {
  const exposure = Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24', '2001:db8::/32'], annotations: { 'example.com/internal': 'true' }, loadBalancerClass: 'example.com/nlb' });
  const service = chat({ exposure });

  test('keeps the addresses of its callers, so that both it and the policy let in the same ranges', () => {
    expect(one(service, 'Service').spec).toEqual({
      externalTrafficPolicy: 'Local',
      loadBalancerClass: 'example.com/nlb',
      loadBalancerSourceRanges: ['203.0.113.0/24', '2001:db8::/32'],
      ports: [{ appProtocol: 'http', name: 'http', port: 80, targetPort: 'http' }],
      selector: { 'app.kubernetes.io/name': 'chat' },
      type: 'LoadBalancer',
    });
    expect(one(service, 'Service').metadata.annotations).toEqual({ 'example.com/internal': 'true' });
    expect(one(service, 'NetworkPolicy').spec.ingress).toEqual([
      { from: [{ ipBlock: { cidr: '203.0.113.0/24' } }, { ipBlock: { cidr: '2001:db8::/32' } }], ports: to8000 },
    ]);
  });

  test('needs 35 seconds to notice that a pod goes: 5 for the endpoints, 3 × 10 for the health check of its node', () => {
    expect(podOf(service).terminationGracePeriodSeconds).toBe(35 + 30 + 5);
    expect(podOf(service).containers[0].lifecycle.preStop.sleep.seconds).toBe(35);
  });
});

describe('a gateway', () => {
  const GATEWAY = { gateway: 'edge', gatewayNamespace: 'gateways' };

  test('routes everything to the Service, and calls from its own namespace', () => {
    const service = chat({ exposure: Exposure.gateway(GATEWAY) });
    expect(one(service, 'HTTPRoute')).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      metadata: { name: 'chat', namespace: 'team-a' },
      spec: {
        parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'gateways' }],
        rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'chat', port: 80, weight: 1 }], matches: [{ path: { type: 'PathPrefix', value: '/' } }] }],
      },
    });
    expect(one(service, 'HTTPRoute').spec).not.toHaveProperty('hostnames');
    expect(service.route?.kind).toBe('HTTPRoute');
    expect(one(service, 'Service').spec.type).toBe('ClusterIP');
    expect(one(service, 'NetworkPolicy').spec.ingress).toEqual([
      { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateways' } } }], ports: to8000 },
    ]);
    expect(podOf(service).terminationGracePeriodSeconds).toBe(50);
  });

  test('routes some hosts and a path, and calls from outside the cluster', () => {
    const service = chat({ exposure: Exposure.gateway({ ...GATEWAY, hostnames: ['chat.example.com', '*.chat.example.com'], path: '/v1', port: 8080, sourceRanges: ['10.129.0.0/23'] }) });
    const { hostnames, rules } = one(service, 'HTTPRoute').spec;
    expect(hostnames).toEqual(['chat.example.com', '*.chat.example.com']);
    expect(rules[0].matches).toEqual([{ path: { type: 'PathPrefix', value: '/v1' } }]);
    expect(rules[0].backendRefs[0].port).toBe(8080);
    expect(one(service, 'NetworkPolicy').spec.ingress[0].from).toEqual([{ ipBlock: { cidr: '10.129.0.0/23' } }]);
  });

  test('speaks gRPC by a GRPCRoute, by an HTTPRoute where a path is asked for', () => {
    const service = chat({ ...grpc, exposure: Exposure.gateway(GATEWAY) });
    expect(one(service, 'GRPCRoute').spec.rules).toEqual([{ backendRefs: [{ group: '', kind: 'Service', name: 'chat', port: 80, weight: 1 }] }]);
    expect(kinds(chat({ ...grpc, exposure: Exposure.gateway({ ...GATEWAY, path: '/pkg.Service' }) }))).toContain('HTTPRoute/chat');
  });
});

test('an Ingress: a host, the cluster\'s own class, the controller of ingress-nginx', () => {
  const service = chat({ exposure: Exposure.ingress({ host: 'chat.example.com' }) });
  expect(one(service, 'Ingress').spec).toEqual({
    rules: [{ host: 'chat.example.com', http: { paths: [{ backend: { service: { name: 'chat', port: { number: 80 } } }, path: '/', pathType: 'Prefix' }] } }],
  });
  expect(one(service, 'NetworkPolicy').spec.ingress[0].from).toEqual([{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }]);
  expect(service.route?.kind).toBe('Ingress');
});

test('an Ingress with everything', () => {
  const service = chat({
    exposure: Exposure.ingress({
      host: '*.example.com', className: 'traefik', path: '/chat', tlsSecretName: 'chat-tls', controllerNamespace: 'traefik', annotations: { 'example.com/a': 'b' }, port: 81,
    }),
  });
  expect(one(service, 'Ingress')).toMatchObject({
    metadata: { annotations: { 'example.com/a': 'b' } },
    spec: {
      ingressClassName: 'traefik',
      rules: [{ host: '*.example.com', http: { paths: [{ backend: { service: { port: { number: 81 } } }, path: '/chat' }] } }],
      tls: [{ hosts: ['*.example.com'], secretName: 'chat-tls' }],
    },
  });
  expect(one(service, 'NetworkPolicy').spec.ingress[0].from).toEqual([{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'traefik' } } }]);
});

test('gRPC: named port, HTTP/2 without TLS, the health service as the question', () => {
  const service = chat(grpc);
  expect(one(service, 'Service').spec.ports).toEqual([{ appProtocol: 'kubernetes.io/h2c', name: 'grpc', port: 80, targetPort: 'grpc' }]);
  const [container] = podOf(service).containers;
  expect(container.ports).toEqual([{ containerPort: 50051, name: 'grpc' }]);
  expect(container.readinessProbe).toMatchObject({ grpc: { port: 50051 } });
  expect(container.startupProbe).toMatchObject({ failureThreshold: 18, grpc: { port: 50051 } });
  // the health of the whole server is NOT_SERVING while the model loads, which must not kill it
  expect(container.livenessProbe).toMatchObject({ tcpSocket: { port: 50051 } });
});

test('gRPC with health services of its own', () => {
  const server = ModelServer.grpc({ image: 'registry.example.com/chat:v1', port: 9000, readinessService: 'ready', livenessService: 'live' });
  const [container] = podOf(chat({ server })).containers;
  expect(container.readinessProbe.grpc).toEqual({ port: 9000, service: 'ready' });
  expect(container.livenessProbe.grpc).toEqual({ port: 9000, service: 'live' });
});
