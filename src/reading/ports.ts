import { PodTemplate } from './pod-template';
import { mapOf, mapsOf, Shape } from './shape';
import { Subject } from './subject';

/** A port of a container that keeps running. */
export interface ContainerPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: string;
}

/** The ports that a pod declares: of its containers and its sidecars, as the endpoints controller looks for them. */
export function portsOf(template: PodTemplate): ContainerPort[] {
  return template.all.flatMap(({ init, sidecar, shape }) => (init && !sidecar ? [] : mapsOf(shape.ports).map((port) => ({
    name: typeof port.name === 'string' && port.name !== '' ? port.name : undefined,
    port: port.containerPort,
    protocol: typeof port.protocol === 'string' ? port.protocol : 'TCP',
  }))));
}

/** The names of the ports that pods declare, as a sentence lists them. */
export function portNames(templates: readonly PodTemplate[]): string {
  const names = new Set(templates.flatMap((template) => portsOf(template).flatMap(({ name }) => name ?? [])));
  return names.size > 0 ? [...names].slice(0, 6).join(', ') : 'none';
}

const INJECTOR = /inject|istio\.io|linkerd\.io|dapr\.io|consul\.hashicorp/;
const INJECTED_PORT = /envoy|istio|linkerd|mesh|proxy|sidecar|dapr|vault|agent|otel/;

/**
 * True where a webhook may add containers to the pods, so that a port which the manifests do not show may be there all the same: by what the
 * pod and its namespace say of it, or by the port's very name.
 */
export function mayBeInjected(template: PodTemplate, portName: string, namespace: Subject | undefined): boolean {
  return INJECTED_PORT.test(portName) || [template.metadata, namespace?.metadata].some((metadata) => mentionsInjector(metadata));
}

function mentionsInjector(metadata: Shape | undefined): boolean {
  for (const map of [mapOf(metadata?.labels), mapOf(metadata?.annotations)]) {
    for (const key in map) {
      if (INJECTOR.test(key)) {
        return true;
      }
    }
  }
  return false;
}
