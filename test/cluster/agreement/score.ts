import { Check, isFalseError, isMisnamed, isUnsafe } from './check';
import { Claims } from './claims';
import { SEED } from './options';

/** One case with all that is needed to see, and to replay, what became of it. */
export interface Played {
  readonly kind: string;
  readonly name: string;
  readonly objects: readonly any[];
  readonly claims: Claims;
  readonly checks: readonly Check[];
  /** Where the library left open what becomes of the pods: what it said, and whether one was left over. */
  readonly open?: readonly { readonly word: string; readonly did: boolean }[];
  /** What the case has beside what every case of its kind may have. */
  readonly extras?: readonly string[];
}

/** What the library says where it does not judge. */
const NOT_JUDGED = 'nothing';

const isDisagreement = (check: Check) => isUnsafe(check) || isFalseError(check) || isMisnamed(check);

/** How often the library and the cluster were of one mind, by kind of case. */
export class Score {
  private readonly cases: Played[] = [];

  public add(played: Played): void {
    this.cases.push(played);
  }

  /** All that they disagree on, to be read and replayed. */
  public disagreements(kind: string): string[] {
    return this.of(kind).flatMap((one) => one.checks.filter(isDisagreement).map((check) => report(one, check)));
  }

  /** How many checks of a kind had that answer from both. */
  public agreed(kind: string, fits: boolean): number {
    return this.of(kind).flatMap(({ checks }) => checks).filter(({ library, cluster }) => library === fits && cluster === fits).length;
  }

  /** How many cases of a kind have that extra. */
  public having(kind: string, extra: string): number {
    return this.of(kind).filter(({ extras = [] }) => extras.includes(extra)).length;
  }

  /** The share of the cases of a kind in which the library judges all that is asked. */
  public judged(kind: string): number {
    return this.of(kind).filter(isJudged).length / this.of(kind).length;
  }

  /** The table, for people. */
  public toString(): string {
    const rows = [...new Set(this.cases.map(({ kind }) => kind))].map((kind) => {
      const cases = this.of(kind);
      const checks = cases.flatMap((one) => one.checks);
      const open = (word: string) => {
        const those = cases.flatMap((one) => one.open ?? []).filter((one) => one.word === word);
        return those.length === 0 ? '-' : `${those.length} (${those.filter(({ did }) => did).length} did)`;
      };
      return [
        kind, cases.length, cases.filter((one) => !one.checks.some(isDisagreement)).length,
        checks.length, checks.filter(({ library, cluster }) => library && cluster).length, checks.filter(({ library, cluster }) => !library && !cluster).length,
        checks.filter(isUnsafe).length, checks.filter(isFalseError).length, checks.filter(isMisnamed).length,
        open('may fragment'), open(NOT_JUDGED),
      ];
    });
    const table = [['kind of case', 'cases', 'agreed', 'questions', 'fit', 'do not fit', 'unsafe', 'false errors', 'other reasons', 'may fragment', 'not judged'], ...rows].map((row) => row.map(String));
    const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
    return [`agreement with the real control plane, seed ${SEED}`, ...table.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')), ...this.extras()].join('\n');
  }

  /** How many cases there are of each extra, and in how many of those all is judged. */
  private extras(): string[] {
    const cases = this.cases.filter((one) => one.extras !== undefined);
    const text = (extra: string) => {
      const those = cases.filter(({ extras }) => extras!.includes(extra));
      return `${extra} ${those.length} (${those.filter(isJudged).length} judged)`;
    };
    return cases.length === 0 ? [] : [`extras: ${[...new Set(cases.flatMap(({ extras }) => extras!))].sort().map(text).join(', ')}`];
  }

  private of(kind: string): Played[] {
    return this.cases.filter((one) => one.kind === kind);
  }
}

const isJudged = ({ open = [] }: Played): boolean => open.every(({ word }) => word !== NOT_JUDGED);

function report({ name, objects, claims }: Played, { state, library, cluster, reasons, unnamed = [] }: Check): string {
  return [
    `AGREEMENT_SEED=${SEED} AGREEMENT_ONLY=${name}: ${state}`,
    `library: ${library ? 'fits' : 'does not fit'}`,
    ...claims.findings.map(({ rule, severity, object, message }) => `  ${severity} ${rule} ${object}: ${message}`),
    ...claims.shortfalls.map(({ fault, key, workload, units, needs, grants }) => `  ${fault} ${key} ${workload?.subject.name ?? 'all'} ${units}: needs ${needs}, grants ${grants}`),
    `cluster: ${cluster ? 'makes it' : 'does not make it'}`,
    ...unnamed.map((one) => `  not said: ${one}`),
    ...reasons.map((reason) => `  ${reason}`),
    ...objects.map((object) => JSON.stringify(object)),
  ].join('\n');
}
