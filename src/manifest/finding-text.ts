import { Finding } from './finding';

/** A finding as it is printed: `[path] ML-NET-001: message`. */
export function findingText(finding: Finding): string {
  return `[${finding.path}] ${finding.rule}: ${finding.message}`;
}
