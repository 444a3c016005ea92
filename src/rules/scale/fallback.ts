import { Severity } from '../../manifest/finding';
import { mayRest, SCALED_OBJECT, ScalerIndex } from '../../reading/scalers';
import { isMap, numberOf } from '../../reading/shape';
import { Rule } from '../rule';

/** A queue that does not answer. */
export const fallback: Rule = {
  id: 'ML-SCALE-011',
  title: 'a trigger that gets no answer takes no pods away',
  severity: Severity.WARNING,
  why: 'With a fallback of 0 replicas, and 0 as the fewest, KEDA takes a queue that does not answer for an empty one: after the cooldown all pods are gone, with work in the queue. Without a fallback it leaves as many as there are. https://github.com/kedacore/keda/blob/v2.20.2/pkg/scaling/executor/scale_scaledobjects.go',
  fix: 'Leave the fallback out, or give it at least one replica.',
  example: "ScaledObject 'chat' falls back to 0 replicas, so that KEDA takes away the pods of a queue that it cannot ask; leave fallback out to keep them",
  judges: [SCALED_OBJECT],
  check(set, report) {
    for (const { subject } of ScalerIndex.of(set).all.filter(mayRest)) {
      const told = subject.spec.fallback;
      if (isMap(told) && (numberOf(told.replicas) ?? 0) === 0) {
        report(subject, `${subject.called} falls back to 0 replicas, so that KEDA takes away the pods of a queue that it cannot ask; leave fallback out to keep them`);
      }
    }
  },
};
