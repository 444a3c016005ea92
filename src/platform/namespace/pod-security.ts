import { PodSecurityLevel } from './pod-security-level';
import { KubernetesVersion } from '../../cluster/kubernetes-version';

/** Labels under this prefix are Pod Security admission's. */
export const POD_SECURITY = 'pod-security.kubernetes.io';

/**
 * The labels that have the API server enforce a level. It warns of and records what is not restricted at every level, so that the way down
 * stays visible. The version is pinned: an upgrade of the cluster then refuses nothing that ran before.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function podSecurityLabels(level: PodSecurityLevel, version: KubernetesVersion): { [key: string]: string } {
  const modes = { enforce: level, warn: PodSecurityLevel.RESTRICTED, audit: PodSecurityLevel.RESTRICTED };
  return Object.fromEntries(Object.entries(modes).flatMap(([mode, at]) => [
    [`${POD_SECURITY}/${mode}`, at],
    [`${POD_SECURITY}/${mode}-version`, `${version}`],
  ]));
}
