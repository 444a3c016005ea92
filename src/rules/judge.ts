import { Report, Rule } from './rule';
import { RULES } from './table';
import { ManifestSet } from '../reading/manifest-set';
import { waiversOf } from './waiver/annotations';
import { reviewWaivers } from './waiver/review';
import { usefulWaiver } from './waiver/useful-waiver';
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
  const found: { readonly order: number; readonly finding: Finding }[] = [];
  const used = new Set<string>();
  const reportFor = (rule: Rule): Report => (subject, message, severity = rule.severity) => {
    const waivedBecause = waiversOf(subject)?.get(rule.id);
    const finding = { rule: rule.id, severity, path: subject.path, object: subject.object, message };
    if (waivedBecause !== undefined) {
      used.add(`${rule.id} ${waivedBecause}`);
    }
    found.push({ order: subject.order, finding: waivedBecause === undefined ? finding : { ...finding, waivedBecause } });
  };
  for (const rule of RULES) {
    rule.check(set, reportFor(rule));
  }
  reviewWaivers(set, used, RULES.map(({ id }) => id), reportFor(usefulWaiver));
  // sorting is stable, and the table is in the order of the rules' ids
  return found.sort((a, b) => a.order - b.order).map(({ finding }) => finding);
}
