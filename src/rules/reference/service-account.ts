import { Rule } from '../rule';
import { ABSENT, reportAbsent } from './absent';

/** Service accounts that nobody makes. */
export const serviceAccountReference: Rule = {
  ...ABSENT,
  id: 'ML-REF-003',
  title: 'the ServiceAccounts of pods exist',
  why: 'No pod can be created under a ServiceAccount that is not there; the workload stays at 0 pods with an event that few people see.',
  fix: 'Make the ServiceAccount in the same namespace, mend the name, or declare it: External.declare(chart, { kind: "ServiceAccount", name: "…" }).',
  example: "serviceAccountName of Deployment 'chat' refers to ServiceAccount 'chta', which is not among the manifests of namespace 'team-a'; mend the name (is it 'chat'?), make it, or declare it with External.declare",
  linters: { kubeLinter: ['non-existent-service-account'] },
  check(set, report) {
    reportAbsent(set, report, 'ServiceAccount', (_, name) => name === 'default');
  },
};
