import { isError, proveQuota, QuotaShortfall } from '../../../src/capacity/quota/proof';
import { Cluster } from '../../../src/cluster/cluster';
import { Finding, Severity } from '../../../src/manifest/finding';
import { ManifestSet } from '../../../src/reading/manifest-set';
import { judge } from '../../../src/rules/judge';

/** What the library says of some manifests: the findings that a user sees, and the sums behind those about quotas. */
export interface Claims {
  readonly findings: readonly Finding[];
  readonly shortfalls: readonly QuotaShortfall[];
  /** Workloads, `Deployment/w0`, whose pods the API server refuses whatever else is there. */
  readonly refused: ReadonlySet<string>;
}

/** The rules about what fits. */
const CAPACITY = /^ML-CAP-/;

export function claimsOf(objects: readonly any[], cluster?: Cluster): Claims {
  const judged = objects.map((manifest) => ({ manifest, path: 'case', ...cluster ? { cluster } : {} }));
  const findings = judge(judged, []).filter(({ rule }) => CAPACITY.test(rule));
  const refused = findings.filter(({ rule, severity }) => severity === Severity.ERROR && REFUSALS.includes(rule)).map(({ object }) => object.replace(/\/.*\//, '/'));
  return { findings, shortfalls: proveQuota(new ManifestSet(judged, [])), refused: new Set(refused) };
}

/** Rules that say of a pod by itself that the API server refuses it. */
const REFUSALS: string[] = [];

export const hasErrors = (claims: Claims) => claims.findings.some(({ severity }) => severity === Severity.ERROR);
export { isError };
