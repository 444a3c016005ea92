import { placeOf } from '../place';
import { countsOf, Result } from '../result';

/** Everything, for programs. */
export function asJson({ findings, gone, faults, leftOut, alternatives, footprint, files, objects, metadataOnly }: Result): string {
  return `${JSON.stringify({
    findings: findings.map(({ rule, severity, object, message, waivedBecause, known, ...finding }) => ({
      rule, severity, object, message, ...placeOf(finding), ...(waivedBecause === undefined ? {} : { waivedBecause }), ...(known ? { known } : {}),
    })),
    footprint,
    summary: { ...countsOf(findings), files, objects, metadataOnly: Object.fromEntries(metadataOnly) },
    problems: faults.map(({ file, line, column, message }) => ({ file, line, column, message })),
    leftOut,
    alternatives,
    gone,
  }, undefined, 2)}\n`;
}
