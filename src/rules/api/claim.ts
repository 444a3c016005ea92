import { Faults } from './faults';
import { readQuantity } from './resources';
import { Severity } from '../../manifest/finding';
import { listOf, mapOf, mapsOf, Shape, written } from '../../reading/shape';
import { Rule } from '../rule';

const MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

/** Claims for storage that the API server refuses. */
export const claim: Rule = {
  id: 'ML-API-015',
  title: 'a claim has access modes and a size',
  severity: Severity.ERROR,
  why: 'The API server refuses the PersistentVolumeClaim, or the pods of the workload whose template of a claim it is (ValidatePersistentVolumeClaimSpec).',
  fix: 'Give accessModes (ReadWriteOncePod alone) and resources.requests.storage.',
  example: "PersistentVolumeClaim 'models': resources.requests.storage must be a quantity, got nothing; write for example 500m, 2, 512Mi or 1.5Gi",
  judges: ['PersistentVolumeClaim', 'apps/StatefulSet', 'apps/Deployment', 'apps/DaemonSet', 'batch/Job', 'batch/CronJob', 'Pod'],
  check(set, report) {
    for (const subject of set.ofKind('PersistentVolumeClaim')) {
      checkClaim(new Faults(report, subject), '', subject.spec);
    }
    for (const subject of set.ofKind('apps/StatefulSet')) {
      for (const [i, template] of mapsOf(subject.spec.volumeClaimTemplates).entries()) {
        checkClaim(new Faults(report, subject), `volumeClaimTemplates[${i}].spec.`, mapOf(template.spec));
      }
    }
    for (const { owner, spec } of set.templates) {
      for (const volume of mapsOf(spec.volumes)) {
        const template = mapOf(volume.ephemeral).volumeClaimTemplate;
        if (template) {
          checkClaim(new Faults(report, owner, { called: `volume '${written(volume.name)}' of ${owner.called}` }), '', mapOf(mapOf(template).spec));
        }
      }
    }
  },
};

function checkClaim(faults: Faults, at: string, spec: Shape): void {
  const modes = listOf(spec.accessModes);
  if (modes.length === 0) {
    faults.must(`${at}accessModes`, `a list of at least one of ${MODES.join(', ')}`, spec.accessModes, 'say how it is used');
  }
  for (const mode of modes) {
    faults.oneOf(`${at}accessModes`, mode, MODES);
  }
  if (modes.includes('ReadWriteOncePod') && modes.some((mode) => mode !== 'ReadWriteOncePod')) {
    faults.say(`${at}accessModes has ReadWriteOncePod beside ${modes.filter((mode) => mode !== 'ReadWriteOncePod').join(', ')}; leave one of them`);
  }
  const storage = mapOf(mapOf(spec.resources).requests).storage;
  const quantity = readQuantity(faults, `${at}resources.requests.storage`, storage);
  if (quantity?.isZero) {
    faults.must(`${at}resources.requests.storage`, 'above 0', storage, 'give its size');
  }
}
