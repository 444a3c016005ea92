import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';
import { ABSENT, reportAbsent } from './absent';
import { reportMissingKeys } from './keys';

/** ConfigMaps that a cluster or its mesh puts into every namespace. */
const EVERYWHERE = new Set(['kube-root-ca.crt', 'openshift-service-ca.crt', 'istio-ca-root-cert']);

/** ConfigMaps and keys that pods need and nobody has. */
export const configMapReference: Rule = {
  ...ABSENT,
  id: 'ML-REF-001',
  title: 'the ConfigMaps and keys that pods take exist',
  severity: Severity.ERROR,
  why: 'A container whose ConfigMap or key is missing waits in CreateContainerConfigError, or its pod in ContainerCreating, without an end. An error where the ConfigMap is there and lacks the key; a warning where the whole of it may come from somebody else.',
  fix: 'Mend the name or the key, make the ConfigMap in the same namespace, or declare it: External.declare(chart, { kind: "ConfigMap", name: "…" }).',
  example: "env MODEL_VERSION of container 'server' of Deployment 'chat' takes key 'model_version' of ConfigMap 'ml-config', which has model-version, timeout; mend the key (is it 'model-version'?) or add it",
  check(set, report) {
    const bundles = new Set(set.ofKind('trust.cert-manager.io/Bundle').map(({ name }) => name));
    reportAbsent(set, report, 'ConfigMap', (_, name) => EVERYWHERE.has(name) || bundles.has(name));
    reportMissingKeys(set, report, 'ConfigMap');
  },
};
