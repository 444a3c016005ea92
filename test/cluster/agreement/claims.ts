import { ClusterProof, clusterProofs } from '../../../src/capacity/nodes/cluster-proof';
import { proveQuota, QuotaShortfall } from '../../../src/capacity/quota/proof';
import { Workload } from '../../../src/capacity/workload';
import { workloadsOf } from '../../../src/capacity/workloads';
import { Cluster } from '../../../src/cluster/cluster';
import { Finding, Severity } from '../../../src/manifest/finding';
import { ManifestSet } from '../../../src/reading/manifest-set';
import { judge } from '../../../src/rules/judge';

/** What the library says of some manifests: the findings that a user sees, and the sums behind those about quotas. */
export interface Claims {
  readonly findings: readonly Finding[];
  readonly shortfalls: readonly QuotaShortfall[];
  readonly workloads: readonly Workload[];
  /** Workloads, `Deployment/w0`, whose pods the API server refuses whatever else is there. */
  readonly refused: ReadonlySet<string>;
  /** The sums about pools; nothing without a cluster. */
  readonly proof?: ClusterProof;
}

/** The rules about what fits. */
const CAPACITY = /^ML-CAP-/;

export function claimsOf(objects: readonly any[], cluster?: Cluster): Claims {
  const judged = objects.map((manifest) => ({ manifest, path: 'case', ...cluster ? { cluster } : {} }));
  const findings = judge(judged, []).filter(({ rule }) => CAPACITY.test(rule));
  const refused = findings.filter(({ rule, severity }) => severity === Severity.ERROR && REFUSALS.includes(rule)).map(({ object }) => object.replace(/\/.*\//, '/'));
  const set = new ManifestSet(judged, []);
  return { findings, shortfalls: proveQuota(set), workloads: workloadsOf(set), refused: new Set(refused), ...cluster ? { proof: clusterProofs(set)[0] } : {} };
}

/** Rules that say of a pod by itself that the API server refuses it. */
const REFUSALS: readonly string[] = ['ML-CAP-001', 'ML-CAP-003'];
