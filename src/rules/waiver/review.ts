import { waiversOf } from './annotations';
import { nearest } from '../../border/nearest';
import { ManifestSet } from '../../reading/manifest-set';
import { Report } from '../rule';

/**
 * Says which waivers of the manifests waive nothing.
 *
 * One waiver of a program stands on every object below its construct, so that waivers of one rule for one reason are looked at together: they
 * are of use if one of them is.
 *
 * @param used the waivers that a finding was waived by, as `<rule> <reason>`
 * @param rules the ids of all rules
 */
export function reviewWaivers(set: ManifestSet, used: ReadonlySet<string>, rules: readonly string[], report: Report): void {
  const seen = new Set<string>();
  for (const subject of set.subjects) {
    for (const [rule, reason] of waiversOf(subject) ?? []) {
      const waiver = `${rule} ${reason}`;
      if (used.has(waiver) || seen.has(waiver)) {
        continue;
      }
      seen.add(waiver);
      if (rules.includes(rule)) {
        report(subject, `waiver of ${rule} on ${subject.called} (${reason}) waives nothing; take it away`);
      } else {
        const near = nearest(rule, rules).join(' or ');
        report(subject, `waiver of ${rule} on ${subject.called} names no rule; ${near ? `write ${near}` : 'see docs/rules.md'}`);
      }
    }
  }
}
