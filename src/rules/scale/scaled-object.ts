import { Severity } from '../../manifest/finding';
import { Scaler, SCALED_OBJECT, ScalerIndex } from '../../reading/scalers';
import { mapOf, mapsOf, numberOf, textOf } from '../../reading/shape';
import { Rule } from '../rule';

/** What of a label's value there may be at most, which the name of the autoscaler is. */
const LONGEST = 63;
const OF_PODS = new Set<unknown>(['cpu', 'memory']);

/** What KEDA's webhook refuses. */
export const scaledObject: Rule = {
  id: 'ML-SCALE-009',
  title: 'a ScaledObject is one that KEDA takes',
  severity: Severity.ERROR,
  why: "KEDA's webhook refuses an object whose bounds contradict each other, that would wake a workload without pods by the processor of its pods, or whose autoscaler has too long a name. Where the webhook is not reached it is let in (failurePolicy: Ignore), and never scales. https://github.com/kedacore/keda/blob/v2.20.2/apis/keda/v1alpha1/scaledobject_webhook.go",
  fix: 'Keep idleReplicaCount < minReplicaCount ≤ maxReplicaCount, add a trigger that stands upstream of the pods to scale from zero, and keep the name within 54 characters.',
  example: "ScaledObject 'chat' goes down to 0 replicas and looks at cpu only, of which pods that are not there use none; set minReplicaCount to 1, or add a trigger that stands upstream of them",
  judges: [SCALED_OBJECT],
  check(set, report) {
    for (const scaler of ScalerIndex.of(set).all) {
      if (scaler.subject.kind === SCALED_OBJECT) {
        faultsOf(scaler).forEach((fault) => report(scaler.subject, `${scaler.subject.called} ${fault}`));
      }
    }
  },
};

function faultsOf({ subject, min, max }: Scaler): string[] {
  const { spec } = subject;
  const faults: string[] = [];
  const triggers = mapsOf(spec.triggers);
  const idle = numberOf(spec.idleReplicaCount);
  if (min > max) {
    faults.push(`has a minReplicaCount of ${min} and a maxReplicaCount of ${max}; lower the one or raise the other`);
  }
  if (idle !== undefined && idle >= Math.max(1, min)) {
    faults.push(`keeps ${idle} replicas while it is idle (idleReplicaCount), not fewer than the ${Math.max(1, min)} while it is not; lower it, or leave it out`);
  }
  if (triggers.length === 0) {
    faults.push('has no trigger; give it one');
  } else if (min === 0 && triggers.every(({ type }) => OF_PODS.has(type))) {
    const types = [...new Set(triggers.map(({ type }) => type))].join(' and ');
    faults.push(`goes down to 0 replicas and looks at ${types} only, of which pods that are not there use none; set minReplicaCount to 1, or add a trigger that stands upstream of them`);
  }
  const name = textOf(mapOf(mapOf(spec.advanced).horizontalPodAutoscalerConfig).name) ?? `keda-hpa-${subject.name ?? ''}`;
  if (name.length > LONGEST) {
    faults.push(`makes an autoscaler '${name}', whose name of ${name.length} characters is longer than the ${LONGEST} of a label; shorten it`);
  }
  return faults;
}
