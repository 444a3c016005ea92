import { eachProbe } from './each-probe';
import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { mapOf } from '../../reading/shape';
import { Rule } from '../rule';

const HANDLERS = ['httpGet', 'tcpSocket'];

/** A probe that asks somebody else. */
export const probeHost: Rule = {
  id: 'ML-PROBE-003',
  title: 'a probe asks the pod itself',
  severity: Severity.WARNING,
  why: 'With a host, the kubelet asks that host and not the pod: every pod shares its fate. The baseline Pod Security Standard refuses it since 1.34. https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  fix: 'Leave host out; to choose a virtual host, set the header Host in httpHeaders.',
  example: "readinessProbe of container 'server' of Deployment 'chat' asks host 'example.com' instead of the pod; take host away, or set a Host header",
  judges: WORKLOADS,
  check(set, report) {
    eachProbe(set, (name, probe, container, template) => {
      for (const handler of HANDLERS) {
        const { host } = mapOf(probe[handler]);
        if (typeof host === 'string' && host !== '') {
          report(template.owner, `${name} of ${container.called} asks host '${host}' instead of the pod; take host away, or set a Host header`);
        }
      }
    });
  },
};
