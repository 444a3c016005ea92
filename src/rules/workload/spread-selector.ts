import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { isMap, mapsOf } from '../../reading/shape';
import { Rule } from '../rule';

/** Spreading that counts no pods. */
export const spreadSelector: Rule = {
  id: 'ML-POD-001',
  title: 'a spread constraint counts pods',
  severity: Severity.WARNING,
  why: 'Without a labelSelector a topologySpreadConstraint counts no pod, finds every domain empty, and spreads nothing.',
  fix: "Give it the labels of the workload's own selector.",
  example: "topologySpreadConstraints[0] of Deployment 'chat' has no labelSelector, and so spreads nothing; give it the labels of the pod template",
  judges: WORKLOADS,
  check(set, report) {
    for (const { owner, spec } of set.templates) {
      for (const [i, { labelSelector }] of mapsOf(spec.topologySpreadConstraints).entries()) {
        if (!isMap(labelSelector)) {
          report(owner, `topologySpreadConstraints[${i}] of ${owner.called} has no labelSelector, and so spreads nothing; give it the labels of the pod template`);
        }
      }
    }
  },
};
