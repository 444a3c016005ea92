import { IRule } from './custom/irule';
import { Severity } from '../manifest/finding';

/** No finding of a rule is wanted. */
export const OFF = 'off';

/** A severity that somebody chose for a rule, on everything below a path. */
export interface ChosenSeverity {
  readonly rule: string;
  readonly severity: Severity | typeof OFF;
  /** The path of the construct that it was chosen at; empty for everything. */
  readonly path: string;
}

/** A rule of somebody's own. */
export interface OwnRule {
  readonly rule: IRule;
  /** It is asked about the objects below this path; empty for all. */
  readonly path: string;
  /** Where it comes from, as a finding about it says: a construct, a file. */
  readonly from: string;
}

/** What an organisation decides about rules. */
export interface Policy {
  readonly severities: readonly ChosenSeverity[];
  readonly rules: readonly OwnRule[];
}

/** Nothing is decided. */
export const STANDARD: Policy = { severities: [], rules: [] };

/** The severities chosen for a rule by where; undefined if there are none. The nearest counts, and of those at one place the last. */
export function chosenFor(policy: Policy, rule: string): ((path: string) => Severity | typeof OFF | undefined) | undefined {
  const chosen = policy.severities.filter((choice) => choice.rule === rule).reverse().sort((a, b) => b.path.length - a.path.length);
  return chosen.length === 0 ? undefined : (path) => chosen.find((choice) => isBelow(path, choice.path))?.severity;
}

/** True if `path` is `scope` or below it. */
export function isBelow(path: string, scope: string): boolean {
  return scope === '' || path === scope || path.startsWith(`${scope}/`);
}
