import { KubernetesVersion } from '../../../src/cluster/kubernetes-version';
import { podSecurityLabels } from '../../../src/platform/namespace/pod-security';
import { PodSecurityLevel } from '../../../src/platform/namespace/pod-security-level';

test.each([
  [PodSecurityLevel.RESTRICTED, 'restricted'],
  [PodSecurityLevel.BASELINE, 'baseline'],
  [PodSecurityLevel.PRIVILEGED, 'privileged'],
])('%s is enforced, and what is not restricted is warned of and recorded', (level, enforced) => {
  expect(podSecurityLabels(level, KubernetesVersion.V1_36)).toEqual({
    'pod-security.kubernetes.io/enforce': enforced,
    'pod-security.kubernetes.io/enforce-version': 'v1.36',
    'pod-security.kubernetes.io/warn': 'restricted',
    'pod-security.kubernetes.io/warn-version': 'v1.36',
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/audit-version': 'v1.36',
  });
});
