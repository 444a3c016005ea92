import { Severity } from '../../manifest/finding';
import { mayBeInjected, portNames, portsOf } from '../../reading/ports';
import { selectorOfMap } from '../../reading/selector';
import { mapsOf, written } from '../../reading/shape';
import { Rule } from '../rule';

/** A target port that no pod has. */
export const servicePorts: Rule = {
  id: 'ML-NET-002',
  title: "a Service's target ports are ports of its pods",
  severity: Severity.ERROR,
  why: 'A target port by name that no pod declares gives the Service no endpoint for that port. By number it may work all the same, since a declared port is only information: that is a warning, and so is a name that a sidecar injected at run time may have.',
  fix: "Let targetPort name a port of the pods' containers.",
  example: "Service 'chat' sends port 80 to 'htp', and no pod that it selects has a port of that name (Deployment 'chat' has http); mend targetPort",
  judges: ['Service'],
  linters: { kubeLinter: ['invalid-target-ports'] },
  check(set, report) {
    for (const service of set.ofKind('Service')) {
      const selector = service.spec.type === 'ExternalName' ? undefined : selectorOfMap(service.spec.selector);
      const templates = selector ? set.select(service.namespace, selector) : [];
      if (templates.length === 0) {
        continue;
      }
      for (const { port, targetPort, protocol } of mapsOf(service.spec.ports)) {
        const target = targetPort ?? port;
        const wanted = typeof protocol === 'string' ? protocol : 'TCP';
        const found = templates.some((template) => portsOf(template).some((x) => (typeof target === 'string' ? x.name === target : x.port === target) && x.protocol === wanted));
        if (found) {
          continue;
        }
        const owner = templates[0].owner.called;
        if (typeof target === 'string') {
          const namespace = service.namespace === undefined ? undefined : set.find('Namespace', undefined, service.namespace);
          report(service, `${service.called} sends port ${written(port)} to '${target}', and no pod that it selects has a ${wanted === 'TCP' ? '' : `${wanted} `}port of that name (${owner} has ${portNames(templates)}); mend targetPort`,
            templates.some((template) => mayBeInjected(template, target, namespace)) ? Severity.WARNING : Severity.ERROR);
        } else if (typeof target === 'number' && templates.every((template) => portsOf(template).length > 0)) {
          report(service, `${service.called} sends port ${written(port)} to ${target}/${wanted}, which no pod that it selects declares (${owner} has ${portsOf(templates[0]).map((x) => `${written(x.port)}/${x.protocol}`).join(', ')}); mend targetPort or declare the port`,
            Severity.WARNING);
        }
      }
    }
  },
};
