import { ManifestRecord } from './manifest-record';
import { RuleReport } from './rule-report';
import { Finding, Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { isBelow, OwnRule } from '../policy';
import { Report } from '../rule';

/**
 * Asks a rule of somebody's own. One that fails has not said what is wrong, which no severity and no baseline makes good: that is an error of
 * its own, without an object.
 */
export function judgeByOwn({ rule, path, from }: OwnRule, set: ManifestSet, report: Report): Finding | undefined {
  const records = set.subjects.filter((subject) => isBelow(subject.path, path)).map((subject) => ManifestRecord._of(subject, set.template(subject)));
  const failed = (message: string): Finding => ({ rule: rule.id, severity: Severity.ERROR, path: from, object: '', message });
  try {
    const result: unknown = rule.check(records, RuleReport._to(report));
    return result instanceof Promise ? failed(late(result)) : undefined;
  } catch (error) {
    return failed(`rule ${rule.id} (${rule.title}) failed: ${error instanceof Error ? error.message : String(error)}; mend the rule`);
  }
}

/** What a rule says after it has returned reaches nobody. */
function late(result: Promise<unknown>): string {
  result.catch(() => undefined);
  return 'check returns a promise, and the manifests are written before it is kept; make the rule answer at once';
}

/** True for the finding that a rule itself failed. */
export const isFailure = ({ object }: Finding): boolean => object === '';
