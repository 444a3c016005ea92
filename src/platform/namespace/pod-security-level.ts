/**
 * How much a pod of a namespace may do to its node: a level of the Pod Security Standards.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurityLevel {
  /** Hardened pods only: not root, no capabilities, default seccomp profile. */
  RESTRICTED = 'restricted',
  /** No known escalation: for images that run as root. */
  BASELINE = 'baseline',
  /** Anything goes: for drivers, and for RDMA, whose `IPC_LOCK` even baseline refuses. */
  PRIVILEGED = 'privileged',
}
