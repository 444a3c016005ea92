import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';

/** What cdk8s-plus-28 cannot write as the library does: a sleep before the stop (it runs a command), names of ConfigMaps (another hash), mebibytes only. */
const SPELLING: readonly (readonly [RegExp, string])[] = [
  [/"sleep":\{"seconds":5\}/g, '"exec":{"command":["sleep","5"]}'],
  [/-config-[0-9a-f]{8}/g, '-config'],
  [/"1024Mi"/g, '"1Gi"'],
  [/"2048Mi"/g, '"2Gi"'],
];

/**
 * Says where manifests lack what others have, so that the two programs are compared at the same work. What is in them beside is no matter.
 *
 * @returns a path for each value that is missing or another
 */
export function lacking(manifests: string, others: string): string[] {
  const by = objects(manifests);
  return [...objects(others)].flatMap(([kind, other]) => differences(by.get(kind), other, kind));
}

function objects(manifests: string): Map<string, unknown> {
  return new Map(parseAllDocuments(manifests, { version: '1.1' }).map((document) => {
    const text = SPELLING.reduce((json, [pattern, instead]) => json.replace(pattern, instead), JSON.stringify(document.toJS()));
    const object = JSON.parse(text) as { kind: string };
    return [object.kind, object];
  }));
}

function differences(value: unknown, other: unknown, path: string): string[] {
  if (typeof other !== 'object' || other === null || typeof value !== 'object' || value === null) {
    return isDeepStrictEqual(value, other) ? [] : [path];
  }
  return Object.entries(other).flatMap(([key, item]) => differences((value as Record<string, unknown>)[key], item, `${path}/${key}`));
}
