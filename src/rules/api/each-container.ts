import { Faults } from './faults';
import { ManifestSet } from '../../reading/manifest-set';
import { ContainerView, PodTemplate } from '../../reading/pod-template';
import { Report } from '../rule';

/** Looks at every container of every pod template, init containers included. */
export function eachContainer(
  set: ManifestSet, report: Report, check: (faults: Faults, container: ContainerView, template: PodTemplate) => void,
): void {
  for (const template of set.templates) {
    for (const container of template.all) {
      check(new Faults(report, template.owner, container), container, template);
    }
  }
}
