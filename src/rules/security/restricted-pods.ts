import { Level, violationsOf } from './restricted-profile';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { PodTemplate, WORKLOADS } from '../../reading/pod-template';
import { mapOf, textOf } from '../../reading/shape';
import { Rule } from '../rule';

const LABEL = 'pod-security.kubernetes.io/enforce';
/** The newest version whose checks are known here; `latest` means it. */
const NEWEST = 36;

/** Pods that admission refuses, or would. */
export const restrictedPods: Rule = {
  id: 'ML-SEC-001',
  title: 'pods keep to the restricted profile',
  severity: Severity.ERROR,
  why: 'A namespace that enforces a level of the Pod Security Standards takes the workload and refuses its pods: it stays at 0 of them. That is an error; where no Namespace among the manifests enforces a level, it is a warning, since a pod without these settings can take its node over once it is broken into. https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  fix: 'Set what the message names; a pod that needs more belongs into a namespace of its own that says so.',
  example: "pods of Deployment 'chat' break the restricted profile, which namespace 'team-a' enforces: container 'server' must not set securityContext.runAsUser: 0; container 'server' must not add capabilities other than NET_BIND_SERVICE; volume 'n' must not be of type nfs; change them, or run them in a namespace of a lower level",
  judges: WORKLOADS,
  linters: {
    kubeLinter: ['run-as-non-root', 'privilege-escalation-container', 'privileged-container', 'drop-net-raw-capability', 'host-network', 'host-pid', 'host-ipc', 'unsafe-proc-mount', 'unsafe-sysctls'],
    kubeScore: ['container-security-context-privileged', 'container-seccomp-profile'],
    polaris: ['runAsRootAllowed', 'privilegeEscalationAllowed', 'runAsPrivileged', 'dangerousCapabilities', 'insecureCapabilities', 'hostNetworkSet', 'hostPIDSet', 'hostIPCSet', 'hostPortSet', 'hostPathSet', 'procMount'],
    checkov: ['CKV_K8S_16', 'CKV_K8S_17', 'CKV_K8S_18', 'CKV_K8S_19', 'CKV_K8S_20', 'CKV_K8S_23', 'CKV_K8S_25', 'CKV_K8S_26', 'CKV_K8S_28', 'CKV_K8S_29', 'CKV_K8S_30', 'CKV_K8S_31', 'CKV_K8S_37'],
  },
  check(set, report) {
    for (const template of set.templates) {
      const { level, minor, enforced } = levelOf(set, template);
      const violations = level === undefined ? [] : violationsOf(template, level, minor);
      if (level === undefined || violations.length === 0) {
        continue;
      }
      const by = enforced ? `, which namespace '${template.namespace}' enforces` : '';
      const remedy = `change ${violations.length === 1 ? 'it' : 'them'}${enforced ? ', or run them in a namespace of a lower level' : ''}`;
      report(template.owner, `pods of ${template.owner.called} break the ${level} profile${by}: ${violations.join('; ')}; ${remedy}`,
        enforced ? Severity.ERROR : Severity.WARNING);
    }
  },
};

/** What the pods' namespace asks of them; restricted is the measure where nobody says anything. */
function levelOf(set: ManifestSet, { namespace }: PodTemplate): { readonly level?: Level; readonly minor: number; readonly enforced: boolean } {
  const labels = namespace === undefined ? {} : mapOf(set.find('Namespace', undefined, namespace)?.metadata.labels);
  const stated = textOf(labels[LABEL]);
  const version = /^v1\.(\d+)$/.exec(textOf(labels[`${LABEL}-version`]) ?? '');
  const minor = version ? Number(version[1]) : NEWEST;
  if (stated === 'privileged') {
    return { minor, enforced: false };
  }
  return stated === 'baseline' || stated === 'restricted' ? { level: stated, minor, enforced: true } : { level: 'restricted', minor, enforced: false };
}
