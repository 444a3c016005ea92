import type * as kplus from 'cdk8s-plus-28';
import { ServicePlan } from './service-plan';

/** A service as an autoscaler of cdk8s-plus sees it. */
export function plusTarget(plan: ServicePlan): kplus.ScalingTarget {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Container, Cpu } = require('cdk8s-plus-28') as typeof kplus;
  const { props, server, names } = plan;
  const { cpu, memory } = (props.resources ?? server.resources)!;
  const resources = { cpu: { request: Cpu.millis(cpu.milliCores) }, memory: { request: memory } };
  return {
    apiVersion: 'apps/v1',
    containers: [new Container({ image: server.image, name: names.container, portNumber: server.port, resources })],
    kind: 'Deployment',
    name: names.deployment,
    // a number that nobody gave is no fixed one
    replicas: props.scaling?._fixed ? props.scaling.min : undefined,
  };
}
