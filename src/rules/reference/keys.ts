import { nearest } from '../../border/nearest';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { Reference, referencesOf } from '../../reading/references';
import { isMap, mapOf, Shape } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Report } from '../rule';

/**
 * Reports keys that pods take from a ConfigMap or Secret of the manifests which does not have them. That is certain: their containers never
 * start. What somebody else fills is passed over: an object without any key, and one that says that it is injected into.
 */
export function reportMissingKeys(set: ManifestSet, report: Report, kind: 'ConfigMap' | 'Secret'): void {
  for (const template of set.templates) {
    const { owner } = template;
    let said: Set<string> | undefined;
    for (const reference of referencesOf(template)) {
      const { key, name, by } = reference;
      if (key === undefined || reference.kind !== kind || said?.has(`${name} ${key}`)) {
        continue;
      }
      if (hasKey(set.find(kind, owner.namespace, name), key)) {
        continue;
      }
      const maps = mapsWithKeys(set, owner, reference);
      if (maps && !maps.some((map) => Object.prototype.hasOwnProperty.call(map, key))) {
        said = (said ?? new Set()).add(`${name} ${key}`);
        const keys = maps.flatMap((map) => Object.keys(map));
        const [near] = nearest(key, keys);
        report(owner, `${by()} takes key '${key}' of ${kind} '${name}', which has ${keys.slice(0, 6).join(', ')}; mend the key${near === undefined ? '' : ` (is it '${near}'?)`} or add it`, Severity.ERROR);
      }
    }
  }
}

/** The usual case, told without a look at what else the object says. */
function hasKey(object: Subject | undefined, key: string): boolean {
  const data = object?.manifest.data;
  return isMap(data) && Object.prototype.hasOwnProperty.call(data, key);
}

/** The maps that hold the keys of the object; nothing if nobody can say what its keys are. */
function mapsWithKeys(set: ManifestSet, { namespace }: Subject, { kind, name }: Reference): readonly Shape[] | undefined {
  const object = set.find(kind, namespace, name);
  if (!object) {
    const keys = set.external(kind, namespace, name)?.keys;
    return keys && [Object.fromEntries(keys.map((key) => [key, '']))];
  }
  if (object.manifest.type === 'kubernetes.io/service-account-token' || isInjected(object.metadata)) {
    return undefined;
  }
  const { data, binaryData, stringData } = object.manifest;
  const maps = [data, binaryData, stringData].filter(isMap);
  return maps.some((map) => Object.keys(map).length > 0) ? maps : undefined;
}

function isInjected(metadata: Shape): boolean {
  return [metadata.labels, metadata.annotations].some((map) => Object.keys(mapOf(map)).some((key) => key.includes('inject')));
}
