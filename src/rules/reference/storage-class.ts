import { Cluster } from '../../cluster/cluster';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { listOf, mapOf, mapsOf, Shape, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Report, Rule } from '../rule';

/** Claims that no volume is made for. */
export const storageClassReference: Rule = {
  id: 'ML-REF-007',
  title: 'claims ask for storage classes of the cluster, and for what these can do',
  severity: Severity.WARNING,
  why: 'A claim of a class that is not there, or in an access mode that its driver does not have, stays Pending, and its pods with it. '
    + '(https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes)',
  fix: 'Name a class of the cluster that has the access mode, or add it to the facts of the cluster.',
  example: "PersistentVolumeClaim 'models' asks for storage class 'nfs', which cluster 'prod' does not have (it has fast, shared); mend the name, or add it to the cluster's storageClasses",
  judges: ['PersistentVolumeClaim', 'apps/StatefulSet', 'apps/Deployment', 'apps/DaemonSet', 'apps/ReplicaSet', 'batch/Job', 'batch/CronJob', 'ReplicationController', 'Pod'],
  check(set, report) {
    for (const claim of set.ofKind('PersistentVolumeClaim')) {
      checkClaim(set, report, claim, claim.spec, claim.called);
    }
    for (const workload of set.ofKind('apps/StatefulSet')) {
      for (const template of mapsOf(workload.spec.volumeClaimTemplates)) {
        checkClaim(set, report, workload, mapOf(template.spec), `claim '${textOf(mapOf(template.metadata).name) ?? ''}' of ${workload.called}`);
      }
    }
    for (const { owner, spec } of set.templates) {
      for (const volume of mapsOf(spec.volumes)) {
        if (volume.ephemeral !== undefined) {
          checkClaim(set, report, owner, mapOf(mapOf(mapOf(volume.ephemeral).volumeClaimTemplate).spec), `volume '${textOf(volume.name) ?? ''}' of ${owner.called}`);
        }
      }
    }
  },
};

/** A claim that names its volume takes that one, whatever the class; one of class "" is matched with volumes that are there. */
function checkClaim(set: ManifestSet, report: Report, subject: Subject, claim: Shape, called: string): void {
  const { cluster } = subject;
  const known = cluster?.storageClasses;
  if (!cluster || !known || claim.storageClassName === '' || typeof claim.volumeName === 'string') {
    return;
  }
  const name = textOf(claim.storageClassName);
  if (name !== undefined && (set.find('storage.k8s.io/StorageClass', undefined, name) || set.external('StorageClass', undefined, name))) {
    return;
  }
  const found = known.find((storageClass) => (name === undefined ? storageClass.isDefault : storageClass.name === name));
  if (!found) {
    report(subject, `${called} asks for ${asked(name, cluster)} (it has ${known.map((storageClass) => storageClass.name).join(', ') || 'none'}); ${
      name === undefined ? 'name a class' : "mend the name, or add it to the cluster's storageClasses"}`);
    return;
  }
  const modes: readonly unknown[] | undefined = found.accessModes;
  const lacking = modes ? listOf(claim.accessModes).filter((mode) => !modes.includes(mode)) : [];
  if (lacking.length > 0) {
    const can = (served: readonly unknown[] = []) => lacking.every((mode) => served.includes(mode));
    const able = known.filter(({ accessModes }) => can(accessModes)).map((storageClass) => storageClass.name);
    report(subject, `${called} asks for ${lacking.join(', ')} of storage class '${found.name}', which has ${modes!.join(', ')}; ${
      able.length > 0 ? `choose ${able.join(' or ')}, which can do that` : 'choose another mode, or another class'}`);
  }
}

function asked(name: string | undefined, { name: cluster }: Cluster): string {
  return name === undefined ? `no storage class, and none of cluster '${cluster}' is the default` : `storage class '${name}', which cluster '${cluster}' does not have`;
}
