import { Alternative } from './alternatives';
import { NamespaceFootprint } from './footprint';
import { Finding, Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { kindOf } from '../../reading/subject';
import { KnownFinding } from '../../rules/baseline';
import { isFailure } from '../../rules/custom/judge-by-own';
import { OwnRule } from '../../rules/policy';
import { RULES } from '../../rules/table';
import { Fault } from '../input/fault';
import { LeftOut } from '../input/left-out';

/** Everything that a run of `check` has to say. */
export interface Result {
  readonly findings: readonly Finding[];
  /** What of the baseline is not there any more. */
  readonly gone: readonly KnownFinding[];
  /** What of the input could not be read. */
  readonly faults: readonly Fault[];
  /** What of the input is not judged. */
  readonly leftOut: readonly LeftOut[];
  /** Files of which each makes an object that another makes too. */
  readonly alternatives: readonly Alternative[];
  /** What the manifests ask for, as data. */
  readonly footprint: readonly NamespaceFootprint[];
  readonly files: number;
  readonly objects: number;
  /** The objects that are judged by their metadata only, by kind. */
  readonly metadataOnly: ReadonlyMap<string, number>;
  readonly rules: readonly OwnRule[];
}

/** How many findings there are of each sort. */
export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly known: number;
  readonly waived: number;
}

export const isWaived = ({ waivedBecause }: Finding): boolean => waivedBecause !== undefined;
export const isKnown = ({ known }: Finding): boolean => known === true;
export const isNew = (finding: Finding): boolean => !isWaived(finding) && !isKnown(finding);

/** True if there is no whole answer: something could not be read, or a rule failed. */
export const isUnjudged = ({ faults, findings }: Result): boolean => faults.length > 0 || findings.some(isFailure);

/** Counts the findings. */
export function countsOf(findings: readonly Finding[]): Counts {
  const fresh = findings.filter(isNew);
  return {
    errors: fresh.filter(({ severity }) => severity === Severity.ERROR).length,
    warnings: fresh.filter(({ severity }) => severity === Severity.WARNING).length,
    known: findings.filter((finding) => !isWaived(finding) && isKnown(finding)).length,
    waived: findings.filter(isWaived).length,
  };
}

const KNOWN_KINDS = new Set([...WORKLOADS, ...RULES.flatMap(({ judges }) => judges)]);

/** The kinds of which no rule knows more than the metadata, with how many objects there are of each. */
export function metadataOnly(manifests: readonly { readonly apiVersion: string; readonly kind: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { apiVersion, kind } of manifests) {
    const full = kindOf(apiVersion, kind);
    if (!KNOWN_KINDS.has(full)) {
      counts.set(full, (counts.get(full) ?? 0) + 1);
    }
  }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Kubernetes' own API groups beside those that end with `.k8s.io`; in a group of the latter kind with more in front stands somebody's extension. */
const OWN_GROUPS = new Set(['', 'apps', 'autoscaling', 'batch', 'policy']);

/** True for the kinds that every cluster has, of which there is nothing to say that only their metadata is judged. */
export function isKubernetesOwn(kind: string): boolean {
  const group = kind.slice(0, Math.max(0, kind.lastIndexOf('/')));
  return OWN_GROUPS.has(group) || /^(?:(?:internal|flowcontrol)\.apiserver|rbac\.authorization|[a-z]+)\.k8s\.io$/.test(group);
}
