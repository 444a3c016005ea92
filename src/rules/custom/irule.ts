import { ManifestRecord } from './manifest-record';
import { RuleReport } from './rule-report';
import { Severity } from '../../manifest/finding';

/**
 * A rule of an organisation's own, registered by `Rules.of(app).add(…)`.
 *
 * It reads manifests as they will be applied, so it holds for every construct in the app, and from the command line for every folder
 * (`--rules`).
 */
export interface IRule {
  /** Upper-case words and numbers with dashes between them, `ACME-IMG-001`. What begins with `ML-` is this library's. */
  readonly id: string;

  /** What holds when all is well, in a line. */
  readonly title: string;

  /** How much a finding weighs. */
  readonly severity: Severity;

  /**
   * Looks at all objects below the construct that the rule was registered at, and reports what is wrong. It is asked once in a synth.
   *
   * @param objects in the order in which they are written
   * @param report takes what is wrong
   */
  check(objects: ManifestRecord[], report: RuleReport): void;
}
