import { KubernetesVersion } from '../../cluster/kubernetes-version';
import { Subject } from '../../reading/subject';

/** The version that an object is meant for: its cluster's, or the oldest that the manifests are written for. */
export interface TargetVersion {
  readonly minor: number;
  /** As a sentence calls it. */
  readonly called: string;
  /** True if the cluster says so. */
  readonly declared: boolean;
}

const ASSUMED: TargetVersion = { ...targetOf(KubernetesVersion.V1_35), called: `Kubernetes ${KubernetesVersion.V1_35} (assumed, no cluster is declared)`, declared: false };
const known = new Map<KubernetesVersion, TargetVersion>();

/** The version that `subject` is meant for. */
export function versionOf({ cluster }: Subject): TargetVersion {
  if (!cluster) {
    return ASSUMED;
  }
  let found = known.get(cluster.version);
  if (!found) {
    known.set(cluster.version, found = targetOf(cluster.version));
  }
  return found;
}

function targetOf(version: KubernetesVersion): TargetVersion {
  return { minor: version.major > 1 ? Infinity : version.minor, called: `Kubernetes ${version}`, declared: true };
}
