import { Faults, given } from './faults';
import { checkTraffic } from './service-traffic';
import { isDnsLabel, isQualifiedName } from '../../border/names';
import { Severity } from '../../manifest/finding';
import { mapsOf, Shape, written } from '../../reading/shape';
import { Rule } from '../rule';

/** Services that the API server refuses. */
export const service: Rule = {
  id: 'ML-API-017',
  title: "a Service's ports are legal and named once, and its type has what is asked of it",
  severity: Severity.ERROR,
  why: 'The API server refuses the Service (validateService).',
  fix: 'Give at least one port, and each a name of its own where there are several.',
  example: "Service 'chat': spec.ports[1] has no name, which every port needs where there are several; name it, for example \"metrics\"",
  judges: ['Service'],
  check(set, report) {
    for (const subject of set.ofKind('Service')) {
      const faults = new Faults(report, subject);
      const { spec } = subject;
      const ports = mapsOf(spec.ports);
      faults.oneOf('spec.type', spec.type, ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']);
      if (ports.length === 0 && spec.clusterIP !== 'None' && spec.type !== 'ExternalName') {
        faults.must('spec.ports', 'a list of at least one port', spec.ports, 'say where it listens');
      }
      if (spec.type === 'ExternalName') {
        faults.required('spec.externalName', spec.externalName, 'name the host that it stands for');
      }
      checkTraffic(faults, spec);
      const names = new Set<string>();
      const numbers = new Set<string>();
      ports.forEach((port, i) => checkPort(faults, `spec.ports[${i}]`, port, { several: ports.length > 1, clusterOnly: (spec.type ?? 'ClusterIP') === 'ClusterIP', names, numbers }));
    }
  },
};

interface Others {
  readonly several: boolean;
  readonly clusterOnly: boolean;
  readonly names: Set<string>;
  readonly numbers: Set<string>;
}

function checkPort(faults: Faults, at: string, port: Shape, { several, clusterOnly, names, numbers }: Others): void {
  faults.port(`${at}.port`, port.port);
  faults.protocol(`${at}.protocol`, port.protocol);
  if (typeof port.appProtocol === 'string' && port.appProtocol !== '' && !isQualifiedName(port.appProtocol)) {
    faults.must(`${at}.appProtocol`, "a name of at most 63 of A-Z, a-z, 0-9, '-', '_' and '.', behind an optional DNS prefix and '/'", port.appProtocol, 'write for example "http" or "kubernetes.io/h2c"');
  }
  // 0 and nothing are the port itself
  if (given(port.targetPort) && port.targetPort !== 0 && port.targetPort !== '') {
    faults.portOrName(`${at}.targetPort`, port.targetPort);
  }
  if (given(port.nodePort) && port.nodePort !== 0 && clusterOnly) {
    faults.say(`${at}.nodePort ${written(port.nodePort)} must not be set for a Service of type ClusterIP; take it away or make it a NodePort`);
  }
  if (!given(port.name) || port.name === '') {
    if (several) {
      faults.say(`${at} has no name, which every port needs where there are several; name it, for example "metrics"`);
    }
  } else if (typeof port.name !== 'string' || !isDnsLabel(port.name)) {
    faults.must(`${at}.name`, "a DNS label (at most 63 of a-z, 0-9 and '-')", port.name, 'choose another name');
  } else if (names.has(port.name)) {
    faults.say(`two ports are called '${port.name}'; give one of them another name`);
  } else {
    names.add(port.name);
  }
  const number = `${written(port.port)}/${written(port.protocol ?? 'TCP')}`;
  if (numbers.has(number)) {
    faults.say(`two ports are ${number}; move one of them`);
  }
  numbers.add(number);
}
