import { IConstruct } from 'constructs';
import { externalsOf } from '../manifest/external';
import { Finding, Severity } from '../manifest/finding';
import { findingText } from '../manifest/finding-text';
import { JudgedObject } from '../manifest/judged';
import { judge } from '../rules/judge';

/** What the rules find wrong with the manifests of an app. */
export function judgeTree(root: IConstruct, objects: readonly JudgedObject[]): Finding[] {
  return judge(objects, externalsOf(root));
}

/** True if a finding stops the synth. */
export function stops({ severity, waivedBecause }: Finding): boolean {
  return severity === Severity.ERROR && waivedBecause === undefined;
}

/** Prints the warnings among findings, one line each. */
export function printWarnings(findings: readonly Finding[]): void {
  const warnings = findings.filter(({ severity, waivedBecause }) => severity === Severity.WARNING && waivedBecause === undefined);
  printLines(warnings.map((finding) => `warning ${findingText(finding)}`));
}

/** Prints lines where they don't mix with output that another program reads. */
export function printLines(lines: readonly string[]): void {
  if (lines.length > 0) {
    process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  }
}
