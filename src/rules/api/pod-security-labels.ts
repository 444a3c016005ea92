import { Faults } from './faults';
import { mapOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';

const PREFIX = 'pod-security.kubernetes.io/';
const LEVELS = ['privileged', 'baseline', 'restricted'];
const VERSION = /^(latest|v1\.\d+)$/;

/** Says which labels of a Namespace the Pod Security admission of the API server refuses. @see https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
export function checkPodSecurityLabels(faults: Faults, { kind, metadata }: Subject): void {
  if (kind !== 'Namespace') {
    return;
  }
  const labels = mapOf(metadata.labels);
  for (const mode of ['enforce', 'audit', 'warn']) {
    const [level, version] = [labels[`${PREFIX}${mode}`], labels[`${PREFIX}${mode}-version`]];
    if (typeof level === 'string' && !LEVELS.includes(level)) {
      faults.must(`metadata.labels['${PREFIX}${mode}']`, `one of ${LEVELS.join(', ')}`, level, 'write one of them, in lower case');
    }
    if (typeof version === 'string' && !VERSION.test(version)) {
      faults.must(`metadata.labels['${PREFIX}${mode}-version']`, '"latest" or a version of Kubernetes', version, 'write for example "v1.36"');
    }
  }
}
