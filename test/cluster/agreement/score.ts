import { Check } from './check';
import { Claims } from './claims';
import { SEED } from './options';

/** One case with all that is needed to see, and to replay, what became of it. */
export interface Played {
  readonly kind: string;
  readonly name: string;
  readonly objects: readonly any[];
  readonly claims: Claims;
  readonly checks: readonly Check[];
  /** Whether the library left open what becomes of it, and if so whether a pod was left over. */
  readonly fragment?: { readonly did: boolean };
}

const isUnsafe = ({ library, cluster }: Check) => library && !cluster;
const isFalseAlarm = ({ library, cluster }: Check) => !library && cluster;

/** How often the library and the cluster were of one mind, by kind of case. */
export class Score {
  private readonly cases: Played[] = [];

  public add(played: Played): void {
    this.cases.push(played);
  }

  /** What the library called possible and the cluster did not do. */
  public unsafe(kind?: string): string[] {
    return this.those(isUnsafe, kind);
  }

  /** What the library found fault with and the cluster was content with. */
  public falseAlarms(kind?: string): string[] {
    return this.those(isFalseAlarm, kind);
  }

  /** How many checks of a kind had that answer from both. */
  public agreed(kind: string, fits: boolean): number {
    return this.of(kind).flatMap(({ checks }) => checks).filter(({ library, cluster }) => library === fits && cluster === fits).length;
  }

  /** The table, for people. */
  public toString(): string {
    const rows = [...new Set(this.cases.map(({ kind }) => kind))].map((kind) => {
      const cases = this.of(kind);
      const checks = cases.flatMap((one) => one.checks);
      const fragment = cases.flatMap((one) => one.fragment ?? []);
      return [
        kind, cases.length, cases.filter((one) => one.checks.every((check) => check.library === check.cluster)).length,
        checks.length, checks.filter(({ library, cluster }) => library && cluster).length, checks.filter(({ library, cluster }) => !library && !cluster).length,
        checks.filter(isUnsafe).length, checks.filter(isFalseAlarm).length,
        fragment.length === 0 ? '-' : `${fragment.length} (${fragment.filter(({ did }) => did).length} did)`,
      ];
    });
    const table = [['kind of case', 'cases', 'agreed', 'questions', 'fit', 'do not fit', 'unsafe', 'false errors', 'may fragment'], ...rows].map((row) => row.map(String));
    const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
    return [`agreement with the real control plane, seed ${SEED}`, ...table.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '))].join('\n');
  }

  private of(kind: string): Played[] {
    return this.cases.filter((one) => one.kind === kind);
  }

  private those(which: (check: Check) => boolean, kind?: string): string[] {
    return this.cases.filter((one) => kind === undefined || one.kind === kind)
      .flatMap((one) => one.checks.filter(which).map((check) => report(one, check)));
  }
}

function report({ name, objects, claims }: Played, { state, library, reasons }: Check): string {
  return [
    `AGREEMENT_SEED=${SEED} AGREEMENT_ONLY=${name}: ${state}`,
    `library: ${library ? 'fits' : 'does not fit'}`,
    ...claims.findings.map(({ rule, severity, object, message }) => `  ${severity} ${rule} ${object}: ${message}`),
    ...claims.shortfalls.map(({ fault, key, workload, units, needs, grants }) => `  ${fault} ${key} ${workload?.subject.name ?? 'all'} ${units}: needs ${needs}, grants ${grants}`),
    `cluster: ${library ? 'does not make it' : 'makes it'}`,
    ...reasons.map((reason) => `  ${reason}`),
    ...objects.map((object) => JSON.stringify(object)),
  ].join('\n');
}
