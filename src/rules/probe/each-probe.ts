import { ManifestSet } from '../manifest-set';
import { ContainerView, PodTemplate } from '../pod-template';
import { isMap, Shape } from '../shape';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** Looks at every probe of every container that keeps running. */
export function eachProbe(set: ManifestSet, look: (name: string, probe: Shape, container: ContainerView, template: PodTemplate) => void): void {
  for (const template of set.templates) {
    for (const container of template.all) {
      for (const name of PROBES) {
        const probe = container.shape[name];
        if (isMap(probe)) {
          look(name, probe, container, template);
        }
      }
    }
  }
}
