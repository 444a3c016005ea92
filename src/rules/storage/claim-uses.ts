import { SCALED_JOB } from '../../capacity/job-pods';
import { PodGroup, Presence, UnitCounts, unitCounts, Workload } from '../../capacity/workload';
import { LEADER_WORKER_SET, workloadsOf } from '../../capacity/workloads';
import { CHECKPOINT } from '../../manifest/annotations';
import { TRAIN_JOB } from '../../reading/gangs';
import { ManifestSet } from '../../reading/manifest-set';
import { ContainerView } from '../../reading/pod-template';
import { listOf, mapOf, mapsOf, Shape, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';

/** A container that may write to a claim, and in which folder of it. */
export interface ClaimWriter {
  readonly container: ContainerView;
  /** Empty for all of it. */
  readonly folder: string;
  /** True if the folder's name is made at run time, so that each pod may have its own. */
  readonly own: boolean;
}

/** A workload whose pods have a claim for storage among their volumes. */
export interface ClaimMount {
  readonly workload: Workload;
  /** Its pods that have it. */
  readonly groups: readonly PodGroup[];
  /** Pods that have it for each unit of the workload. */
  readonly perUnit: number;
  /** Units of the workload, by state. */
  readonly counts: UnitCounts;
  readonly writers: readonly ClaimWriter[];
}

/** A claim for storage that pods refer to by its name. */
export interface ClaimUse {
  readonly name: string;
  /** The claim, if the manifests have it or it is known what it says. */
  readonly claim?: Subject;
  /** How it may be mounted; empty where that is not known. */
  readonly modes: readonly string[];
  /** In the order of the manifests. */
  readonly mounts: readonly ClaimMount[];
}

const MADE_OF_TEMPLATES = [TRAIN_JOB, LEADER_WORKER_SET, SCALED_JOB];
const known = new WeakMap<ManifestSet, readonly ClaimUse[]>();

/** Every claim that pods of the manifests refer to by name. What a StatefulSet or a pod makes of a template is one pod's own. */
export function claimUsesOf(set: ManifestSet): readonly ClaimUse[] {
  let uses = known.get(set);
  if (!uses) {
    known.set(set, uses = mayUseClaims(set) ? readUses(set) : []);
  }
  return uses;
}

/** True if one pod may have it at a time. */
export const isForOnePod = ({ modes }: ClaimUse): boolean => modes.length > 0 && modes.every((mode) => mode === 'ReadWriteOncePod');
/** True if one node may have it at a time. */
export const isForOneNode = ({ modes }: ClaimUse): boolean => modes.length > 0 && modes.every((mode) => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod');
/** True if nobody may write to it. */
export const isToRead = ({ modes }: ClaimUse): boolean => modes.length > 0 && modes.every((mode) => mode === 'ReadOnlyMany');

/** True for what is there from the first minute on and does not end. */
export const stays = ({ workload: { presence }, counts }: ClaimMount): boolean => (presence === Presence.ALWAYS || presence === Presence.ON_NODES) && counts.floor > 0;

/** The claim as a sentence calls it. */
export const calledOf = ({ name }: ClaimUse): string => `PersistentVolumeClaim '${name}'`;

/** Most manifests have no claims, and then nothing has to be counted. */
function mayUseClaims(set: ManifestSet): boolean {
  return set.templates.some(({ spec }) => mapsOf(spec.volumes).some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined))
    || MADE_OF_TEMPLATES.some((kind) => set.ofKind(kind).length > 0);
}

function readUses(set: ManifestSet): readonly ClaimUse[] {
  const mounts = new Map<string | undefined, Map<string, ClaimMount[]>>();
  for (const workload of workloadsOf(set)) {
    for (const [name, mount] of mountsOf(workload)) {
      const { namespace } = workload.subject;
      const names = mounts.get(namespace) ?? new Map<string, ClaimMount[]>();
      mounts.set(namespace, names.set(name, [...names.get(name) ?? [], mount]));
    }
  }
  const elsewhere = new Map(set.known.flatMap(({ subject }) => (subject.kind === 'PersistentVolumeClaim' ? [[`${subject.namespace ?? ''}/${subject.name}`, subject]] : [])));
  return [...mounts].flatMap(([namespace, names]) => [...names].map(([name, of]) => {
    const claim = set.find('PersistentVolumeClaim', namespace, name) ?? elsewhere.get(`${namespace ?? ''}/${name}`);
    return { name, claim, modes: listOf(claim?.spec.accessModes).filter((mode): mode is string => typeof mode === 'string'), mounts: of };
  }));
}

/** By the name of the claim. */
function mountsOf(workload: Workload): ReadonlyMap<string, ClaimMount> {
  const found = new Map<string, { readonly groups: Set<PodGroup>; readonly writers: ClaimWriter[] }>();
  const templates = new Set(mapsOf(workload.subject.spec.volumeClaimTemplates).map(({ metadata }) => mapOf(metadata).name));
  for (const group of workload.groups) {
    for (const volume of mapsOf(group.template.spec.volumes)) {
      const { claimName, readOnly } = mapOf(volume.persistentVolumeClaim);
      // a volume with the name of a StatefulSet's template is that template's
      if (typeof claimName === 'string' && !templates.has(volume.name)) {
        const mount = found.get(claimName) ?? { groups: new Set(), writers: [] };
        found.set(claimName, mount);
        mount.groups.add(group);
        mount.writers.push(...readOnly === true ? [] : group.template.all.flatMap((container) => writersIn(container, volume, savesOn(group, claimName))));
      }
    }
  }
  return new Map([...found].map(([name, { groups, writers }]) => [name, {
    workload, groups: [...groups], perUnit: [...groups].reduce((sum, { perUnit }) => sum + perUnit, 0), counts: unitCounts(workload), writers,
  }]));
}

/** True for a training whose checkpoints are on that claim. */
function savesOn({ template: { metadata } }: PodGroup, claim: string): boolean {
  const place = mapOf(metadata.annotations)[CHECKPOINT];
  return place === `claim/${claim}` || place === `shared/${claim}`;
}

function writersIn(container: ContainerView, { name }: Shape, saves: boolean): ClaimWriter[] {
  return mapsOf(container.shape.volumeMounts).filter((mount) => mount.name === name && mount.readOnly !== true).map(({ mountPath, subPath, subPathExpr }) => {
    const of = saves ? runFolder(container, textOf(mountPath)) : '';
    const folder = [(textOf(subPath) ?? '').replace(/\/+$/, ''), of].filter((part) => part !== '').join('/');
    return { container, folder, own: textOf(subPathExpr) !== undefined || of.includes('$(') };
  });
}

/** The folder of its run, of all that a training has mounted: its program saves where `CHECKPOINT_PATH` says. */
function runFolder(container: ContainerView, mountPath = ''): string {
  const path = container.valueOf('CHECKPOINT_PATH') ?? '';
  const root = `${mountPath.replace(/\/+$/, '')}/`;
  return path.startsWith(root) ? path.slice(root.length).replace(/\/+$/, '') : '';
}
