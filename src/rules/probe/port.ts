import { eachProbe } from './each-probe';
import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { mapOf, mapsOf } from '../../reading/shape';
import { isPortName } from '../api/faults';
import { Rule } from '../rule';

const HANDLERS = ['httpGet', 'tcpSocket'];

/** A probe of a port that its container does not have. */
export const probePort: Rule = {
  id: 'ML-PROBE-004',
  title: 'the port that a probe names is a port of its container',
  severity: Severity.ERROR,
  why: 'The kubelet looks for the name among the ports of that very container. Without it a startup or readiness probe never succeeds, so the pod never serves; a liveness probe never fails, so it watches nothing, which is a warning. https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubelet/prober/prober.go',
  fix: 'Name a port of the container, or give its number.',
  example: "readinessProbe of container 'server' of Deployment 'chat' asks port 'htp', which the container does not have (http); mend the name or give the number",
  judges: WORKLOADS,
  linters: { kubeLinter: ['liveness-port', 'readiness-port', 'startup-port'] },
  check(set, report) {
    eachProbe(set, (name, probe, container, template) => {
      for (const handler of HANDLERS) {
        const { port } = mapOf(probe[handler]);
        if (typeof port !== 'string' || !isPortName(port)) {
          continue;
        }
        const names = mapsOf(container.shape.ports).map((x) => x.name);
        if (!names.includes(port)) {
          const known = names.filter((x) => typeof x === 'string').join(', ') || 'no port of it has a name';
          report(template.owner, `${name} of ${container.called} asks port '${port}', which the container does not have (${known}); mend the name or give the number`,
            name === 'livenessProbe' ? Severity.WARNING : Severity.ERROR);
        }
      }
    });
  },
};
