import { Faults, given } from './faults';
import { isDnsLabel } from '../../border/names';
import { Severity } from '../../manifest/finding';
import { PodTemplate, WORKLOADS } from '../../reading/pod-template';
import { mapOf, mapsOf, Shape, textOf } from '../../reading/shape';
import { VOLUME_SOURCES } from '../../reading/volume-sources';
import { Rule } from '../rule';

/** Sources that name what they are made of, and the field that does. */
const NAMED_SOURCES = [['persistentVolumeClaim', 'claimName'], ['secret', 'secretName'], ['configMap', 'name'], ['hostPath', 'path']] as const;
const FILE_SOURCES = ['secret', 'configMap', 'projected', 'downwardAPI'];

/** Volumes and mounts that the API server refuses. */
export const volumes: Rule = {
  id: 'ML-API-006',
  title: 'volumes are legal, and what is mounted is declared',
  severity: Severity.ERROR,
  why: 'The API server refuses the pod (ValidateVolumes, ValidateVolumeMounts).',
  fix: "Declare each mounted volume under the pod's volumes, once; mount each path of a container once; keep subPath inside the volume.",
  example: "container 'server' of Deployment 'chat' mounts volume 'models', which the pod does not declare; add it to the pod's volumes or mend the name",
  judges: WORKLOADS,
  check(set, report) {
    for (const template of set.templates) {
      const { owner } = template;
      const names = checkVolumes(new Faults(report, owner), template);
      for (const container of template.all) {
        const mounts = mapsOf(container.shape.volumeMounts);
        if (mounts.length > 0) {
          checkMounts(new Faults(report, owner, container), mounts, names);
        }
      }
    }
  },
};

function checkVolumes(faults: Faults, template: PodTemplate): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [i, volume] of mapsOf(template.spec.volumes).entries()) {
    const name = textOf(volume.name) ?? '';
    if (!isDnsLabel(name)) {
      faults.must(`volumes[${i}].name`, "a DNS label (at most 63 of a-z, 0-9 and '-')", volume.name, 'choose another name');
    } else if (names.has(name)) {
      faults.say(`two volumes are called '${name}'; give one of them another name`);
    }
    names.add(name);
    checkSource(faults, name, volume);
  }
  if (template.owner.kind === 'apps/StatefulSet') {
    for (const claim of mapsOf(template.owner.spec.volumeClaimTemplates)) {
      names.add(textOf(mapOf(claim.metadata).name) ?? '');
    }
  }
  return names;
}

function checkSource(faults: Faults, name: string, volume: Shape): void {
  let sources = 0;
  for (const key in volume) {
    sources += key !== 'name' && given(volume[key]) && VOLUME_SOURCES.has(key) ? 1 : 0;
  }
  if (sources > 1) {
    faults.say(`volume '${name}' has ${[...VOLUME_SOURCES].filter((source) => given(volume[source])).join(' and ')}, and may have only one; leave one`);
  }
  for (const [source, field] of NAMED_SOURCES) {
    if (given(volume[source])) {
      faults.required(`volume '${name}' ${source}.${field}`, mapOf(volume[source])[field], 'name it');
    }
  }
  for (const source of FILE_SOURCES) {
    const { defaultMode } = mapOf(volume[source]);
    if (given(defaultMode)) {
      faults.whole(`volume '${name}' ${source}.defaultMode`, defaultMode, 0, 511);
    }
  }
}

function checkMounts(faults: Faults, mounts: readonly Shape[], names: ReadonlySet<string>): void {
  const paths = new Set<string>();
  for (const [i, mount] of mounts.entries()) {
    const name = textOf(mount.name) ?? '';
    if (!names.has(name)) {
      faults.does(`mounts volume '${name}', which the pod does not declare; add it to the pod's volumes or mend the name`);
    }
    if (faults.required(`volumeMounts[${i}].mountPath`, mount.mountPath, 'say where the volume appears')) {
      if (paths.has(mount.mountPath)) {
        faults.does(`mounts two volumes at '${mount.mountPath}'; move one of them to another path`);
      }
      paths.add(mount.mountPath);
    }
    for (const field of ['subPath', 'subPathExpr']) {
      const path = mount[field];
      if (typeof path === 'string' && (path.startsWith('/') || path.split('/').includes('..'))) {
        faults.must(`volumeMounts[${i}].${field}`, "a relative path without '..'", path, 'name a path inside the volume');
      }
    }
    if (mount.subPath && mount.subPathExpr) {
      faults.say(`volumeMounts[${i}] has both subPath and subPathExpr, and may have only one; leave one`);
    }
  }
}
