import { isMap, textOf } from './shape';
import { Subject } from './subject';
import { PREFIX } from '../manifest/manifest';

/** The annotation that waives a rule on an object ends with the rule's id. */
export const WAIVE = `${PREFIX}/waive.`;

/** The reasons for which `subject` waives rules, by rule id. Without a reason there is no waiver. */
export function waiversOf(subject: Subject): ReadonlyMap<string, string> | undefined {
  const annotations = subject.metadata.annotations;
  if (!isMap(annotations)) {
    return undefined;
  }
  let waivers: Map<string, string> | undefined;
  for (const key in annotations) {
    const reason = key.startsWith(WAIVE) ? textOf(annotations[key])?.trim() : undefined;
    if (reason) {
      waivers ??= new Map();
      waivers.set(key.slice(WAIVE.length), reason);
    }
  }
  return waivers;
}
