import { Rule } from '../rule';
import { ABSENT, reportAbsent } from './absent';

/** Claims that nobody makes. */
export const claimReference: Rule = {
  ...ABSENT,
  id: 'ML-REF-004',
  title: 'the PersistentVolumeClaims and ResourceClaims of pods exist',
  why: 'A pod whose claim is not there stays Pending.',
  fix: 'Make the claim, or the ResourceClaimTemplate, in the same namespace, mend the name, or declare it: External.declare(chart, { kind: "PersistentVolumeClaim", name: "…" }).',
  example: "volume 'models' of Deployment 'chat' refers to PersistentVolumeClaim 'models', which is not among the manifests of namespace 'team-a'; mend the name, make it, or declare it with External.declare",
  check(set, report) {
    for (const kind of ['PersistentVolumeClaim', 'ResourceClaim', 'ResourceClaimTemplate'] as const) {
      reportAbsent(set, report, kind, () => false);
    }
  },
};
