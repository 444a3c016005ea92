import { PREFIX } from '../../manifest/manifest';
import { isMap, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';

/** The annotation that waives a rule on an object ends with the rule's id; its value is the reason. */
export const WAIVE = `${PREFIX}/waive.`;

/** The annotation that keeps the reasons for which checks of linters are waived. */
export const WAIVE_LINTERS = `${PREFIX}/waive-linters`;

/** The reasons for which `subject` waives rules, by rule id. Without a reason there is no waiver. */
export function waiversOf(subject: Subject): ReadonlyMap<string, string> | undefined {
  const { annotations } = subject.metadata;
  let waivers: Map<string, string> | undefined;
  for (const key in isMap(annotations) ? annotations : undefined) {
    const reason = key.startsWith(WAIVE) ? textOf(annotations[key])?.trim() : undefined;
    if (reason) {
      waivers ??= new Map();
      waivers.set(key.slice(WAIVE.length), reason);
    }
  }
  return waivers;
}
