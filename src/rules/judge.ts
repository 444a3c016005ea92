import { judgeByOwn } from './custom/judge-by-own';
import { chosenFor, OFF, Policy, STANDARD } from './policy';
import { Report } from './rule';
import { RULES } from './table';
import { waiversOf } from './waiver/annotations';
import { reviewWaivers } from './waiver/review';
import { usefulWaiver } from './waiver/useful-waiver';
import { ExternalObject } from '../manifest/external';
import { Finding, Severity } from '../manifest/finding';
import { JudgedObject } from '../manifest/judged';
import { ManifestSet } from '../reading/manifest-set';

/**
 * What the rules find wrong with the manifests: by the order of the objects, then by rule, then as the rule said it, so that the same
 * manifests give the same findings. A waived finding is among them and says why it was waived.
 *
 * @param objects all manifests of an app (or folder), as they will be applied
 * @param externals what they may refer to without making it
 * @param policy severities and rules of the organisation's own
 */
export function judge(objects: readonly JudgedObject[], externals: readonly ExternalObject[], policy: Policy = STANDARD): Finding[] {
  const set = new ManifestSet(objects, externals);
  const found: Found[] = [];
  const used = new Set<string>();
  const reportFor = (rule: { readonly id: string; readonly severity: Severity }): Report => {
    const choose = chosenFor(policy, rule.id);
    return (subject, message, own = rule.severity) => {
      const waivedBecause = waiversOf(subject)?.get(rule.id);
      if (waivedBecause !== undefined) {
        used.add(`${rule.id} ${waivedBecause}`);
      }
      const severity = choose?.(subject.path) ?? own;
      if (severity !== OFF) {
        const finding = { rule: rule.id, severity, path: subject.path, object: subject.object, message };
        found.push({ order: subject.order, finding: waivedBecause === undefined ? finding : { ...finding, waivedBecause } });
      }
    };
  };
  for (const rule of RULES) {
    rule.check(set, reportFor(rule));
  }
  for (const own of policy.rules) {
    const failure = judgeByOwn(own, set, reportFor(own.rule));
    if (failure) {
      found.push({ order: Infinity, finding: failure });
    }
  }
  reviewWaivers(set, used, [...RULES, ...policy.rules.map(({ rule }) => rule)].map(({ id }) => id), reportFor(usefulWaiver));
  // sorting is stable, and the table is in the order of the rules' ids
  return found.sort((a, b) => (a.order === b.order ? 0 : a.order - b.order)).map(({ finding }) => finding);
}

interface Found {
  readonly order: number;
  readonly finding: Finding;
}
