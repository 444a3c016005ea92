import { Severity } from '../../manifest/finding';
import { mapsOf, textOf } from '../../reading/shape';
import { Rule } from '../rule';

const GROUP = 'gateway.networking.k8s.io';
const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map((kind) => `${GROUP}/${kind}`);

/** Routes that no Gateway takes. */
export const gatewayReference: Rule = {
  id: 'ML-REF-006',
  title: 'the Gateways that routes name exist',
  severity: Severity.WARNING,
  why: 'A route whose Gateway is not there is accepted by the server and served by nobody. (https://gateway-api.sigs.k8s.io/reference/spec/#parentreference)',
  fix: 'Name a Gateway of the cluster, make it, declare it with External.declare, or say in the facts of the cluster which Gateways it has.',
  example: "HTTPRoute 'chat' names Gateway 'public' of namespace 'gateways', which cluster 'prod' does not have (it has gateways/internal); mend the name, or add it to the cluster's gateways",
  judges: ROUTES,
  check(set, report) {
    for (const route of ROUTES.flatMap((kind) => set.ofKind(kind))) {
      const { cluster } = route;
      if (!cluster) {
        continue;
      }
      for (const ref of mapsOf(route.spec.parentRefs)) {
        const name = textOf(ref.name);
        const namespace = textOf(ref.namespace) ?? route.namespace;
        if (name === undefined || (ref.kind ?? 'Gateway') !== 'Gateway' || (ref.group ?? GROUP) !== GROUP
          || set.find(`${GROUP}/Gateway`, namespace, name) || set.external('Gateway', namespace, name)) {
          continue;
        }
        const called = `${route.called} names Gateway '${name}'${namespace === undefined ? '' : ` of namespace '${namespace}'`}`;
        const { gateways } = cluster;
        if (!gateways) {
          report(route, `${called}, and cluster '${cluster.name}' does not say which Gateways it has; declare its gateways`);
        } else if (!gateways.some((gateway) => gateway.name === name && (namespace === undefined || gateway.namespace === namespace))) {
          const known = gateways.map((gateway) => `${gateway.namespace}/${gateway.name}`).join(', ') || 'none';
          report(route, `${called}, which cluster '${cluster.name}' does not have (it has ${known}); mend the name, or add it to the cluster's gateways`);
        }
      }
    }
  },
};
