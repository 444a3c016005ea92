import { ManifestSet } from '../../reading/manifest-set';
import { ContainerView, PodTemplate } from '../../reading/pod-template';
import { Shape } from '../../reading/shape';

/** Looks at every probe of every container. */
export function eachProbe(set: ManifestSet, look: (name: string, probe: Shape, container: ContainerView, template: PodTemplate) => void): void {
  for (const template of set.templates) {
    for (const container of template.all) {
      for (const probe of container.probes) {
        look(probe.name, probe.shape, container, template);
      }
    }
  }
}
