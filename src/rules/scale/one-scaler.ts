import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { HPA, Scaler, SCALED_OBJECT, ScalerIndex, targetKind, VPA } from '../../reading/scalers';
import { listOf, mapOf, mapsOf, Shape, textOf, written } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Report, Rule } from '../rule';

/** Two scalers that pull at one workload. */
export const oneScaler: Rule = {
  id: 'ML-SCALE-002',
  title: 'a workload is scaled by one scaler',
  severity: Severity.ERROR,
  why: 'Two HorizontalPodAutoscalers over the same pods both stop (condition AmbiguousSelector), and a ScaledObject makes one of its own. A VerticalPodAutoscaler that changes the very requests that an autoscaler measures against pulls against it: that is a warning.',
  fix: 'Keep one scaler with all metrics; run the VerticalPodAutoscaler with updateMode Off, or let it control the other resource only.',
  example: "HorizontalPodAutoscaler 'chat-memory' scales Deployment 'chat', which HorizontalPodAutoscaler 'chat' scales too; put all metrics into one of them",
  judges: [HPA, SCALED_OBJECT, VPA],
  check(set, report) {
    for (const scalers of ScalerIndex.of(set).rivals) {
      const [first, ...others] = scalers.filter((scaler) => !givenUp(scaler, scalers));
      for (const { subject, target, name } of others) {
        const kind = target.slice(target.lastIndexOf('/') + 1);
        report(subject, `${subject.called} scales ${kind} '${name}', which ${first.subject.called} scales too; put all metrics into one of them`);
      }
    }
    for (const vpa of set.ofKind(VPA)) {
      checkVertical(set, report, vpa);
    }
  },
};

/** True for the autoscaler that a ScaledObject has made, or takes over. @see https://keda.sh/docs/latest/concepts/scaling-deployments/#transfer-ownership-of-an-existing-hpa */
function givenUp({ subject }: Scaler, scalers: readonly Scaler[]): boolean {
  if (mapsOf(subject.metadata.ownerReferences).some(({ kind }) => kind === 'ScaledObject')) {
    return true;
  }
  return scalers.some((other) => other.subject.kind === SCALED_OBJECT && subject.kind === HPA
    && mapOf(other.subject.metadata.annotations)['scaledobject.keda.sh/transfer-hpa-ownership'] === 'true'
    && mapOf(mapOf(mapOf(other.subject.spec.advanced).horizontalPodAutoscalerConfig)).name === subject.name);
}

function checkVertical(set: ManifestSet, report: Report, vpa: Subject): void {
  const mode = mapOf(vpa.spec.updatePolicy).updateMode ?? 'Auto';
  const name = textOf(mapOf(vpa.spec.targetRef).name);
  const workload = name === undefined ? undefined : set.find(targetKind(vpa.spec.targetRef), vpa.namespace, name);
  if (mode === 'Off' || !workload) {
    return;
  }
  for (const { subject, resources } of ScalerIndex.of(set).scalersOf(workload)) {
    const metric = resources.find(({ resource, container }) => controls(vpa.spec, resource, container));
    if (metric) {
      report(vpa, `${vpa.called} changes requests.${metric.resource} of ${workload.called} (updateMode ${written(mode)}), against which ${subject.called} measures; write updateMode: "Off", or leave ${metric.resource} out of controlledResources`, Severity.WARNING);
    }
  }
}

/** True if the autoscaler may change what a container requests of a resource. */
function controls(spec: Shape, resource: string, container: string | undefined): boolean {
  const policies = mapsOf(mapOf(spec.resourcePolicy).containerPolicies);
  const applying = container === undefined ? policies : policies.filter(({ containerName }) => containerName === container);
  const relevant = applying.length > 0 ? applying : policies.filter(({ containerName }) => containerName === '*');
  // containers without a policy of their own, and without one for all, are controlled whole
  const uncovered = relevant.length === 0 || (container === undefined && !policies.some(({ containerName }) => containerName === '*'));
  return uncovered || relevant.some(({ mode, controlledResources }) => mode !== 'Off'
    && (!Array.isArray(controlledResources) || listOf(controlledResources).includes(resource)));
}
