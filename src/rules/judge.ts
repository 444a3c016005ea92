import { ManifestSet } from './manifest-set';
import { Subject } from './subject';
import { RULES } from './table';
import { waiversOf } from './waiving';
import { ExternalObject } from '../manifest/external';
import { Finding } from '../manifest/finding';
import { JudgedObject } from '../manifest/judged';

/**
 * What the rules find wrong with the manifests: by the order of the objects, then by rule, then as the rule said it, so that the same
 * manifests give the same findings. A waived finding is among them and says why it was waived.
 *
 * @param objects all manifests of an app (or folder), as they will be applied
 * @param externals what they may refer to without making it
 */
export function judge(objects: readonly JudgedObject[], externals: readonly ExternalObject[]): Finding[] {
  const set = new ManifestSet(objects, externals);
  const found: { readonly subject: Subject; readonly finding: Finding }[] = [];
  for (const rule of RULES) {
    rule.check(set, (subject, message, severity = rule.severity) => {
      const waivedBecause = waiversOf(subject)?.get(rule.id);
      const finding = { rule: rule.id, severity, path: subject.path, object: subject.object, message };
      found.push({ subject, finding: waivedBecause === undefined ? finding : { ...finding, waivedBecause } });
    });
  }
  // sorting is stable, and the table is sorted by id
  return found.sort((a, b) => a.subject.order - b.subject.order).map(({ finding }) => finding);
}
