import { Severity } from '../../manifest/finding';
import { mapOf, mapsOf, Shape, written } from '../../reading/shape';
import { Rule } from '../rule';

/** Jobs with a token of the API that may carry it anywhere. */
export const offHoursEgress: Rule = {
  id: 'ML-NET-008',
  title: 'off-hours jobs call the API server alone',
  severity: Severity.WARNING,
  why: 'The jobs that put a service to rest carry a token of the Kubernetes API. A network policy cannot select the API server, it is no pod; where its addresses are not known, the policy lets the jobs call any address on its ports, and whoever gets into such a pod can take the token anywhere.',
  fix: "Give the cluster's apiServerCidrs ('kubectl get endpointslices kubernetes', and the address of the Service 'kubernetes').",
  example: "NetworkPolicy 'chat-off-hours' lets jobs with a token of the API call any address on ports 443, 6443; give the cluster's apiServerCidrs",
  judges: ['networking.k8s.io/NetworkPolicy'],
  check(set, report) {
    for (const policy of set.ofKind('networking.k8s.io/NetworkPolicy')) {
      if (mapOf(policy.metadata.labels)['app.kubernetes.io/component'] === 'off-hours') {
        const open = mapsOf(policy.spec.egress).filter((rule) => mapsOf(rule.to).length === 0);
        if (open.length > 0) {
          report(policy, `${policy.called} lets jobs with a token of the API call any address${portsOf(open)}; give the cluster's apiServerCidrs`);
        }
      }
    }
  },
};

/** The ports that are open; nothing where all of them are. */
function portsOf(rules: readonly Shape[]): string {
  const ports = rules.map((rule) => mapsOf(rule.ports));
  return ports.some((some) => some.length === 0) ? '' : ` on ports ${[...new Set(ports.flat().map(({ port }) => written(port)))].join(', ')}`;
}
