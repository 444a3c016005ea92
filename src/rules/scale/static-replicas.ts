import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { ScalerIndex } from '../../reading/scalers';
import { Rule } from '../rule';

/** A number of replicas under a scaler. */
export const staticReplicas: Rule = {
  id: 'ML-SCALE-003',
  title: 'a scaled workload states no replicas',
  severity: Severity.WARNING,
  why: 'Every apply of the manifest sets the number back, whatever the scaler had found: under load that takes pods away.',
  fix: 'Leave spec.replicas out. Where it stands already, take it out of the last applied state first, or one apply leaves a single pod.',
  example: "Deployment 'chat' states replicas 3, and HorizontalPodAutoscaler 'chat' scales it from 2 to 10; leave replicas out, every apply sets it back",
  judges: WORKLOADS,
  linters: { kubeScore: ['deployment-targeted-by-hpa-does-not-have-replicas-configured'] },
  check(set, report) {
    const index = ScalerIndex.of(set);
    for (const { owner } of set.templates) {
      const { replicas } = owner.spec;
      if (typeof replicas !== 'number') {
        continue;
      }
      for (const { subject, min, max } of index.scalersOf(owner).slice(0, 1)) {
        report(owner, `${owner.called} states replicas ${replicas}, and ${subject.called} scales it from ${min} to ${max}; leave replicas out, every apply sets it back`);
      }
    }
  },
};
