import { Finding } from '../manifest/finding';
import { isMap, numberOf, textOf } from '../reading/shape';
import { isFailure } from './custom/judge-by-own';

/**
 * The findings that were there when somebody began to look, so that only new ones fail.
 *
 * A finding is known by its rule, its severity and its object, and each as often as it was there: neither lines nor numbers nor the wording of a
 * message count, so that the file outlives edits and upgrades of this library. What gets worse (a warning that is an error now, one finding more
 * of a rule on an object) is new.
 */
export class Baseline {
  /** What is known now. Waived findings need no baseline, and a rule that failed is never good. */
  public static of(findings: readonly Finding[]): Baseline {
    const known = new Map<string, KnownFinding>();
    for (const { rule, severity, object, message } of findings.filter(concerns)) {
      const key = keyOf(rule, severity, object);
      const before = known.get(key);
      known.set(key, { rule, severity, object, count: (before?.count ?? 0) + 1, message: before?.message ?? message });
    }
    return new Baseline([...known.values()]);
  }

  /** @throws if the text is no baseline */
  public static parse(text: string): Baseline {
    let content: unknown;
    try {
      content = JSON.parse(text);
    } catch (error) {
      throw new Error(`it is no JSON (${(error as Error).message})`);
    }
    if (!isMap(content) || content.version !== 1 || !Array.isArray(content.findings)) {
      throw new Error('it is no baseline of version 1, which begins with { "version": 1, "findings": [');
    }
    return new Baseline(content.findings.map((entry, i) => {
      const { rule, severity, object, count, message } = isMap(entry) ? entry : {} as KnownFinding;
      if (!textOf(rule) || !textOf(severity) || !textOf(object) || !Number.isInteger(count) || numberOf(count)! < 1) {
        throw new Error(`findings[${i}] must have rule, severity, object and a count of at least 1`);
      }
      return { rule, severity, object, count, message: textOf(message) ?? '' };
    }));
  }

  private constructor(private readonly entries: readonly KnownFinding[]) {}

  /** How many findings are known. */
  public get size(): number {
    return this.entries.reduce((sum, { count }) => sum + count, 0);
  }

  /** The findings, those that are known marked as such, and what is known and not there any more. */
  public compare(findings: readonly Finding[]): { readonly findings: Finding[]; readonly gone: readonly KnownFinding[] } {
    const left = new Map(this.entries.map((entry) => [keyOf(entry.rule, entry.severity, entry.object), entry.count]));
    const marked = findings.map((finding) => {
      const key = keyOf(finding.rule, finding.severity, finding.object);
      const count = concerns(finding) ? left.get(key) ?? 0 : 0;
      left.set(key, count - (count > 0 ? 1 : 0));
      return count > 0 ? { ...finding, known: true } : finding;
    });
    const gone = this.entries.map((entry) => ({ ...entry, count: left.get(keyOf(entry.rule, entry.severity, entry.object)) ?? 0 })).filter(({ count }) => count > 0);
    return { findings: marked, gone };
  }

  /** The file: sorted, so that a change of it is read line by line. */
  public toJson(): string {
    const sorted = [...this.entries].sort((a, b) => compare(a.rule, b.rule) || compare(a.object, b.object) || compare(a.severity, b.severity));
    return `${JSON.stringify({ version: 1, findings: sorted }, undefined, 2)}\n`;
  }
}

/** An entry of a baseline; the message is for who reads the file. */
export interface KnownFinding {
  readonly rule: string;
  readonly severity: string;
  readonly object: string;
  readonly count: number;
  readonly message: string;
}

const concerns = (finding: Finding): boolean => finding.waivedBecause === undefined && !isFailure(finding);
const keyOf = (rule: string, severity: string, object: string): string => `${rule} ${severity} ${object}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
