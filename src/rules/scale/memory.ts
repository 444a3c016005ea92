import { Severity } from '../../manifest/finding';
import { HPA, SCALED_OBJECT, ScalerIndex } from '../../reading/scalers';
import { Rule } from '../rule';

/** Memory as the measure of load. */
export const memoryScaling: Rule = {
  id: 'ML-SCALE-006',
  title: 'nothing is scaled by memory that does not give it back',
  severity: Severity.WARNING,
  why: 'Servers of models take memory and keep it: more pods do not lower the share that each of them uses, so the scaler goes to its maximum and stays there.',
  fix: 'Scale on requests in flight, on a queue or on cpu, and size memory with limits; waive it for a server that gives memory back.',
  example: "HorizontalPodAutoscaler 'chat' scales by memory, which a server seldom gives back, so that it would stay at 20 replicas; scale on requests in flight or cpu",
  judges: [HPA, SCALED_OBJECT],
  check(set, report) {
    for (const { subject, resources, max } of ScalerIndex.of(set).all) {
      if (resources.some(({ resource }) => resource === 'memory')) {
        report(subject, `${subject.called} scales by memory, which a server seldom gives back, so that it would stay at ${max} replicas; scale on requests in flight or cpu`);
      }
    }
  },
};
