import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../manifest-set';
import { nearest } from '../nearest';
import { Reference, referencesOf } from '../references';
import { Report } from '../rule';
import { mapOf, Shape } from '../shape';
import { Subject } from '../subject';

/**
 * Reports keys that pods take from a ConfigMap or Secret of the manifests which does not have them. That is certain: their containers never
 * start. What somebody else fills is passed over: an object without any key, and one that says that it is injected into.
 */
export function reportMissingKeys(set: ManifestSet, report: Report, kind: 'ConfigMap' | 'Secret'): void {
  for (const template of set.templates) {
    const { owner } = template;
    const said = new Set<string>();
    for (const reference of referencesOf(template)) {
      const { key, name, by } = reference;
      if (reference.kind !== kind || key === undefined || said.has(`${name} ${key}`)) {
        continue;
      }
      const keys = keysOf(set, owner, reference);
      if (keys && !keys.includes(key)) {
        said.add(`${name} ${key}`);
        const [near] = nearest(key, keys);
        report(owner, `${by} takes key '${key}' of ${kind} '${name}', which has ${keys.slice(0, 6).join(', ')}; mend the key${near === undefined ? '' : ` (is it '${near}'?)`} or add it`, Severity.ERROR);
      }
    }
  }
}

/** The keys that the object has; nothing if nobody can say. */
function keysOf(set: ManifestSet, { namespace }: Subject, { kind, name }: Reference): readonly string[] | undefined {
  const object = set.find(kind, namespace, name);
  if (!object) {
    return set.external(kind, namespace, name)?.keys;
  }
  if (object.manifest.type === 'kubernetes.io/service-account-token' || isInjected(object.metadata)) {
    return undefined;
  }
  const { data, binaryData, stringData } = object.manifest;
  const keys = [data, binaryData, stringData].flatMap((map) => Object.keys(mapOf(map)));
  return keys.length > 0 ? keys : undefined;
}

function isInjected(metadata: Shape): boolean {
  return [metadata.labels, metadata.annotations].some((map) => Object.keys(mapOf(map)).some((key) => key.includes('inject')));
}
