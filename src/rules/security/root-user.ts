import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { mapOf } from '../../reading/shape';
import { Rule } from '../rule';

/** Root that must not be root. */
export const rootUser: Rule = {
  id: 'ML-SEC-002',
  title: 'what must not run as root does not ask for user 0',
  severity: Severity.ERROR,
  why: 'With runAsNonRoot: true and runAsUser: 0 the kubelet refuses to start the container (CreateContainerConfigError). https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubelet/kuberuntime/security_context.go',
  fix: 'Give a runAsUser above 0 that the image can run as.',
  example: "container 'server' of Deployment 'chat' must not run as root (runAsNonRoot) and asks for user 0 (runAsUser); give another user, for example 65532",
  judges: WORKLOADS,
  check(set, report) {
    for (const template of set.templates) {
      const ofPod = mapOf(template.spec.securityContext);
      for (const container of template.all) {
        const own = mapOf(container.shape.securityContext);
        if ((own.runAsNonRoot ?? ofPod.runAsNonRoot) === true && (own.runAsUser ?? ofPod.runAsUser) === 0) {
          report(template.owner, `${container.called} must not run as root (runAsNonRoot) and asks for user 0 (runAsUser); give another user, for example 65532`);
        }
      }
    }
  },
};
