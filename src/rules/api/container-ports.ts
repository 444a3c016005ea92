import { eachContainer } from './each-container';
import { given, isPort, isPortName } from './faults';
import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { mapsOf } from '../../reading/shape';
import { Rule } from '../rule';

/** Ports of containers that the API server refuses. */
export const containerPorts: Rule = {
  id: 'ML-API-004',
  title: "containers' ports are legal and named once",
  severity: Severity.ERROR,
  why: 'The API server refuses the pod (validateContainerPorts).',
  fix: 'Give ports from 1 to 65535, and names of at most 15 lower-case letters, digits and single dashes, each once in a container.',
  example: "container 'server' of Deployment 'chat': ports[0].containerPort must be a port from 1 to 65535, got 70000; give the number of the port, without quotes",
  judges: WORKLOADS,
  check(set, report) {
    eachContainer(set, report, (faults, { shape }, template) => {
      const names = new Set<string>();
      for (const [i, port] of mapsOf(shape.ports).entries()) {
        const at = `ports[${i}]`;
        faults.port(`${at}.containerPort`, port.containerPort);
        if (given(port.hostPort) && port.hostPort !== 0) {
          faults.port(`${at}.hostPort`, port.hostPort);
        }
        if (template.spec.hostNetwork === true && isPort(port.hostPort) && isPort(port.containerPort) && port.hostPort !== port.containerPort) {
          faults.say(`${at}.hostPort ${port.hostPort} differs from containerPort ${port.containerPort} though the pod uses the host's network; make them equal`);
        }
        faults.protocol(`${at}.protocol`, port.protocol);
        if (given(port.name) && port.name !== '') {
          if (typeof port.name !== 'string' || !isPortName(port.name)) {
            faults.must(`${at}.name`, "at most 15 of a-z, 0-9 and single '-', with a letter", port.name, 'choose a shorter name, for example "http"');
          } else if (names.has(port.name)) {
            faults.say(`two ports are called '${port.name}'; give one of them another name`);
          }
          names.add(port.name);
        }
      }
    });
  },
};
