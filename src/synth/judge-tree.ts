import { IConstruct } from 'constructs';
import { withBaseline } from './app-baseline';
import { externalsOf } from '../manifest/external';
import { Finding, Severity } from '../manifest/finding';
import { findingText } from '../manifest/finding-text';
import { JudgedObject } from '../manifest/judged';
import { judge } from '../rules/judge';
import { policyOf } from '../rules/rules';

/** What the rules find wrong with the manifests of an app. */
export function judgeTree(root: IConstruct, objects: readonly JudgedObject[]): Finding[] {
  return withBaseline(root, judge(objects, externalsOf(root), policyOf(root))).findings;
}

/** True if a finding stops the synth. */
export function stops(finding: Finding): boolean {
  return finding.severity === Severity.ERROR && counts(finding);
}

/** True unless somebody has decided already what becomes of it. */
export function counts({ waivedBecause, known }: Finding): boolean {
  return waivedBecause === undefined && known !== true;
}

/** Prints the warnings among findings, one line each. */
export function printWarnings(findings: readonly Finding[]): void {
  const warnings = findings.filter((finding) => finding.severity === Severity.WARNING && counts(finding));
  printLines(warnings.map((finding) => `warning ${findingText(finding)}`));
}

/** Prints lines where they don't mix with output that another program reads. */
export function printLines(lines: readonly string[]): void {
  if (lines.length > 0) {
    process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  }
}
