import type * as kplus from 'cdk8s-plus-28';
import { LastingFacts } from './lasting-facts';

/** A service as an autoscaler of cdk8s-plus sees it. */
export function plusTarget(name: string, { resources: { cpu, memory }, container, image, port, fixedReplicas }: LastingFacts): kplus.ScalingTarget {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Container, Cpu } = require('cdk8s-plus-28') as typeof kplus;
  const resources = { cpu: { request: Cpu.millis(cpu.milliCores) }, memory: { request: memory } };
  return {
    apiVersion: 'apps/v1',
    containers: [new Container({ image, name: container, portNumber: port, resources })],
    kind: 'Deployment',
    name,
    // a number that nobody gave is no fixed one
    replicas: fixedReplicas,
  };
}
