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
      const object = set.find(kind, owner.namespace, name);
      const maps = object ? mapsOfObject(object) : declaredKeys(set, owner, reference);
      if (maps.length > 0 && !maps.some((map) => Object.prototype.hasOwnProperty.call(map, key)) && !(object && isFilledByOthers(object))) {
        said = (said ?? new Set()).add(`${name} ${key}`);
        const keys = maps.flatMap((map) => Object.keys(map));
        const [near] = nearest(key, keys);
        report(owner, `${by()} takes key '${key}' of ${kind} '${name}', which has ${keys.slice(0, 6).join(', ')}; mend the key${near === undefined ? '' : ` (is it '${near}'?)`} or add it`, Severity.ERROR);
      }
    }
  }
}

/** The maps that hold the keys of the object; none if it has no keys. */
function mapsOfObject({ manifest: { data, binaryData, stringData } }: Subject): readonly Shape[] {
  const maps = [data, binaryData, stringData].filter(isMap);
  return maps.some((map) => Object.keys(map).length > 0) ? maps : [];
}

/** The same of an object that is declared; none if nobody said which keys it has. */
function declaredKeys(set: ManifestSet, { namespace }: Subject, { kind, name }: Reference): readonly Shape[] {
  const keys = set.external(kind, namespace, name)?.keys;
  return keys ? [Object.fromEntries(keys.map((key) => [key, '']))] : [];
}

function isFilledByOthers({ manifest, metadata }: Subject): boolean {
  return manifest.type === 'kubernetes.io/service-account-token' || isInjected(metadata);
}

function isInjected(metadata: Shape): boolean {
  return [metadata.labels, metadata.annotations].some((map) => Object.keys(mapOf(map)).some((key) => key.includes('inject')));
}
