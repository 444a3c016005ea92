import { Severity } from '../manifest/finding';
import { ManifestSet } from '../reading/manifest-set';
import { Subject } from '../reading/subject';

/** Called by a rule for each thing that it finds wrong with `subject`. */
export type Report = (subject: Subject, message: string, severity?: Severity) => void;

/**
 * Something that has to hold between or within manifests.
 *
 * A rule is a file; the table of them is the documentation. An error is what cannot work: the API server refuses it, or no pod of it can
 * ever start or be reached. Everything else that is unwise is a warning, because a rule never stops a program that a cluster would run.
 */
export interface Rule {
  /** `ML-<subject>-<number>`; never used again for something else. */
  readonly id: string;
  /** What holds when all is well, in a line. */
  readonly title: string;
  /** How much a finding weighs, unless the rule says otherwise of one. */
  readonly severity: Severity;
  /** What goes wrong without it, and where that is known from. */
  readonly why: string;
  /** What to change. */
  readonly fix: string;
  /** A message of it, as a user sees it. */
  readonly example: string;
  /** The kinds of objects that it finds fault with, as `Subject.kind` writes them; `*` is any. A waiver is written on these only. */
  readonly judges: readonly string[];
  /** The checks of the linters that people trust which say the same; a waiver reaches them too. */
  readonly linters?: LinterChecks;
  /** Looks at all manifests and reports what is wrong. Never throws, whatever the manifests look like. */
  check(set: ManifestSet, report: Report): void;
}

/** Names of checks, by linter. */
export interface LinterChecks {
  readonly kubeLinter?: readonly string[];
  readonly kubeScore?: readonly string[];
  readonly polaris?: readonly string[];
  readonly checkov?: readonly string[];
}
