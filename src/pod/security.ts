import type { PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1';
import { shared } from '../manifest/shared';

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
  return readOnlyRoot ? READ_ONLY_ROOT : WRITABLE_ROOT;
}

const READ_ONLY_ROOT: SecurityContext = shared({
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
});
const WRITABLE_ROOT: SecurityContext = shared({ ...READ_ONLY_ROOT, readOnlyRootFilesystem: false });

/**
 * Says the reason of the writable root where linters look for it.
 * @see https://docs.kubelinter.io/#/configuring-kubelinter
 */
export function writableRootWaiver(): { [annotation: string]: string } {
  const reason = 'the accelerator runtime writes device files into the root file system when the container starts';
  return {
    'checkov.io/skip1': `CKV_K8S_22=${reason}`,
    'ignore-check.kube-linter.io/no-read-only-root-fs': reason,
    'kube-score/ignore': 'container-security-context-readonlyrootfilesystem',
    'polaris.fairwinds.com/notReadOnlyRootFilesystem-exempt': 'true',
  };
}
