import { OBJECT_FIELDS, POD_FIELDS, VersionedField } from './fields';
import { ManifestSet } from '../../reading/manifest-set';
import { isMap, listOf, Shape } from '../../reading/shape';
import { Subject } from '../../reading/subject';

/** A field of the tables that an object has. */
export interface FoundField {
  readonly subject: Subject;
  readonly field: VersionedField;
  /** Where a sentence finds it: `spec.volumes[].rbd of its pods`. */
  readonly place: string;
}

const read = new WeakMap<ManifestSet, readonly FoundField[]>();

/** Every field of the tables that an object has, once for each object. */
export function versionedFields(set: ManifestSet): readonly FoundField[] {
  let found = read.get(set);
  if (!found) {
    read.set(set, found = find(set));
  }
  return found;
}

function find(set: ManifestSet): FoundField[] {
  const found: FoundField[] = [];
  const note = (subject: Subject, fields: ReadonlySet<VersionedField> | undefined, inPods: string) => fields?.forEach((field) => {
    found.push({ subject, field, place: `${field.path}${field.value === undefined ? '' : `: ${field.value}`}${inPods}` });
  });
  for (const { owner, spec } of set.templates) {
    note(owner, walk(spec, OF_PODS), owner.kind === 'Pod' ? '' : ' of its pods');
  }
  for (const [kind, tree] of OF_OBJECTS) {
    for (const subject of set.ofKind(kind)) {
      note(subject, walk(subject.spec, tree), '');
    }
  }
  return found;
}

/** Paths below `spec`, as the tree that they are, so that each part of an object is looked at once. */
interface Step {
  readonly key: string;
  readonly list: boolean;
  readonly below: Step[];
  readonly fields: VersionedField[];
}

function treeOf(fields: readonly VersionedField[]): Step[] {
  const roots: Step[] = [];
  for (const field of fields) {
    let level = roots;
    let last: Step | undefined;
    for (const part of field.path.split('.').slice(1)) {
      const list = part.endsWith('[]');
      const key = list ? part.slice(0, -2) : part;
      last = level.find((step) => step.key === key && step.list === list);
      if (!last) {
        level.push(last = { key, list, below: [], fields: [] });
      }
      level = last.below;
    }
    last!.fields.push(field);
  }
  return roots;
}

const OF_PODS = treeOf(POD_FIELDS);
const OF_OBJECTS = Object.entries(OBJECT_FIELDS).map(([kind, fields]) => [kind, treeOf(fields)] as const);

function walk(at: Shape, steps: readonly Step[], found?: Set<VersionedField>): Set<VersionedField> | undefined {
  for (const { key, list, below, fields } of steps) {
    const value = at[key];
    if (value === undefined || value === null) {
      continue;
    }
    for (const field of fields) {
      if ((field.value === undefined || field.value === value) && !(field.besides !== undefined && at[field.besides])) {
        found = (found ?? new Set()).add(field);
      }
    }
    if (below.length > 0) {
      for (const item of list ? listOf(value) : [value]) {
        found = isMap(item) ? walk(item, below, found) : found;
      }
    }
  }
  return found;
}
