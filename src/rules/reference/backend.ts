import { absentText } from './absent';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { isMap, mapOf, mapsOf, Shape, textOf, written } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Report, Rule } from '../rule';

const INGRESS = 'networking.k8s.io/Ingress';
const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map((kind) => `gateway.networking.k8s.io/${kind}`);

/** What a route sends requests to. */
interface Backend {
  readonly name?: string;
  readonly namespace?: string;
  readonly port?: unknown;
}

/** Routes to nowhere. */
export const backendReference: Rule = {
  id: 'ML-REF-005',
  title: 'the Services and ports that routes send to exist',
  severity: Severity.ERROR,
  why: 'A route to a Service or a port that is not there answers 503 or 500. An error where the Service is there and lacks the port; a warning where the Service may come from somebody else.',
  fix: 'Name a Service of the same namespace and one of its ports, or declare the Service with External.declare.',
  example: "HTTPRoute 'chat' sends requests to port 8080 of Service 'chat', which has 80; mend the port",
  judges: [INGRESS, ...ROUTES],
  linters: { kubeLinter: ['dangling-ingress'], kubeScore: ['ingress-targets-service'] },
  check(set, report) {
    for (const ingress of set.ofKind(INGRESS)) {
      for (const backend of ingressBackends(ingress)) {
        const service = mapOf(backend.service);
        const port = mapOf(service.port);
        checkBackend(set, report, ingress, { name: textOf(service.name), namespace: ingress.namespace, port: port.number ?? port.name });
      }
    }
    for (const route of ROUTES.flatMap((kind) => set.ofKind(kind))) {
      for (const ref of mapsOf(route.spec.rules).flatMap((rule) => mapsOf(rule.backendRefs))) {
        if ((ref.kind ?? 'Service') === 'Service' && (ref.group ?? '') === '') {
          checkBackend(set, report, route, { name: textOf(ref.name), namespace: textOf(ref.namespace) ?? route.namespace, port: ref.port });
        }
      }
    }
  },
};

function ingressBackends({ spec }: Subject): Shape[] {
  const paths = mapsOf(spec.rules).flatMap((rule) => mapsOf(mapOf(rule.http).paths));
  return [mapOf(spec.defaultBackend), ...paths.map((path) => mapOf(path.backend))].filter(({ service }) => isMap(service));
}

function checkBackend(set: ManifestSet, report: Report, route: Subject, { name, namespace, port }: Backend): void {
  if (name === undefined) {
    return;
  }
  const service = set.find('Service', namespace, name);
  if (!service) {
    // a Service of another namespace is another app's as a rule
    if (namespace === route.namespace && !set.external('Service', namespace, name)) {
      report(route, absentText(set, route, route.called, 'Service', name), Severity.WARNING);
    }
    return;
  }
  const ports = mapsOf(service.spec.ports);
  if (port === undefined || service.spec.type === 'ExternalName' || ports.some((x) => x.port === port || x.name === port)) {
    return;
  }
  if (ports.length > 0) {
    const known = ports.map((x) => written(typeof port === 'string' ? x.name ?? x.port : x.port)).join(', ');
    report(route, `${route.called} sends requests to port ${written(port)} of ${service.called}, which has ${known}; mend the port`);
  }
}
