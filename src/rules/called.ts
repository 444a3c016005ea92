import { ContainerView, PodTemplate } from './pod-template';

/** A container as a sentence calls it: `container 'web' of Deployment 'chat'`. */
export function containerOf(template: PodTemplate, container: ContainerView): string {
  return `${container.init ? 'init container' : 'container'} '${container.name || container.at}' of ${template.owner.called}`;
}
