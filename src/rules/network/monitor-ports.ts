import { podsOf, POD_MONITOR, servicesOf, SERVICE_MONITOR } from './monitors';
import { Severity } from '../../manifest/finding';
import { PodTemplate } from '../../reading/pod-template';
import { portNames, portsOf } from '../../reading/ports';
import { mapsOf, textOf } from '../../reading/shape';
import { Rule } from '../rule';

/** Ports of monitors that nothing has. */
export const monitorPorts: Rule = {
  id: 'ML-NET-006',
  title: 'the ports of a monitor exist',
  severity: Severity.WARNING,
  why: "Prometheus drops a target that has no port of the monitor's name, without a message.",
  fix: "Name a port of the pods' containers (PodMonitor) or of the Service (ServiceMonitor).",
  example: "PodMonitor 'chat' scrapes port 'metrics', which no pod that it selects has (http); mend the name of the port",
  judges: [POD_MONITOR, SERVICE_MONITOR],
  check(set, report) {
    for (const monitor of set.ofKind(POD_MONITOR)) {
      const pods = podsOf(set, monitor);
      for (const name of pods.length > 0 ? portsScraped(monitor.spec.podMetricsEndpoints) : []) {
        if (!pods.some((pod) => hasPort(pod, name))) {
          report(monitor, `${monitor.called} scrapes port '${name}', which no pod that it selects has (${portNames(pods)}); mend the name of the port`);
        }
      }
    }
    for (const monitor of set.ofKind(SERVICE_MONITOR)) {
      const services = servicesOf(set, monitor);
      const names = new Set(services.flatMap(({ spec }) => mapsOf(spec.ports).map(({ name }) => textOf(name))));
      for (const name of services.length > 0 ? portsScraped(monitor.spec.endpoints) : []) {
        if (!names.has(name)) {
          report(monitor, `${monitor.called} scrapes port '${name}', which no Service that it selects has (${[...names].filter((x) => x !== undefined).join(', ') || 'none has a name'}); mend the name of the port`);
        }
      }
    }
  },
};

function portsScraped(endpoints: unknown): string[] {
  return mapsOf(endpoints).flatMap(({ port }) => textOf(port) || []);
}

function hasPort(pod: PodTemplate, name: string): boolean {
  return portsOf(pod).some((port) => port.name === name);
}
