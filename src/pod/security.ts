import type { PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1';

/** A user id that no image and no node gives to anybody else: `nonroot` of the distroless images. */
export const NON_ROOT = 65532;

/** The pod's part of the `restricted` profile. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
export function podSecurity(uid: number, gid: number): PodSecurityContext {
  return {
    fsGroup: gid,
    fsGroupChangePolicy: 'OnRootMismatch',
    runAsGroup: gid,
    runAsNonRoot: true,
    runAsUser: uid,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/**
 * The container's part of it. The root file system is read-only, except on accelerators: their runtime hook writes device files and library links
 * into it when the container starts.
 * @see https://github.com/kserve/kserve/pull/5711
 */
export function containerSecurity(readOnlyRoot: boolean): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: readOnlyRoot,
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}
